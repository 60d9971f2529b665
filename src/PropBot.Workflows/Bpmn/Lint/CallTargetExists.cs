namespace PropBot.Workflows.Bpmn.Lint;

/// <summary>A called process is there.</summary>
internal sealed class CallTargetExists : ILintRule
{
    public string Name => "call-target-exists";

    public IEnumerable<(Node At, string What, string Right)> Check(LintSubject subject) =>
        from node in subject.Graph.Nodes
        where node.Kind == NodeKind.CallActivity && !subject.Processes.Contains(node.Called ?? "")
        select (node, $"there is no process {node.Called}", "the id of a process in workflows/");
}
