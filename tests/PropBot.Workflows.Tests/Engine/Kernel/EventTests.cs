using PropBot.Workflows.Bpmn;
using PropBot.Workflows.Engine.Kernel;

namespace PropBot.Workflows.Tests.Engine.Kernel;

public class EventTests
{
    private static Graph Killable(bool interrupting) => Sketch.Of().Start().Task("ask").On("ask", "lapse", "PT15M").End("armed", "armed").End("lapsed", "lapsed")
        .EventSub("killed", "kill", "kill.engaged", interrupting).Action("disarm", "killed").End("disarmed", "disarmed", "killed")
        .Line("start", "ask", "armed").Line("lapse", "lapsed").Line("kill", "disarm", "disarmed").Graph;

    [Fact]
    public void a_signal_that_interrupts_takes_everything_else_of_its_scope()
    {
        var run = Run.Started(Killable(true)).Hears("kill.engaged");
        Assert.Equal(["disarm", "killed"], run.Where.Order());
        Assert.False(run.Waits("ask") || run.Waits("lapse") || run.Waits("kill"));
        Assert.Equal((FlowStatus.Completed, "disarmed"), (run.Done("disarm").State.Status, run.State.Outcome));
    }

    [Fact]
    public void one_that_does_not_interrupt_runs_beside_and_may_come_again()
    {
        var run = Run.Started(Killable(false)).Hears("kill.engaged").Hears("kill.engaged");
        Assert.Equal(2, run.Where.Count(node => node == "disarm"));
        run.Decides("ask", "approve");
        Assert.Equal(FlowStatus.Running, run.State.Status);
        foreach (var token in run.State.Tokens.Where(token => token.Node == "disarm").ToList()) run.Do(new FlowInput.JobDone(token.Number, "ok", FlowState.Nothing));
        Assert.Equal((FlowStatus.Completed, "armed"), (run.State.Status, run.State.Outcome));
    }

    [Fact]
    public void a_message_boundary_with_another_key_hears_nothing()
    {
        var graph = Sketch.Of().Start().Task("ask").OnEvent("ask", "overtaken", NodeKind.BoundaryMessage, "hold.changed", "=permit").On("ask", "lapse", "PT1M")
            .End("ok", "ok").End("superseded", "superseded").End("lapsed").Line("start", "ask", "ok").Line("overtaken", "superseded").Line("lapse", "lapsed").Graph;
        var run = Run.Started(graph, ("permit", "7"));
        Assert.Equal(FlowRefusal.Gone, run.Gets("hold.changed", "8").Last.Refusal);
        Assert.Equal("superseded", run.Gets("hold.changed", "7").State.Outcome);
    }

    [Fact]
    public void a_message_without_a_key_is_waited_for_by_nobody()
    {
        var graph = Sketch.Of().Start().Event("wait", NodeKind.MessageCatch, "m", "=nothing").End("end").Line("start", "wait", "end").Graph;
        var run = Run.Started(graph);
        Assert.Equal("key_missing", run.Incident);
        Assert.Equal(FlowRefusal.Gone, run.Gets("m", "").Last.Refusal);
    }

    [Fact]
    public void what_is_thrown_carries_resolved_texts()
    {
        var graph = Sketch.Of().Start().Add(new Node
        {
            Id = "tell",
            Name = "tell",
            Kind = NodeKind.MessageThrow,
            Event = "done",
            Key = "=id",
            Inputs = Run.Vars(("limit", "=limit"), ("from", "flow"), ("lost", "=lost")),
        }).End("end").Line("start", "tell", "end").Graph;
        var thrown = Assert.IsType<FlowEffect.MessageThrown>(Run.Started(graph, ("id", "h1"), ("limit", "5")).Last.All[0]);
        Assert.Equal(("done", "h1"), (thrown.Name, thrown.Key));
        Assert.Equal(Run.Vars(("from", "flow"), ("limit", "5")), thrown.Vars);
    }

    [Fact]
    public void cancelling_takes_every_wait_and_a_late_answer_is_gone()
    {
        var run = Run.Started(Killable(true));
        var ask = run.At("ask");
        run.Do(new FlowInput.Cancelled());
        Assert.Equal(FlowStatus.Cancelled, run.State.Status);
        Assert.Empty(run.State.Waits);
        Assert.Equal(FlowRefusal.NotRunning, run.Do(new FlowInput.TaskDecided(ask, Run.Bob, "approve", FlowState.Nothing)).Last.Refusal);
    }

    [Fact]
    public void nothing_is_skipped_that_is_an_approval_or_behind_one()
    {
        var graph = Sketch.Of().Start().Action("before").Task("ask").On("ask", "lapse", "PT1M").Action("apply").Action("tell").End("end")
            .Line("start", "before", "ask", "apply", "end").Line("lapse", "tell", "end").Graph;
        Assert.True(SkipRule.Allows(graph, "before"));
        Assert.All(["ask", "apply", "tell", "lapse"], node => Assert.False(SkipRule.Allows(graph, node)));
        var inside = Sketch.Of().Start().Node("sub", NodeKind.SubProcess).Start("in", "sub").Action("first", "sub").Task("ask", scope: "sub").End("out", "", "sub").Action("after")
            .End("end").Line("start", "sub", "after", "end").Line("in", "first", "ask", "out").Graph;
        Assert.True(SkipRule.Allows(inside, "first"));
        Assert.False(SkipRule.Allows(inside, "after"));
        var called = Sketch.Of().Start().Call("child", "other").Action("after").End("end").Line("start", "child", "after", "end").Graph;
        Assert.False(SkipRule.Allows(called, "after"));
    }

    [Theory]
    [InlineData(TimerKind.Duration, "PT5S", true)]
    [InlineData(TimerKind.Duration, "P1DT2H", true)]
    [InlineData(TimerKind.Duration, "P1M", false)]
    [InlineData(TimerKind.Duration, "P", false)]
    [InlineData(TimerKind.Duration, "PT", false)]
    [InlineData(TimerKind.Duration, "-PT5S", false)]
    [InlineData(TimerKind.Duration, "", false)]
    [InlineData(TimerKind.Date, "2026-03-29T02:30:00+01:00", true)]
    [InlineData(TimerKind.Date, "2026-03-29T02:30:00", false)]
    [InlineData(TimerKind.Date, "tomorrow", false)]
    [InlineData(TimerKind.Cycle, "R3/PT5M", true)]
    [InlineData(TimerKind.Cycle, "R0/PT5M", false)]
    [InlineData(TimerKind.Cycle, "R3/PT0S", false)]
    public void a_timer_text_means_one_thing_or_nothing(TimerKind kind, string text, bool readable) => Assert.Equal(readable, TimerText.Read(kind, text) is not null);
}
