using System.Text;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using PropBot.Testing.Worlds;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Actions;
using PropBot.Workflows.Actions.Autopilot;
using PropBot.Workflows.Actions.Hedges;
using PropBot.Workflows.Approvals;
using PropBot.Workflows.Bpmn;
using PropBot.Workflows.Courier;
using PropBot.Workflows.Engine;
using PropBot.Workflows.Engine.Kernel;
using PropBot.Workflows.Engine.Pumping;
using PropBot.Workflows.Engine.Store;

namespace PropBot.Scenarios.Partials;

/// <summary>The workflow engine of each life of a world's process: the file, its real actions, the pump and the courier, on the process's own queue.</summary>
internal sealed class FlowSide
{
    private static readonly string Xml = File.ReadAllText(Path.Combine(Root(), "workflows", "partial-hedge.bpmn"));
    private static readonly Graph Drawn = BpmnParser.Parse(Encoding.UTF8.GetBytes(Xml)).Graphs[0];
    private WorkflowEngine engine = null!;
    private int asked;

    /// <summary>While true the engine's process part does not run: no pump, no courier.</summary>
    public bool Dead { get; set; }

    public void Begin(ProcessParts parts)
    {
        if (Dead) return;
        var graphs = new GraphCache((_, _) => Drawn);
        DeskDoor door = parts.Desk.Send;
        var actions = ActionTable.Of(HedgeActions.All(parts.Desk, door, parts.Ledger, parts.Clock));
        var made = new WorkflowEngine(parts.Ledger, parts.Clock, new EngineParts(graphs, actions, new OperatorTable(), new DeskBinding(parts.Desk, new MandateTerms("", "")), new TwoPersonPolicy(Paper: false)));
        engine = made;
        var courier = new CourierRound(
            new DeskSignals(parts.Desk, parts.Ledger, made), new PermitCourier(parts.Ledger, parts.Desk, door, made, parts.Clock, NullLogger<PermitCourier>.Instance),
            new PartialCourier(parts.Ledger, parts.Desk, made, parts.Clock), new StartMessages(parts.Ledger, parts.Desk, made, parts.Clock), new LoweredMessages(parts.Ledger, parts.Desk, made, parts.Clock));
        _ = Live(parts, new Definitions(parts.Ledger, parts.Clock, graphs), new WorkflowPump(made, parts.Clock, new PumpOptions($"boot{parts.Boot}")), courier);
    }

    public IReadOnlyList<string> Instances(WorldHarness world) => world.Ledger.Read(db => db.Query<string>("SELECT id FROM workflow_instance ORDER BY started").ToList());

    public FlowState State(WorldHarness world, string instance) =>
        FlowJson.ReadState(world.Ledger.Read(db => db.ExecuteScalar<string>("SELECT state FROM workflow_instance WHERE id = @instance", new { instance }))!);

    /// <summary>Where the newest instance waits, e.g. <c>choose</c>; empty while there is none.</summary>
    public string WaitsAt(WorldHarness world) => Instances(world) is [.., var last] && State(world, last) is { Status: FlowStatus.Running } state ? string.Join(' ', state.Tokens.Select(token => token.Node)) : "";

    public string End(WorldHarness world) => Instances(world) is [.., var last] ? $"{State(world, last).Status} {State(world, last).Outcome}" : "";

    public IReadOnlyList<string> Story(WorldHarness world) => world.Ledger.Read(db => db.Query<string>(
        "SELECT what || ' ' || node || CASE WHEN outcome = '' THEN '' ELSE ' ' || outcome END || ' by ' || actor FROM workflow_event ORDER BY instance, n").ToList());

    public CommandAnswer Decide(WorldHarness world, string node, string outcome, string by)
    {
        var command = Command(world, node, outcome, by);
        return world.Await(() => engine.Decide(command));
    }

    /// <summary>As <see cref="Decide"/>, by a process that may die of it: nobody waits for the answer.</summary>
    public void TryDecide(WorldHarness world, string node, string outcome, string by)
    {
        var command = Command(world, node, outcome, by);
        world.Begin(() => engine.Decide(command));
        world.Advance(TimeSpan.FromSeconds(1));
        if (WaitsAt(world) == node) Decide(world, node, outcome, by);
    }

    /// <summary>Completions that were sent, of all lives.</summary>
    public long Completions(WorldHarness world) => world.Ledger.Read(db => db.ExecuteScalar<long>("SELECT count(*) FROM hedge_wish WHERE kind = 'complete' AND order_id <> ''"));

    private DecideCommand Command(WorldHarness world, string node, string outcome, string by)
    {
        var instance = Instances(world)[^1];
        var token = State(world, instance).Tokens.Single(one => one.Node == node);
        var person = new Actor(new Identity(by, Role.Operator), null, "test");
        return new DecideCommand(new CommandId($"decide/{++asked}"), instance, token.Number, outcome, person, PayloadHash.Of(token.Payload), SecondFactor: true);
    }

    private static async Task Live(ProcessParts parts, Definitions definitions, WorkflowPump pump, CourierRound courier)
    {
        await parts.Ledger.Write(tx =>
        {
            foreach (var name in new[] { "ann", "bob" }) tx.Execute("insert or ignore into operator(name, role, source, created_at) values(?1, 'operator', 'test', ?2)", name, parts.Clock.GetUtcNow());
        });
        await definitions.TakeFiles([new DefinitionFile(Drawn.Process, Xml)], paper: true);
        _ = pump.Run(CancellationToken.None);
        while (true)
        {
            try
            {
                await courier.Step();
            }
            catch (LedgerUnavailableException)
            {
                // As the courier's loop does: the round is repeated.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), parts.Clock);
        }
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "PropBot.sln"))) folder = folder.Parent;
        return folder.FullName;
    }
}
