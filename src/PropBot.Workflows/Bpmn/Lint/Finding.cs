using System.Collections.Immutable;

namespace PropBot.Workflows.Bpmn.Lint;

/// <summary>One objection to a diagram. With a finding open, nothing is published.</summary>
/// <param name="Rule">Name of the rule (design/workflows §6).</param>
/// <param name="Element">Id of the element it is about; empty for the file as a whole.</param>
/// <param name="Name">The element as people know it.</param>
/// <param name="What">What is wrong.</param>
/// <param name="Right">What would be right.</param>
public sealed record Finding(string Rule, string Element, string Name, string What, string Right);

/// <summary>What a rule looks at.</summary>
/// <param name="Processes">Ids of all processes that can be called.</param>
public sealed record LintSubject(Graph Graph, ActionCatalog Actions, ImmutableHashSet<string> Processes)
{
    internal Paths Paths { get; } = new(Graph);

    internal bool IsLoosening(Node node) => node.Kind == NodeKind.Action && Actions.Find(node.Action) is { Loosening: true };
}

/// <summary>One rule, one file.</summary>
internal interface ILintRule
{
    string Name { get; }

    IEnumerable<(Node At, string What, string Right)> Check(LintSubject subject);
}
