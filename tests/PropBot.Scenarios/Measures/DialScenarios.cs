using PropBot.Testing.Desks;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Positions;
using PropBot.Trading.Risk.Measures;

namespace PropBot.Scenarios.Measures;

/// <summary>The risk dial, the minute samples and the readings on a whole desk.</summary>
public class DialScenarios
{
    [Fact]
    public async Task turned_to_half_the_next_hedge_is_half_as_large_and_a_restart_keeps_it()
    {
        await using var desk = new DeskHarness();
        Assert.IsType<CommandResult.Done>(desk.Send(new DeskCommand.SetRpi("alice", 25)));
        await desk.Crash();
        desk.Run();
        Assert.Equal(25, desk.Snapshot.Measures.Dial.Value);
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Hedged), "hedged");
        Assert.InRange(desk.Hedge.Planned.Value * desk.Hedge.Mid.Value, 450m, 505m);
    }

    [Fact]
    public async Task at_zero_nothing_opens()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Send(new DeskCommand.SetRpi("alice", 0));
        desk.Dear();
        desk.Advance(TimeSpan.FromSeconds(3));
        Assert.Empty(desk.Hedges);
    }

    [Fact]
    public async Task above_normal_it_takes_two_people_and_never_passes_the_hard_cap()
    {
        await using var desk = new DeskHarness(o => o with { Limits = o.Limits with { MaxNotionalPerPositionUsdt = 1_100m } });
        desk.Run();
        Assert.Equal("two_people_required", Assert.IsType<CommandResult.Refused>(desk.Send(new DeskCommand.SetRpi("alice", 60))).Code);
        Assert.IsType<CommandResult.Done>(Approve(desk, 60));
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Hedged), "hedged");
        Assert.InRange(desk.Hedge.Planned.Value * desk.Hedge.Mid.Value, 1_010m, 1_100m);
    }

    [Fact]
    public async Task a_partial_is_red_and_red_takes_back_what_was_added()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        Approve(desk, 60);
        for (var i = 0; i < 5; i++) desk.Okx.Script.Enqueue(Treatment.Refuse);
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Partial), "partial");
        desk.Advance(TimeSpan.FromSeconds(2));
        var measures = desk.Snapshot.Measures;
        Assert.Equal(Stability.Red, measures.Readings.Stability.Colour);
        Assert.Contains("red:open_partial_or_desync", measures.Readings.Stability.Reasons);
        Assert.Contains("red:hedge_failed", measures.Readings.Stability.Reasons);
        Assert.Equal((50, true), (measures.Dial.Value, measures.Dial.WasCut));
        Assert.Equal(100m, measures.Readings.Score.Value);
        Assert.Equal("msr_red", Assert.IsType<CommandResult.Refused>(Approve(desk, 55)).Code);
    }

    [Fact]
    public async Task two_hundred_minutes_make_a_var_and_a_restart_forgets_none_of_them()
    {
        await using var desk = new DeskHarness();
        desk.Settle();
        for (var minute = 0; minute < 199; minute++) Minute(desk, minute);
        var insufficient = Assert.IsType<VarReading.Insufficient>(desk.Snapshot.Measures.Readings.Var);
        Assert.InRange(insufficient.Samples, 190, 199);
        await desk.Crash();
        desk.Settle();
        for (var minute = 199; minute < 215; minute++) Minute(desk, minute);
        var known = Assert.IsType<VarReading.Known>(desk.Snapshot.Measures.Readings.Var);
        Assert.Equal(0m, known.Day.Amount);
        Assert.Equal(2, desk.Snapshot.Measures.Readings.Stress.Length);
    }

    private static CommandResult Approve(DeskHarness desk, int value) =>
        desk.Send(new DeskCommand.UsePermit(Permits.Issue(desk, PermitKinds.TurnDial, $"{{\"rpi\":{value}}}", number: value)));

    private static void Minute(DeskHarness desk, int minute)
    {
        desk.Advance(TimeSpan.FromSeconds(59));
        desk.Quiet(60_000m + minute % 7);
        desk.Advance(TimeSpan.FromSeconds(1));
    }
}
