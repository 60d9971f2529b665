using PropBot.Scenarios.Worlds;
using PropBot.Testing.Worlds;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;
using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Faults;

namespace PropBot.Scenarios.Brakes;

/// <summary>R15 over the wire, isolated margin and liquidation on: prices go 20 % away in HOLD, and neither venue ever takes a leg over.</summary>
public class PriceMoveScenarios(Xunit.Abstractions.ITestOutputHelper output)
{
    private const string Btc = "BTCUSDT";

    [Theory]
    [InlineData(2, 20)]
    [InlineData(2, -20)]
    [InlineData(3, 20)]
    [InlineData(3, -20)]
    public async Task both_legs_live_through_it_whole_and_equal(int leverage, int percent)
    {
        await using var world = Held(leverage);
        var before = world.Snapshot.Hedges.Single(h => h.State == HedgeState.Hedged).Long.Open;
        Move(world, percent);
        var hedge = world.Snapshot.Hedges.Single();
        Assert.Equal((HedgeState.Hedged, before, before), (hedge.State, hedge.Long.Open, hedge.Short.Open));
        EqualAndUntouched(world);
    }

    [Theory]
    [InlineData(4, 20)]
    [InlineData(4, -20)]
    [InlineData(5, 20)]
    [InlineData(5, -20)]
    public async Task where_it_would_reach_the_liquidation_both_legs_get_smaller_together_before(int leverage, int percent)
    {
        await using var world = Held(leverage);
        var before = world.Snapshot.Hedges.Single(h => h.State == HedgeState.Hedged).Long.Open.Value;
        Move(world, percent);
        var hedge = world.Snapshot.Hedges.Single();
        output.WriteLine($"leverage {leverage}, {percent} %: {before} → {hedge.Long.Open}, {hedge.State}");
        Assert.True(hedge.Long.Open.Value < before, $"{hedge.Long.Open} of {before}");
        Assert.Contains(world.Log.Lines, l => l.Contains(" Trimming ", StringComparison.Ordinal) || l.Contains("reduce-only", StringComparison.Ordinal));
        EqualAndUntouched(world);
    }

    [Fact]
    public async Task without_the_guardian_the_venue_does_take_it_over()
    {
        await using var world = Held(5, actPct: 0.000001m);
        foreach (var venue in Venues.All)
            world.Core(venue).Faults.Apply(new FaultRule(venue.Word(), FaultKind.PriceMove) { Match = Btc, Percent = 20m, Over = TimeSpan.FromMinutes(4) });
        world.Until(() => Venues.All.Any(v => world.Core(v).Orders().Any(o => o.Origin == SimOrderOrigin.Liquidation)), "a liquidation", 360);
    }

    private static WorldHarness Held(int leverage, decimal actPct = 7m)
    {
        var world = new WorldHarness(new WorldOptions(3) { Symbols = [Btc], Change = o => o with { Leverage = leverage, Hedging = o.Hedging with { LiquidationActPct = actPct } } });
        world.Run();
        world.OperatorsAway = true;
        world.MakeEdge(2_000);
        world.UntilHedged();
        world.Send(new DeskCommand.EngageHold("operator-a", "manual_hold", "operator"));
        world.Advance(TimeSpan.FromSeconds(15));
        return world;
    }

    // Over four minutes there, then two more at its end; the legs are compared at the venues all the while.
    private static void Move(WorldHarness world, int percent)
    {
        foreach (var venue in Venues.All)
            world.Core(venue).Faults.Apply(new FaultRule(venue.Word(), FaultKind.PriceMove) { Match = Btc, Percent = percent, Over = TimeSpan.FromMinutes(4) });
        var unequal = TimeSpan.Zero;
        for (var passed = TimeSpan.Zero; passed < TimeSpan.FromMinutes(6); passed += TimeSpan.FromMilliseconds(250))
        {
            world.Advance(TimeSpan.FromMilliseconds(250));
            unequal = world.Naked.Net(Btc) == 0m ? TimeSpan.Zero : unequal + TimeSpan.FromMilliseconds(250);
            Assert.True(unequal < TimeSpan.FromSeconds(5), $"unequal for {unequal}\n{world.Tail(40)}");
        }
    }

    private static void EqualAndUntouched(WorldHarness world)
    {
        Assert.Equal(DeskState.Hold, world.Snapshot.State);
        Assert.Equal(0m, world.Naked.Net(Btc));
        foreach (var venue in Venues.All) Assert.DoesNotContain(world.Core(venue).Orders(), o => o.Origin is SimOrderOrigin.Liquidation or SimOrderOrigin.Adl);
        Assert.DoesNotContain(world.Snapshot.HoldReasons, r => r.Code is "desync" or "naked_bound");
        world.EndsWell(60);
    }
}
