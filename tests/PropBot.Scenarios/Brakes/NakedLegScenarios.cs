using PropBot.Scenarios.Worlds;
using PropBot.Testing.Worlds;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;
using PropBot.Trading.Settings;
using PropBot.VenueSimulator.Faults;

namespace PropBot.Scenarios.Brakes;

/// <summary>R16 over the wire: however the second leg fails, what stands alone is taken back reduce-only within 60 s or 50 USDT, measured at the venues.</summary>
public class NakedLegScenarios(Xunit.Abstractions.ITestOutputHelper output)
{
    private const string Btc = "BTCUSDT";

    /// <summary>An order there and back, with its pauses, beyond a bound.</summary>
    private static readonly TimeSpan RoundTrip = TimeSpan.FromSeconds(2);

    public static TheoryData<string> Ways() => [.. NakedWay.All.Select(w => w.Name)];

    [Theory, MemberData(nameof(Ways))]
    public async Task a_leg_that_stands_alone_is_taken_back_within_the_time_bound(string way)
    {
        await using var world = Struck(way, o => o);
        var measured = UntilEven(world);
        output.WriteLine($"{way}: naked for {measured.Longest.TotalSeconds:0.00} s, at worst {measured.WorstLoss:0.00} USDT down; {string.Join(", ", world.Snapshot.Hedges.Select(h => $"{h.State} {h.Reason}"))}");
        Assert.True(measured.Longest <= world.DeskOptions.Hedging.NakedMaxTime + RoundTrip, $"naked for {measured.Longest}\n{world.Tail(60)}");
        Assert.True(measured.WorstLoss <= world.DeskOptions.Hedging.NakedMaxLossUsdt + 2m, $"lost {measured.WorstLoss}");
        NothingOpenedAfterwards(world);
        world.EndsWell(120);
    }

    [Theory]
    [InlineData("HOLD between the legs")]
    [InlineData("delisted")]
    [InlineData("kill -9 between the legs")]
    [InlineData("refused 50001")]
    public async Task one_that_loses_money_is_taken_back_at_the_money_bound(string way)
    {
        await using var world = Struck(way, o => o with { Hedging = o.Hedging with { NakedMaxLossUsdt = 8m } });
        world.Until(() => world.Snapshot.Hedges.Any(h => h.State == HedgeState.Partial), "partial", 60);
        var holder = Venues.All.First(v => world.Core(v).Position(Btc).Position.Quantity != 0m);
        var against = world.Core(holder).Position(Btc).Position.Quantity > 0m ? -3m : 3m;
        world.Core(holder).Faults.Apply(new FaultRule(holder.Word(), FaultKind.PriceMove) { Match = Btc, Percent = against, Over = TimeSpan.FromSeconds(30) });
        var measured = UntilEven(world);
        output.WriteLine($"{way}: naked for {measured.Longest.TotalSeconds:0.00} s, at worst {measured.WorstLoss:0.00} USDT down");
        Assert.True(measured.Longest < TimeSpan.FromSeconds(40), $"naked for {measured.Longest}");

        // 3 % of 1,000 USDT in 30 s is a USDT a second: what a round trip and the sampling may add.
        Assert.InRange(measured.WorstLoss, 6m, 8m + 4m);
        NothingOpenedAfterwards(world);
        world.EndsWell(120);
    }

    [Fact]
    public async Task a_venue_that_goes_dark_before_its_leg_is_sent_gets_none_and_the_other_is_taken_back_in_time()
    {
        await using var world = Struck((w, second) =>
        {
            w.Line(second).Add(new(Testing.Lines.LineTrouble.Dark, w.Now, w.Now + TimeSpan.FromSeconds(150)));
            w.Line(second.Other()).Add(new(Testing.Lines.LineTrouble.Slow, w.Now, w.Now + TimeSpan.FromSeconds(1), 1.0, TimeSpan.FromMilliseconds(400)));
        });
        var measured = UntilEven(world);
        output.WriteLine($"naked for {measured.Longest.TotalSeconds:0.00} s; {string.Join(", ", world.Snapshot.Hedges.Select(h => $"{h.State} {h.Reason}"))}");
        Assert.True(measured.Longest <= world.DeskOptions.Hedging.NakedMaxTime + RoundTrip, $"naked for {measured.Longest}\n{world.Tail(60)}");
        world.EndsWell(240);
    }

    [Fact]
    public async Task a_leg_cut_by_somebody_else_is_a_desync_that_nobody_repairs_and_everybody_hears_of()
    {
        await using var world = Story.World();
        world.OperatorsAway = true;
        world.MakeEdge(600);
        world.UntilHedged();
        world.Advance(TimeSpan.FromSeconds(15));
        var held = world.Core(Venue.Okx).Position(Btc).Position.Quantity;
        var placed = Placed(world);
        world.Sim.Okx.Faults.Apply(new FaultRule("okx", FaultKind.ForeignTrade) { Match = Btc, Side = Opposite(held), Quantity = Math.Abs(held) });
        world.Until(() => world.Snapshot.HoldReasons.Any(r => r.Code == "desync"), "desync", 20);
        world.Advance(TimeSpan.FromSeconds(90));
        Assert.Equal(placed, Placed(world));
        Assert.Contains(world.Snapshot.Blocks, b => b.Code == "desync");
        world.Sim.Okx.Faults.Apply(new FaultRule("okx", FaultKind.ForeignTrade) { Match = Btc, Side = Opposite(-held), Quantity = Math.Abs(held) });
        world.Until(() => world.Snapshot.Blocks.All(b => !b.Code.StartsWith("desync", StringComparison.Ordinal)), "agreement", 60);
        Assert.Equal(placed, Placed(world));
    }

    private static WorldHarness Struck(string way, Func<TradingOptions, TradingOptions> change) => Struck(NakedWay.All.Single(w => w.Name == way).Strike, change);

    private static WorldHarness Struck(Action<WorldHarness, Venue> strike, Func<TradingOptions, TradingOptions>? change = null)
    {
        var world = new WorldHarness(new WorldOptions(3) { Symbols = [Btc], Change = change });
        world.Run();
        world.OperatorsAway = true;
        var usual = world.Log.Heard;
        world.Log.Heard = line =>
        {
            usual(line);
            if (!line.Contains(" place ", StringComparison.Ordinal)) return;
            world.Log.Heard = usual;
            var first = line.StartsWith("binance", StringComparison.Ordinal) ? Venue.Binance : Venue.Okx;
            strike(world, first.Other());
        };
        world.MakeEdge(600);
        world.Until(() => Math.Abs(world.Naked.Net(Btc)) > 0m, "one leg", 120);
        return world;
    }

    // By the venues' own books, every 50 ms: how long one leg stood alone, and what it had lost against its entry at worst.
    private static (TimeSpan Longest, decimal WorstLoss) UntilEven(WorldHarness world)
    {
        var since = world.Now;
        var worst = 0m;
        var even = TimeSpan.Zero;
        while (even < TimeSpan.FromSeconds(1))
        {
            Assert.True(world.Now - since < TimeSpan.FromSeconds(200), $"still naked\n{world.Tail(60)}");
            world.Advance(TimeSpan.FromMilliseconds(50));
            var dust = Math.Abs(world.Naked.Net(Btc)) * world.Core(Venue.Binance).Reference(Btc).Mark <= world.DeskOptions.Hedging.MaxDustUsdt;
            even = dust ? even + TimeSpan.FromMilliseconds(50) : TimeSpan.Zero;
            if (!dust) worst = Math.Max(worst, -Venues.All.Sum(v => world.Core(v).Position(Btc).Position.Unrealised(world.Core(v).Reference(Btc).Mark)));
        }

        return (world.Now - since - even, worst);
    }

    private static void NothingOpenedAfterwards(WorldHarness world)
    {
        var lines = world.Log.Lines.ToList();
        var partial = lines.FindIndex(l => l.Contains(" Partial ", StringComparison.Ordinal));
        if (partial < 0) return;
        Assert.All(lines.Skip(partial).Where(l => l.Contains(" place ", StringComparison.Ordinal)), l => Assert.Contains("reduce-only", l, StringComparison.Ordinal));
    }

    private static int Placed(WorldHarness world) => world.Log.Lines.Count(l => l.Contains(" place ", StringComparison.Ordinal));

    private static VenueSimulator.Core.SimSide Opposite(decimal signed) => signed > 0m ? VenueSimulator.Core.SimSide.Sell : VenueSimulator.Core.SimSide.Buy;
}
