using PropBot.Testing.Desks;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;

namespace PropBot.Scenarios;

public class PermitScenarios
{
    [Fact]
    public async Task a_permit_leaves_hold_once()
    {
        await using var desk = Ready();
        var permit = Permits.Issue(desk, PermitKinds.LeaveHold);
        Assert.IsType<CommandResult.Done>(desk.Send(new DeskCommand.UsePermit(permit)));
        Assert.Equal(DeskState.StandbySafe, desk.Snapshot.State);
        desk.Settle();
        Assert.Equal(PermitState.Used, Permits.Row(desk, permit).State);
        desk.Send(new DeskCommand.EngageHold("a", "again", "ui"));
        Assert.Equal("state_changed", Refused(desk.Send(new DeskCommand.UsePermit(permit))));
        Assert.Equal(DeskState.Hold, desk.Snapshot.State);
        desk.Settle();
        Assert.Equal(PermitState.Used, Permits.Row(desk, permit).State);
    }

    [Fact]
    public async Task the_same_permit_sent_twice_at_once_is_used_once()
    {
        await using var desk = Ready();
        var permit = Permits.Issue(desk, PermitKinds.LeaveHold);
        var (first, second) = (desk.Desk.Send(new DeskCommand.UsePermit(permit)), desk.Desk.Send(new DeskCommand.UsePermit(permit)));
        desk.Settle();
        desk.Advance(TimeSpan.FromSeconds(1));
        Assert.IsType<CommandResult.Done>(await first);
        Assert.Equal("permit_in_use", Refused(await second));
    }

    [Fact]
    public async Task a_permit_that_was_never_issued_loosens_nothing()
    {
        await using var desk = Ready();
        var forged = new Permit("forged", PermitKinds.LeaveHold, "{}", desk.Snapshot.HoldEpoch, desk.Snapshot.BootId, "b", desk.Clock.GetUtcNow());
        Assert.Equal("ledger_unavailable", Refused(desk.Send(new DeskCommand.UsePermit(forged))));
        Assert.Equal(DeskState.Hold, desk.Snapshot.State);
    }

    /// <summary>R8: whatever was asked at the door, a P0 that is among the reasons now is not left without its root cause.</summary>
    [Theory]
    [InlineData("{}", "root_cause_required")]
    [InlineData("""{"root_cause":"  "}""", "root_cause_required")]
    [InlineData("""{"root_cause":7}""", "root_cause_required")]
    [InlineData("""{"root_cause":"the second leg's venue was down"}""", null)]
    public async Task a_p0_is_left_with_its_root_cause_only(string payload, string? refused)
    {
        await using var desk = Ready();
        desk.Send(new DeskCommand.EngageHold("desk", "naked_bound", "hedging"));
        var permit = Permits.Issue(desk, PermitKinds.LeaveHold, payload);
        var answer = desk.Send(new DeskCommand.UsePermit(permit));
        desk.Settle();
        Assert.Equal(refused, (answer as CommandResult.Refused)?.Code);
        Assert.Equal(refused is null ? DeskState.StandbySafe : DeskState.Hold, desk.Snapshot.State);
        Assert.Equal((refused is null ? PermitState.Used : PermitState.Void, refused ?? ""), (Permits.Row(desk, permit).State, Permits.Row(desk, permit).Why));
        Assert.Equal(refused is null ? 1 : 0, desk.Count("select count(*) from event where code='resume_confirmed' and payload like '%venue was down%'"));
    }

    [Fact]
    public async Task a_permit_of_a_former_boot_is_void()
    {
        await using var desk = Ready();
        var permit = Permits.Issue(desk, PermitKinds.LeaveHold);
        await desk.Crash();
        desk.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((PermitState.Void, "former_boot"), (Permits.Row(desk, permit).State, Permits.Row(desk, permit).Why));
        Assert.Equal("former_boot", Refused(desk.Send(new DeskCommand.UsePermit(permit))));
        Assert.Equal(DeskState.Hold, desk.Snapshot.State);
    }

    [Fact]
    public async Task a_hold_while_the_permit_is_being_written_wins()
    {
        await using var desk = Ready();
        var permit = Permits.Issue(desk, PermitKinds.LeaveHold);
        var answer = desk.Desk.Send(new DeskCommand.UsePermit(permit));
        desk.Desk.Step();
        _ = desk.Desk.Send(new DeskCommand.EngageHold("a", "something_new", "ui"));
        desk.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("state_changed", Refused(await answer));
        Assert.Equal(DeskState.Hold, desk.Snapshot.State);
        Assert.Equal((PermitState.Void, "state_changed"), (Permits.Row(desk, permit).State, Permits.Row(desk, permit).Why));
        await desk.Crash();
        Assert.Contains(desk.Snapshot.HoldReasons, reason => reason.Code == "something_new");
    }

    [Fact]
    public async Task without_the_ledger_no_permit_is_used_and_it_stays_open()
    {
        await using var desk = Ready();
        var permit = Permits.Issue(desk, PermitKinds.LeaveHold);
        desk.Writes.Broken = true;
        Assert.Equal("ledger_unavailable", Refused(desk.Send(new DeskCommand.UsePermit(permit))));
        desk.Writes.Broken = false;
        Assert.Equal(DeskState.Hold, desk.Snapshot.State);
        Assert.Equal(PermitState.Issued, Permits.Row(desk, permit).State);
    }

    [Fact]
    public async Task safe_mode_is_not_left_in_hold_and_the_permit_is_spent()
    {
        await using var desk = Ready();
        var permit = Permits.Issue(desk, PermitKinds.SafeModeOff);
        Assert.Equal("hold_active", Refused(desk.Send(new DeskCommand.UsePermit(permit))));
        desk.Settle();
        Assert.Equal((PermitState.Void, "hold_active"), (Permits.Row(desk, permit).State, Permits.Row(desk, permit).Why));
    }

    [Fact]
    public async Task dry_run_is_left_out_of_hold_only_and_with_no_simulated_hedge_open()
    {
        await using var desk = new DeskHarness(options => options with { DryRun = true });
        desk.Quiet();
        desk.Until(() => desk.Snapshot.Preflight.All(c => c.Green), "preflight");
        Assert.Equal("hold_active", Refused(desk.Send(new DeskCommand.UsePermit(Permits.Issue(desk, PermitKinds.DryRunOff)))));
        desk.Run();
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h is { Simulated: true, State: Trading.Positions.HedgeState.Hedged }), "simulated hedge");
        Assert.Equal("simulated_hedge_open", Refused(desk.Send(new DeskCommand.UsePermit(Permits.Issue(desk, PermitKinds.DryRunOff, number: 2)))));
        desk.Send(new DeskCommand.EngageHold("a", "pause", "ui"));
        desk.Quiet();
        desk.Send(new DeskCommand.CloseHedges("a", null));
        desk.Until(() => desk.Hedges.All(h => h.State is Trading.Positions.HedgeState.Closed), "closed");
        desk.Run();
        Assert.IsType<CommandResult.Done>(desk.Send(new DeskCommand.UsePermit(Permits.Issue(desk, PermitKinds.DryRunOff, number: 3))));
        Assert.False(desk.Snapshot.DryRun);
    }

    private static DeskHarness Ready()
    {
        var desk = new DeskHarness();
        desk.Quiet();
        desk.Until(() => desk.Snapshot.Preflight.All(c => c.Green), "preflight");
        return desk;
    }

    private static string Refused(CommandResult result) => Assert.IsType<CommandResult.Refused>(result).Code;
}
