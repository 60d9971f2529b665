using System.Collections.Immutable;
using PropBot.Workflows.Approvals;
using PropBot.Workflows.Bpmn;
using PropBot.Workflows.Engine.Kernel;

namespace PropBot.Workflows.Tests.Engine.Kernel;

/// <summary>An instance driven by hand on the bare kernel.</summary>
internal sealed class Run(Graph graph)
{
    public static readonly Person Ann = new("ann", false, "");
    public static readonly Person Bob = new("bob", false, "");
    public static readonly Person Cid = new("cid", false, "");
    public static readonly DateTimeOffset Noon = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    private readonly List<FlowInput> journal = [];

    public FlowState State { get; private set; } = FlowState.New;

    public Effects Last { get; private set; } = Effects.Refused(FlowRefusal.None);

    public IReadOnlyList<FlowInput> Journal => journal;

    public static Run Started(Graph graph, params (string Name, string Value)[] vars) => new Run(graph).Do(new FlowInput.Started(Vars(vars), Noon, Ann));

    public static ImmutableSortedDictionary<string, string> Vars(params (string Name, string Value)[] vars) =>
        FlowState.Nothing.AddRange(vars.Select(v => KeyValuePair.Create(v.Name, v.Value)));

    public Run Do(FlowInput input)
    {
        (State, Last) = FlowKernel.Step(graph, State, input);
        if (Last.Refusal == FlowRefusal.None) journal.Add(input);
        return this;
    }

    public int At(string node) => State.Tokens.Single(token => token.Node == node).Number;

    public bool Waits(string node) => State.Waits.Any(wait => wait.Node == node);

    public Run Done(string node, string outcome = "ok", params (string Name, string Value)[] vars) => Do(new FlowInput.JobDone(At(node), outcome, Vars(vars)));

    public Run Fails(string node, string code) => Do(new FlowInput.JobFailed(At(node), code));

    public Run Decides(string node, string outcome, Person? who = null) => Do(new FlowInput.TaskDecided(At(node), who ?? Bob, outcome, FlowState.Nothing));

    /// <summary>Rings the timer of a node, a boundary or a start.</summary>
    public Run Rings(string node) => Do(new FlowInput.TimerDue(State.Waits.Single(wait => wait.Node == node).Token, node));

    public Run Hears(string signal) => Do(new FlowInput.SignalRaised(signal, FlowState.Nothing));

    public Run Gets(string message, string key, params (string Name, string Value)[] vars) => Do(new FlowInput.MessageArrived(message, key, Vars(vars)));

    public string[] Where => [.. State.Tokens.Select(token => token.Node)];

    public string Incident => State.Waits.Single(wait => wait.Kind == WaitKind.Incident).Name;
}
