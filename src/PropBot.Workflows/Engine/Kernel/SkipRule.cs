using PropBot.Workflows.Bpmn;

namespace PropBot.Workflows.Engine.Kernel;

/// <summary>
/// What may be skipped: nothing that is an approval, and nothing that can only be meant for after one (§3.3). A called process may hold an
/// approval, so behind a call nothing is skipped either.
/// </summary>
public static class SkipRule
{
    public static bool Allows(Graph graph, string node) => !IsAsking(graph[node]) && !BehindAsking(graph, node);

    private static bool BehindAsking(Graph graph, string node)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(Before(graph, node));
        while (open.TryPop(out var one))
        {
            if (!seen.Add(one)) continue;
            if (IsAsking(graph[one]) || Within(graph, one).Any(IsAsking)) return true;
            foreach (var before in Before(graph, one)) open.Push(before);
        }

        return false;
    }

    private static bool IsAsking(Node node) => node.Kind == NodeKind.CallActivity || node.Task is { IsApproval: true };

    private static IEnumerable<Node> Within(Graph graph, string scope) =>
        graph.Inside(scope).SelectMany(node => Within(graph, node.Id).Prepend(node));

    private static IEnumerable<string> Before(Graph graph, string id)
    {
        var node = graph[id];
        var before = graph.Incoming(id).Select(flow => flow.From);
        if (node.AttachedTo is { } host) before = before.Append(host);
        if (node.Scope is not { } scope) return before;
        // What stands around it has not ended, so only what came before that counts; an event subprocess may come after anything beside it.
        return graph[scope].Kind == NodeKind.EventSubProcess
            ? before.Concat(graph.Inside(graph[scope].Scope).Where(beside => beside.Id != scope).Select(beside => beside.Id)).Concat(Before(graph, scope))
            : before.Concat(Before(graph, scope));
    }
}
