using PropBot.Workflows.Bpmn;
using PropBot.Workflows.Engine.Kernel;

namespace PropBot.Workflows.Tests.Engine.Kernel;

public class GatewayTests
{
    private static readonly Graph Choice = Sketch.Of().Start().Action("check").Node("which", NodeKind.Exclusive).End("yes", "yes").End("no", "no")
        .Line("start", "check", "which").Flow("which", "yes", when: "good").Flow("which", "no", id: "otherwise").Default("which", "otherwise").Graph;

    private static readonly Graph Fork = Sketch.Of().Start().Node("fork", NodeKind.Parallel).Action("a").Action("b").Node("join", NodeKind.Parallel)
        .Node("which", NodeKind.Exclusive).End("agreed", "agreed").End("unclear", "unclear")
        .Line("start", "fork", "a", "join", "which").Line("fork", "b", "join").Flow("which", "agreed", when: "ok")
        .Flow("which", "unclear", id: "else").Default("which", "else").Graph;

    [Theory]
    [InlineData("good", "yes")]
    [InlineData("bad", "no")]
    [InlineData("", "no")]
    public void an_exclusive_gateway_takes_the_flow_that_holds_or_the_default(string outcome, string end)
    {
        var run = Run.Started(Choice).Done("check", outcome);
        Assert.Equal((FlowStatus.Completed, end), (run.State.Status, run.State.Outcome));
        Assert.Empty(run.State.Waits);
    }

    [Fact]
    public void without_a_flow_that_holds_there_is_an_incident_and_a_skip_may_choose()
    {
        var graph = Sketch.Of().Start().Action("check").Node("which", NodeKind.Exclusive).End("one", "one").End("two", "two")
            .Line("start", "check", "which").Flow("which", "one", when: "1").Flow("which", "two", when: "2").Graph;
        var run = Run.Started(graph).Done("check", "3");
        Assert.Equal("no_flow", run.Incident);
        Assert.Equal("no_flow", run.Do(new FlowInput.Retried(run.At("which"))).Incident);
        run.Do(new FlowInput.Skipped(run.At("which"), "2"));
        Assert.Equal("two", run.State.Outcome);
    }

    [Fact]
    public void a_join_waits_for_every_branch()
    {
        var run = Run.Started(Fork).Done("a");
        Assert.Equal(["b", "join"], run.Where.Order());
        Assert.Equal(FlowStatus.Running, run.State.Status);
        Assert.Equal("agreed", run.Done("b").State.Outcome);
    }

    [Fact]
    public void branches_that_do_not_agree_take_the_safe_flow() => Assert.Equal("unclear", Run.Started(Fork).Done("a", "ok").Done("b", "not ok").State.Outcome);

    [Fact]
    public void a_branch_beside_cannot_change_what_a_gateway_reads()
    {
        var graph = Sketch.Of().Start().Node("fork", NodeKind.Parallel).Action("a").Timer("rest", "PT1M").Node("which", NodeKind.Exclusive).End("yes", "yes")
            .End("no", "no").Action("b").End("end").Line("start", "fork", "a", "rest", "which").Line("fork", "b", "end").Flow("which", "yes", when: "good")
            .Flow("which", "no", id: "else").Default("which", "else").Graph;
        var run = Run.Started(graph).Done("a", "bad").Done("b", "good").Rings("rest");
        Assert.Equal("no", run.State.Outcome);
    }

    [Fact]
    public void a_join_whose_branches_can_no_longer_come_is_an_incident()
    {
        var graph = Sketch.Of().Start().Action("check").Node("which", NodeKind.Exclusive).Action("a").Action("b").Node("join", NodeKind.Parallel).End("end")
            .Line("start", "check", "which").Flow("which", "a", when: "1").Flow("which", "b", id: "else").Default("which", "else")
            .Line("a", "join", "end").Line("b", "join").Graph;
        Assert.Equal("join_starved", Run.Started(graph).Done("check", "1").Done("a").Incident);
    }

    [Fact]
    public void the_first_event_behind_an_event_gateway_wins_and_the_others_are_gone()
    {
        var graph = Sketch.Of().Start().Node("race", NodeKind.EventBased).Event("used", NodeKind.MessageCatch, "permit.used", "=permit")
            .Event("void", NodeKind.MessageCatch, "permit.void", "=permit").Timer("late", "PT5S").End("in", "in").End("out", "out").End("slow", "slow")
            .Line("start", "race", "used", "in").Line("race", "void", "out").Line("race", "late", "slow").Graph;
        var run = Run.Started(graph, ("permit", "p1"));
        Assert.Equal(3, run.State.Waits.Length);
        Assert.Equal(FlowRefusal.Gone, run.Gets("permit.used", "p2").Last.Refusal);
        var late = run.State.Waits.Single(wait => wait.Node == "late");
        Assert.Equal("in", run.Gets("permit.used", "p1").State.Outcome);
        Assert.Empty(run.State.Waits);
        // The tie: the timer was due in the same instant.
        Assert.Equal(FlowRefusal.NotRunning, run.Do(new FlowInput.TimerDue(late.Token, "late")).Last.Refusal);
        Assert.Equal("in", run.State.Outcome);
    }

    [Fact]
    public void a_path_without_a_rest_that_never_ends_is_an_incident()
    {
        var graph = Sketch.Of().Start().Node("a", NodeKind.Exclusive).Node("b", NodeKind.Exclusive).End("end").Line("start", "a", "b", "a").Graph;
        Assert.Equal("endless_loop", Run.Started(graph).Incident);
    }

    [Fact]
    public void an_action_with_several_plain_flows_forks()
    {
        var graph = Sketch.Of().Start().Action("a").Action("b").Action("c").End("end").Line("start", "a", "b", "end").Line("a", "c", "end").Graph;
        Assert.Equal(["b", "c"], Run.Started(graph).Done("a").Where);
    }
}
