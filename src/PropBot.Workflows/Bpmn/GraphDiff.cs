using System.Collections.Immutable;

namespace PropBot.Workflows.Bpmn;

public enum ChangeKind
{
    Added = 0,
    Removed = 1,
    Changed = 2,
}

/// <summary>One difference in what a process does.</summary>
/// <param name="Element">Id of a node or flow; empty for the process itself.</param>
/// <param name="Field">What of it changed, in the words of <see cref="Node"/> and <see cref="Flow"/>; empty when it was added or removed.</param>
public sealed record GraphChange(ChangeKind Kind, string Element, string Name, string Field, string Before, string After);

/// <summary>What a second person reads before publishing: the difference in meaning. Where things stand on the canvas is none.</summary>
public sealed record GraphDiff(ImmutableArray<GraphChange> Changes)
{
    public bool None => Changes.IsEmpty;

    public static GraphDiff Between(Graph before, Graph after) => new(
    [
        .. Fields("", after.Name, [("Process", before.Process), ("Name", before.Name)], [("Process", after.Process), ("Name", after.Name)]),
        .. Elements(before.Nodes, after.Nodes, node => node.Id, node => node.Name, Facts),
        .. Elements(before.Flows, after.Flows, flow => flow.Id, flow => flow.Name, Facts),
        .. Orders(before, after),
    ]);

    private static IEnumerable<GraphChange> Elements<T>(
        ImmutableArray<T> before, ImmutableArray<T> after, Func<T, string> id, Func<T, string> name, Func<T, (string Field, string Value)[]> facts)
        where T : class
    {
        var (old, now) = (before.ToDictionary(id, StringComparer.Ordinal), after.ToDictionary(id, StringComparer.Ordinal));
        foreach (var gone in before.Where(e => !now.ContainsKey(id(e)))) yield return new GraphChange(ChangeKind.Removed, id(gone), name(gone), "", Text(facts(gone)), "");
        foreach (var one in after)
        {
            if (!old.TryGetValue(id(one), out var was)) yield return new GraphChange(ChangeKind.Added, id(one), name(one), "", "", Text(facts(one)));
            else foreach (var change in Fields(id(one), name(one), facts(was), facts(one))) yield return change;
        }
    }

    private static IEnumerable<GraphChange> Fields(string element, string name, (string Field, string Value)[] before, (string Field, string Value)[] after) =>
        before.Zip(after).Where(pair => pair.First.Value != pair.Second.Value)
            .Select(pair => new GraphChange(ChangeKind.Changed, element, name, pair.First.Field, pair.First.Value, pair.Second.Value));

    // Everything of a node but its place; a new field of Node is missed here unless GraphDiffTests names it.
    private static (string Field, string Value)[] Facts(Node node) =>
    [
        ("Name", node.Name), ("Kind", $"{node.Kind}"), ("Scope", $"{node.Scope}"), ("Action", $"{node.Action}"),
        ("Inputs", string.Join(", ", node.Inputs.Select(i => $"{i.Key}={i.Value}"))), ("Event", $"{node.Event}"), ("Key", $"{node.Key}"), ("ErrorCode", $"{node.ErrorCode}"),
        ("Timer", node.Timer is { } timer ? $"{timer.Kind} {timer.Text}" : ""), ("AttachedTo", $"{node.AttachedTo}"), ("Interrupting", $"{node.Interrupting}"),
        ("DefaultFlow", $"{node.DefaultFlow}"), ("Called", $"{node.Called}"), ("Task", node.Task is { } task ? Terms(task) : ""),
    ];

    private static string Terms(TaskSpec task) => $"{task.Kind} by {task.Role}, {task.Needed} other than {task.Requester}: {string.Join(' ', task.Outcomes)}";

    private static (string Field, string Value)[] Facts(Flow flow) =>
        [("Name", flow.Name), ("From", flow.From), ("To", flow.To), ("Condition", flow.Condition is { } c ? $"{c.Variable} = \"{c.Value}\"" : "")];

    // The first flow that holds is taken. Among conditions on one variable only one can hold, so their order means nothing.
    private static IEnumerable<GraphChange> Orders(Graph before, Graph after) =>
        from node in after.Nodes
        where before.Has(node.Id) && Order(before, node.Id) is { } was && Order(after, node.Id) is { } now && was != now
        select new GraphChange(ChangeKind.Changed, node.Id, node.Name, "Order", Order(before, node.Id)!, Order(after, node.Id)!);

    private static string? Order(Graph graph, string gateway)
    {
        var conditional = graph.Outgoing(gateway).Where(f => f.Condition is not null).ToList();
        return conditional.DistinctBy(f => f.Condition!.Variable).Count() > 1 ? string.Join(", ", conditional.Select(f => f.Id)) : null;
    }

    private static string Text((string Field, string Value)[] facts) => string.Join("; ", facts.Where(f => f.Value.Length > 0).Select(f => $"{f.Field} {f.Value}"));
}
