using PropBot.Scenarios.Worlds;
using PropBot.Testing.Worlds;
using PropBot.Trading.Instruments;
using PropBot.Trading.Settings;
using PropBot.VenueSimulator.Faults;

namespace PropBot.Scenarios.Partials;

/// <summary>A world whose desk has just lost the second leg of a hedge: its venue refused every order, and takes them again now.</summary>
internal static class Stricken
{
    private const string Btc = "BTCUSDT";

    /// <summary>The bound leaves people time.</summary>
    public static TradingOptions Patient(TradingOptions options) => options with { Hedging = options.Hedging with { NakedMaxTime = TimeSpan.FromMinutes(20), NakedMaxLossUsdt = 10_000m } };

    public static WorldHarness World(FlowSide flows, Func<TradingOptions, TradingOptions> change)
    {
        var world = new WorldHarness(new WorldOptions(3) { Symbols = [Btc], Change = change, Beside = flows.Begin });
        world.Run();
        world.OperatorsAway = true;
        var usual = world.Log.Heard;
        world.Log.Heard = line =>
        {
            usual(line);
            if (!line.Contains(" place ", StringComparison.Ordinal)) return;
            world.Log.Heard = usual;
            Refuse(world, line.StartsWith("binance", StringComparison.Ordinal) ? Venue.Okx : Venue.Binance);
        };
        world.MakeEdge(600);
        world.Until(() => world.Snapshot.Partials.Length == 1, "partial", 120);
        foreach (var venue in Venues.All) world.Core(venue).Faults.Clear();
        world.MakeEdge(600);
        return world;
    }

    private static void Refuse(WorldHarness world, Venue second) => world.Core(second).Faults.Apply(
        new FaultRule(second.Word(), FaultKind.Reply) { Match = second == Venue.Binance ? "POST /fapi/v1/order" : "*order", Reply = second == Venue.Binance ? "-1008" : "50013" });
}
