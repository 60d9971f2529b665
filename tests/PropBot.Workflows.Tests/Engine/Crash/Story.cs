using PropBot.Trading.Ledger;
using PropBot.Workflows.Bpmn;
using PropBot.Workflows.Engine;
using PropBot.Workflows.Engine.Kernel;
using PropBot.Workflows.Engine.Pumping;
using PropBot.Workflows.Tests.Engine.Kernel;
using PropBot.Workflows.Tests.Engine.Store;

namespace PropBot.Workflows.Tests.Engine.Crash;

/// <summary>
/// One instance with everything in it (local, remote, approval, loosening, message, timer, called process), and the people and the desk
/// around it, who repeat what was not answered under the same command id. Whatever dies meanwhile, it must come out the same.
/// </summary>
internal sealed class Story(EngineStage stage, string run)
{
    public static readonly Graph[] Graphs =
    [
        Sketch.Of("story").Start().Action("note", action: "test.note", inputs: ("text", "begun")).Action("send", action: "test.send", inputs: ("limit", "=limit"))
            .Task("ask", outcomes: ["approve", "reject"], inputs: ("limit", "=limit")).On("ask", "lapse", "PT30M").On("ask", "remind", "R2/PT5M", interrupting: false, TimerKind.Cycle)
            .Action("nudge", action: "test.note", inputs: ("text", "nudged")).End("nudged").Node("which", NodeKind.Exclusive)
            .Action("raise", action: "test.raise", inputs: ("limit", "=limit")).Event("used", NodeKind.MessageCatch, "permit.used", "=permit").Timer("rest", "PT5S")
            .Call("child", "chapter").End("done").End("no").End("lapsed").Line("start", "note", "send", "ask", "which").Line("lapse", "lapsed").Line("remind", "nudge", "nudged")
            .Flow("which", "raise", when: "approve").Flow("which", "no", id: "else").Default("which", "else").Line("raise", "used", "rest", "child", "done").Graph,
        Sketch.Of("chapter").Start().Action("note", action: "test.note", inputs: ("text", "called")).End("told").Line("start", "note", "told").Graph,
    ];

    private readonly Dictionary<string, string> answers = new(StringComparer.Ordinal);

    public string Instance { get; private set; } = "";

    /// <summary>Every way in which the outside saw more or less than one effect; empty is right.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>Lives one life after the other until one brings it to its end.</summary>
    public async Task Live(IEnumerable<Life> lives, Func<ILedger, Life, ILedger>? mutant = null, object? send = null)
    {
        foreach (var life in lives)
        {
            stage.Venue.OnWire = life.Point;
            var (engine, pump) = stage.Live(new MortalLedger(mutant is null ? stage.Ledger : mutant(stage.Ledger, life), life), send);
            try
            {
                await Live(engine, pump);
                return;
            }
            catch (ProcessDiedException)
            {
                // The next life finds the file as it is.
            }
            finally
            {
                stage.Venue.OnWire = _ => { };
            }
        }
    }

    /// <summary>What the file, the venue and the outside say at the end.</summary>
    public List<string> Check()
    {
        if (Instance.Length == 0) return Problems;
        Expect("completed done", stage.Status(Instance), "status");
        Expect("begun,nudged,raised to 500 by bob", string.Join(',', stage.Effects(Instance)), "effects");
        Expect("called", string.Join(',', stage.Ledger.Texts(
            "SELECT e.what FROM test_effect e JOIN workflow_instance i ON i.id = e.instance WHERE i.parent = $1", Instance)), "effects of the called process");
        Expect("1", $"{stage.Venue.Orders.Keys.Count(key => key.StartsWith(Instance + "#", StringComparison.Ordinal) || key.StartsWith("random-", StringComparison.Ordinal))}", "orders");
        Expect("0", $"{stage.Ledger.Count("SELECT count(*) FROM workflow_message WHERE key = $1", run)}", "messages left over");
        foreach (var (what, times) in new[] { ("task_decided", 1), ("job_done", 5), ("message_arrived", 1), ("timer_due", 2) })
            Expect($"{times}", $"{stage.Ledger.Count("SELECT count(*) FROM workflow_event WHERE instance = $1 AND what = $2", Instance, what)}", what);
        try
        {
            stage.IsWhole(Instance);
        }
        catch (Exception broken)
        {
            Problems.Add($"rows, state and journal differ: {broken.Message}");
        }

        return Problems;
    }

    private async Task Live(WorkflowEngine engine, WorkflowPump pump)
    {
        Instance = await Said("start", engine.Start(new StartCommand(new CommandId($"{run}/start"), "story", run, Run.Vars(("limit", "500"), ("permit", run)), EngineStage.Ann)));
        for (var turn = 0; turn < 400; turn++)
        {
            await pump.Step();
            await pump.Drained();
            if (Instance.Length == 0 || !stage.Status(Instance).StartsWith("running", StringComparison.Ordinal)) return;
            var state = stage.State(Instance);
            // The second operator is slow: one reminder comes first.
            if (state.Waits.Any(wait => wait.Kind == WaitKind.Task) && stage.Effects(Instance).Contains("nudged"))
                await Said("decide", engine.Decide(stage.Decision(Instance, "approve", EngineStage.Bob, $"{run}/decide")));
            else if (state.Waits.Any(wait => wait.Kind == WaitKind.Message))
                await Said("message", engine.Publish(new MessageCommand(new CommandId($"{run}/used"), "permit.used", run, FlowState.Nothing, TimeSpan.FromHours(1))));
            else stage.Manual.Advance(state.Waits.Any(wait => wait.Kind == WaitKind.Task) ? TimeSpan.FromMinutes(5) : TimeSpan.FromSeconds(2));
        }

        Problems.Add("it never came to its end");
    }

    /// <summary>The same wish is answered the same however often it is asked.</summary>
    private async Task<string> Said(string what, Task<CommandAnswer> asked)
    {
        var answer = await asked;
        var detail = answer switch { CommandAnswer.Applied one => one.Detail, CommandAnswer.AlreadyApplied one => one.Detail, _ => $"not done: {answer}" };
        if (detail.StartsWith("not done", StringComparison.Ordinal)) Problems.Add($"{what}: {detail}");
        if (answer is CommandAnswer.Applied && answers.ContainsKey(what)) Problems.Add($"{what} was applied twice");
        if (answers.TryGetValue(what, out var before) && before != detail) Problems.Add($"{what} was answered '{before}', then '{detail}'");
        answers[what] = detail;
        return answer is CommandAnswer.Applied or CommandAnswer.AlreadyApplied ? detail : Instance;
    }

    private void Expect(string right, string found, string what)
    {
        if (right != found) Problems.Add($"{what}: '{found}' instead of '{right}'");
    }
}
