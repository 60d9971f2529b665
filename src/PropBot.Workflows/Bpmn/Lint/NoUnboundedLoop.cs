namespace PropBot.Workflows.Bpmn.Lint;

/// <summary>Every loop passes a wait: for people, a message, a signal or time. One that does not would spin.</summary>
internal sealed class NoUnboundedLoop : ILintRule
{
    public string Name => "no-unbounded-loop";

    public IEnumerable<(Node At, string What, string Right)> Check(LintSubject subject)
    {
        var restless = subject.Graph.Nodes.Where(n => !IsWait(n)).ToList();
        foreach (var node in restless)
        {
            // A boundary or an event subprocess that may fire while the element is entered needs something to happen first.
            var after = subject.Paths.Next(Paths.Leaving(node)).Select(next => next.To);
            if (subject.Paths.Reach(after, point => IsWait(subject.Graph[point.Node])).Contains(Paths.Leaving(node)))
                yield return (node, "it stands in a loop that waits for nothing", "a timer, a message or people in the loop");
        }
    }

    private static bool IsWait(Node node) => node.Kind is NodeKind.UserTask or NodeKind.ReceiveTask or NodeKind.TimerCatch or NodeKind.MessageCatch
        or NodeKind.SignalCatch or NodeKind.BoundaryTimer or NodeKind.BoundaryMessage or NodeKind.BoundarySignal or NodeKind.EventSubProcess;
}
