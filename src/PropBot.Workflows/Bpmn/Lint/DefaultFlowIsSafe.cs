namespace PropBot.Workflows.Bpmn.Lint;

/// <summary>Where nothing else holds, a diagram does the careful thing: every choice has a default flow, and none of them leads to a loosening.</summary>
internal sealed class DefaultFlowIsSafe : ILintRule
{
    public string Name => "default-flow-is-safe";

    public IEnumerable<(Node At, string What, string Right)> Check(LintSubject subject)
    {
        foreach (var gateway in subject.Graph.Nodes.Where(n => n.Kind == NodeKind.Exclusive))
        {
            var flows = subject.Paths.Outgoing(gateway).ToList();
            if (flows.Count < 2) continue;
            if (flows.Find(f => f.Id == gateway.DefaultFlow) is not { } safe) yield return (gateway, "it has no default flow", "a default flow to the careful side");
            else if (subject.Unapproved([Paths.Entering(subject.Graph[safe.To])], pastWaits: false).FirstOrDefault() is { } loosening)
                yield return (gateway, $"its default flow leads to {loosening.Action}", "the loosening side needs its own condition");
        }
    }
}
