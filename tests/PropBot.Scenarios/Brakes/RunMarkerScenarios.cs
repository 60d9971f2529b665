using PropBot.Testing.Desks;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;

namespace PropBot.Scenarios.Brakes;

/// <summary>The file that says "was in RUN" (R3, R20): outside the database, gone with every HOLD, untouched by a mere end of the process.</summary>
public class RunMarkerScenarios
{
    private static bool Marked(DeskHarness desk) => new RunMarker(desk.Folder).Exists;

    [Fact]
    public async Task it_is_there_from_run_on_and_not_before()
    {
        await using var desk = new DeskHarness();
        desk.Quiet();
        desk.Until(() => desk.Snapshot.Preflight.All(c => c.Green), "preflight");
        Assert.False(Marked(desk));
        desk.Send(new DeskCommand.LeaveHold("b", "r1", desk.Snapshot.HoldEpoch, desk.Snapshot.BootId));
        desk.Send(new DeskCommand.SetSafeMode("a", false));
        Assert.False(Marked(desk));
        desk.Send(new DeskCommand.Resume("a"));
        Assert.True(Marked(desk));
    }

    [Fact]
    public async Task a_crash_in_run_and_a_stop_leave_it()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Desk.BeginStop();
        desk.Settle();
        await desk.Crash();
        desk.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(DeskState.Hold, desk.Snapshot.State);
        Assert.True(Marked(desk));
    }

    [Theory]
    [InlineData("a person")]
    [InlineData("a guard")]
    [InlineData("the kill switch")]
    [InlineData("SAFE_MODE")]
    public async Task every_way_down_takes_it_away_with_the_database_locked_too(string who)
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Writes.Broken = true;
        if (who == "a person") desk.Send(new DeskCommand.EngageHold("a", "manual_hold", "operator"));
        else if (who == "the kill switch") desk.Send(new DeskCommand.Kill("a", FlattenScope.None));
        else if (who == "SAFE_MODE") desk.Send(new DeskCommand.SetSafeMode("a", true));
        else
        {
            desk.Okx.Clock(250);
            desk.Okx.Clock(250);
            desk.Settle();
        }

        Assert.False(Marked(desk));
    }

    [Fact]
    public async Task a_hold_after_a_restart_takes_away_what_the_crash_had_left()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        await desk.Crash();
        Assert.True(Marked(desk));
        desk.Send(new DeskCommand.EngageHold("a", "manual_hold", "operator"));
        Assert.False(Marked(desk));
    }

    [Fact]
    public async Task a_file_system_that_fails_is_told_and_the_hold_stands_and_it_is_tried_again()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        using (new FileStream(Path.Combine(desk.Folder, "run.marker"), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            desk.Send(new DeskCommand.EngageHold("a", "manual_hold", "operator"));
            Assert.Equal(DeskState.Hold, desk.Snapshot.State);
            desk.Advance(TimeSpan.FromSeconds(3));
            Assert.True(Marked(desk));
            Assert.Equal(1, desk.Count("select count(*) from alert where kind='run_marker_failed'"));
        }

        desk.Advance(TimeSpan.FromSeconds(2));
        Assert.False(Marked(desk));
        Assert.Equal(DeskState.Hold, desk.Snapshot.State);
    }
}
