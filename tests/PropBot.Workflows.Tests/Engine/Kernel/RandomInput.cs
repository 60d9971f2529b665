using PropBot.Workflows.Bpmn;
using PropBot.Workflows.Engine.Kernel;

namespace PropBot.Workflows.Tests.Engine.Kernel;

/// <summary>Something that may happen to an instance: mostly what it waits for, sometimes late, early or nonsense.</summary>
internal static class RandomInput
{
    private static readonly string[] Outcomes = ["ok", "again", "approve", "reject", "other"];
    private static readonly string[] Errors = ["BAD", "OTHER"];

    public static FlowInput Any(Graph graph, FlowState state, Random dice)
    {
        if (state.Waits.IsEmpty || dice.Next(5) == 0) return Nonsense(graph, dice);
        var wait = state.Waits[dice.Next(state.Waits.Length)];
        return wait.Kind switch
        {
            WaitKind.Job or WaitKind.Call when dice.Next(5) == 0 => new FlowInput.JobFailed(wait.Token, Errors[dice.Next(2)]),
            WaitKind.Job or WaitKind.Call => new FlowInput.JobDone(wait.Token, Outcomes[dice.Next(Outcomes.Length)], Run.Vars(("v" + dice.Next(3), "x" + dice.Next(9)))),
            WaitKind.Timer => new FlowInput.TimerDue(wait.Token, wait.Node),
            WaitKind.Task => new FlowInput.TaskDecided(wait.Token, dice.Next(2) == 0 ? Run.Bob : Run.Cid, Outcomes[dice.Next(Outcomes.Length)], FlowState.Nothing),
            WaitKind.Message => new FlowInput.MessageArrived(wait.Name, wait.Key, Run.Vars(("v1", "m"))),
            WaitKind.Signal => new FlowInput.SignalRaised(wait.Name, FlowState.Nothing),
            _ => dice.Next(2) == 0 ? new FlowInput.Retried(wait.Token) : new FlowInput.Skipped(wait.Token, "ok"),
        };
    }

    /// <summary>What brings it forward: never an error, never a loop, and nobody says no. Signals last, since they may come for ever.</summary>
    public static FlowInput Patient(Graph graph, FlowState state)
    {
        var wait = state.Waits.OrderBy(one => one.Kind is WaitKind.Signal || graph[one.Node].AttachedTo is not null)
            .ThenBy(one => graph[one.Node].Kind == NodeKind.SignalStart).First();
        return wait.Kind switch
        {
            WaitKind.Job or WaitKind.Call => new FlowInput.JobDone(wait.Token, "ok", FlowState.Nothing),
            WaitKind.Timer => new FlowInput.TimerDue(wait.Token, wait.Node),
            WaitKind.Task => new FlowInput.TaskDecided(wait.Token, state.Tokens.Single(t => t.Number == wait.Token).Votes.IsEmpty ? Run.Bob : Run.Cid, "approve", FlowState.Nothing),
            WaitKind.Message => new FlowInput.MessageArrived(wait.Name, wait.Key, FlowState.Nothing),
            _ => new FlowInput.SignalRaised(wait.Name, FlowState.Nothing),
        };
    }

    private static FlowInput Nonsense(Graph graph, Random dice) => dice.Next(40) switch
    {
        0 => new FlowInput.Cancelled(),
        1 or 2 => new FlowInput.SignalRaised("kill", FlowState.Nothing),
        < 8 => new FlowInput.JobDone(dice.Next(12), "ok", FlowState.Nothing),
        < 14 => new FlowInput.TaskDecided(dice.Next(12), Run.Bob, "approve", FlowState.Nothing),
        < 20 => new FlowInput.TimerDue(dice.Next(12), graph.Nodes[dice.Next(graph.Nodes.Length)].Id),
        < 24 => new FlowInput.MessageArrived("m", "k" + dice.Next(9), FlowState.Nothing),
        < 28 => new FlowInput.Retried(dice.Next(12)),
        < 32 => new FlowInput.Skipped(dice.Next(12), "ok"),
        < 36 => new FlowInput.Started(FlowState.Nothing, Run.Noon),
        _ => new FlowInput.JobFailed(dice.Next(12), "BAD"),
    };
}
