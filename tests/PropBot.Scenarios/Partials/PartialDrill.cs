using PropBot.Scenarios.Worlds;
using PropBot.Testing.Worlds;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;
using PropBot.Trading.Settings;
using PropBot.VenueSimulator.Faults;
using PropBot.Workflows.Engine;

namespace PropBot.Scenarios.Partials;

/// <summary>
/// R28 end to end over the real connectors: leg B refused, a venue dark, the process killed anywhere. It ends flat or complete, once, and
/// the flow's journal tells how.
/// </summary>
public class PartialDrill(Xunit.Abstractions.ITestOutputHelper output)
{
    private const string Btc = "BTCUSDT";

    [Fact]
    public async Task left_alone_the_bound_unwinds_and_the_flow_follows_to_its_end()
    {
        var flows = new FlowSide();
        await using var world = Struck(flows, options => options);
        world.Until(() => flows.WaitsAt(world) == "choose", "people are asked", 20);
        Until(flows, world, () => flows.End(world) == "Completed settled", "settled", 150);
        Told(flows, world);
        Assert.Contains(flows.Story(world), line => line.Contains("hedge.over", StringComparison.Ordinal) || line.Contains("hedge.bound-reached", StringComparison.Ordinal));
        Once(world);
        world.EndsWell(120);
    }

    [Fact]
    public async Task one_operator_unwinds_before_the_bound()
    {
        var flows = new FlowSide();
        await using var world = Struck(flows, Patient);
        world.Until(() => flows.WaitsAt(world) == "choose", "people are asked", 20);
        Assert.IsType<CommandAnswer.Applied>(flows.Decide(world, "choose", "unwind", "ann"));
        Until(flows, world, () => flows.End(world) == "Completed settled", "settled", 30);
        Told(flows, world);
        Once(world);
        world.EndsWell(120);
    }

    [Fact]
    public async Task two_operators_complete_it()
    {
        var flows = new FlowSide();
        await using var world = Struck(flows, Patient);
        world.Until(() => flows.WaitsAt(world) == "choose", "people are asked", 20);
        Until(flows, world, () => world.Snapshot.Partials is [{ Completion: not null }], "it can be completed", 60);
        Assert.IsType<CommandAnswer.Applied>(flows.Decide(world, "choose", "complete", "ann"));
        world.Until(() => flows.WaitsAt(world) == "approve", "a second person is asked", 5);
        Assert.Equal(new CommandAnswer.NotAllowed("same_operator"), flows.Decide(world, "approve", "approve", "ann"));
        Assert.IsType<CommandAnswer.Applied>(flows.Decide(world, "approve", "approve", "bob"));
        Until(flows, world, () => flows.End(world) == "Completed settled", "settled", 30);
        Told(flows, world);
        Assert.Equal(HedgeState.Hedged, world.Snapshot.Hedges[0].State);
        world.EndsWell(120);
    }

    [Fact]
    public async Task without_any_engine_the_desk_keeps_its_bound_alone()
    {
        var flows = new FlowSide { Dead = true };
        await using var world = Struck(flows, options => options);
        world.Until(() => world.Snapshot.Hedges.All(h => h.State is HedgeState.Closed or HedgeState.Abandoned), "flat", 90);
        world.EndsWell(120);
    }

    public static TradingOptions Patient(TradingOptions options) => options with { Hedging = options.Hedging with { NakedMaxTime = TimeSpan.FromMinutes(20), NakedMaxLossUsdt = 10_000m } };

    /// <summary>The second leg is refused by the venue, every time, until the hedge is partial; then the venue takes orders again.</summary>
    private static WorldHarness Struck(FlowSide flows, Func<TradingOptions, TradingOptions> change) => Struck(flows, change, (world, second) =>
        world.Core(second).Faults.Apply(new FaultRule(second.Word(), FaultKind.Reply) { Match = second == Venue.Binance ? "POST /fapi/v1/order" : "*order", Reply = second == Venue.Binance ? "-1008" : "50013" }));

    private static WorldHarness Struck(FlowSide flows, Func<TradingOptions, TradingOptions> change, Action<WorldHarness, Venue> strike)
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
            var second = line.StartsWith("binance", StringComparison.Ordinal) ? Venue.Okx : Venue.Binance;
            strike(world, second);
        };
        world.MakeEdge(600);
        world.Until(() => world.Snapshot.Partials.Length == 1, "partial", 120);
        foreach (var venue in Venues.All) world.Core(venue).Faults.Clear();
        world.MakeEdge(600);
        return world;
    }

    private void Until(FlowSide flows, WorldHarness world, Func<bool> condition, string what, double seconds)
    {
        try
        {
            world.Until(condition, what, seconds);
        }
        catch (InvalidOperationException)
        {
            Told(flows, world);
            output.WriteLine($"waits at {flows.WaitsAt(world)}, end {flows.End(world)}; {string.Join(", ", world.Snapshot.Partials)}; {string.Join("; ", world.Snapshot.Truth.Reconciliation.Open.Select(s => s.Issue.Text))}");
            throw;
        }
    }

    private void Told(FlowSide flows, WorldHarness world)
    {
        foreach (var line in flows.Story(world)) output.WriteLine(line);
    }

    /// <summary>One flow, and nothing left at the venues that was sold or bought twice.</summary>
    private static void Once(WorldHarness world)
    {
        Assert.All(Venues.All, venue => Assert.Equal(0m, world.Core(venue).Position(Btc).Position.Quantity));
        Assert.Single(world.Snapshot.Hedges, h => h.State == HedgeState.Closed);
    }
}
