using PropBot.Testing.Desks;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Positions;

namespace PropBot.Scenarios;

/// <summary>R32 and case 32, the desk's part: the connectors' part is theirs.</summary>
public class DeadManScenarios
{
    [Fact]
    public async Task case_32_the_switch_stands_on_both_venues_while_a_hedge_opens_and_is_let_go_when_nothing_can_rest()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Okx.Script.Enqueue(Treatment.Rest);
        desk.Dear();
        desk.Until(() => desk.Okx.Placed.Count > 0, "second leg");
        Assert.Equal([0], desk.Binance.Switch.Guarded[^1]);
        Assert.Equal([0], desk.Okx.Switch.Guarded[^1]);
        desk.Advance(TimeSpan.FromMilliseconds(100));
        var shown = desk.Snapshot.Venues[1].DeadMen.Single();
        Assert.Null(shown.Symbol);
        Assert.InRange(shown.FiresAt!.Value - desk.Snapshot.At, TimeSpan.FromSeconds(24), TimeSpan.FromSeconds(30));
        desk.Okx.FireDeadMan(desk.Okx.Placed[0].Id.Value);
        desk.Until(() => desk.Okx.Switch.Guarded[^1].Length == 0 && desk.Binance.Switch.Guarded[^1].Length == 0, "let go", 120);
    }

    [Fact]
    public async Task before_the_first_order_the_preflight_has_seen_the_switch_armed_on_both_venues()
    {
        await using var desk = new DeskHarness();
        desk.Okx.Switch.Trouble = "50120 the key may not do this";
        desk.Quiet();
        desk.Advance(TimeSpan.FromSeconds(2));
        Assert.Contains(desk.Snapshot.Preflight, c => c is { Name: "dead_man_binance", Green: true });
        Assert.Contains(desk.Snapshot.Preflight, c => c is { Name: "dead_man_okx", Green: false } && c.Detail.Contains("50120 the key may not do this", StringComparison.Ordinal));
        var refused = Assert.IsType<CommandResult.Refused>(desk.Send(new DeskCommand.LeaveHold("b", "r", desk.Snapshot.HoldEpoch, desk.Snapshot.BootId)));
        Assert.Contains("dead_man_unarmed", (string[])refused.Data["blocked_by"]!);
        desk.Okx.Switch.Trouble = "";
        desk.Until(() => desk.Snapshot.Preflight.All(c => c.Green) && desk.Snapshot.Blocks.IsEmpty, "green by itself", 10);
        Assert.Empty(desk.Okx.Switch.Guarded[^1]);
    }

    [Fact]
    public async Task nothing_opens_while_a_switch_cannot_be_refreshed_and_it_is_tried_until_it_stands()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Binance.Switch.Trouble = "-1003 too many requests";
        desk.Binance.Script.Enqueue(Treatment.Expire);
        desk.Dear();
        desk.Until(() => desk.Snapshot.Blocks.Any(b => b.Code == "dead_man_unarmed"), "trouble");
        desk.Advance(TimeSpan.FromSeconds(1));
        desk.Dear();
        var refused = Assert.IsType<CommandResult.Refused>(desk.Send(new DeskCommand.Execute("a", "BTCUSDT", 500m, null, null)));
        Assert.Equal("dead_man_unarmed", refused.Code);
        Assert.Contains("-1003 too many requests", refused.Text, StringComparison.Ordinal);
        Assert.Equal([0], desk.Binance.Switch.Guarded[^1]);
        desk.Binance.Switch.Trouble = "";
        desk.Until(() => desk.Snapshot.Blocks.IsEmpty, "it stands again", 10);
        Assert.Single(desk.Binance.Placed);
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Hedged), "hedged");
    }

    [Fact]
    public async Task case_32_a_refresh_that_fails_for_ten_seconds_while_an_order_rests_is_told_once()
    {
        await using var desk = Resting();
        desk.Okx.Switch.Trouble = "50011 too many requests";
        desk.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(0, Events(desk, "dead_man_refresh_failed"));
        desk.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(1, Events(desk, "dead_man_refresh_failed"));
        Assert.DoesNotContain(desk.Snapshot.HoldReasons, r => r.Code == "dead_man_fired");
        Assert.Contains(desk.Snapshot.Blocks, b => b.Code == "dead_man_unarmed");
    }

    [Fact]
    public async Task an_order_that_the_switch_cancelled_is_a_hold_and_the_account_is_read_again()
    {
        await using var desk = Resting();
        desk.Okx.FireDeadMan(desk.Okx.Placed[0].Id.Value);
        desk.Advance(TimeSpan.FromMilliseconds(200));
        Assert.Contains(desk.Snapshot.HoldReasons, r => r.Code == "dead_man_fired");
        Assert.Equal(1, Events(desk, "dead_man_fired"));
    }

    [Fact]
    public async Task a_switch_whose_time_passed_unrefreshed_while_an_order_rested_has_fired_for_us()
    {
        await using var desk = Resting();
        desk.Okx.Switch.Silent = true;
        desk.Advance(TimeSpan.FromSeconds(31));
        Assert.Contains(desk.Snapshot.HoldReasons, r => r.Code == "dead_man_fired");
        desk.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(1, Events(desk, "dead_man_fired"));
    }

    [Fact]
    public async Task a_connector_that_says_itself_that_the_switch_has_run_out_is_heard()
    {
        await using var desk = Resting();
        desk.Okx.Switch.Silent = true;
        var shown = desk.Snapshot.Venues[1].DeadMen.Single().FiresAt!.Value;
        desk.Clock.Jump(shown - desk.Clock.GetUtcNow());
        desk.Desk.Listener.OnDeadMan(new DeadManReading(PropBot.Trading.Instruments.Venue.Okx, null, null, "not refreshed for 30 s", desk.Clock.GetUtcNow()));
        desk.Settle();
        Assert.Equal(1, Events(desk, "dead_man_fired"));
    }

    [Fact]
    public async Task kill_pending_keeps_the_switch_on_every_pair_of_both_venues()
    {
        await using var desk = new DeskHarness(o => o with { Universe = new PropBot.Trading.Instruments.PairUniverse(["BTCUSDT", "ETHUSDT"]) });
        desk.Quiet();
        desk.Advance(TimeSpan.FromSeconds(1));
        desk.Okx.OpenOrders.Add(Foreign(desk));
        desk.Okx.Down();
        desk.Send(new DeskCommand.Kill("a", FlattenScope.None));
        desk.Advance(TimeSpan.FromSeconds(1));
        Assert.True(desk.Snapshot.Kill!.Pending);
        Assert.Equal([0, 1], desk.Binance.Switch.Guarded[^1]);
        Assert.Equal([0, 1], desk.Okx.Switch.Guarded[^1]);
        desk.Okx.Up();
        desk.Until(() => !desk.Snapshot.Kill!.Pending, "killed", 60);
        desk.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Empty(desk.Binance.Switch.Guarded[^1]);
    }

    private static OrderUpdate Foreign(DeskHarness desk) => new(
        PropBot.Trading.Instruments.Venue.Okx, "BTCUSDT", "", "x1", PropBot.Trading.Instruments.Side.Buy, new PropBot.Trading.Amounts.Quantity(1m), null, false,
        VenueOrderStatus.Live, PropBot.Trading.Amounts.Quantity.Zero, null, "", desk.Clock.GetUtcNow());

    /// <summary>The second leg's order rests on OKX, which no IOC order should; the hedge has become partial meanwhile.</summary>
    private static DeskHarness Resting()
    {
        var desk = new DeskHarness();
        desk.Run();
        desk.Okx.Script.Enqueue(Treatment.Rest);
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Partial), "partial");
        return desk;
    }

    private static long Events(DeskHarness desk, string code) => desk.Ledger.Read(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from event where code=$c";
        command.Parameters.AddWithValue("$c", code);
        return (long)command.ExecuteScalar()!;
    });
}
