using System.Collections.Immutable;
using PropBot.Testing;
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

namespace PropBot.Workflows.Tests.Engine.Store;

/// <summary>Binding to a text that a test may move.</summary>
internal sealed class MovableBinding : IStateBinding
{
    /// <summary>What the state is; null = still what everybody asked for.</summary>
    public string? Now { get; set; } = "hold:1";

    public bool StillHolds(LedgerTransaction transaction, string process, ImmutableSortedDictionary<string, string> payload) => Now is null || payload.GetValueOrDefault("frozen", Now) == Now;
}

/// <summary>An engine over a real ledger file, its world (people, venue, clock) beside it. A new life of the process keeps the file and the world.</summary>
internal sealed class EngineStage : IAsyncDisposable
{
    public static readonly Actor Ann = By("ann");
    public static readonly Actor Bob = By("bob");
    public static readonly Actor Cid = By("cid");

    private readonly Dictionary<string, Graph> texts = new(StringComparer.Ordinal);
    private int lives;

    public EngineStage(params Graph[] graphs)
        : this(new ManualClock(), graphs)
    {
    }

    public EngineStage(TimeProvider clock, params Graph[] graphs)
    {
        Clock = clock;
        Ledger = new StepLedger(clock);
        Send = new SendAction(Venue);
        Done(Ledger.Write(tx => tx.Execute(EffectRows.Table)));
        var people = new[] { "ann", "bob", "cid" }.Select(name => new OperatorEntry(name, Role.Operator, "token-" + name)).ToList();
        Done(Ledger.Write(tx => PeopleStore.Sync(tx, "test", people, paper: true, clock.GetUtcNow())));
        Graphs = new GraphCache((process, xml) => texts[xml] with { Process = process });
        Files = [.. graphs.Select(File)];
        Done(new Definitions(Ledger, clock, Graphs).TakeFiles(Files, paper: true));
        (Engine, Pump) = Live(Ledger);
    }

    public TimeProvider Clock { get; }

    public ManualClock Manual => (ManualClock)Clock;

    public StepLedger Ledger { get; }

    public FakeVenue Venue { get; } = new();

    public SendAction Send { get; }

    public MovableBinding Binding { get; } = new();

    public GraphCache Graphs { get; }

    public IReadOnlyList<DefinitionFile> Files { get; }

    /// <summary>Instead of the test's own actions.</summary>
    public ActionTable? Table
    {
        get;
        init
        {
            field = value;
            (Engine, Pump) = Live(Ledger);
        }
    }

    public TwoPersonPolicy Policy { get; init; } = new(Paper: false);

    public WorkflowEngine Engine { get; private set; }

    public WorkflowPump Pump { get; private set; }

    public DefinitionFile File(Graph graph)
    {
        texts[graph.Sha256] = graph;
        return new DefinitionFile(graph.Process, graph.Sha256);
    }

    /// <summary>A process as it is right after its start: nothing in memory.</summary>
    public (WorkflowEngine Engine, WorkflowPump Pump) Live(ILedger ledger, object? send = null)
    {
        var actions = Table ?? ActionTable.Of([send ?? Send, new RaiseAction(), new NoteAction()]);
        var engine = new WorkflowEngine(ledger, Clock, new EngineParts(Graphs, actions, new OperatorTable(), Binding, Policy));
        return (engine, new WorkflowPump(engine, Clock, new PumpOptions($"life-{++lives}")));
    }

    public void Restart() => (Engine, Pump) = Live(Ledger);

    public async Task<string> Start(string process = "p", string key = "k", string id = "start", params (string Name, string Value)[] vars) =>
        Assert.IsType<CommandAnswer.Applied>(await Engine.Start(new StartCommand(new CommandId(id), process, key, Run.Vars(vars), Ann))).Detail;

    public DecideCommand Decision(string instance, string outcome, Actor by, string? id = null, string node = "ask")
    {
        var token = State(instance).Tokens.Single(one => one.Node == node);
        return new DecideCommand(new CommandId(id ?? $"decide-{by.Identity.Name}-{outcome}"), instance, token.Number, outcome, by, PayloadHash.Of(token.Payload), SecondFactor: true);
    }

    public FlowState State(string instance) => FlowJson.ReadState(Ledger.Texts("SELECT state FROM workflow_instance WHERE id = $1", instance).Single());

    public string Status(string instance) => Ledger.Texts("SELECT status || ' ' || outcome FROM workflow_instance WHERE id = $1", instance).Single();

    public List<string> Effects(string instance) => Ledger.Texts("SELECT what FROM test_effect WHERE instance = $1 ORDER BY id", instance);

    /// <summary>Steps the pump until nothing is due.</summary>
    public async Task Settle()
    {
        for (var i = 0; i < 100 && await Pump.Step() is { } next && next <= Clock.GetUtcNow(); i++) await Pump.Drained();
        await Pump.Drained();
    }

    public async Task Pass(TimeSpan time)
    {
        Manual.Advance(time);
        await Settle();
    }

    /// <summary>Rows and state say the same, and the journal replayed gives the state.</summary>
    public void IsWhole(string instance)
    {
        var state = State(instance);
        Assert.Equal(
            state.Waits.Select(wait => $"{wait.Token}/{wait.Node}/{WaitRows.Word(wait.Kind)}").Order(),
            Ledger.Texts("SELECT token || '/' || node || '/' || kind FROM workflow_wait WHERE instance = $1", instance).Order());
        var graph = texts[Ledger.Texts("SELECT d.xml FROM workflow_instance i JOIN workflow_definition d USING (process, version) WHERE i.id = $1", instance).Single()];
        var replayed = Ledger.Texts("SELECT detail FROM workflow_event WHERE instance = $1 ORDER BY n", instance).Select(FlowJson.ReadInput)
            .Aggregate(FlowState.New, (before, input) => FlowKernel.Step(graph, before, input).State);
        Assert.Equal(state, replayed);
    }

    public ValueTask DisposeAsync() => Ledger.DisposeAsync();

    public static Actor By(string name, Role role = Role.Operator) => new(new Identity(name, role), null, "test");

    // Commits on this thread, so it is over when the call returns.
    private static void Done(Task task) => task.GetAwaiter().GetResult();
}
