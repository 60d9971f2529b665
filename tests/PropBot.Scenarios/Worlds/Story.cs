using PropBot.Testing.Lines;
using PropBot.Testing.Worlds;
using PropBot.Trading.Desk;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;
using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Faults;

namespace PropBot.Scenarios.Worlds;

/// <summary>What the scenarios of a world have in common: how a hedge comes about, and that ledger and venues tell the same story.</summary>
internal static class Story
{
    public static WorldHarness World(int seed = 3, params string[] symbols)
    {
        var world = new WorldHarness(new WorldOptions(seed) { Symbols = symbols.Length == 0 ? ["BTCUSDT"] : symbols });
        world.Run();
        return world;
    }

    /// <summary>OKX becomes dearer for a while: the desk buys on Binance and sells on OKX.</summary>
    public static void MakeEdge(this WorldHarness world, double seconds = 20, string symbol = "*") => world.Sim.Okx.Faults.Apply(
        new FaultRule("okx", FaultKind.PriceMove) { Match = symbol, Percent = 0.4m, For = TimeSpan.FromSeconds(seconds) });

    public static void UntilHedged(this WorldHarness world, int count = 1) =>
        world.Until(() => world.Snapshot.Hedges.Count(h => h.State == HedgeState.Hedged) >= count, $"{count} hedged", 90);

    public static void UntilOrderOn(this WorldHarness world, Venue venue)
    {
        var before = world.Log.Lines.Count(l => l.Contains($"{venue.Word()} place ", StringComparison.Ordinal));
        world.Until(() => world.Log.Lines.Count(l => l.Contains($"{venue.Word()} place ", StringComparison.Ordinal)) > before, $"an order on {venue}", 120);
    }

    /// <summary>Whatever happened: soon nothing stands alone, every order is accounted for, and the books agree to the last digit.</summary>
    public static void EndsWell(this WorldHarness world, double seconds = 90)
    {
        world.Until(
            () => world.Snapshot.Hedges.All(h => h.State is HedgeState.Hedged or HedgeState.Closed or HedgeState.Abandoned)
                && BooksComparison.Differences(world.Ledger, world.Core).Count == 0,
            "hedged or flat, with equal books", seconds);
        Assert.All(world.Options.Symbols, symbol => Assert.Equal(0m, world.Naked.Net(symbol)));
        Assert.Empty(world.Log.Troubles);
        foreach (var venue in Venues.All) Assert.All(world.Core(venue).Orders().GroupBy(o => o.ClientId), g => Assert.Single(g));
    }

    public static void CloseEverything(this WorldHarness world)
    {
        world.OperatorsAway = true;
        world.Send(new DeskCommand.EngageHold("operator-a", "manual_hold", "operator"));
        world.Send(new DeskCommand.CloseHedges("operator-a", null));
        world.Until(() => world.Snapshot.Hedges.All(h => h.State is HedgeState.Closed or HedgeState.Abandoned), "everything closed", 90);
        world.EndsWell();
        var (b, o) = (world.Sim.Binance.Header(), world.Sim.Okx.Header());
        Assert.Equal(b.Wallet - b.Deposits + o.Wallet - o.Deposits, world.Snapshot.RealisedPnl.Amount);
    }

    public static LineReply Binance(int status, int code, string text) =>
        new(status, System.Text.Encoding.UTF8.GetBytes(code == 0 ? $"{{\"msg\":\"{text}\"}}" : $"{{\"code\":{code},\"msg\":\"{text}\"}}"));

    public static SimOrder? OrderNamed(this WorldHarness world, Venue venue, string id) => world.Core(venue).Orders().FirstOrDefault(o => o.ClientId == id);

    /// <summary>Client ids that were handed to a connector for that venue, in order.</summary>
    public static IReadOnlyList<string> Placed(this WorldHarness world, Venue venue) =>
        [.. world.Log.Lines.Where(l => l.Contains($" {venue.Word()} place ", StringComparison.Ordinal)).Select(l => l.Split(' ')[3])];
}
