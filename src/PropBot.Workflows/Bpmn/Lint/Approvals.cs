namespace PropBot.Workflows.Bpmn.Lint;

/// <summary>Walks that know the difference between "the second person said yes" and everything else.</summary>
internal static class Approvals
{
    /// <summary>Loosening actions that can be reached from these points without passing the approved side of an approval.</summary>
    /// <param name="pastWaits">False: the walk ends where somebody outside must do something first.</param>
    public static IEnumerable<Node> Unapproved(this LintSubject subject, IEnumerable<Point> from, bool pastWaits)
    {
        var seen = new HashSet<(Point Point, string? Asked)>();
        var open = new Stack<(Point Point, string? Asked)>(from.Select(point => (point, (string?)null)));
        while (open.TryPop(out var at))
        {
            if (!seen.Add(at)) continue;
            var node = subject.Graph[at.Point.Node];
            if (!at.Point.Leaving && subject.IsLoosening(node)) yield return node;
            if (!at.Point.Leaving && !pastWaits && WaitsForOthers(node)) continue;
            var asked = Asked(at.Asked, at.Point, node);
            foreach (var (to, by) in subject.Paths.Next(at.Point))
            {
                if (!IsYes(subject, asked, by)) open.Push((to, to.Leaving || !IsBoundary(subject, to) ? asked : null));
            }
        }
    }

    /// <summary>Loosening actions behind the yes of one approval, up to the next one.</summary>
    public static IEnumerable<Node> Behind(this LintSubject subject, Node approval)
    {
        var yes = new List<Point>();
        subject.Paths.Reach([Paths.Leaving(approval)], point =>
        {
            foreach (var (to, by) in subject.Paths.Next(point).Where(next => IsYes(subject, approval.Id, next.By))) yes.Add(to);
            return point != Paths.Leaving(approval) && subject.Graph[point.Node].Kind is NodeKind.Action or NodeKind.UserTask or NodeKind.CallActivity;
        });
        return subject.Paths.Reach(yes, point => subject.Graph[point.Node].Task is { IsApproval: true })
            .Select(point => subject.Graph[point.Node]).Where(subject.IsLoosening).Distinct();
    }

    public static IEnumerable<Node> All(LintSubject subject) => subject.Graph.Nodes.Where(n => n.Task is { IsApproval: true });

    private static string? Asked(string? before, Point point, Node node) => node.Kind switch
    {
        NodeKind.UserTask when point.Leaving => node.Task is { IsApproval: true } ? node.Id : null,
        NodeKind.Action or NodeKind.CallActivity when point.Leaving => null,
        _ => before,
    };

    // The only flow that carries a yes: its condition names the first outcome of the approval that was answered last.
    private static bool IsYes(LintSubject subject, string? asked, Flow? by) =>
        asked is not null && by?.Condition is { Variable: Words.Outcome } condition && condition.Value == subject.Graph[asked].Task!.Outcomes[0];

    private static bool IsBoundary(LintSubject subject, Point point) => subject.Graph[point.Node].AttachedTo is not null;

    private static bool WaitsForOthers(Node node) =>
        node.Kind is NodeKind.UserTask or NodeKind.ReceiveTask or NodeKind.MessageCatch or NodeKind.SignalCatch;
}
