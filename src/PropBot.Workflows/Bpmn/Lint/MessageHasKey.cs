namespace PropBot.Workflows.Bpmn.Lint;

/// <summary>A message belongs to one instance: each has a key. Who starts a process by message says which variable gets the key.</summary>
internal sealed class MessageHasKey : ILintRule
{
    public string Name => "message-has-key";

    public IEnumerable<(Node At, string What, string Right)> Check(LintSubject subject) =>
        from node in subject.Graph.Nodes
        where node.Kind is NodeKind.MessageStart or NodeKind.MessageCatch or NodeKind.BoundaryMessage or NodeKind.ReceiveTask or NodeKind.MessageThrow or NodeKind.MessageEnd
        where string.IsNullOrEmpty(node.Key) || (node.Kind == NodeKind.MessageStart && node.Scope is null && Words.Reference(node.Key) is null)
        select (node, $"the message {node.Event} has no key", "a propbot:correlation with key=\"=variable\"");
}
