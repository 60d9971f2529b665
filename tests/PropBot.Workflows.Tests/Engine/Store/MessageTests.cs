using PropBot.Workflows.Bpmn;
using PropBot.Workflows.Engine;
using PropBot.Workflows.Engine.Kernel;
using PropBot.Workflows.Tests.Engine.Kernel;

namespace PropBot.Workflows.Tests.Engine.Store;

public class MessageTests
{
    private static readonly Graph Permit = Sketch.Of().Start().Action("note", action: "test.note", inputs: ("text", "asked")).Node("race", NodeKind.EventBased)
        .Event("used", NodeKind.MessageCatch, "permit.used", "=permit").Event("void", NodeKind.MessageCatch, "permit.void", "=permit").Timer("late", "PT5S")
        .End("in", "in").End("out", "out").End("slow", "slow").Line("start", "note", "race", "used", "in").Line("race", "void", "out").Line("race", "late", "slow").Graph;

    [Fact]
    public async Task a_message_finds_whoever_waits_for_its_key()
    {
        await using var stage = new EngineStage(Permit);
        var one = await stage.Start(vars: ("permit", "p1"));
        var other = await stage.Start(key: "k2", id: "s2", vars: ("permit", "p2"));
        await stage.Engine.Publish(Message("m1", "permit.used", "p2"));
        Assert.Equal(("running ", "completed in"), (stage.Status(one), stage.Status(other)));
    }

    [Fact]
    public async Task one_that_comes_too_early_is_kept_until_somebody_waits()
    {
        await using var stage = new EngineStage(Permit);
        await stage.Engine.Publish(Message("m1", "permit.used", "p1"));
        await stage.Engine.Publish(Message("m2", "permit.void", "p1"));
        stage.Restart();
        var instance = await stage.Start(vars: ("permit", "p1"));
        Assert.Equal("completed in", stage.Status(instance));
        Assert.Equal(1, stage.Ledger.Count("SELECT count(*) FROM workflow_message"));
        stage.IsWhole(instance);
    }

    [Fact]
    public async Task a_kept_message_does_not_outlive_its_time()
    {
        await using var stage = new EngineStage(Permit);
        await stage.Engine.Publish(Message("m1", "permit.used", "p1"));
        stage.Manual.Advance(TimeSpan.FromMinutes(1));
        var instance = await stage.Start(vars: ("permit", "p1"));
        Assert.Equal("running ", stage.Status(instance));
        await stage.Settle();
        Assert.Equal(0, stage.Ledger.Count("SELECT count(*) FROM workflow_message"));
    }

    [Fact]
    public async Task told_twice_it_counts_once_even_when_the_first_was_used_up()
    {
        await using var stage = new EngineStage(Permit);
        var instance = await stage.Start(vars: ("permit", "p1"));
        Assert.IsType<CommandAnswer.Applied>(await stage.Engine.Publish(Message("m1", "permit.used", "p1")));
        Assert.IsType<CommandAnswer.AlreadyApplied>(await stage.Engine.Publish(Message("m1", "permit.used", "p1")));
        Assert.Equal("completed in", stage.Status(instance));
        Assert.Equal(0, stage.Ledger.Count("SELECT count(*) FROM workflow_message"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task in_a_tie_behind_an_event_gateway_the_first_to_commit_wins(bool message)
    {
        await using var stage = new EngineStage(Permit);
        var instance = await stage.Start(vars: ("permit", "p1"));
        stage.Manual.Advance(TimeSpan.FromSeconds(5));
        if (message) await stage.Engine.Publish(Message("m1", "permit.used", "p1"));
        await stage.Settle();
        if (!message) await stage.Engine.Publish(Message("m1", "permit.used", "p1"));
        Assert.Equal(message ? "completed in" : "completed slow", stage.Status(instance));
        Assert.Equal(0, stage.Ledger.Count("SELECT count(*) FROM workflow_wait"));
        stage.IsWhole(instance);
    }

    [Fact]
    public async Task a_message_starts_what_begins_with_it_once_a_key()
    {
        var graph = Sketch.Of("partial").Event("born", NodeKind.MessageStart, "hedge.partial").Task("ask", TaskSpec.Choice).On("ask", "lapse", "PT1H").End("end", "end")
            .Line("born", "ask", "end").Line("lapse", "end").Graph;
        await using var stage = new EngineStage(graph);
        await stage.Engine.Publish(Message("m1", "hedge.partial", "h7"));
        await stage.Engine.Publish(Message("m2", "hedge.partial", "h7"));
        await stage.Engine.Publish(Message("m3", "hedge.partial", "h8"));
        Assert.Equal(["h7", "h8"], stage.Ledger.Texts("SELECT key FROM workflow_instance ORDER BY key"));
    }

    [Fact]
    public async Task a_signal_reaches_everybody_and_a_thrown_message_its_receiver_in_one_unit()
    {
        var sender = Sketch.Of("sender").Start().Add(new Node { Id = "tell", Name = "tell", Kind = NodeKind.MessageThrow, Event = "go", Key = "=to" }).End("end", "end").Line("start", "tell", "end").Graph;
        var receiver = Sketch.Of("receiver").Start().Event("wait", NodeKind.MessageCatch, "go", "=me").Event("stop", NodeKind.SignalCatch, "kill").End("killed", "killed").Line("start", "wait", "stop", "killed").Graph;
        await using var stage = new EngineStage(sender, receiver);
        var one = await stage.Start("receiver", "1", "s1", ("me", "x"));
        var other = await stage.Start("receiver", "2", "s2", ("me", "y"));
        await stage.Start("sender", "3", "s3", ("to", "x"));
        await stage.Start("sender", "4", "s4", ("to", "y"));
        Assert.Equal(new CommandAnswer.Applied("2"), await stage.Engine.Signal(new SignalCommand(new CommandId("k1"), "kill", FlowState.Nothing)));
        Assert.Equal(("completed killed", "completed killed"), (stage.Status(one), stage.Status(other)));
    }

    [Fact]
    public async Task a_called_process_goes_with_its_caller_and_answers_it_in_one_unit()
    {
        var parent = Sketch.Of("parent").Start().Call("child", "child").On("child", "late", "PT1M").End("ok", "ok").End("gone", "gone").Line("start", "child", "ok").Line("late", "gone").Graph;
        var child = Sketch.Of("child").Start().Task("ask", TaskSpec.Choice, outcomes: ["yes"]).End("said", "said").Line("start", "ask", "said").Graph;
        await using var stage = new EngineStage(parent, child);
        var one = await stage.Start("parent");
        var called = stage.Ledger.Texts("SELECT id FROM workflow_instance WHERE process = 'child'").Single();
        await stage.Engine.Decide(stage.Decision(called, "yes", EngineStage.Bob));
        Assert.Equal("completed ok", stage.Status(one));
        var other = await stage.Start("parent", id: "s2");
        await stage.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal("completed gone", stage.Status(other));
        Assert.Equal(["cancelled", "completed"], stage.Ledger.Texts("SELECT status FROM workflow_instance WHERE process = 'child' ORDER BY status"));
    }

    private static MessageCommand Message(string id, string name, string key) => new(new CommandId(id), name, key, FlowState.Nothing, TimeSpan.FromMinutes(1));
}
