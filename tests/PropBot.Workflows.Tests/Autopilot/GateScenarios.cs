using PropBot.Testing.Desks;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Positions;

namespace PropBot.Workflows.Tests.Autopilot;

/// <summary>One scenario a gate of R20: armed, the process ended, and the one thing that is wrong keeps HOLD and is named, with all else that is.</summary>
public class GateScenarios
{
    [Fact]
    public async Task another_hold_reason_than_the_restart()
    {
        await using var stage = new AutopilotStage();
        stage.Arm();
        await stage.Crash();
        stage.Desk.Send(new DeskCommand.EngageHold("ann", "manual_hold", "operator"));
        Stays(stage, "hold_reason=manual_hold");
    }

    [Fact]
    public async Task no_run_marker()
    {
        await using var stage = new AutopilotStage();
        stage.Arm();
        File.Delete(Path.Combine(stage.Desk.Folder, "run.marker"));
        await stage.Crash();
        Stays(stage, "run_marker_missing", alone: true);
    }

    [Fact]
    public async Task the_desk_was_not_in_run()
    {
        await using var stage = new AutopilotStage();
        stage.Arm();
        stage.Desk.Send(new DeskCommand.SetSafeMode("ann", true));
        stage.Desk.Settle();
        await stage.Crash();
        Stays(stage, "previous_safe_mode_true");
    }

    [Fact]
    public async Task it_was_left_on_hold_by_people_and_the_process_only_ended_later()
    {
        await using var stage = new AutopilotStage();
        stage.Arm();
        stage.Desk.Send(new DeskCommand.EngageHold("ann", "manual_hold", "operator"));
        stage.Desk.Settle();
        await stage.Crash();
        Stays(stage, "previous_mode_not_run");
    }

    [Fact]
    public async Task preflight_is_red()
    {
        await using var stage = new AutopilotStage();
        stage.Arm();
        stage.Desk.Okx.Unreadable = "leverage cannot be read";
        await stage.Crash();
        Stays(stage, "preflight_not_passed", alone: true);
    }

    [Fact]
    public async Task a_hedge_is_partial()
    {
        await using var stage = new AutopilotStage(options => options with { Hedging = options.Hedging with { NakedAutoUnwind = false } });
        stage.Arm();
        stage.Desk.Okx.Always = Treatment.Refuse;
        stage.Desk.Dear();
        stage.Desk.Until(() => stage.Desk.Hedges.Any(hedge => hedge.State == HedgeState.Partial), "partial");
        await stage.Crash();
        Stays(stage, "partial_hedge");
    }

    [Fact]
    public async Task a_venue_and_the_ledger_differ()
    {
        await using var stage = new AutopilotStage();
        stage.Arm();
        stage.Desk.Okx.Positions["BTCUSDT"] = 1m;
        await stage.Crash();
        Stays(stage, "desync");
    }

    [Fact]
    public async Task the_outcome_of_an_order_is_unknown()
    {
        await using var stage = new AutopilotStage();
        stage.Arm();
        stage.Desk.Binance.WhenPlaced = () => stage.Desk.Binance.Dark = true;
        stage.Desk.Okx.WhenPlaced = () => stage.Desk.Okx.Dark = true;
        (stage.Desk.Binance.Always, stage.Desk.Okx.Always) = (Treatment.FillInSilence, Treatment.FillInSilence);
        stage.Desk.Dear();
        stage.Desk.Until(() => stage.Now.Blocks.Any(block => block.Code == "unknown_order"), "unknown");
        await stage.Crash();
        Stays(stage, "unknown_order");
    }

    [Theory]
    [InlineData("runaway_orders_per_min", "runaway_guard", "runaway_guard_active")]
    [InlineData("risk_limit breach: MAX_TOTAL_NOTIONAL_USDT", "risk_governor", "risk_breach_active")]
    [InlineData("AUTO_THROTTLE/ORDER_REJECTIONS", "risk_guard", "risk_breach_active")]
    public async Task a_guard_had_stopped_it(string reason, string source, string gate)
    {
        await using var stage = new AutopilotStage();
        stage.Arm();
        stage.Desk.Send(new DeskCommand.EngageHold("desk", reason, source));
        stage.Desk.Settle();
        await stage.Crash();
        Stays(stage, gate);
    }

    [Fact]
    public async Task a_p0_ends_the_mandate_and_no_start_uses_it()
    {
        await using var stage = new AutopilotStage();
        stage.Arm();
        await stage.Crash();
        stage.Desk.Send(new DeskCommand.EngageHold("desk", "naked_bound", "desk"));
        stage.Until(() => stage.Standing.Mandate is null, "disarmed");
        Stays(stage, "p0:naked_bound");
    }

    [Fact]
    public async Task a_venue_cannot_be_reached()
    {
        await using var stage = new AutopilotStage();
        stage.Arm();
        stage.Desk.Okx.Dark = true;
        await stage.Crash();
        stage.Desk.Okx.Down();
        Stays(stage, "exchange_unreachable:okx");
    }

    [Fact]
    public async Task a_clock_is_out_of_bounds()
    {
        await using var stage = new AutopilotStage();
        stage.Arm();
        await stage.Crash();
        stage.Until(() => stage.Now.Autopilot.Shut.IsEmpty, "the gates open");
        stage.Pass(29);
        stage.ClocksTold = false;
        stage.Desk.Okx.Clock(250);
        stage.Desk.Settle();
        Stays(stage, "clock_out_of_bounds:okx");
    }

    [Fact]
    public async Task a_stream_is_silent()
    {
        await using var stage = new AutopilotStage();
        stage.Arm();
        await stage.Crash();
        stage.OkxSpeaks = false;
        Stays(stage, "stream_stale:okx");
    }

    [Fact]
    public async Task what_is_wrong_is_told_with_every_reason_and_not_only_the_first()
    {
        await using var stage = new AutopilotStage();
        stage.Arm();
        stage.Desk.Send(new DeskCommand.SetSafeMode("ann", true));
        stage.Desk.Okx.Unreadable = "leverage cannot be read";
        stage.Desk.Settle();
        await stage.Crash();
        stage.Desk.Send(new DeskCommand.EngageHold("ann", "manual_hold", "operator"));
        stage.Until(() => stage.Refused.Count > 0, "refused");
        Assert.Superset(new HashSet<string> { "hold_reason=manual_hold", "run_marker_missing", "preflight_not_passed" }, new HashSet<string>(stage.Refused));
        var alert = stage.Texts("SELECT text FROM alert WHERE kind = 'autopilot_refused'").Single();
        Assert.StartsWith("AUTOPILOT refused to arm (reason=", alert, StringComparison.Ordinal);
        foreach (var code in stage.Refused) Assert.Contains(code, alert, StringComparison.Ordinal);
        Assert.Equal(["autopilot"], stage.Texts("SELECT actor FROM audit WHERE action = 'AUTOPILOT_RESUME_REFUSED'"));
        Assert.Single(stage.Texts("SELECT payload FROM event WHERE code = 'autopilot_resume_refused'"));
    }

    /// <param name="alone">It is the only reason.</param>
    private static void Stays(AutopilotStage stage, string gate, bool alone = false)
    {
        stage.Until(() => stage.Refused.Count > 0, "refused");
        if (alone) Assert.Equal([gate], stage.Refused.Distinct());
        else Assert.Contains(gate, stage.Refused);
        stage.Pass(40);
        Assert.Equal(DeskState.Hold, stage.Now.State);
        Assert.Empty(stage.Texts("SELECT id FROM permit WHERE state = 'used'"));
        Assert.Empty(stage.Texts("SELECT id FROM alert WHERE kind = 'autopilot_resumed'"));
        Assert.Single(stage.Texts("SELECT text FROM alert WHERE kind = 'autopilot_refused'"));
    }
}
