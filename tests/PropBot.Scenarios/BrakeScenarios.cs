using PropBot.Testing.Desks;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Positions;

namespace PropBot.Scenarios;

public class BrakeScenarios
{
    [Fact]
    public async Task a_ledger_of_other_accounts_blocks_the_resume()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Okx.AccountId = "somebody-else";
        await desk.Crash();
        desk.Advance(TimeSpan.FromSeconds(5));
        Assert.Contains(desk.Snapshot.Preflight, c => c is { Name: "account_stamp", Green: false });
        var refused = Assert.IsType<CommandResult.Refused>(desk.Send(new DeskCommand.LeaveHold("b", "r", desk.Snapshot.HoldEpoch, desk.Snapshot.BootId)));
        Assert.Contains("preflight:account_stamp", (string[])refused.Data["blocked_by"]!);
    }

    [Fact]
    public async Task a_position_the_ledger_does_not_know_is_a_desync_and_nobody_repairs_it()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Okx.Positions["BTCUSDT"] = 0.5m;
        desk.Until(() => desk.Snapshot.State == DeskState.Hold, "desync", 40);
        Assert.Contains(desk.Snapshot.HoldReasons, r => r.Code == "desync");
        Assert.Contains(desk.Snapshot.Blocks, b => b.Code == "desync" && b.Text.Contains("0.5", StringComparison.Ordinal));
        Assert.Empty(desk.Binance.Placed.Concat(desk.Okx.Placed));
        desk.Okx.Positions.Remove("BTCUSDT");
        desk.Until(() => desk.Snapshot.Blocks.All(b => b.Code != "desync"), "agreement", 40);
        Assert.Equal(DeskState.Hold, desk.Snapshot.State);
    }

    [Fact]
    public async Task a_clock_that_is_off_twice_running_is_a_hold_and_once_is_not()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Okx.Clock(250);
        desk.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(DeskState.Run, desk.Snapshot.State);
        desk.Okx.Clock(250);
        desk.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(DeskState.Hold, desk.Snapshot.State);
        Assert.Contains(desk.Snapshot.HoldReasons, r => r.Code == "clock_skew");
    }

    [Fact]
    public async Task streams_that_stay_away_are_a_hold_and_their_return_does_not_lift_it()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Okx.Down();
        desk.Advance(TimeSpan.FromSeconds(11));
        Assert.Contains(desk.Snapshot.HoldReasons, r => r.Code == "preflight:streams_okx");
        desk.Okx.Up();
        desk.Quiet();
        desk.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(DeskState.Hold, desk.Snapshot.State);
    }

    [Fact]
    public async Task a_stale_book_opens_nothing_however_large_the_edge()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Quiet();
        desk.Advance(TimeSpan.FromSeconds(3));
        desk.Binance.Quote(0, 60_299m, 60_301m);
        desk.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(desk.Binance.Placed.Concat(desk.Okx.Placed));
    }

    [Fact]
    public async Task a_permit_of_another_boot_is_void()
    {
        await using var desk = new DeskHarness();
        desk.Quiet();
        desk.Until(() => desk.Snapshot.Preflight.All(c => c.Green), "preflight");
        var refused = Assert.IsType<CommandResult.Refused>(desk.Send(new DeskCommand.LeaveHold("b", "r", desk.Snapshot.HoldEpoch, "boot0")));
        Assert.Equal("state_changed", refused.Code);
    }

    [Fact]
    public async Task a_restart_does_not_move_the_epoch_but_a_new_reason_does()
    {
        await using var desk = new DeskHarness();
        desk.Send(new DeskCommand.EngageHold("a", "manual_hold", "operator"));
        var epoch = desk.Snapshot.HoldEpoch;
        await desk.Crash();
        Assert.Equal(epoch, desk.Snapshot.HoldEpoch);
        Assert.Contains(desk.Snapshot.HoldReasons, r => r.Code == "manual_hold");
        desk.Send(new DeskCommand.EngageHold("a", "another", "operator"));
        Assert.Equal(epoch + 1, desk.Snapshot.HoldEpoch);
    }

    [Fact]
    public async Task a_dry_run_opens_and_closes_without_a_single_order()
    {
        await using var desk = new DeskHarness(o => o with { DryRun = true });
        desk.Run();
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Hedged), "hedged");
        Assert.True(desk.Hedge.Simulated);
        desk.Quiet(60_010m);
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Closed), "closed");
        Assert.Empty(desk.Binance.Placed.Concat(desk.Okx.Placed));
        Assert.Equal(0m, desk.Snapshot.RealisedPnl.Amount);
    }

    [Fact]
    public async Task an_operator_closes_an_open_hedge_in_hold()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Hedged), "hedged");
        desk.Send(new DeskCommand.EngageHold("a", "manual_hold", "operator"));
        desk.Dear();
        desk.Send(new DeskCommand.CloseHedges("a", null));
        desk.Until(() => desk.Hedge.State == HedgeState.Closed, "closed");
        Assert.Equal("operator", desk.Hedge.Reason);
        Assert.Equal(0m, desk.Binance.Positions["BTCUSDT"]);
        Assert.Equal(0m, desk.Okx.Positions["BTCUSDT"]);
    }

    [Fact]
    public async Task a_ledger_that_takes_no_writes_is_a_hold_and_what_was_done_meanwhile_is_written_when_it_does_again()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Writes.Broken = true;
        Assert.IsType<CommandResult.Refused>(desk.Send(new DeskCommand.Execute("a", "BTCUSDT", 500m, null, null)));
        desk.Advance(TimeSpan.FromSeconds(2));
        Assert.Empty(desk.Binance.Placed.Concat(desk.Okx.Placed));
        Assert.Contains(desk.Snapshot.HoldReasons, r => r.Code == "ledger_unavailable");
        Assert.False(desk.Snapshot.LedgerWritable);
        desk.Send(new DeskCommand.EngageHold("a", "manual_hold", "operator"));
        desk.Writes.Broken = false;
        desk.Until(() => desk.Snapshot.LedgerWritable, "the ledger is back");
        desk.Advance(TimeSpan.FromSeconds(2));
        await desk.Crash();
        Assert.Contains(desk.Snapshot.HoldReasons, r => r.Code == "manual_hold");
    }

    [Fact]
    public async Task a_limit_per_symbol_refuses_and_is_kept_with_its_numbers()
    {
        await using var desk = new DeskHarness(o => o with { Risk = o.Risk with { MaxPositionUsdt = 100m } });
        desk.Run();
        desk.Dear();
        desk.Settle();
        var refused = Assert.IsType<CommandResult.Refused>(desk.Send(new DeskCommand.Execute("a", "BTCUSDT", 500m, null, null)));
        Assert.Equal("symbol_limit_exceeded", refused.Code);
        var seen = desk.Snapshot.Refusals.First(r => r.Refusal.Code == "symbol_limit_exceeded");
        Assert.Contains(seen.Refusal.Numbers, n => n is { Name: "MAX_POSITION_USDT__BTCUSDT", Value: 100m });
        Assert.Empty(desk.Binance.Placed.Concat(desk.Okx.Placed));
    }

    [Fact]
    public async Task two_unwound_opens_within_the_hour_rest_the_pair_and_say_until_when()
    {
        await using var desk = new DeskHarness(o => o with { Hedging = o.Hedging with { LegFailure = Trading.Hedging.LegFailurePolicy.Unwind, MaxFailuresPerMinute = 100 } });
        for (var round = 0; round < 2; round++)
        {
            desk.Run();

            // Past the cooldown of the strategy that failed.
            desk.Advance(TimeSpan.FromSeconds(11));
            var opened = desk.Snapshot.Hedges.Length;
            desk.Okx.Always = Treatment.Refuse;
            desk.Dear();
            desk.Until(() => desk.Binance.Positions.GetValueOrDefault("BTCUSDT") == 0m && desk.Snapshot.Hedges.Length > opened && desk.Hedges.All(h => h.State is HedgeState.Closed or HedgeState.Abandoned), "unwound");
            desk.Okx.Always = Treatment.Fill;
        }

        desk.Run();
        desk.Dear();
        desk.Settle();
        var refused = Assert.IsType<CommandResult.Refused>(desk.Send(new DeskCommand.Execute("a", "BTCUSDT", 500m, null, null)));
        Assert.Equal("pair_quarantined", refused.Code);
        Assert.Contains("UTC", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task the_caps_of_the_options_are_the_gates()
    {
        await using var desk = new DeskHarness(o => o with { Limits = o.Limits with { MaxNotionalPerPositionUsdt = 400m } });
        desk.Run();
        desk.Dear();
        desk.Settle();
        var refused = Assert.IsType<CommandResult.Refused>(desk.Send(new DeskCommand.Execute("a", "BTCUSDT", 500m, null, null)));
        Assert.Equal("per_position_limit_exceeded", refused.Code);
    }
}
