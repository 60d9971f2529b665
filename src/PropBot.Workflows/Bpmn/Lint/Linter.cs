using System.Collections.Immutable;

namespace PropBot.Workflows.Bpmn.Lint;

/// <summary>All rules over a file. The one implementation: server, tests and publishing use it.</summary>
public static class Linter
{
    public const string OnlySubset = "only-subset";

    private static readonly ImmutableArray<ILintRule> Rules =
    [
        new ActionExists(), new OutcomesCovered(), new DefaultFlowIsSafe(), new ApprovalHasExpiry(), new ApprovalDistinctFromRequester(),
        new LooseningBehindApproval(), new RemoteHasErrorPath(), new NoUnboundedLoop(), new ReachableEnd(), new MessageHasKey(), new CallTargetExists(),
    ];

    public static ImmutableArray<string> RuleNames { get; } = [OnlySubset, .. Rules.Select(rule => rule.Name)];

    /// <param name="otherProcesses">Ids of processes outside this file that can be called.</param>
    public static ImmutableArray<Finding> Check(byte[] file, ActionCatalog actions, IEnumerable<string> otherProcesses)
    {
        var parsed = BpmnParser.Parse(file);
        if (!parsed.Accepted) return [.. parsed.Refusals.Select(r => new Finding(OnlySubset, r.Element, r.Name, r.What, r.Right))];
        var processes = parsed.Graphs.Select(graph => graph.Process).Concat(otherProcesses).ToImmutableHashSet(StringComparer.Ordinal);
        return [.. parsed.Graphs.SelectMany(graph => Check(new LintSubject(graph, actions, processes)))];
    }

    public static IEnumerable<Finding> Check(LintSubject subject) =>
        from rule in Rules
        from found in rule.Check(subject).DistinctBy(f => (f.At.Id, f.What))
        select new Finding(rule.Name, found.At.Id, found.At.Name.Length > 0 ? found.At.Name : found.At.Kind.ToString(), found.What, found.Right);
}
