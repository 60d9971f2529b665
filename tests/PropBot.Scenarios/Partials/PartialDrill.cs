using PropBot.Scenarios.Worlds;
using PropBot.Testing.Lines;
using PropBot.Testing.Worlds;
using PropBot.Trading.Desk;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;
using PropBot.VenueSimulator.Core;
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
        await using var world = Stricken.World(flows, options => options);
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
        await using var world = Stricken.World(flows, Stricken.Patient);
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
        await using var world = Stricken.World(flows, Stricken.Patient);
        Asked(flows, world);
        Assert.Equal(new CommandAnswer.NotAllowed("same_operator"), flows.Decide(world, "approve", "approve", "ann"));
        Assert.IsType<CommandAnswer.Applied>(flows.Decide(world, "approve", "approve", "bob"));
        Until(flows, world, () => flows.End(world) == "Completed settled", "settled", 30);
        Told(flows, world);
        Assert.Equal(HedgeState.Hedged, world.Snapshot.Hedges[0].State);
        world.EndsWell(120);
    }

    [Fact]
    public async Task while_a_second_person_thinks_the_bound_waits_for_nobody()
    {
        var flows = new FlowSide();
        await using var world = Stricken.World(flows, options => options);
        Asked(flows, world);
        Until(flows, world, () => flows.End(world) == "Completed settled", "settled", 120);
        Told(flows, world);
        Assert.DoesNotContain(flows.Story(world), line => line.Contains("task_decided approve", StringComparison.Ordinal));
        Once(world);
        world.EndsWell(120);
    }

    [Fact]
    public async Task a_venue_that_is_dark_when_it_is_to_be_unwound_is_escalated_and_waited_for()
    {
        var flows = new FlowSide();
        await using var world = Stricken.World(flows, Stricken.Patient);
        Until(flows, world, () => flows.WaitsAt(world) == "choose", "people are asked", 20);
        world.Line(Holder(world)).Add(new LineFault(LineTrouble.Dark, world.Now, world.Now + TimeSpan.FromSeconds(45)));
        world.Advance(TimeSpan.FromSeconds(1));
        Assert.IsType<CommandAnswer.Applied>(flows.Decide(world, "choose", "unwind", "ann"));
        Until(flows, world, () => flows.Story(world).Any(line => line.StartsWith("job_done escalate written", StringComparison.Ordinal)), "escalated", 60);
        Until(flows, world, () => flows.WaitsAt(world) == "choose", "people are asked again once it is back", 200);
        Assert.IsType<CommandAnswer.Applied>(flows.Decide(world, "choose", "unwind", "ann"));
        Until(flows, world, () => flows.End(world) == "Completed settled", "settled", 60);
        Told(flows, world);
        Assert.Contains("job_failed unwind VENUE_DARK by system", flows.Story(world));
        Once(world);
        world.EndsWell(120);
    }

    [Fact]
    public async Task beyond_its_bound_on_a_dark_venue_nobody_is_asked_any_more_and_it_is_escalated()
    {
        var flows = new FlowSide();
        await using var world = Stricken.World(flows, options => options);
        Until(flows, world, () => flows.WaitsAt(world) == "choose", "people are asked", 20);
        world.Line(Holder(world)).Add(new LineFault(LineTrouble.Dark, world.Now, world.Now + TimeSpan.FromSeconds(90)));
        Until(flows, world, () => flows.End(world) == "Completed settled", "settled", 240);
        Told(flows, world);
        Assert.Contains(flows.Story(world), line => line.Contains("hedge.bound-reached", StringComparison.Ordinal));
        Assert.Contains("job_failed unwind VENUE_DARK by system", flows.Story(world));
        Once(world);
        world.EndsWell(120);
    }

    [Fact]
    public async Task closed_by_hand_and_proven_the_flow_ends_with_it()
    {
        var flows = new FlowSide();
        await using var world = Stricken.World(flows, Stricken.Patient);
        Until(flows, world, () => flows.WaitsAt(world) == "choose", "people are asked", 20);
        var (holder, id) = (Holder(world), world.Snapshot.Partials[0].HedgeId);
        Assert.Equal("not_proven", Assert.IsType<CommandResult.Refused>(world.Send(new DeskCommand.BookByHand("ann", id))).Code);
        var held = world.Core(holder).Position(Btc).Position.Quantity;
        world.Core(holder).Faults.Apply(new FaultRule(holder.Word(), FaultKind.ForeignTrade) { Match = Btc, Side = held > 0m ? SimSide.Sell : SimSide.Buy, Quantity = Math.Abs(held) });
        world.Advance(TimeSpan.FromSeconds(2));
        Assert.IsType<CommandResult.Done>(world.Send(new DeskCommand.BookByHand("ann", id)));
        Until(flows, world, () => flows.End(world) == "Completed settled", "settled", 60);
        Told(flows, world);
        Once(world);
        var (binance, okx) = (world.Sim.Binance.Header(), world.Sim.Okx.Header());
        Assert.Equal(binance.Wallet - binance.Deposits + okx.Wallet - okx.Deposits, world.Snapshot.RealisedPnl.Amount);
        world.Until(() => world.Snapshot.Blocks.All(block => !block.Code.StartsWith("desync", StringComparison.Ordinal)), "ledger and venues agree", 60);
    }

    public static TheoryData<string, int> Deaths()
    {
        var data = new TheoryData<string, int>();
        foreach (var choice in new[] { "unwind", "complete" })
            foreach (var steps in new[] { 1, 2, 4, 7, 11, 16, 25, 40, 60, 90 }) data.Add(choice, steps);
        return data;
    }

    [Theory, MemberData(nameof(Deaths))]
    public async Task killed_anywhere_behind_the_decision_it_ends_flat_or_complete_once(string choice, int steps)
    {
        var flows = new FlowSide();
        await using var world = Stricken.World(flows, options => options with { Hedging = options.Hedging with { NakedMaxTime = TimeSpan.FromMinutes(3) } });
        if (choice == "unwind")
        {
            Until(flows, world, () => flows.WaitsAt(world) == "choose", "people are asked", 20);
            world.CrashIn(steps);
            flows.TryDecide(world, "choose", "unwind", "ann");
        }
        else
        {
            Asked(flows, world);
            world.CrashIn(steps);
            flows.TryDecide(world, "approve", "approve", "bob");
        }

        Until(flows, world, () => flows.End(world) == "Completed settled", "settled", 400);
        Told(flows, world);
        Assert.True(world.Boots > 1, "the process did not die");
        Assert.Single(flows.Instances(world));
        Assert.Equal(1, world.Snapshot.Hedges.Count(h => h.State is HedgeState.Hedged or HedgeState.Closed));
        Assert.InRange(flows.Completions(world), 0, 1);
        world.EndsWell(120);
    }

    [Theory]
    [InlineData("choose")]
    [InlineData("approve")]
    [InlineData("wait_venue")]
    public async Task killed_while_it_waits_it_goes_on_where_it_was(string node)
    {
        var flows = new FlowSide();
        await using var world = Stricken.World(flows, Stricken.Patient);
        if (node == "approve") Asked(flows, world);
        if (node == "wait_venue") world.Line(Holder(world)).Add(new LineFault(LineTrouble.Dark, world.Now, world.Now + TimeSpan.FromSeconds(20)));
        Until(flows, world, () => flows.WaitsAt(world) == node, node, 60);
        world.Crash();
        world.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Equal(node, flows.WaitsAt(world));
        Until(flows, world, () => flows.WaitsAt(world) is "choose" or "approve" && world.Snapshot.Partials is [{ Completion: not null }], "people are asked", 120);
        if (flows.WaitsAt(world) == "choose") Asked(flows, world);
        Assert.IsType<CommandAnswer.Applied>(flows.Decide(world, "approve", "approve", "bob"));
        Until(flows, world, () => flows.End(world) == "Completed settled", "settled", 60);
        Told(flows, world);
        Assert.Equal(HedgeState.Hedged, Assert.Single(world.Snapshot.Hedges).State);
        world.EndsWell(120);
    }

    [Fact]
    public async Task without_any_engine_the_desk_keeps_its_bound_alone()
    {
        var flows = new FlowSide { Dead = true };
        await using var world = Stricken.World(flows, options => options);
        world.Until(() => world.Snapshot.Hedges.All(h => h.State is HedgeState.Closed or HedgeState.Abandoned), "flat", 90);
        world.EndsWell(120);
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

    /// <summary>Ann has chosen to complete it, and a second person is asked.</summary>
    private void Asked(FlowSide flows, WorldHarness world)
    {
        Until(flows, world, () => flows.WaitsAt(world) == "choose" && world.Snapshot.Partials is [{ Completion: not null }], "people are asked", 60);
        Assert.IsType<CommandAnswer.Applied>(flows.Decide(world, "choose", "complete", "ann"));
        Until(flows, world, () => flows.WaitsAt(world) == "approve", "a second person is asked", 5);
    }

    private static Venue Holder(WorldHarness world) => Venues.All.First(venue => world.Core(venue).Position(Btc).Position.Quantity != 0m);

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
