using PropBot.Workflows.Bpmn;
using PropBot.Workflows.Engine;
using PropBot.Workflows.Tests.Engine.Kernel;

namespace PropBot.Workflows.Tests.Engine.Store;

/// <summary>One approval in front of one loosening: the shape of every workflow here.</summary>
internal static class Drawings
{
    public static Graph Raise(string process = "p", int needed = 1) => Sketch.Of(process).Start()
        .Task("ask", needed: needed, outcomes: ["approve", "reject", "withdraw"], inputs: [("limit", "=limit"), ("frozen", "=frozen")]).On("ask", "lapse", "PT30M")
        .Node("which", NodeKind.Exclusive).Action("raise", action: "test.raise", inputs: ("limit", "=limit")).OnError("raise", "moved", "STATE_CHANGED")
        .End("done", "done").End("refused", "refused").End("lapsed", "lapsed").End("changed", "changed").Line("start", "ask", "which").Line("lapse", "lapsed")
        .Flow("which", "raise", when: "approve").Flow("which", "refused", id: "else").Default("which", "else").Line("raise", "done").Line("moved", "changed").Graph;
}

public class DecideTests
{
    private static readonly (string Name, string Value)[] Asked = [("limit", "500"), ("frozen", "hold:1")];

    [Fact]
    public async Task the_second_person_approves_and_exactly_what_was_shown_happens_once()
    {
        await using var stage = new EngineStage(Drawings.Raise());
        var instance = await stage.Start(vars: Asked);
        Assert.Equal(new CommandAnswer.Applied("approve"), await stage.Engine.Decide(stage.Decision(instance, "approve", EngineStage.Bob)));
        Assert.Equal("completed done", stage.Status(instance));
        Assert.Equal(["raised to 500 by bob"], stage.Effects(instance));
        stage.IsWhole(instance);
    }

    [Fact]
    public async Task who_asked_cannot_approve_but_can_take_it_back()
    {
        await using var stage = new EngineStage(Drawings.Raise());
        var instance = await stage.Start(vars: Asked);
        Assert.Equal(No("same_operator"), await stage.Engine.Decide(stage.Decision(instance, "approve", EngineStage.Ann)));
        Assert.Equal(No("not_requester"), await stage.Engine.Decide(stage.Decision(instance, "withdraw", EngineStage.Bob)));
        Assert.IsType<CommandAnswer.Applied>(await stage.Engine.Decide(stage.Decision(instance, "withdraw", EngineStage.Ann)));
        Assert.Equal("completed refused", stage.Status(instance));
        Assert.Empty(stage.Effects(instance));
    }

    [Fact]
    public async Task the_same_person_twice_is_one_person()
    {
        await using var stage = new EngineStage(Drawings.Raise(needed: 2));
        var instance = await stage.Start(vars: Asked);
        Assert.IsType<CommandAnswer.Applied>(await stage.Engine.Decide(stage.Decision(instance, "approve", EngineStage.Bob, "one")));
        Assert.Equal(No("same_operator"), await stage.Engine.Decide(stage.Decision(instance, "approve", EngineStage.Bob, "two")));
        Assert.Equal(No("same_operator"), await stage.Engine.Decide(stage.Decision(instance, "approve", EngineStage.Bob with { Stated = "dora" }, "three")));
        Assert.Empty(stage.Effects(instance));
        Assert.IsType<CommandAnswer.Applied>(await stage.Engine.Decide(stage.Decision(instance, "approve", EngineStage.Cid, "four")));
        Assert.Equal(["raised to 500 by bob,cid"], stage.Effects(instance));
    }

    [Theory]
    [InlineData("bob", "forbidden")]
    [InlineData("ann", "requester_lost_role")]
    public async Task a_role_taken_away_meanwhile_counts(string who, string why)
    {
        await using var stage = new EngineStage(Drawings.Raise());
        var instance = await stage.Start(vars: Asked);
        await stage.Ledger.Write(tx => tx.Execute("UPDATE operator SET role = 'viewer' WHERE name = ?1", who));
        Assert.Equal(No(why), await stage.Engine.Decide(stage.Decision(instance, "approve", EngineStage.Bob)));
        Assert.Empty(stage.Effects(instance));
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    [InlineData(1, false)]
    public async Task the_deadline_is_the_clocks_and_not_its_timers(int milliseconds, bool taken)
    {
        await using var stage = new EngineStage(Drawings.Raise());
        var instance = await stage.Start(vars: Asked);
        // The pump stands still: nobody has rung the timer.
        stage.Manual.Advance(TimeSpan.FromMinutes(30) + TimeSpan.FromMilliseconds(milliseconds));
        var answer = await stage.Engine.Decide(stage.Decision(instance, "approve", EngineStage.Bob));
        Assert.Equal(taken, answer is CommandAnswer.Applied);
        if (!taken) Assert.Equal(new CommandAnswer.Expired(stage.Clock.GetUtcNow().AddMilliseconds(-milliseconds)), answer);
        Assert.Equal(taken ? 1 : 0, stage.Effects(instance).Count);
        await stage.Settle();
        Assert.Equal(taken ? "completed done" : "completed lapsed", stage.Status(instance));
    }

    [Fact]
    public async Task what_was_asked_for_has_moved()
    {
        await using var stage = new EngineStage(Drawings.Raise());
        var instance = await stage.Start(vars: Asked);
        stage.Binding.Now = "hold:2";
        Assert.Equal(No("state_changed"), await stage.Engine.Decide(stage.Decision(instance, "approve", EngineStage.Bob)));
        stage.Binding.Now = "hold:1";
        Assert.Equal(No("state_changed"), await stage.Engine.Decide(stage.Decision(instance, "approve", EngineStage.Bob) with { PayloadHash = "something else" }));
        Assert.Equal(No("second_factor_required"), await stage.Engine.Decide(stage.Decision(instance, "approve", EngineStage.Bob) with { SecondFactor = false }));
        Assert.Empty(stage.Effects(instance));
    }

    [Fact]
    public async Task the_second_one_learns_who_was_first()
    {
        await using var stage = new EngineStage(Drawings.Raise());
        var instance = await stage.Start(vars: Asked);
        var late = stage.Decision(instance, "reject", EngineStage.Cid);
        await stage.Engine.Decide(stage.Decision(instance, "approve", EngineStage.Bob));
        Assert.Equal(new CommandAnswer.Gone("bob", stage.Clock.GetUtcNow(), "approve"), await stage.Engine.Decide(late));
        Assert.Equal(No("nothing_waits"), await stage.Engine.Decide(late with { Token = 77 }));
        Assert.Equal(No("unknown_instance"), await stage.Engine.Decide(late with { Instance = "p-none" }));
    }

    [Fact]
    public async Task an_approval_that_never_ends_is_never_given()
    {
        var graph = Sketch.Of().Start().Task("ask").End("end").Line("start", "ask", "end").Graph;
        await using var stage = new EngineStage(graph);
        var instance = await stage.Start();
        Assert.Equal(No("no_expiry"), await stage.Engine.Decide(stage.Decision(instance, "approve", EngineStage.Bob)));
    }

    [Fact]
    public async Task what_nobody_asked_for_needs_two()
    {
        await using var stage = new EngineStage(Drawings.Raise("one"), Drawings.Raise("two", needed: 2));
        var one = Assert.IsType<CommandAnswer.Applied>(await stage.Engine.Start(new StartCommand(new CommandId("s1"), "one", "k", Run.Vars(Asked)))).Detail;
        Assert.Equal(No("requester_unknown"), await stage.Engine.Decide(stage.Decision(one, "approve", EngineStage.Bob)));
        var two = Assert.IsType<CommandAnswer.Applied>(await stage.Engine.Start(new StartCommand(new CommandId("s2"), "two", "k", Run.Vars(Asked)))).Detail;
        await stage.Engine.Decide(stage.Decision(two, "approve", EngineStage.Bob, "b"));
        await stage.Engine.Decide(stage.Decision(two, "approve", EngineStage.Cid, "c"));
        Assert.Equal("completed done", stage.Status(two));
    }

    [Fact]
    public async Task who_chose_does_not_approve_the_choice_even_when_somebody_chose_elsewhere_since()
    {
        var graph = Sketch.Of().Start().Node("fork", NodeKind.Parallel).Task("pick", TaskSpec.Choice, outcomes: ["on"])
            .Task("ask", requester: Words.DecidedBy, inputs: ("limit", "=limit")).On("ask", "lapse", "PT30M").Task("beside", TaskSpec.Choice, outcomes: ["on"]).End("end").End("other").End("lapsed")
            .Line("start", "fork", "pick", "ask", "end").Line("fork", "beside", "other").Line("lapse", "lapsed").Graph;
        await using var stage = new EngineStage(graph);
        var instance = await stage.Start(vars: Asked);
        await stage.Engine.Decide(stage.Decision(instance, "on", EngineStage.Bob, "1", "pick"));
        await stage.Engine.Decide(stage.Decision(instance, "on", EngineStage.Cid, "2", "beside"));
        Assert.Equal(No("same_operator"), await stage.Engine.Decide(stage.Decision(instance, "approve", EngineStage.Bob, "3")));
        // Who started the instance asked for nothing of this.
        Assert.IsType<CommandAnswer.Applied>(await stage.Engine.Decide(stage.Decision(instance, "approve", EngineStage.Ann, "4")));
    }

    [Fact]
    public async Task a_loosening_that_is_not_what_was_approved_does_not_run()
    {
        var graph = Sketch.Of().Start().Task("ask", inputs: ("limit", "=limit")).On("ask", "lapse", "PT1M").Action("note", action: "test.note", inputs: ("text", "write"))
            .Action("raise", action: "test.raise", inputs: ("limit", "=limit")).OnError("raise", "moved", "STATE_CHANGED").End("done", "done").End("changed", "changed")
            .End("lapsed").Line("start", "ask", "note", "raise", "done").Line("moved", "changed").Line("lapse", "lapsed").Graph;
        var bare = Sketch.Of("bare").Start().Action("raise", action: "test.raise", inputs: ("limit", "500")).End("done", "done").Line("start", "raise", "done").Graph;
        await using var stage = new EngineStage(graph, bare);
        var instance = await stage.Start(vars: Asked);
        await stage.Engine.Decide(stage.Decision(instance, "approve", EngineStage.Bob));
        Assert.Equal("completed changed", stage.Status(instance));
        Assert.Equal(["write"], stage.Effects(instance));
        var unasked = await stage.Start("bare", id: "s2");
        Assert.Equal("not_approved", stage.State(unasked).Waits.Single().Name);
        Assert.Empty(stage.Effects(unasked));
    }

    [Fact]
    public async Task every_no_is_in_the_audit()
    {
        await using var stage = new EngineStage(Drawings.Raise());
        var instance = await stage.Start(vars: Asked);
        await stage.Engine.Decide(stage.Decision(instance, "approve", EngineStage.Ann));
        Assert.Contains("ann workflow.decide denied same_operator", stage.Ledger.Texts(
            "SELECT actor || ' ' || action || ' ' || json_extract(details, '$.status') || ' ' || json_extract(details, '$.code') FROM audit WHERE details LIKE '%denied%'"));
    }

    private static CommandAnswer No(string why) => new CommandAnswer.NotAllowed(why);
}
