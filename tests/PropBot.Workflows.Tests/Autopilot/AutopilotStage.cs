using Microsoft.Extensions.Logging.Abstractions;
using PropBot.Testing.Desks;
using PropBot.Trading.Desk;
using PropBot.Trading.Settings;
using PropBot.Workflows.Actions;
using PropBot.Workflows.Actions.Autopilot;
using PropBot.Workflows.Approvals;
using PropBot.Workflows.Approvals.Operators;
using PropBot.Workflows.Courier;
using PropBot.Workflows.Engine;
using PropBot.Workflows.Engine.Kernel;
using PropBot.Workflows.Engine.Pumping;
using PropBot.Workflows.Engine.Store;
using PropBot.Workflows.Tests.Bpmn;

namespace PropBot.Workflows.Tests.Autopilot;

/// <summary>
/// A whole desk with the engine, the courier and the real file on one ledger and one thread, in virtual time. A crash takes all of it, and
/// all of it starts again on what the disk kept.
/// </summary>
internal sealed class AutopilotStage : IAsyncDisposable
{
    private static readonly Actor Ann = Operator("ann");
    private static readonly Actor Bob = Operator("bob");
    private WorkflowEngine engine = null!;
    private WorkflowPump pump = null!;
    private CourierRound courier = null!;
    private DateTimeOffset nextQuote;
    private int commands;

    public AutopilotStage(Func<TradingOptions, TradingOptions>? change = null)
    {
        Desk = new DeskHarness(options => (change?.Invoke(options) ?? options) with { AutopilotPermitted = true });
        Build();
        Wait(Desk.Ledger.Write(tx => PeopleStore.Sync(tx, "test", [new OperatorEntry("ann", Role.Operator, "token-ann"), new OperatorEntry("bob", Role.Operator, "token-bob")], paper: true, Desk.Clock.GetUtcNow())));
        Wait(new Definitions(Desk.Ledger, Desk.Clock, Graphs()).TakeFiles([new DefinitionFile("autopilot-arming", Files.Text("autopilot-arming"))], paper: true));
    }

    public DeskHarness Desk { get; }

    /// <summary>What the environment says and which build runs, from the next start on.</summary>
    public MandateTerms Terms { get; set; } = new("MAX=1", "build-1");

    /// <summary>False: OKX says nothing of any market.</summary>
    public bool OkxSpeaks { get; set; } = true;

    /// <summary>False: no venue is asked for the time any more.</summary>
    public bool ClocksTold { get; set; } = true;

    public DeskSnapshot Now => Desk.Snapshot;

    /// <summary>In RUN, with a mandate of ann and bob.</summary>
    public string Arm()
    {
        Desk.Run();
        var request = $"request-{++commands}";
        var instance = Assert.IsType<CommandAnswer.Applied>(Wait(engine.Start(new StartCommand(
            new CommandId(request), "autopilot-arming", "autopilot-arming", FlowState.Nothing.Add("request", request).Add("reason", "nights"), Ann)))).Detail;
        var state = State(instance);
        var token = state.Tokens.Single(one => one.Node == "decide");
        Assert.Equal(new CommandAnswer.NotAllowed("same_operator"), Decide(instance, token, Ann));
        Assert.IsType<CommandAnswer.Applied>(Decide(instance, token, Bob));
        return request;
    }

    public void Disarm() => Wait(new AutopilotBook(Desk.Ledger, Desk.Clock).Disarm("ann"));

    public AutopilotStanding Standing => new AutopilotBook(Desk.Ledger, Desk.Clock).Read();

    /// <summary>kill -9, and the next start.</summary>
    public async Task Crash()
    {
        await Desk.Crash();
        Build();
    }

    /// <summary>Passes time in steps of 100 ms: quotes, desk, courier, pump.</summary>
    public void Pass(double seconds)
    {
        for (var left = seconds; left > 0; left -= 0.1) Step();
    }

    public void Until(Func<bool> condition, string what, double seconds = 200)
    {
        for (var passed = 0d; !condition(); passed += 0.1)
        {
            Assert.True(passed < seconds, $"{what}: not within {seconds} s; {Now.State}, shut: {string.Join("; ", Now.Autopilot.Shut)}");
            Step();
        }
    }

    public IReadOnlyList<string> Texts(string sql) => Desk.Ledger.Read(db =>
    {
        using var command = db.CreateCommand();
        command.CommandText = sql;
        using var row = command.ExecuteReader();
        var found = new List<string>();
        while (row.Read()) found.Add(row.GetValue(0).ToString()!);
        return found;
    });

    /// <summary>The codes of the newest refusal.</summary>
    public IReadOnlyList<string> Refused => Texts("SELECT reason FROM autopilot_note WHERE action = 'refused' ORDER BY n DESC LIMIT 1").SingleOrDefault()?.Split(", ") ?? [];

    public ValueTask DisposeAsync() => Desk.DisposeAsync();

    private void Step()
    {
        if (Desk.Clock.GetUtcNow() >= nextQuote)
        {
            nextQuote = Desk.Clock.GetUtcNow() + TimeSpan.FromSeconds(1);
            Desk.Binance.Quote(0, 59_999.5m, 60_000.5m);
            if (ClocksTold) Desk.Binance.Clock(0);
            if (ClocksTold && !Desk.Okx.Dark) Desk.Okx.Clock(0);
            if (OkxSpeaks) Desk.Okx.Quote(0, 59_999.5m, 60_000.5m);
        }

        Desk.Advance(TimeSpan.FromMilliseconds(100));
        Wait(courier.Step());
        Wait(pump.Step());
        Desk.Settle();
    }

    private void Build()
    {
        var (ledger, desk, clock) = (Desk.Ledger, (IDesk)Desk.Desk, Desk.Clock);
        var parts = new EngineParts(Graphs(), ActionTable.Of(WorkflowsSetup.Actions(desk, Terms)), new OperatorTable(), new DeskBinding(desk, Terms), new TwoPersonPolicy(Paper: false));
        engine = new WorkflowEngine(ledger, clock, parts);
        pump = new WorkflowPump(engine, clock, new PumpOptions(desk.Snapshot.BootId));
        courier = new CourierRound(
            new DeskSignals(desk, ledger, engine), new PermitCourier(ledger, desk, desk.Send, engine, clock, NullLogger<PermitCourier>.Instance), new PartialCourier(ledger, desk, engine, clock), new StartMessages(ledger, desk, engine, clock), new LoweredMessages(ledger, desk, engine, clock));
    }

    private CommandAnswer Decide(string instance, Token token, Actor by) => Wait(engine.Decide(
        new DecideCommand(new CommandId($"decide-{++commands}"), instance, token.Number, "approve", by, PayloadHash.Of(token.Payload), SecondFactor: true)));

    private FlowState State(string instance) => FlowJson.ReadState(Texts($"SELECT state FROM workflow_instance WHERE id = '{instance}'").Single());

    private T Wait<T>(Task<T> task)
    {
        Wait((Task)task);
        return task.Result;
    }

    // Nothing here may wait for another thread: what a task still needs happens in a step of the desk's world.
    private void Wait(Task task)
    {
        for (var i = 0; i < 1_000 && !task.IsCompleted; i++) Desk.Settle();
        Assert.True(task.IsCompleted, "a task waits for something outside this thread");
        task.GetAwaiter().GetResult();
    }

    private static GraphCache Graphs() => new(WorkflowFiles.Graph);

    private static Actor Operator(string name) => new(new Identity(name, Role.Operator), null, "test");
}
