using PropBot.Workflows.Approvals;
using PropBot.Workflows.Bpmn;
using PropBot.Workflows.Engine;
using PropBot.Workflows.Engine.Kernel;
using PropBot.Workflows.Tests.Engine.Kernel;
using PropBot.Workflows.Tests.Engine.Store;

namespace PropBot.Workflows.Tests.Engine.Crash;

/// <summary>Design §7.3: every command once to five times, at once and after a restart: one effect, one answer.</summary>
public class RaceTests
{
    private static readonly string[] All = ["start", "decide", "message", "signal", "retry", "skip", "cancel"];

    [Fact]
    public async Task of_fifty_who_decide_at_once_one_is_taken_and_the_others_learn_of_whom()
    {
        await using var stage = new EngineStage(Drawings.Raise());
        var instance = await stage.Start(vars: ("limit", "500"));
        var decisions = Enumerable.Range(0, 50).Select(i => stage.Decision(instance, i % 3 == 0 ? "reject" : "approve", i % 2 == 0 ? EngineStage.Bob : EngineStage.Cid, $"d{i}")).ToList();
        var answers = await AtOnce(decisions.Select(decision => (Func<Task<CommandAnswer>>)(() => stage.Engine.Decide(decision))));
        Assert.Single(answers, answer => answer is CommandAnswer.Applied);
        var gone = answers.OfType<CommandAnswer.Gone>().ToList();
        Assert.Equal(49, gone.Count);
        Assert.Single(gone.Distinct());
        Assert.Equal(gone[0].Outcome == "approve" ? 1 : 0, stage.Effects(instance).Count);
        stage.IsWhole(instance);
    }

    [Theory]
    [MemberData(nameof(Repeated))]
    public async Task a_command_that_comes_again_is_answered_and_not_done_again(string command, int times)
    {
        await using var stage = new EngineStage(Drawings.Raise("asked"), Sketch.Of("p").Start().Action("first", action: "test.note", inputs: ("text", "throw"))
            .Event("heard", NodeKind.SignalCatch, "s").Event("told", NodeKind.MessageCatch, "m", "=k").End("end").Line("start", "first", "heard", "told", "end").Graph);
        var asked = await stage.Start("asked", id: "s-asked", vars: ("limit", "500"));
        var stuck = await stage.Start("p", id: "s-p", vars: ("k", "x"));
        var token = new TokenCommand(new CommandId("c"), stuck, stage.State(stuck).Tokens.Single().Number, EngineStage.Ann);
        var decision = stage.Decision(asked, "approve", EngineStage.Bob, "c");
        Task<CommandAnswer> Send() => command switch
        {
            "start" => stage.Engine.Start(new StartCommand(new CommandId("c"), "p", "other", FlowState.Nothing, EngineStage.Ann)),
            "decide" => stage.Engine.Decide(decision),
            "message" => stage.Engine.Publish(new MessageCommand(new CommandId("c"), "m", "x", FlowState.Nothing, TimeSpan.FromHours(1))),
            "signal" => stage.Engine.Signal(new SignalCommand(new CommandId("c"), "s", FlowState.Nothing)),
            "retry" => stage.Engine.Retry(token),
            "skip" => stage.Engine.Skip(token, "noted", EngineStage.Bob),
            _ => stage.Engine.Cancel(new CommandId("c"), stuck, EngineStage.Ann),
        };
        var answers = await AtOnce(Enumerable.Repeat((Func<Task<CommandAnswer>>)Send, times));
        var rows = Rows(stage);
        await stage.Ledger.Reopen();
        stage.Restart();
        answers.Add(await Send());
        var applied = Assert.Single(answers.OfType<CommandAnswer.Applied>());
        Assert.All(answers.OfType<CommandAnswer.AlreadyApplied>(), again => Assert.Equal(applied.Detail, again.Detail));
        Assert.Equal(times, answers.Count(answer => answer is CommandAnswer.AlreadyApplied));
        Assert.Equal(rows, Rows(stage));
    }

    public static TheoryData<string, int> Repeated()
    {
        var data = new TheoryData<string, int>();
        foreach (var command in All)
            for (var times = 1; times <= 5; times++) data.Add(command, times);
        return data;
    }

    [Fact]
    public async Task one_id_for_two_wishes_is_refused()
    {
        await using var stage = new EngineStage(Drawings.Raise());
        await stage.Start(vars: ("limit", "500"));
        Assert.Equal(
            new CommandAnswer.NotAllowed("command_id_reused"),
            await stage.Engine.Start(new StartCommand(new CommandId("start"), "p", "k", Run.Vars(("limit", "9000")), EngineStage.Ann)));
    }

    [Fact]
    public async Task skipping_takes_two_people_and_is_refused_behind_an_approval()
    {
        await using var stage = new EngineStage(Drawings.Raise());
        var instance = await stage.Start(vars: ("limit", "500"));
        var token = new TokenCommand(new CommandId("c1"), instance, stage.State(instance).Tokens.Single().Number, EngineStage.Bob);
        Assert.Equal(new CommandAnswer.NotAllowed("behind_approval"), await stage.Engine.Skip(token, "approve", EngineStage.Cid));
        Assert.Equal(new CommandAnswer.NotAllowed("same_operator"), await stage.Engine.Skip(token, "approve", EngineStage.Bob));
        Assert.Equal(new CommandAnswer.NotAllowed("forbidden"), await stage.Engine.Skip(token, "approve", EngineStage.By("cid", Role.Viewer)));
        Assert.Equal("running ", stage.Status(instance));
    }

    private static string Rows(EngineStage stage) => string.Join(' ', new[] { "workflow_instance", "workflow_wait", "workflow_event", "workflow_command", "workflow_message", "test_effect" }
        .Select(table => $"{table}={stage.Ledger.Count($"SELECT count(*) FROM {table}")}"));

    private static async Task<List<CommandAnswer>> AtOnce(IEnumerable<Func<Task<CommandAnswer>>> sends)
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var all = sends.Select(send => Task.Run(async () =>
        {
            await go.Task;
            return await send();
        })).ToList();
        go.SetResult();
        return [.. await Task.WhenAll(all)];
    }
}
