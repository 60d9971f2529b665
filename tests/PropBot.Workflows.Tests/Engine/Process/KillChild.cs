using PropBot.Trading.Ledger;
using PropBot.Workflows.Actions;
using PropBot.Workflows.Approvals;
using PropBot.Workflows.Approvals.Operators;
using PropBot.Workflows.Bpmn;
using PropBot.Workflows.Engine;
using PropBot.Workflows.Engine.Kernel;
using PropBot.Workflows.Engine.Pumping;
using PropBot.Workflows.Engine.Store;
using PropBot.Workflows.Tests.Engine.Kernel;
using PropBot.Workflows.Tests.Engine.Store;

namespace PropBot.Workflows.Tests.Engine.Process;

/// <summary>
/// The process that is killed: engine, pump and the people around them on a real ledger (every commit on the disk) and the real clock. It
/// tells <c>at N</c> for each instance that has come to its end, goes on with whatever an earlier life left, and stops by itself after the last.
/// </summary>
internal static class KillChild
{
    public const string Word = "kill-child";
    private const int Side = 6;

    public static readonly Graph[] Graphs =
    [
        Sketch.Of("story").Start().Action("note", action: "test.note", inputs: ("text", "begun")).Action("send", action: "test.send", inputs: ("limit", "=limit"))
            .Task("ask", outcomes: ["approve", "reject"], inputs: ("limit", "=limit")).On("ask", "lapse", "PT30M").Node("which", NodeKind.Exclusive)
            .Action("raise", action: "test.raise", inputs: ("limit", "=limit")).Event("used", NodeKind.MessageCatch, "permit.used", "=permit").Timer("rest", "PT0.02S")
            .Call("child", "chapter").End("done").End("no").End("lapsed").Line("start", "note", "send", "ask", "which").Line("lapse", "lapsed")
            .Flow("which", "raise", when: "approve").Flow("which", "no", id: "else").Default("which", "else").Line("raise", "used", "rest", "child", "done").Graph,
        Sketch.Of("chapter").Start().Action("note", action: "test.note", inputs: ("text", "called")).End("told").Line("start", "note", "told").Graph,
    ];

    public static async Task<int> Main(string[] args)
    {
        if (args is not [Word, var directory, var first, var last]) return 2;
        var clock = TimeProvider.System;
        await using var ledger = LedgerStore.Open(new LedgerOptions(directory, "paper"), clock);
        var texts = Graphs.ToDictionary(graph => graph.Sha256);
        var graphs = new GraphCache((process, xml) => texts[xml] with { Process = process });
        var people = new[] { "ann", "bob" }.Select(name => new OperatorEntry(name, Role.Operator, "token-" + name)).ToList();
        await ledger.Write(tx => tx.Execute(EffectRows.Table));
        await ledger.Write(tx => PeopleStore.Sync(tx, "test", people, paper: true, clock.GetUtcNow()));
        await new Definitions(ledger, clock, graphs).TakeFiles([.. Graphs.Select(graph => new DefinitionFile(graph.Process, graph.Sha256))], paper: true);
        var actions = ActionTable.Of([new FileSend(new FileVenue(Path.Combine(directory, "venue"))), new RaiseAction(), new NoteAction()]);
        var engine = new WorkflowEngine(ledger, clock, new EngineParts(graphs, actions, new OperatorTable(), new MovableBinding(), new TwoPersonPolicy(Paper: false)));
        var pump = new WorkflowPump(engine, clock, new PumpOptions($"pid-{Environment.ProcessId}"));
        using var stop = new CancellationTokenSource();
        var pumping = pump.Run(stop.Token);
        Console.WriteLine("ready");
        var next = int.Parse(first) - 1;
        await Task.WhenAll(Enumerable.Range(0, Side).Select(async _ =>
        {
            for (var number = Interlocked.Increment(ref next); number <= int.Parse(last); number = Interlocked.Increment(ref next)) await Outside(ledger, engine, clock, number);
        }));
        await stop.CancelAsync();
        await pumping;
        return 0;
    }

    /// <summary>People and desk for one instance; every wish under an id of its own that never changes.</summary>
    private static async Task Outside(LedgerStore ledger, WorkflowEngine engine, TimeProvider clock, int number)
    {
        var vars = Run.Vars(("limit", "500"), ("permit", $"p{number}"));
        var started = await engine.Start(new StartCommand(new CommandId($"start-{number}"), "story", $"{number}", vars, EngineStage.Ann));
        var instance = started switch { CommandAnswer.Applied one => one.Detail, CommandAnswer.AlreadyApplied one => one.Detail, _ => throw new InvalidOperationException($"{started}") };
        while (State(ledger, instance) is { Status: FlowStatus.Running } state)
        {
            var asked = state.Tokens.FirstOrDefault(token => token.Node == "ask");
            if (asked is not null)
                await engine.Decide(new DecideCommand(new CommandId($"decide-{number}"), instance, asked.Number, "approve", EngineStage.Bob, PayloadHash.Of(asked.Payload), true));
            else if (state.Tokens.Any(token => token.Node == "used"))
                await engine.Publish(new MessageCommand(new CommandId($"used-{number}"), "permit.used", $"p{number}", FlowState.Nothing, TimeSpan.FromDays(1)));
            else await Task.Delay(TimeSpan.FromMilliseconds(5), clock);
        }

        Console.WriteLine($"at {number}");
    }

    private static FlowState State(LedgerStore ledger, string instance) => ledger.Read(db =>
    {
        using var command = db.CreateCommand();
        command.CommandText = "SELECT state FROM workflow_instance WHERE id = $id";
        command.Parameters.AddWithValue("$id", instance);
        return FlowJson.ReadState((string)command.ExecuteScalar()!);
    });
}
