using PropBot.Testing.Desks;
using PropBot.Trading.Amounts;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;

namespace PropBot.Scenarios.Brakes;

/// <summary>The kill switch (R3): at once, with the database locked and a venue dark; over only when the venues have said so twice, and the proof is kept.</summary>
public class KillScenarios
{
    private const string Proofs = "select count(*) from kill_proof";

    [Fact]
    public async Task it_is_a_hold_in_the_very_step_that_hears_it_before_anything_is_written_or_sent()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Writes.Broken = true;
        desk.Okx.Dark = true;
        _ = desk.Desk.Send(new DeskCommand.Kill("a", FlattenScope.None));
        desk.Desk.Step();
        Assert.Equal(DeskState.Hold, desk.Snapshot.State);
        Assert.True(desk.Snapshot.Kill!.Pending);
    }

    [Fact]
    public async Task it_is_over_when_each_venue_has_twice_shown_nothing_and_the_proof_outlives_a_restart()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Okx.OpenOrders.Add(Resting(desk));
        desk.Send(new DeskCommand.Kill("a", FlattenScope.None));
        desk.Until(() => !desk.Snapshot.Kill!.Pending, "confirmed");
        Assert.Empty(desk.Okx.OpenOrders);
        var proof = desk.Snapshot.Kill!.Proof;
        Assert.Equal([(Venue.Binance, 1), (Venue.Binance, 2), (Venue.Okx, 1), (Venue.Okx, 2)], proof.Select(p => (p.Venue, p.Read)));
        Assert.All(proof, p => Assert.True(p.OpenOrders == 0 && p.AskedAt > desk.Snapshot.Kill.At));
        Assert.Equal(4, desk.Count(Proofs));
        await desk.Crash();
        Assert.False(desk.Snapshot.Kill!.Pending);
        Assert.Equal(proof.Select(p => (p.Venue, p.Read, p.AskedAt.ToUnixTimeMilliseconds())), desk.Snapshot.Kill.Proof.Select(p => (p.Venue, p.Read, p.AskedAt.ToUnixTimeMilliseconds())));
    }

    [Fact]
    public async Task an_order_that_appears_between_two_reads_makes_it_begin_to_count_anew()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Okx.KeepsResting = Resting(desk);
        desk.Send(new DeskCommand.Kill("a", FlattenScope.None));
        for (var i = 0; i < 600; i++)
        {
            // Every second read finds another order resting: the venue is never seen empty twice running.
            desk.Okx.KeepsResting = desk.Okx.CancelAlls % 2 == 0 ? Resting(desk) : null;
            desk.Advance(TimeSpan.FromMilliseconds(10));
            Assert.True(desk.Snapshot.Kill!.Pending);
        }

        desk.Okx.KeepsResting = null;
        desk.Until(() => !desk.Snapshot.Kill!.Pending, "confirmed");
    }

    [Fact]
    public async Task with_the_ledger_locked_and_a_venue_dark_the_other_is_emptied_and_all_is_finished_when_both_are_back()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Binance.OpenOrders.Add(Resting(desk) with { Venue = Venue.Binance });
        desk.Writes.Broken = true;
        desk.Okx.Down();
        desk.Send(new DeskCommand.Kill("a", FlattenScope.None));
        desk.Advance(TimeSpan.FromSeconds(20));
        Assert.Empty(desk.Binance.OpenOrders);
        Assert.Contains("binance: 0 open orders", desk.Snapshot.Kill!.Detail, StringComparison.Ordinal);
        Assert.True(desk.Snapshot.Kill.Pending);

        await desk.Crash();
        desk.Advance(TimeSpan.FromSeconds(5));
        Assert.True(desk.Snapshot.Kill!.Pending);
        Assert.Contains(desk.Snapshot.HoldReasons, r => r.Code == "kill_switch");
        Assert.Contains(desk.Snapshot.Blocks, b => b.Code == "kill_pending");

        desk.Okx.Up();
        desk.Until(() => !desk.Snapshot.Kill!.Pending, "finished by itself");
        Assert.Equal(0, desk.Count(Proofs));
        desk.Writes.Broken = false;
        desk.Until(() => desk.Snapshot.LedgerWritable, "the ledger is back");
        desk.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(4, desk.Count(Proofs));
        Assert.Equal(desk.Count("select count(*) from emergency_line"), desk.Count("select count(*) from event where code='emergency_log'"));
        Assert.True(desk.Count("select count(*) from emergency_line") > 0);
        await desk.Crash();
        Assert.False(desk.Snapshot.Kill!.Pending);
    }

    [Fact]
    public async Task flattening_closes_both_legs_at_once_and_is_over_when_the_venues_say_flat()
    {
        await using var desk = Hedged();
        desk.Binance.OpenOrders.Add(Resting(desk) with { Venue = Venue.Binance, ReduceOnly = true });
        var restedWhenClosing = -1;
        desk.Binance.WhenPlaced = () => restedWhenClosing = desk.Binance.OpenOrders.Count;
        desk.Send(new DeskCommand.Kill("a", FlattenScope.Matched));
        desk.Until(() => !desk.Snapshot.Kill!.Pending, "confirmed");
        Assert.Equal(0, restedWhenClosing);
        Assert.Equal((0m, 0m), (desk.Binance.Positions["BTCUSDT"], desk.Okx.Positions["BTCUSDT"]));
        Assert.All(desk.Snapshot.Kill!.Proof, p => Assert.Equal(0, p.OpenPositions));
        Assert.Equal(HedgeState.Closed, desk.Hedge.State);
    }

    [Fact]
    public async Task closing_waits_for_the_cancels_and_no_longer_than_a_second()
    {
        await using var desk = Hedged();
        var placed = desk.Binance.Placed.Count;
        desk.Okx.Dark = true;
        desk.Send(new DeskCommand.Kill("a", FlattenScope.Matched));
        desk.Advance(TimeSpan.FromMilliseconds(900));
        Assert.Equal(placed, desk.Binance.Placed.Count);
        desk.Advance(TimeSpan.FromMilliseconds(300));
        Assert.Equal(placed + 1, desk.Binance.Placed.Count);
    }

    [Fact]
    public async Task flattening_does_not_end_while_a_venue_shows_a_position()
    {
        await using var desk = Hedged();
        desk.Okx.Always = Treatment.Expire;
        desk.Send(new DeskCommand.Kill("a", FlattenScope.Matched));
        desk.Advance(TimeSpan.FromSeconds(20));
        Assert.True(desk.Snapshot.Kill!.Pending);
        desk.Okx.Always = Treatment.Fill;
        desk.Until(() => !desk.Snapshot.Kill!.Pending, "confirmed");
        Assert.Equal(0m, desk.Okx.Positions["BTCUSDT"]);
    }

    [Fact]
    public async Task beside_a_dark_venue_matched_closes_nothing_and_both_legs_once_it_answers()
    {
        await using var desk = Hedged();
        var held = desk.Binance.Positions["BTCUSDT"];
        desk.Okx.Down();
        desk.Send(new DeskCommand.Kill("a", FlattenScope.Matched));
        desk.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(held, desk.Binance.Positions["BTCUSDT"]);
        desk.Okx.Up();
        desk.Quiet();
        desk.Until(() => !desk.Snapshot.Kill!.Pending, "confirmed", 60);
        Assert.Equal((0m, 0m), (desk.Binance.Positions["BTCUSDT"], desk.Okx.Positions["BTCUSDT"]));
    }

    [Fact]
    public async Task each_venue_closes_the_leg_that_can_be_reached_and_names_what_it_leaves_naked()
    {
        await using var desk = Hedged();
        desk.Okx.Down();
        desk.Advance(TimeSpan.FromSeconds(1));
        var shown = Assert.Single(desk.Snapshot.Flatten.EachVenue);
        Assert.Empty(desk.Snapshot.Flatten.Matched);
        var done = desk.Send(new DeskCommand.Kill("a", FlattenScope.EachVenue));
        Assert.Equal((Venue.Okx, -desk.Okx.Positions["BTCUSDT"]), (shown.Venue, shown.Quantity.Value));
        Assert.Equal(shown.Usdt.Amount, done.Data["naked_usdt"]);
        desk.Until(() => desk.Binance.Positions["BTCUSDT"] == 0m, "the reachable leg is closed");
        Assert.True(desk.Snapshot.Kill!.Pending);
        await desk.Crash();
        Assert.Equal(FlattenScope.EachVenue, desk.Snapshot.Kill!.Flatten);
        desk.Okx.Up();
        desk.Quiet();
        desk.Advance(TimeSpan.FromSeconds(5));
        desk.Quiet();
        desk.Until(() => !desk.Snapshot.Kill!.Pending, "confirmed", 90);
        Assert.Equal(0m, desk.Okx.Positions["BTCUSDT"]);
    }

    [Fact]
    public async Task an_unmatched_leg_is_left_by_matched_and_closed_by_each_venue()
    {
        await using var desk = new DeskHarness(o => o with { Hedging = o.Hedging with { NakedAutoUnwind = false } });
        desk.Run();
        desk.Okx.Script.Enqueue(Treatment.FillHalf);
        desk.Okx.Always = Treatment.Refuse;
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Partial), "partial");
        desk.Okx.Always = Treatment.Fill;
        desk.Quiet();
        var excess = desk.Binance.Positions["BTCUSDT"] + desk.Okx.Positions["BTCUSDT"];
        Assert.True(excess > 0m && desk.Okx.Positions["BTCUSDT"] < 0m);
        Assert.Equal(excess, Assert.Single(desk.Snapshot.Flatten.Matched).Quantity.Value);

        desk.Send(new DeskCommand.Kill("a", FlattenScope.Matched));
        desk.Until(() => desk.Okx.Positions["BTCUSDT"] == 0m, "the matched part is closed");
        desk.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(excess, desk.Binance.Positions["BTCUSDT"]);
        Assert.Equal(HedgeState.Partial, desk.Hedge.State);
        Assert.True(desk.Snapshot.Kill!.Pending);

        desk.Send(new DeskCommand.Kill("a", FlattenScope.EachVenue));
        desk.Until(() => !desk.Snapshot.Kill!.Pending, "confirmed");
        Assert.Equal(0m, desk.Binance.Positions["BTCUSDT"]);
    }

    [Fact]
    public async Task a_second_kill_never_asks_for_less()
    {
        await using var desk = Hedged();
        desk.Okx.Down();
        desk.Send(new DeskCommand.Kill("a", FlattenScope.Matched));
        desk.Send(new DeskCommand.Kill("b", FlattenScope.None));
        Assert.Equal(FlattenScope.Matched, desk.Snapshot.Kill!.Flatten);
    }

    private static DeskHarness Hedged()
    {
        var desk = new DeskHarness();
        desk.Run();
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Hedged), "hedged");
        return desk;
    }

    private static OrderUpdate Resting(DeskHarness desk) => new(
        Venue.Okx, "BTCUSDT", "", "hand1", Side.Buy, new Quantity(1m), new Price(50_000m), false, VenueOrderStatus.Live, Quantity.Zero, null, "", desk.Clock.GetUtcNow());
}
