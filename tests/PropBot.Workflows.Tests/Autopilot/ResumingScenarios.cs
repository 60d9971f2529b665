using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;
using PropBot.Trading.Positions;

namespace PropBot.Workflows.Tests.Autopilot;

/// <summary>The mandate in use (R20): what two people gave in advance brings the desk back to RUN, and nothing else does.</summary>
public class ResumingScenarios
{
    [Fact]
    public async Task armed_and_killed_in_run_the_desk_comes_back_trading_with_the_right_records()
    {
        await using var stage = new AutopilotStage();
        var request = stage.Arm();
        Assert.Matches("^AUTOPILOT armed until .* UTC by ann and bob$", stage.Texts("SELECT text FROM alert WHERE kind = 'autopilot_armed'").Single());
        await stage.Crash();
        Assert.Equal((DeskState.Hold, DeskState.Run, true), (stage.Now.State, stage.Now.Autopilot.Before, stage.Now.Autopilot.Marked));

        stage.Until(() => stage.Now.Autopilot.Shut.IsEmpty, "the gates open");
        stage.Pass(29);
        Assert.Equal(DeskState.Hold, stage.Now.State);
        stage.Until(() => stage.Now.State == DeskState.Run, "RUN", 5);
        stage.Pass(1);

        Assert.Empty(stage.Now.HoldReasons);
        Assert.True(new RunMarker(stage.Desk.Folder).Exists);
        Assert.Equal(["AUTOPILOT: resumed trading after restart (reason=restart_safe_mode)"], stage.Texts("SELECT text FROM alert WHERE kind = 'autopilot_resumed'"));
        Assert.Equal(["autopilot"], stage.Texts("SELECT actor FROM audit WHERE action = 'AUTOPILOT_RESUME'"));
        Assert.Contains("\"initiator\":\"autopilot\"", stage.Texts("SELECT payload FROM event WHERE code = 'autopilot_resume'").Single(), StringComparison.Ordinal);
        Assert.Equal(["autopilot_resume used"], stage.Texts("SELECT kind || ' ' || state FROM permit"));
        Assert.Equal(("resume", "restart_safe_mode"), (stage.Standing.Last!.Action, stage.Standing.Last.Reason));
        Assert.Equal(request, stage.Standing.Mandate!.Id);
        Assert.Contains(stage.Texts("SELECT text FROM alert WHERE kind = 'safety_hold'"), text => text == "HOLD was left by the autopilot under its mandate");

        stage.Desk.Dear();
        stage.Desk.Until(() => stage.Desk.Hedges.Any(hedge => hedge.State == HedgeState.Hedged), "a hedge opens");
    }

    [Fact]
    public async Task without_a_mandate_a_crash_in_run_stays_in_hold_and_says_why()
    {
        await using var stage = new AutopilotStage();
        stage.Desk.Run();
        await stage.Crash();
        stage.Pass(60);
        Assert.Equal(DeskState.Hold, stage.Now.State);
        Assert.Equal(["not_armed"], stage.Refused);
    }

    [Fact]
    public async Task it_resumes_twice_within_an_hour_and_not_a_third_time()
    {
        await using var stage = new AutopilotStage();
        stage.Arm();
        for (var turn = 1; turn <= 2; turn++)
        {
            await stage.Crash();
            stage.Until(() => stage.Now.State == DeskState.Run, $"RUN, turn {turn}");
        }

        await stage.Crash();
        stage.Until(() => stage.Refused.Count > 0, "refused");
        Assert.Equal(["used_up_this_hour"], stage.Refused);
        stage.Pass(60);
        Assert.Equal(DeskState.Hold, stage.Now.State);
        Assert.NotNull(stage.Standing.Mandate);
    }

    [Fact]
    public async Task a_hold_during_the_cool_off_wins()
    {
        await using var stage = new AutopilotStage();
        stage.Arm();
        await stage.Crash();
        stage.Until(() => stage.Now.Autopilot.Shut.IsEmpty, "the gates open");
        stage.Pass(20);
        stage.Desk.Send(new DeskCommand.EngageHold("ann", "manual_hold", "operator"));
        stage.Until(() => stage.Refused.Count > 0, "refused");
        Assert.Contains("hold_reason=manual_hold", stage.Refused);
        Assert.Equal(DeskState.Hold, stage.Now.State);
        Assert.Empty(stage.Texts("SELECT id FROM permit"));
    }

    [Fact]
    public async Task a_process_that_dies_during_the_cool_off_is_looked_at_anew_and_waits_the_whole_of_it_again()
    {
        await using var stage = new AutopilotStage();
        stage.Arm();
        await stage.Crash();
        stage.Until(() => stage.Now.Autopilot.Shut.IsEmpty, "the gates open");
        stage.Pass(20);
        await stage.Crash();
        Assert.Equal(DeskState.Run, stage.Now.Autopilot.Before);
        stage.Until(() => stage.Now.Autopilot.Shut.IsEmpty, "the gates open again");
        stage.Pass(29);
        Assert.Equal(DeskState.Hold, stage.Now.State);
        stage.Until(() => stage.Now.State == DeskState.Run, "RUN", 30);
        Assert.Contains("restarted_in_cool_off", stage.Refused);
    }

    [Theory]
    [InlineData("an operator", "disarmed by ann")]
    [InlineData("the kill switch", "kill")]
    [InlineData("a P0", "p0:naked_bound")]
    [InlineData("time", "mandate_expired")]
    public async Task it_is_ended_by(string what, string why)
    {
        await using var stage = new AutopilotStage();
        stage.Arm();
        stage.Pass(0.5);
        switch (what)
        {
            case "an operator": stage.Disarm(); break;
            case "the kill switch": stage.Desk.Send(new DeskCommand.Kill("ann", FlattenScope.None)); break;
            case "a P0": stage.Desk.Send(new DeskCommand.EngageHold("desk", "naked_bound", "desk")); break;
            default: stage.Desk.Clock.Advance(TimeSpan.FromDays(7)); break;
        }

        stage.Until(() => stage.Standing.Mandate is null, "disarmed", 30);
        Assert.Equal([why], stage.Texts("SELECT why FROM mandate"));
        Assert.StartsWith($"AUTOPILOT disarmed ({why})", stage.Texts("SELECT text FROM alert WHERE kind = 'autopilot_disarmed'").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("configuration", "configuration_changed")]
    [InlineData("build", "binary_changed")]
    [InlineData("a loop parameter", "configuration_changed")]
    [InlineData("a restore", "restored")]
    public async Task what_it_was_bound_to_has_changed_and_it_is_void_for_good(string what, string code)
    {
        await using var stage = new AutopilotStage();
        stage.Arm();
        if (what == "configuration") stage.Terms = stage.Terms with { Configuration = "MAX=2" };
        if (what == "build") stage.Terms = stage.Terms with { Binary = "build-2" };
        if (what == "a loop parameter") stage.Desk.Send(new DeskCommand.PatchControl("ann", new ControlPatch { OrderNotionalUsdt = 500m }));
        if (what == "a restore")
        {
            _ = stage.Desk.Ledger.Write(tx => tx.Execute("UPDATE meta SET value = '2' WHERE key = 'epoch'"));
            stage.Desk.Settle();
        }

        await stage.Crash();
        stage.Until(() => stage.Standing.Mandate is null, "void");
        stage.Pass(60);
        Assert.Equal(DeskState.Hold, stage.Now.State);
        if (what != "a restore") Assert.Equal([code], stage.Refused);
        Assert.Empty(stage.Texts("SELECT id FROM permit"));
    }
}
