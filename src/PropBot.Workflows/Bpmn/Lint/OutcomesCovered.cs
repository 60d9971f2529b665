using PropBot.Workflows.Bpmn.Reading;

namespace PropBot.Workflows.Bpmn.Lint;

/// <summary>Every outcome that can arrive at a gateway has its flow, every flow an outcome that can arrive, every local error a boundary.</summary>
internal sealed class OutcomesCovered : ILintRule
{
    public string Name => "outcomes-covered";

    public IEnumerable<(Node At, string What, string Right)> Check(LintSubject subject)
    {
        var used = new HashSet<Flow>();
        var found = subject.Graph.Nodes.SelectMany(node => Answers(subject, node).SelectMany(answer => Follow(subject, node, answer, used))).ToList();
        var dead = from flow in subject.Graph.Flows
                   where flow.Condition is { Variable: Words.Outcome } && !used.Contains(flow)
                   select (subject.Graph[flow.From], $"nothing before it can answer \"{flow.Condition!.Value}\"", "an outcome of the action or task before it");
        return found.Concat(dead).Concat(Errors(subject, remote: false));
    }

    /// <summary>Errors of the catalogue that no boundary takes.</summary>
    internal static IEnumerable<(Node At, string What, string Right)> Errors(LintSubject subject, bool remote) =>
        from node in subject.Graph.Nodes
        where node.Kind == NodeKind.Action
        let entry = subject.Actions.Find(node.Action)
        where entry is not null && entry.Remote == remote
        from error in entry.Errors
        where !Caught(subject, node, error)
        select (node, $"nothing takes the error {error} of {entry.Name}", "an error boundary with that code, or one without a code");

    private static IEnumerable<string> Answers(LintSubject subject, Node node) => node.Kind switch
    {
        NodeKind.Action => subject.Actions.Find(node.Action)?.Outcomes ?? [],
        NodeKind.UserTask => node.Task!.Outcomes,
        // A scope is left with the id of the end that was reached in it.
        NodeKind.SubProcess => subject.Paths.Inside(node).Where(Wiring.IsEnd).Select(end => end.Id),
        NodeKind.BoundaryError => [node.ErrorCode ?? ""],
        NodeKind.BoundaryTimer or NodeKind.BoundaryMessage or NodeKind.BoundarySignal => [""],
        _ => [],
    };

    private static IEnumerable<(Node At, string What, string Right)> Follow(LintSubject subject, Node producer, string answer, HashSet<Flow> used)
    {
        var told = producer.Kind is not (NodeKind.Action or NodeKind.UserTask) || Answers(subject, producer).Distinct().Count() < 2;
        var seen = new HashSet<(Point Point, bool Told)>();
        var open = new Stack<(Point Point, bool Told)>([(Paths.Leaving(producer), told)]);
        while (open.TryPop(out var at))
        {
            if (!seen.Add(at)) continue;
            var node = subject.Graph[at.Point.Node];
            if (node != producer && (IsProducer(node) || Wiring.IsEnd(node)))
            {
                if (!at.Told) yield return (producer, "its outcomes are dropped: what follows is the same for all", "an exclusive gateway with a condition on outcome");
                continue;
            }

            if (!IsChoice(subject, node))
            {
                Push(open, subject.Paths.Next(Paths.Leaving(node)).Select(next => next.To), at.Told);
                continue;
            }

            var taken = Taken(subject, node, answer).ToList();
            if (taken.Count == 0) yield return (node, $"\"{answer}\" of {producer.Id} has no flow", "a flow for it, or a default flow");
            used.UnionWith(taken);
            Push(open, taken.Select(flow => Paths.Entering(subject.Graph[flow.To])), told: true);
        }
    }

    private static void Push(Stack<(Point Point, bool Told)> open, IEnumerable<Point> points, bool told)
    {
        foreach (var point in points) open.Push((point, told));
    }

    private static bool IsProducer(Node node) => node.Kind is NodeKind.Action or NodeKind.UserTask or NodeKind.CallActivity or NodeKind.SubProcess;

    private static bool IsChoice(LintSubject subject, Node node) => node.Kind == NodeKind.Exclusive && subject.Paths.Outgoing(node).Count() > 1;

    private static IEnumerable<Flow> Taken(LintSubject subject, Node gateway, string answer)
    {
        var flows = subject.Paths.Outgoing(gateway).ToList();
        var named = flows.Where(f => f.Condition is { } c && (c.Variable != Words.Outcome || c.Value == answer)).ToList();
        var certain = named.Exists(f => f.Condition!.Variable == Words.Outcome);
        return certain ? named : named.Concat(flows.Where(f => f.Id == gateway.DefaultFlow));
    }

    private static bool Caught(LintSubject subject, Node node, string error)
    {
        for (var at = node; at is not null; at = at.Scope is null ? null : subject.Graph[at.Scope])
        {
            if (subject.Paths.Boundaries(at).Any(b => b.Kind == NodeKind.BoundaryError && (b.ErrorCode is null || b.ErrorCode == error))) return true;
        }

        return false;
    }
}
