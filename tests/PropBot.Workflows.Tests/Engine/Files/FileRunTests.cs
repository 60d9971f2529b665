using PropBot.Workflows.Bpmn;
using PropBot.Workflows.Engine;
using PropBot.Workflows.Engine.Kernel;
using PropBot.Workflows.Tests.Engine.Store;

namespace PropBot.Workflows.Tests.Engine.Files;

/// <summary>The files of <c>workflows/</c> on the real store: what the search proves of the kernel, seen once more with rows, clock and people.</summary>
public class FileRunTests
{
    private static readonly Dictionary<string, string> Begun = new()
    {
        ["request"] = "r1",
        ["reason"] = "test",
        ["root_cause"] = "",
        ["limit"] = "MAX",
        ["scope"] = "",
        ["value"] = "5",
        ["until"] = "",
        ["strategy"] = "s",
        ["change"] = "c",
        ["process"] = "p",
        ["draft"] = "2",
    };

    [Fact]
    public async Task resume_goes_from_request_to_trading_with_exactly_one_permit()
    {
        var actions = new DiceActions(new Random(1)) { Answer = entry => entry.Outcomes[0] };
        await using var stage = FileStage("resume", actions);
        var instance = await stage.Start("resume", vars: [.. Begun.Select(pair => (pair.Key, pair.Value))]);
        Assert.Equal(new CommandAnswer.NotAllowed("same_operator"), await stage.Engine.Decide(stage.Decision(instance, "approve", EngineStage.Ann, node: "decide")));
        await stage.Engine.Decide(stage.Decision(instance, "approve", EngineStage.Bob, node: "decide"));
        var permit = stage.State(instance).Vars["permit"];
        await stage.Engine.Publish(new MessageCommand(new CommandId("m"), "permit.used", permit, FlowState.Nothing, TimeSpan.FromMinutes(1)));
        await stage.Engine.Signal(new SignalCommand(new CommandId("s"), "run.entered", FlowState.Nothing));
        Assert.Equal("completed running", stage.Status(instance));
        Assert.Equal(["desk.write-permit by bob"], actions.Loosened);
        var view = new InstanceReads(stage.Ledger, stage.Graphs).One(instance)!;
        Assert.Equal(["requested", "requested_to_check", "check"], view.Passed.Take(3));
        Assert.Contains("run_entered", view.Passed);
        Assert.DoesNotContain("permit_void", view.Passed);
        Assert.Equal("bob", view.Journal.Single(line => line.What == "task_decided").Actor);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task whatever_happens_to_a_file_its_rows_and_state_agree_and_nobody_loosens_alone(string file)
    {
        var loosened = 0;
        for (var seed = 1; seed <= (file == "partial-hedge" ? 60 : 20); seed++)
        {
            var dice = new Random(seed);
            // Where a hedge is mostly found flat nobody ever comes to complete one.
            var actions = new DiceActions(dice) { Answer = entry => entry.Name == "hedge.assess" && dice.Next(2) == 0 ? "partial" : null };
            await using var stage = FileStage(file, actions);
            var instance = await Begin(stage, file);
            for (var turn = 0; turn < 60 && stage.Status(instance).StartsWith("running", StringComparison.Ordinal); turn++)
            {
                await Something(stage, instance, actions, dice, turn);
                await stage.Settle();
                stage.IsWhole(instance);
            }

            loosened += actions.Loosened.Count;
            if (file != "partial-hedge") Assert.True(actions.Loosened.TrueForAll(one => one.EndsWith("by bob", StringComparison.Ordinal)), $"seed {seed}: {string.Join(", ", actions.Loosened)}");
            Assert.DoesNotContain(stage.State(instance).Waits, wait => wait is { Kind: WaitKind.Incident, Name: "no_flow" or "key_missing" or "timer_unreadable" or "not_approved" or "join_starved" });
        }

        Assert.True(loosened > 0, "no seed came as far as a loosening");
    }

    public static TheoryData<string> Files() => [.. Bpmn.Files.Names];

    private static EngineStage FileStage(string file, DiceActions actions)
    {
        var stage = new EngineStage(Bpmn.Files.Graph(file)) { Table = actions.Table };
        stage.Binding.Now = null;
        return stage;
    }

    private static async Task<string> Begin(EngineStage stage, string file)
    {
        if (Bpmn.Files.Graph(file).Inside(null).Any(node => node.Kind == NodeKind.Start)) return await stage.Start(file, vars: [.. Begun.Select(pair => (pair.Key, pair.Value))]);
        await stage.Engine.Publish(new MessageCommand(new CommandId("born"), "hedge.partial", "h1", FlowState.Nothing, TimeSpan.FromMinutes(1)));
        return stage.Ledger.Texts("SELECT id FROM workflow_instance").Single();
    }

    /// <summary>One thing of those it waits for; people are ann and bob, so each refuses what is the other's.</summary>
    private static async Task Something(EngineStage stage, string instance, DiceActions actions, Random dice, int turn)
    {
        var state = stage.State(instance);
        var asked = state.Waits.FirstOrDefault(one => one.Kind == WaitKind.Task);
        var wait = asked is not null && dice.Next(4) > 0 ? asked : state.Waits[dice.Next(state.Waits.Length)];
        var id = new CommandId($"turn-{turn}");
        switch (wait.Kind)
        {
            case WaitKind.Task:
                var terms = Bpmn.Files.Graph(stage.Files[0].Process)[wait.Node].Task!;
                var outcome = terms.IsApproval ? actions.OneOf(terms.Outcomes) : terms.Outcomes[dice.Next(terms.Outcomes.Length)];
                await stage.Engine.Decide(stage.Decision(instance, outcome, dice.Next(4) == 0 ? EngineStage.Ann : EngineStage.Bob, id.Text, wait.Node));
                break;
            case WaitKind.Message:
                await stage.Engine.Publish(new MessageCommand(id, wait.Name, wait.Key, FlowState.Nothing, TimeSpan.FromMinutes(1)));
                break;
            case WaitKind.Signal:
                await stage.Engine.Signal(new SignalCommand(id, wait.Name, FlowState.Nothing));
                break;
            case WaitKind.Incident:
                await stage.Engine.Retry(new TokenCommand(id, instance, wait.Token, EngineStage.Ann));
                break;
            default:
                stage.Manual.Advance(TimeSpan.FromMinutes(dice.Next(1, 40)));
                break;
        }
    }
}
