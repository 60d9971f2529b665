using PropBot.Workflows.Bpmn.Reading;

namespace PropBot.Workflows.Bpmn.Lint;

/// <summary>A token coming to an element, or going on from it.</summary>
internal readonly record struct Point(string Node, bool Leaving);

/// <summary>Where a token can get from where: flows, boundaries, subprocesses, event subprocesses. More than can really happen, never less.</summary>
internal sealed class Paths(Graph graph)
{
    private readonly ILookup<string, Flow> outgoing = graph.Flows.ToLookup(f => f.From, StringComparer.Ordinal);
    private readonly ILookup<string, Node> boundaries = graph.Nodes.Where(n => n.AttachedTo is not null).ToLookup(n => n.AttachedTo!, StringComparer.Ordinal);
    private readonly ILookup<string, Node> inside = graph.Nodes.ToLookup(n => n.Scope ?? "", StringComparer.Ordinal);

    public IEnumerable<Point> Beginnings => inside[""].Where(Wiring.IsStart).Select(Entering);

    public IEnumerable<Flow> Outgoing(Node node) => outgoing[node.Id];

    public IEnumerable<Node> Boundaries(Node node) => boundaries[node.Id];

    public IEnumerable<Node> Inside(Node scope) => inside[scope.Id];

    public static Point Entering(Node node) => new(node.Id, Leaving: false);

    public static Point Leaving(Node node) => new(node.Id, Leaving: true);

    public IEnumerable<(Point To, Flow? By)> Next(Point at)
    {
        var node = graph[at.Node];
        return at.Leaving ? After(node) : Upon(node).Select(n => (n, (Flow?)null));
    }

    /// <summary>All points that can be reached; <paramref name="stop"/> says where not to go on.</summary>
    public HashSet<Point> Reach(IEnumerable<Point> from, Func<Point, bool> stop)
    {
        var seen = new HashSet<Point>();
        var open = new Stack<Point>(from);
        while (open.TryPop(out var point))
        {
            if (!seen.Add(point) || stop(point)) continue;
            foreach (var (to, _) in Next(point)) open.Push(to);
        }

        return seen;
    }

    private IEnumerable<Point> Upon(Node node)
    {
        var within = node.Kind is NodeKind.SubProcess or NodeKind.EventSubProcess ? inside[node.Id].Where(Wiring.IsStart).Select(Entering) : [Leaving(node)];
        return within.Concat(Boundaries(node).Select(Entering)).Concat(Interruptions(node));
    }

    // While a token stands in a scope, what is attached to the scope or lies ready in it may fire.
    private IEnumerable<Point> Interruptions(Node node)
    {
        var ready = inside[node.Scope ?? ""].Where(n => n.Kind == NodeKind.EventSubProcess && n.Id != node.Id).Select(Entering);
        return node.Scope is null ? ready : ready.Concat(boundaries[node.Scope].Where(b => b.Kind != NodeKind.BoundaryError).Select(Entering)).Concat(Interruptions(graph[node.Scope]));
    }

    private IEnumerable<(Point To, Flow? By)> After(Node node)
    {
        if (node.Kind == NodeKind.ErrorEnd) return Catching(node.Scope, node.ErrorCode).Select(b => (Entering(b), (Flow?)null));
        if (!Wiring.IsEnd(node)) return outgoing[node.Id].Select(f => (Entering(graph[f.To]), (Flow?)f));
        if (node.Scope is null) return [];
        var scope = graph[node.Scope];
        if (scope.Kind == NodeKind.SubProcess) return [(Leaving(scope), null)];
        // An interrupting event subprocess takes the place of the scope it stands in.
        return scope is { Interrupting: true, Scope: { } around } ? [(Leaving(graph[around]), null)] : [];
    }

    private IEnumerable<Node> Catching(string? scope, string? code)
    {
        for (; scope is not null; scope = graph[scope].Scope)
        {
            var caught = boundaries[scope].Where(b => b.Kind == NodeKind.BoundaryError && (b.ErrorCode is null || b.ErrorCode == code)).ToList();
            if (caught.Count > 0) return caught;
        }

        return [];
    }
}
