using System.Collections.Immutable;
using System.Text;
using PropBot.Workflows.Actions;
using PropBot.Workflows.Bpmn;
using PropBot.Workflows.Bpmn.Lint;
using PropBot.Workflows.Search;

namespace PropBot.Workflows.Publishing;

/// <summary>What there is to say against a text.</summary>
/// <param name="Graph">Null when it cannot be read; the findings say why.</param>
/// <param name="Search">Null when it cannot be read, or when it was not to be searched and had not been.</param>
public sealed record DraftVerdict(Graph? Graph, ImmutableArray<Finding> Findings, SearchReport? Search)
{
    /// <summary>Nothing stands against publishing it.</summary>
    public bool Clean => Graph is not null && Findings.IsEmpty && Search is { Proven: true };

    /// <summary>For people: each finding with its element, each counterexample with the path that shows it.</summary>
    public IEnumerable<string> Sentences =>
        Findings.Select(finding => $"{Where(finding.Element, finding.Name)}: {finding.What} ({finding.Rule}). Right would be: {finding.Right}.")
            .Concat((Search?.Counterexamples ?? []).Select(Told));

    public static string Told(Counterexample one) =>
        $"{(one.Element.Length > 0 ? one.Element : "the process")}: {one.What} ({one.Property}). The path that shows it: {string.Join("; ", one.Path)}.";

    private static string Where(string element, string name) => element.Length == 0 ? "the file" : name.Length == 0 || name == element ? element : $"{element} ({name})";
}

/// <summary>The one check of a text before people may start it: parser, every lint rule, actions this program has, exhaustive search.</summary>
public static class DraftCheck
{
    /// <summary>The rule for actions that the contract knows and this program lacks.</summary>
    public const string ActionBuiltIn = "action-built-in";

    /// <param name="process">What the text must be the process of; null = whatever it holds.</param>
    /// <param name="others">Published processes that it may call.</param>
    /// <param name="search">False: only what an earlier search of this text said is told.</param>
    public static DraftVerdict Of(string? process, string xml, ActionTable actions, IEnumerable<string> others, bool search = true)
    {
        var parsed = BpmnParser.Parse(Encoding.UTF8.GetBytes(xml));
        if (!parsed.Accepted) return new DraftVerdict(null, [.. parsed.Refusals.Select(Subset)], null);
        if (parsed.Graphs is not [var graph]) return Unfit("the file holds more than one process", "one file, one process");
        if (process is not null && graph.Process != process) return Unfit($"the file holds the process '{graph.Process}'", $"the id of the process is {process}");
        var processes = others.Append(graph.Process).ToImmutableHashSet(StringComparer.Ordinal);
        var findings = Linter.Check(new LintSubject(graph, ActionContract.Catalog, processes)).Concat(Lacking(graph, actions));
        return new DraftVerdict(graph, [.. findings], search ? ProvenTexts.Search(graph) : ProvenTexts.Find(graph.Process, graph.Sha256));
    }

    private static IEnumerable<Finding> Lacking(Graph graph, ActionTable actions) =>
        from node in graph.Nodes
        where node.Action is { } name && ActionContract.Catalog.Find(name) is not null && actions.Find(name) is null
        select new Finding(ActionBuiltIn, node.Id, node.Name, $"this version of PropBot cannot do '{node.Action}' yet", "an action that is built in, or a later version of PropBot");

    private static Finding Subset(Refusal refusal) => new(Linter.OnlySubset, refusal.Element, refusal.Name, refusal.What, refusal.Right);

    private static DraftVerdict Unfit(string what, string right) => new(null, [new Finding(Linter.OnlySubset, "", "", what, right)], null);
}
