using PropBot.Workflows.Actions;
using PropBot.Workflows.Bpmn;
using PropBot.Workflows.Engine;
using PropBot.Workflows.Engine.Kernel;
using PropBot.Workflows.Tests.Engine.Kernel;

namespace PropBot.Workflows.Tests.Engine.Store;

public class TimerTests
{
    private static readonly Graph Reminded = Sketch.Of().Start().Task("ask", TaskSpec.Choice).On("ask", "remind", "R3/PT5M", interrupting: false, TimerKind.Cycle)
        .On("ask", "lapse", "PT1H").Action("note", action: "test.note", inputs: ("text", "reminded")).End("told").End("end", "end").End("lapsed", "lapsed")
        .Line("start", "ask", "end").Line("remind", "note", "told").Line("lapse", "lapsed").Graph;

    [Fact]
    public async Task reminders_come_at_their_times_and_the_deadline_ends_it()
    {
        await using var stage = new EngineStage(Reminded);
        var instance = await stage.Start();
        foreach (var (minutes, told) in new[] { (4, 0), (1, 1), (5, 2), (5, 3), (5, 3) })
        {
            await stage.Pass(TimeSpan.FromMinutes(minutes));
            Assert.Equal(told, stage.Effects(instance).Count);
        }

        stage.IsWhole(instance);
        await stage.Pass(TimeSpan.FromMinutes(40));
        Assert.Equal("completed lapsed", stage.Status(instance));
        stage.IsWhole(instance);
    }

    [Fact]
    public async Task reminders_missed_while_nobody_was_there_do_not_come_in_a_burst()
    {
        await using var stage = new EngineStage(Reminded);
        var instance = await stage.Start();
        stage.Manual.Advance(TimeSpan.FromMinutes(22));
        stage.Restart();
        await stage.Settle();
        Assert.Single(stage.Effects(instance));
        await stage.Pass(TimeSpan.FromMinutes(5));
        Assert.Equal(2, stage.Effects(instance).Count);
    }

    [Fact]
    public async Task a_date_is_an_instant_and_summer_time_does_not_move_it()
    {
        // Clocks in central Europe went forward at 01:00 UTC that night.
        var clock = new PropBot.Testing.ManualClock(new DateTimeOffset(2026, 3, 29, 0, 30, 0, TimeSpan.Zero));
        var graph = Sketch.Of().Start().Timer("until", "=until", TimerKind.Date).End("end", "end").Line("start", "until", "end").Graph;
        await using var stage = new EngineStage(clock, graph);
        var instance = await stage.Start(vars: ("until", "2026-03-29T03:30:00+02:00"));
        await stage.Pass(TimeSpan.FromMinutes(59));
        Assert.StartsWith("running", stage.Status(instance));
        await stage.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal("completed end", stage.Status(instance));
    }

    [Theory]
    [InlineData(-3, true)]
    [InlineData(-1, false)]
    [InlineData(59, false)]
    [InlineData(61, true)]
    public async Task a_moved_clock_ends_open_approvals(int seconds, bool ends)
    {
        var clock = new MovedClock();
        await using var stage = new EngineStage(clock, Drawings.Raise());
        var instance = await stage.Start(vars: [("limit", "500"), ("frozen", "hold:1")]);
        await stage.Settle();
        clock.Moved += TimeSpan.FromSeconds(seconds);
        var early = await stage.Engine.Decide(stage.Decision(instance, "approve", EngineStage.Ann));
        Assert.Equal(new CommandAnswer.NotAllowed(ends ? "clock_jumped" : "same_operator"), early);
        await stage.Settle();
        Assert.Equal(ends ? "completed lapsed" : "running ", stage.Status(instance));
        Assert.Equal(ends ? 1 : 0, stage.Ledger.Count("SELECT count(*) FROM event WHERE code = 'clock_jump'"));
    }

    [Fact]
    public async Task a_clock_set_back_while_nothing_ran_ends_them_too()
    {
        var clock = new MovedClock();
        await using var stage = new EngineStage(clock, Drawings.Raise());
        var instance = await stage.Start(vars: [("limit", "500"), ("frozen", "hold:1")]);
        clock.Moved -= TimeSpan.FromHours(1);
        stage.Restart();
        await stage.Settle();
        Assert.Equal("completed lapsed", stage.Status(instance));
    }

    [Fact]
    public async Task time_spent_off_is_no_moved_clock()
    {
        await using var stage = new EngineStage(Drawings.Raise());
        var instance = await stage.Start(vars: [("limit", "500"), ("frozen", "hold:1")]);
        stage.Manual.Advance(TimeSpan.FromMinutes(20));
        stage.Restart();
        await stage.Settle();
        Assert.Equal("running ", stage.Status(instance));
    }
}

public class JobTests
{
    private static readonly Graph Sending = Sketch.Of().Start().Action("send", action: "test.send", inputs: ("limit", "5")).OnError("send", "refused", "REFUSED")
        .End("done", "done").End("no", "refused").Line("start", "send", "done").Line("refused", "no").Graph;

    [Fact]
    public async Task a_remote_action_runs_outside_the_transaction_and_its_answer_is_a_step()
    {
        await using var stage = new EngineStage(Sending);
        var instance = await stage.Start();
        Assert.Empty(stage.Venue.Orders);
        await stage.Settle();
        Assert.Equal("completed done", stage.Status(instance));
        Assert.Equal(stage.State(instance).Vars["order"], stage.Venue.Orders.Single().Key);
        Assert.Equal((1, 0), (stage.Venue.Sends, stage.Venue.Asks));
        stage.IsWhole(instance);
    }

    [Fact]
    public async Task accepted_and_then_no_answer_is_asked_for_and_not_sent_again()
    {
        await using var stage = new EngineStage(Sending);
        var instance = await stage.Start();
        stage.Venue.OnWire = point => { if (point == "after send") throw new TimeoutException("no answer"); };
        await stage.Settle();
        Assert.StartsWith("running", stage.Status(instance));
        await stage.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal("completed done", stage.Status(instance));
        Assert.Equal((1, 1), (stage.Venue.Sends, stage.Venue.Asks));
        Assert.Single(stage.Venue.Orders);
    }

    [Fact]
    public async Task two_workers_alive_leave_one_live_order()
    {
        await using var stage = new EngineStage(Sending);
        var slow = new TaskCompletionSource();
        stage.Send.Instead = context => context.Attempt == 1 ? slow.Task : Task.CompletedTask;
        var instance = await stage.Start();
        await stage.Pump.Step();
        // The first worker is slow past its lease; another process takes over while it is still alive.
        stage.Manual.Advance(TimeSpan.FromSeconds(10));
        var (_, second) = stage.Live(stage.Ledger);
        await second.Step();
        await second.Drained();
        Assert.Equal("completed done", stage.Status(instance));
        slow.SetResult();
        await stage.Pump.Drained();
        Assert.Single(stage.Venue.Orders);
        Assert.Equal(1, stage.Ledger.Count("SELECT count(*) FROM workflow_event WHERE what = 'job_done'"));
        stage.IsWhole(instance);
    }

    [Fact]
    public async Task a_lease_that_another_worker_has_taken_cannot_fail_the_job()
    {
        await using var stage = new EngineStage(Sending);
        var slow = new TaskCompletionSource();
        stage.Send.Instead = context => context.Attempt == 1 ? slow.Task : new TaskCompletionSource().Task;
        var instance = await stage.Start();
        await stage.Pump.Step();
        stage.Manual.Advance(TimeSpan.FromSeconds(10));
        var (_, second) = stage.Live(stage.Ledger);
        await second.Step();
        slow.SetException(new InputUnreadableException("odd"));
        await stage.Pump.Drained();
        Assert.Equal("running ", stage.Status(instance));
        Assert.DoesNotContain(stage.State(instance).Waits, wait => wait.Kind == WaitKind.Incident);
    }

    [Fact]
    public async Task after_the_last_attempt_people_look_and_a_retry_asks_first()
    {
        await using var stage = new EngineStage(Sending);
        var instance = await stage.Start();
        stage.Venue.OnWire = _ => throw new TimeoutException("dark");
        foreach (var pause in new[] { 0, 2, 4, 8, 16 }) await stage.Pass(TimeSpan.FromSeconds(pause));
        Assert.Equal(ActionErrors.AttemptsUsedUp, stage.State(instance).Waits.Single().Name);
        stage.Venue.OnWire = _ => { };
        var token = stage.State(instance).Tokens.Single().Number;
        Assert.IsType<CommandAnswer.Applied>(await stage.Engine.Retry(new TokenCommand(new CommandId("r1"), instance, token, EngineStage.Bob)));
        await stage.Settle();
        Assert.Equal("completed done", stage.Status(instance));
        Assert.True(stage.Venue.Asks > 0);
        Assert.Single(stage.Venue.Orders);
        stage.IsWhole(instance);
    }

    [Fact]
    public async Task jobs_that_wait_for_their_turn_do_not_hide_a_timer()
    {
        var timed = Sketch.Of("timed").Start().Timer("rest", "PT1S").End("end").Line("start", "rest", "end").Graph;
        await using var stage = new EngineStage(Sending, timed);
        stage.Send.Instead = _ => new TaskCompletionSource().Task;
        for (var i = 0; i < 300; i++) await stage.Start(key: $"{i}", id: $"s{i}");
        var instance = await stage.Start("timed", id: "timed");
        stage.Manual.Advance(TimeSpan.FromSeconds(1));
        await stage.Pump.Step();
        Assert.Equal("completed end", stage.Status(instance));
        Assert.Equal(8, stage.Pump.Running);
    }

    [Fact]
    public async Task draining_hands_out_nothing_more_and_waits_for_what_is_under_way()
    {
        await using var stage = new EngineStage(Sending);
        var slow = new TaskCompletionSource();
        stage.Send.Instead = _ => slow.Task;
        var first = await stage.Start();
        await stage.Pump.Step();
        var second = await stage.Start(key: "k2", id: "s2");
        var drained = stage.Pump.Drain();
        await stage.Pump.Step();
        Assert.False(drained.IsCompleted);
        slow.SetResult();
        await drained;
        Assert.Equal("completed done", stage.Status(first));
        Assert.Equal("running ", stage.Status(second));
    }

    [Fact]
    public async Task a_job_that_hangs_when_the_process_has_to_end_is_put_back_and_asked_about_at_the_next_start()
    {
        await using var stage = new EngineStage(Sending);
        (stage.Send.HeedsStop, stage.Send.Instead) = (true, _ => new TaskCompletionSource().Task);
        var instance = await stage.Start();
        using var stop = new CancellationTokenSource();
        using var giveUp = new CancellationTokenSource();
        var running = stage.Pump.Run(stop.Token, giveUp.Token);
        await stop.CancelAsync();
        Assert.Equal(1, stage.Pump.Running);
        Assert.False(running.IsCompleted);
        await giveUp.CancelAsync();
        await running;
        Assert.Equal("running ", stage.Status(instance));
        Assert.Equal(["1"], stage.Ledger.Texts("SELECT attempts FROM workflow_wait WHERE kind = 'job'"));
    }

    [Theory]
    [InlineData("throw", "failed")]
    [InlineData("unlisted", "outcome_not_listed")]
    public async Task a_local_action_that_fails_leaves_no_row_and_waits_for_people(string text, string code)
    {
        await using var stage = new EngineStage(Note(text));
        var instance = await stage.Start();
        Assert.Equal(code, stage.State(instance).Waits.Single().Name);
        Assert.Equal(text == "unlisted" ? 1 : 0, stage.Effects(instance).Count);
        stage.IsWhole(instance);
    }

    [Fact]
    public async Task a_listed_error_of_a_local_action_goes_to_its_boundary_without_its_rows()
    {
        await using var stage = new EngineStage(Note("error"));
        var instance = await stage.Start();
        Assert.Equal("completed caught", stage.Status(instance));
        Assert.Empty(stage.Effects(instance));
    }

    [Fact]
    public async Task a_loop_of_local_actions_does_not_hold_the_writer_for_ever()
    {
        var graph = Sketch.Of().Start().Node("again", NodeKind.Exclusive).Action("note", action: "test.note", inputs: ("text", "round")).Line("start", "again", "note", "again").Graph;
        await using var stage = new EngineStage(graph);
        var instance = await stage.Start();
        Assert.InRange(stage.Effects(instance).Count, 100, 250);
        await stage.Pump.Step();
        Assert.True(stage.Effects(instance).Count > 250);
        stage.IsWhole(instance);
    }

    private static Graph Note(string text) => Sketch.Of().Start().Action("note", action: "test.note", inputs: ("text", text)).OnError("note", "bad", "BAD").End("end", "end")
        .End("caught", "bad").Line("start", "note", "end").Line("bad", "caught").Graph;
}
