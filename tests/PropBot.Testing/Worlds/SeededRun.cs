using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Hedging;
using PropBot.Trading.Positions;
using PropBot.VenueSimulator.Core;

namespace PropBot.Testing.Worlds;

/// <param name="Problems">Broken promises, one sentence each; empty is what is wanted.</param>
/// <param name="Figures">What happened, for people.</param>
public sealed record RunReport(int Seed, IReadOnlyList<string> Problems, string Figures, string Hash, FaultSchedule Schedule, IReadOnlyList<string> Log);

/// <summary>One run of the whole desk under the faults of a seed: ten minutes of trouble, then calm, then everything closed and compared.</summary>
public static class SeededRun
{
    /// <summary>Shorter than the house's 60 s, so that ten minutes see it at work (R16).</summary>
    public static readonly TimeSpan NakedBound = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Trouble = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(120);

    /// <summary>What venue watchdog and service levels measured in the trouble holds the desk until it has left their window of ten minutes.</summary>
    private static readonly TimeSpan UntilForgotten = TimeSpan.FromMinutes(11);

    public static async Task<RunReport> Of(int seed)
    {
        var dice = Dice.For(seed, "run");
        var options = Options(seed, dice);
        var schedule = FaultSchedule.From(seed, Trouble, options.Symbols);
        await using var world = new WorldHarness(options);
        var problems = new List<string>();
        try
        {
            world.Run();
            schedule.Apply(world);
            world.Advance(Trouble);
            Settle(world, problems);
            CloseAll(world, problems);
        }
        catch (InvalidOperationException stuck)
        {
            problems.Add(stuck.Message);
        }

        problems.AddRange(world.Log.Troubles);
        foreach (var line in LedgerBooks.Dump(world.Ledger)) world.Log.Add(line);
        return new RunReport(seed, problems, Figures(world), world.Log.Hash, schedule, world.Log.Lines);
    }

    private static WorldOptions Options(int seed, Dice dice)
    {
        string[][] choices = [["BTCUSDT"], ["ETHUSDT"], ["BTCUSDT", "SOLUSDT"]];
        var symbols = choices[(int)(choices.Length * dice.Uniform())];
        // Half of the runs go through a funding settlement (16:00 UTC).
        var start = new DateTimeOffset(2026, 1, 5, dice.Uniform() < 0.5 ? 15 : 12, 54, 0, TimeSpan.Zero);
        var policy = dice.Uniform() < 0.3 ? LegFailurePolicy.Unwind : LegFailurePolicy.Hold;
        var order = dice.Uniform() < 0.2 ? LegOrder.Concurrent : LegOrder.Sequential;
        return new WorldOptions(seed)
        {
            Symbols = symbols,
            Start = start,
            BinanceOrdersBySocket = dice.Uniform() < 0.5,
            Change = o => o with { Hedging = o.Hedging with { NakedMaxTime = NakedBound, LegFailure = policy, LegOrder = order } },
        };
    }

    /// <summary>The faults are gone: after a while the desk must be hedged, flat, or on HOLD with its partial on record, and its books the venues' books.</summary>
    private static void Settle(WorldHarness world, List<string> problems)
    {
        world.Log.Add("CALM");
        world.ClearFaults();
        world.Advance(Calm);
        foreach (var hedge in world.Snapshot.Hedges.Where(h => !IsOver(h)))
        {
            var fine = hedge.State switch
            {
                HedgeState.Hedged or HedgeState.Closing => true,
                HedgeState.Partial => world.Snapshot.State == DeskState.Hold && world.DeskOptions.Hedging.NakedAutoUnwind is false,
                _ => false,
            };
            if (!fine) problems.Add($"hedge {hedge.Id} is still {hedge.State} ({hedge.Reason}) {Calm.TotalSeconds} s after the last fault, desk in {world.Snapshot.State}");
        }

        for (var waited = TimeSpan.Zero; world.Snapshot.State != DeskState.Run && waited < UntilForgotten; waited += Slack) world.Advance(Slack);
        if (world.Snapshot.State != DeskState.Run)
            problems.Add($"the desk is in {world.Snapshot.State} after the calm; blocks: {string.Join("; ", world.Snapshot.Blocks.Select(b => b.Text))}");
        Compare(world, problems, "after the calm");
        if (world.Naked.Worst > NakedBound + Slack)
            problems.Add($"a leg stood alone for {world.Naked.Worst.TotalSeconds:0.0} s with both venues well; the bound is {NakedBound.TotalSeconds:0} s");
        foreach (var line in world.Lines.Where(l => l.SentDuringBan > 0)) problems.Add($"{line.SentDuringBan} requests left for {line.Venue} during a ban it had told us of");
    }

    private static void CloseAll(WorldHarness world, List<string> problems)
    {
        world.Send(new DeskCommand.EngageHold("operator-a", "manual_hold", "operator"));
        world.OperatorsAway = true;
        world.Send(new DeskCommand.CloseHedges("operator-a", null));
        world.Until(() => world.Snapshot.Hedges.All(IsOver), "everything closed", 90);
        world.Advance(TimeSpan.FromSeconds(15));
        Compare(world, problems, "when all is closed");
        foreach (var symbol in world.Options.Symbols)
            if (world.Naked.Net(symbol) != 0m) problems.Add($"net {symbol} {world.Naked.Net(symbol)} is left when all is closed");
        var earned = world.Sim.Binance.Header() is var b && world.Sim.Okx.Header() is var o ? b.Wallet - b.Deposits + o.Wallet - o.Deposits : 0m;
        if (earned != world.Snapshot.RealisedPnl.Amount) problems.Add($"realised: desk {world.Snapshot.RealisedPnl.Amount}, venues {earned}");
    }

    private static void Compare(WorldHarness world, List<string> problems, string when)
    {
        // A hedge may open or close at this very moment: what is under way is waited for.
        for (var tries = 0; tries < 40; tries++)
        {
            var differences = BooksComparison.Differences(world.Ledger, world.Core);
            if (differences.Count == 0) return;
            if (tries == 39) problems.AddRange(differences.Select(d => $"{when}: {d}"));
            world.Advance(TimeSpan.FromMilliseconds(250));
        }
    }

    private static bool IsOver(HedgeRecord hedge) => hedge.State is HedgeState.Closed or HedgeState.Abandoned;

    private static string Figures(WorldHarness world) =>
        $"{world.Sim.Binance.Orders().Count}+{world.Sim.Okx.Orders().Count} orders, {world.Sim.Binance.Fills().Count}+{world.Sim.Okx.Fills().Count} fills, " +
        $"{world.Boots} boots, naked at most {world.Naked.Worst.TotalSeconds:0.0} s, {world.Log.Lines.Count} lines, log {world.Log.Hash[..12]}";
}
