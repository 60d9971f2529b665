using PropBot.Workflows.Approvals;
using PropBot.Workflows.Bpmn;
using PropBot.Workflows.Engine.Kernel;

namespace PropBot.Workflows.Tests.Engine.Kernel;

public class ActivityTests
{
    private static readonly Graph Approval = Sketch.Of().Start().Task("ask", needed: 2, inputs: ("limit", "=limit")).On("ask", "lapse", "PT30M")
        .On("ask", "remind", "R2/PT5M", interrupting: false, TimerKind.Cycle).Action("mail").End("mailed").Node("which", NodeKind.Exclusive).Action("apply", inputs: ("limit", "=limit"))
        .End("done", "done").End("rejected", "rejected").End("lapsed", "lapsed").Line("start", "ask", "which").Line("lapse", "lapsed").Line("remind", "mail", "mailed")
        .Flow("which", "apply", when: "approve").Flow("which", "rejected", id: "else").Default("which", "else").Line("apply", "done").Graph;

    [Fact]
    public void an_approval_needs_its_number_of_people_and_counts_each_once()
    {
        var run = Run.Started(Approval, ("limit", "500"));
        run.Decides("ask", "approve", Run.Bob);
        Assert.Equal(["ask"], run.Where);
        Assert.Equal(FlowRefusal.AlreadyVoted, run.Decides("ask", "approve", new Person("Bob ", false, "somebody else")).Last.Refusal);
        run.Decides("ask", "approve", Run.Cid);
        Assert.Equal(["apply"], run.Where);
        Assert.Equal(new[] { Run.Bob, Run.Cid }, run.State.Approved!.By.ToArray());
        Assert.Equal("500", run.State.Approved.Payload["limit"]);
        Assert.Equal(Run.Cid, run.State.People[Words.DecidedBy]);
        Assert.Equal("done", run.Done("apply").State.Outcome);
    }

    [Fact]
    public void one_no_is_enough()
    {
        var run = Run.Started(Approval).Decides("ask", "approve", Run.Bob).Decides("ask", "reject", Run.Cid);
        Assert.Equal("rejected", run.State.Outcome);
        Assert.Null(run.State.Approved);
    }

    [Fact]
    public void an_outcome_outside_the_list_changes_nothing()
    {
        var run = Run.Started(Approval);
        var before = run.State;
        Assert.Equal(FlowRefusal.OutcomeNotListed, run.Decides("ask", "yes please").Last.Refusal);
        Assert.Equal(before, run.State);
    }

    [Fact]
    public void the_deadline_takes_the_approval_and_its_reminders_away()
    {
        var run = Run.Started(Approval).Rings("lapse");
        Assert.Equal("lapsed", run.State.Outcome);
        Assert.Empty(run.State.Waits);
    }

    [Fact]
    public void reminders_leave_the_approval_open_and_come_as_often_as_they_say()
    {
        var run = Run.Started(Approval).Rings("remind");
        Assert.Contains(run.Last.All, effect => effect is FlowEffect.TimerWanted { Again: true, Text: "R2/PT5M" });
        Assert.True(run.Waits("ask"));
        run.Rings("remind");
        Assert.False(run.Waits("remind"));
        Assert.Equal(["ask", "mail", "mail"], run.Where.Order());
    }

    [Fact]
    public void a_reminder_that_ends_last_does_not_rename_the_outcome()
    {
        var run = Run.Started(Approval).Rings("remind").Decides("ask", "reject");
        Assert.Equal(FlowStatus.Running, run.State.Status);
        Assert.Equal("rejected", run.Done("mail").State.Outcome);
        Assert.Equal(FlowStatus.Completed, run.State.Status);
    }

    [Fact]
    public void what_was_shown_is_frozen_and_a_message_cannot_write_who_asked()
    {
        var graph = Sketch.Of().Start().Node("fork", NodeKind.Parallel).Task("ask", inputs: ("limit", "=limit")).On("ask", "lapse", "PT1M").Event("more", NodeKind.MessageCatch, "m", "k")
            .End("end").Line("start", "fork", "ask", "end").Line("fork", "more", "end").Line("lapse", "end").Graph;
        var run = Run.Started(graph, ("limit", "500")).Gets("m", "k", ("limit", "9000"), (Words.RequestedBy, "nobody"), (Words.DecidedBy, "ann"));
        Assert.Equal("500", run.State.Tokens.Single(token => token.Node == "ask").Payload["limit"]);
        Assert.Equal(Run.Ann, run.State.People[Words.RequestedBy]);
        Assert.False(run.State.Vars.ContainsKey(Words.RequestedBy));
        Assert.Equal("500", run.Decides("ask", "approve").State.Approved!.Payload["limit"]);
    }

    [Fact]
    public void an_approval_whose_expiry_cannot_be_read_never_opens()
    {
        var graph = Sketch.Of().Start().Task("ask").On("ask", "lapse", "=until").End("end").Line("start", "ask", "end").Line("lapse", "end").Graph;
        var run = Run.Started(graph);
        Assert.Equal("timer_unreadable", run.Incident);
        Assert.Equal(FlowRefusal.Gone, run.Decides("ask", "approve").Last.Refusal);
        Assert.Equal(FlowRefusal.SkipForbidden, run.Do(new FlowInput.Skipped(run.At("ask"), "approve")).Last.Refusal);
    }

    [Fact]
    public void an_error_goes_to_its_boundary_and_otherwise_waits_for_people()
    {
        var graph = Sketch.Of().Start().Action("act").OnError("act", "moved", "STATE_CHANGED").End("ok", "ok").End("refused", "refused")
            .Line("start", "act", "ok").Line("moved", "refused").Graph;
        Assert.Equal("refused", Run.Started(graph).Fails("act", "STATE_CHANGED").State.Outcome);
        var run = Run.Started(graph).Fails("act", "failed");
        Assert.Equal("failed", run.Incident);
        var token = run.At("act");
        run.Do(new FlowInput.Retried(token));
        Assert.Equal(token, run.At("act"));
        Assert.Contains(run.Last.All, effect => effect is FlowEffect.JobWanted);
        Assert.Equal("ok", run.Done("act").State.Outcome);
    }

    [Fact]
    public void an_error_end_goes_out_through_the_subprocess_around_it()
    {
        var graph = Sketch.Of().Start().Node("sub", NodeKind.SubProcess).Start("in", "sub").Node("fork", NodeKind.Parallel, "sub").Action("a", "sub").Action("b", "sub")
            .ErrorEnd("bad", "BAD", "sub").End("fine", "", "sub").OnError("sub", "caught").End("after", "after").End("saved", "saved")
            .Line("start", "sub", "after").Line("in", "fork", "a", "bad").Line("fork", "b", "fine").Line("caught", "saved").Graph;
        var run = Run.Started(graph);
        Assert.Equal(["a", "b", "sub"], run.Where.Order());
        run.Done("a");
        Assert.Equal((FlowStatus.Completed, "saved"), (run.State.Status, run.State.Outcome));
    }

    [Fact]
    public void an_error_that_nobody_catches_fails_the_instance()
    {
        var graph = Sketch.Of().Start().Node("fork", NodeKind.Parallel).Action("a").Action("b").ErrorEnd("bad", "BAD").End("end")
            .Line("start", "fork", "a", "bad").Line("fork", "b", "end").Graph;
        var run = Run.Started(graph).Done("a");
        Assert.Equal((FlowStatus.Failed, "BAD"), (run.State.Status, run.State.Outcome));
        Assert.Equal(new FlowEffect.Ended(FlowStatus.Failed, "BAD"), run.Last.All[^1]);
        Assert.Empty(run.State.Waits);
    }

    [Fact]
    public void a_subprocess_gives_the_name_of_its_end_and_a_terminate_end_ends_only_its_scope()
    {
        var graph = Sketch.Of().Start().Node("sub", NodeKind.SubProcess).Start("in", "sub").Node("fork", NodeKind.Parallel, "sub").Action("a", "sub").Action("b", "sub")
            .End("stopped", "stopped", "sub", NodeKind.TerminateEnd).End("fine", "fine", "sub").Node("which", NodeKind.Exclusive).End("yes", "yes").End("no", "no")
            .Line("start", "sub", "which").Line("in", "fork", "a", "stopped").Line("fork", "b", "fine")
            .Flow("which", "yes", when: "stopped").Flow("which", "no", id: "else").Default("which", "else").Graph;
        Assert.Equal("yes", Run.Started(graph).Done("a").State.Outcome);
        var run = Run.Started(graph).Done("b");
        Assert.Equal(["a", "sub"], run.Where.Order());
    }

    [Fact]
    public void a_called_process_answers_like_an_action_and_its_error_is_caught_like_one()
    {
        var graph = Sketch.Of().Start().Call("child", "other").OnError("child", "failed", "BAD").End("ok", "ok").End("bad", "bad").Line("start", "child", "ok").Line("failed", "bad").Graph;
        var run = Run.Started(graph);
        Assert.Contains(run.Last.All, effect => effect is FlowEffect.CallWanted { Process: "other" });
        Assert.Equal("bad", Run.Started(graph).Fails("child", "BAD").State.Outcome);
        Assert.Equal("ok", run.Done("child").State.Outcome);
    }
}
