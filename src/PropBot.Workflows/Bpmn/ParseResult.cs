using System.Collections.Immutable;

namespace PropBot.Workflows.Bpmn;

/// <summary>Why a file is not a workflow of ours: where, what, and what would do instead.</summary>
/// <param name="Element">Id of the element; where it has none, of the nearest one around it; empty for the file as a whole.</param>
/// <param name="Name">The element's name as people read it; the BPMN word where it has none.</param>
/// <param name="Code">Machine word, snake case: see <see cref="RefusalCodes"/>.</param>
/// <param name="What">What is wrong.</param>
/// <param name="Right">What would be right.</param>
public sealed record Refusal(string Element, string Name, string Code, string What, string Right);

public static class RefusalCodes
{
    public const string NotXml = "not_xml";
    public const string TooLarge = "too_large";
    public const string NotBpmn = "not_bpmn";
    public const string Element = "element_not_in_subset";
    public const string Attribute = "attribute_not_in_subset";
    public const string Text = "text_not_expected";
    public const string Extension = "extension_not_known";
    public const string Id = "id_missing_or_taken";
    public const string Reference = "reference_leads_nowhere";
    public const string EventDefinition = "event_definition_not_in_subset";
    public const string Timer = "timer_not_readable";
    public const string Condition = "condition_not_readable";
    public const string Terms = "terms_not_readable";
    public const string Wiring = "wiring";
    public const string Drawing = "not_drawn";
}

public readonly record struct Waypoint(double X, double Y);

/// <summary>What a file holds: graphs, or reasons why not; never both.</summary>
/// <param name="Edges">Sequence flow id → the points of its line, at least two.</param>
public sealed record ParseResult(
    ImmutableArray<Graph> Graphs, ImmutableArray<Refusal> Refusals, ImmutableDictionary<string, ImmutableArray<Waypoint>> Edges)
{
    public bool Accepted => Refusals.IsEmpty;

    internal static ParseResult Refused(IEnumerable<Refusal> refusals) =>
        new([], [.. refusals], ImmutableDictionary<string, ImmutableArray<Waypoint>>.Empty);
}
