using PropBot.Workflows.Bpmn.Reading;

namespace PropBot.Workflows.Bpmn.Lint;

/// <summary>Every element can be reached, and from every element an end of the process.</summary>
internal sealed class ReachableEnd : ILintRule
{
    public string Name => "reachable-end";

    public IEnumerable<(Node At, string What, string Right)> Check(LintSubject subject)
    {
        var reached = subject.Paths.Reach(subject.Paths.Beginnings, _ => false);
        foreach (var node in subject.Graph.Nodes)
        {
            if (!reached.Contains(Paths.Entering(node))) yield return (node, "nothing leads to it from a start", "a way from a start event, or leave it out");
            else if (!subject.Paths.Reach([Paths.Entering(node)], _ => false).Any(point => IsLast(subject, point))) yield return (node, "no end can be reached from it", "a way to an end event");
        }
    }

    private static bool IsLast(LintSubject subject, Point point)
    {
        var node = subject.Graph[point.Node];
        if (!point.Leaving || !Wiring.IsEnd(node)) return false;
        return node.Scope is null || subject.Graph[node.Scope] is { Kind: NodeKind.EventSubProcess, Interrupting: true, Scope: null };
    }
}
