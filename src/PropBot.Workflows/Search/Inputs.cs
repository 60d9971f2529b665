using PropBot.Workflows.Approvals;
using PropBot.Workflows.Bpmn;
using PropBot.Workflows.Engine.Kernel;

namespace PropBot.Workflows.Search;

/// <summary>
/// Everything that can happen in a state: each answer and error of each action, each person at each moment, each timer, message and signal,
/// in any order; retry and skip of incidents. A crash changes no state (the store's own tests hold that), so it is no input here.
/// </summary>
internal sealed class Inputs(Graph graph, ActionCatalog actions)
{
    private readonly Values values = new(graph, actions);

    public long Refused { get; private set; }

    public IEnumerable<Move> Beginnings() =>
        from node in graph.Inside(null)
        where node.Kind is NodeKind.Start or NodeKind.MessageStart or NodeKind.SignalStart or NodeKind.TimerStart
        from vars in values.AtStart()
        let starter = node.Kind == NodeKind.Start ? Person.Of(Cast.Requester, null) : null
        select new Move(
            new FlowInput.Started(vars, DateTimeOffset.UnixEpoch, starter, node.Id), $"{starter?.Shown ?? node.Id} starts it{values.Told(vars)}", starter?.Identity);

    /// <summary>A local action is done in the transaction of the step that asks for it: while one is asked for, nothing else can come.</summary>
    public IEnumerable<Move> In(FlowState state)
    {
        var local = state.Waits.Where(wait => wait.Kind == WaitKind.Job && actions.Find(wait.Name) is { Remote: false }).ToList();
        return (local.Count > 0 ? local.SelectMany(Answers) : state.Waits.SelectMany(wait => Upon(state, wait))).DistinctBy(move => move.Input);
    }

    private IEnumerable<Move> Upon(FlowState state, Wait wait) => wait.Kind switch
    {
        WaitKind.Job => Answers(wait),
        WaitKind.Call => Called(wait),
        WaitKind.Task => Decisions(state, wait),
        WaitKind.Timer => [new Move(new FlowInput.TimerDue(wait.Token, wait.Node), $"{wait.Node} rings")],
        WaitKind.Message => [new Move(new FlowInput.MessageArrived(wait.Name, wait.Key, FlowState.Nothing), $"message {wait.Name} comes")],
        WaitKind.Signal => [new Move(new FlowInput.SignalRaised(wait.Name, FlowState.Nothing), $"signal {wait.Name} comes")],
        _ => Mending(wait),
    };

    private IEnumerable<Move> Answers(Wait wait)
    {
        var entry = actions.Find(wait.Name);
        foreach (var outcome in entry?.Outcomes ?? [])
        {
            foreach (var vars in values.WrittenBy(entry!)) yield return new Move(new FlowInput.JobDone(wait.Token, outcome, vars), $"{wait.Node} answers {outcome}{values.Told(vars)}");
        }

        foreach (var error in Errors(entry)) yield return new Move(new FlowInput.JobFailed(wait.Token, error), $"{wait.Node} fails with {error}");
    }

    private static IEnumerable<string> Errors(ActionEntry? entry) =>
        (entry?.Errors ?? []).Append(entry is { Loosening: true } ? Actions.ActionErrors.StateChanged : Actions.ActionErrors.Failed)
            .Append(entry is { Remote: true } ? Actions.ActionErrors.AttemptsUsedUp : Actions.ActionErrors.Failed).Distinct();

    // What a called process answers is the name of its end, which this graph does not know: each word it looks for, and one it does not.
    private IEnumerable<Move> Called(Wait wait) => values.Words(Words.Outcome)
        .Select(word => new Move(new FlowInput.JobDone(wait.Token, word, FlowState.Nothing), $"{wait.Node} comes back with {word}"))
        .Append(new Move(new FlowInput.JobFailed(wait.Token, "cancelled"), $"{wait.Node} comes back cancelled"));

    private IEnumerable<Move> Decisions(FlowState state, Wait wait)
    {
        var (node, token) = (graph[wait.Node], state.Tokens.Single(one => one.Number == wait.Token));
        foreach (var (identity, stillOperator) in Cast.All)
        {
            foreach (var outcome in node.Task!.Outcomes)
            {
                foreach (var moment in Enum.GetValues<Moment>())
                {
                    if (Cast.Objection(node, state, token, outcome, identity, stillOperator, moment) is not null) Refused++;
                    else yield return new Move(
                        new FlowInput.TaskDecided(wait.Token, Person.Of(identity, null), outcome, FlowState.Nothing), $"{identity.Name} decides {outcome} on {wait.Node}", identity.Name);
                }
            }
        }
    }

    private IEnumerable<Move> Mending(Wait wait)
    {
        yield return new Move(new FlowInput.Retried(wait.Token), $"{wait.Node} is tried again");
        var outcomes = graph[wait.Node].Kind == NodeKind.Action ? actions.Find(graph[wait.Node].Action)?.Outcomes ?? [] : [];
        foreach (var outcome in outcomes) yield return new Move(new FlowInput.Skipped(wait.Token, outcome), $"{wait.Node} is skipped as {outcome}");
    }
}
