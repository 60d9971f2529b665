using PropBot.Testing.Lines;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;
using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Faults;

namespace PropBot.Scenarios.Worlds;

/// <summary>
/// The drill of R3 over the real connectors: the ledger takes nothing, one venue swallows every request and says nothing, orders rest on
/// both, and the process dies in between. The other venue is emptied at once, the kill ends by itself when the dark one is back.
/// </summary>
public class KillDrill
{
    [Theory]
    [InlineData(Venue.Okx)]
    [InlineData(Venue.Binance)]
    public async Task a_locked_ledger_and_a_black_hole_delay_neither_the_hold_nor_the_other_venue(Venue dark)
    {
        await using var world = Story.World();
        world.OperatorsAway = true;
        foreach (var venue in Venues.All)
            world.Core(venue).Faults.Apply(new FaultRule(venue.Word(), FaultKind.ForeignOrder) { Match = "BTCUSDT", Side = SimSide.Buy, Quantity = 0.01m });
        world.Until(() => Venues.All.All(v => Resting(world.Core(v)) == 1), "an order rests on each", 5);
        world.DiskFull = true;
        var until = world.Now + TimeSpan.FromSeconds(60);
        world.Line(dark).Add(new LineFault(LineTrouble.LoseRequests, world.Now, until));
        world.Line(dark).Add(new LineFault(LineTrouble.Silence, world.Now, until));

        var asked = world.Now;
        world.Send(new DeskCommand.Kill("operator-a", FlattenScope.None));
        Assert.Equal(DeskState.Hold, world.Snapshot.State);
        Assert.True(world.Now - asked <= TimeSpan.FromMilliseconds(100), $"HOLD took {world.Now - asked}");
        world.Until(() => Resting(world.Core(dark.Other())) == 0, "the other venue is emptied", 1);
        world.Until(() => world.Snapshot.Kill!.Detail.Contains($"{dark.Other().Word()}: 0 open orders", StringComparison.Ordinal), "and says so", 5);
        world.Advance(TimeSpan.FromSeconds(15));
        Assert.True(world.Snapshot.Kill!.Pending);
        Assert.Equal(1, Resting(world.Core(dark)));

        world.Crash();
        Assert.True(world.Snapshot.Kill!.Pending);
        world.Until(() => !world.Snapshot.Kill!.Pending, "it ends by itself once the venue is back", 120);
        Assert.True(world.Now >= until);
        Assert.All(Venues.All, v => Assert.Equal(0, Resting(world.Core(v))));
        world.DiskFull = false;
        world.Until(() => Count(world, "select count(*) from kill_proof where answers like '%[]%'") == 4, "the proof is written, in the venues' own words", 30);
        world.Advance(TimeSpan.FromSeconds(3));
        Assert.True(Count(world, "select count(*) from emergency_line") > 0);
        Assert.Equal(Count(world, "select count(*) from emergency_line"), Count(world, "select count(*) from event where code='emergency_log'"));
    }

    [Fact]
    public async Task flattening_over_the_wire_ends_flat_and_proves_it()
    {
        await using var world = Story.World();
        world.OperatorsAway = true;
        world.MakeEdge();
        world.UntilHedged();
        world.DiskFull = true;
        world.Send(new DeskCommand.Kill("operator-a", FlattenScope.Matched));
        world.Until(() => !world.Snapshot.Kill!.Pending, "confirmed", 30);
        Assert.All(Venues.All, v => Assert.Equal(0m, world.Core(v).Position("BTCUSDT").Position.Quantity));
        Assert.All(world.Snapshot.Kill!.Proof, p => Assert.Equal((0, (int?)0), (p.OpenOrders, p.OpenPositions)));
        Assert.All(world.Snapshot.Hedges, h => Assert.True(h.State is HedgeState.Closed or HedgeState.Abandoned));
        world.DiskFull = false;
        world.Advance(TimeSpan.FromSeconds(5));
        world.EndsWell();
    }

    private static int Resting(VenueCore core) => core.Orders().Count(o => o.State is SimOrderState.New or SimOrderState.PartiallyFilled);

    private static long Count(PropBot.Testing.Worlds.WorldHarness world, string sql) => world.Ledger.Read(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    });
}
