using PropBot.Workflows.Bpmn;

namespace PropBot.Workflows.Publishing;

/// <summary>The difference in meaning as sentences with element ids.</summary>
public static class DiffWords
{
    public static IReadOnlyList<string> Of(Graph? before, Graph after) =>
        before is null
            ? [$"{after.Process} is a new process: {after.Nodes.Length} elements, {after.Flows.Length} flows."]
            : [.. GraphDiff.Between(before, after).Changes.Select(Sentence)];

    public static string Sentence(GraphChange change) => change.Kind switch
    {
        ChangeKind.Added => $"{Where(change)} is new: {change.After}.",
        ChangeKind.Removed => $"{Where(change)} is gone; it was: {change.Before}.",
        _ => $"{Where(change)}: {Field(change.Field)} was {Said(change.Before)}, becomes {Said(change.After)}.",
    };

    private static string Where(GraphChange change) =>
        change.Element.Length == 0 ? "The process" : change.Name.Length == 0 ? change.Element : $"{change.Element} ({change.Name})";

    private static string Said(string value) => value.Length == 0 ? "nothing" : $"'{value}'";

    private static string Field(string field) => field switch
    {
        "AttachedTo" => "what it stands on",
        "Interrupting" => "whether it interrupts",
        "DefaultFlow" => "the default flow",
        "ErrorCode" => "the error it catches",
        "Called" => "the process it calls",
        "Task" => "the terms of the question",
        "Order" => "the order in which conditions are asked",
        _ => field.ToLowerInvariant(),
    };
}
