namespace PropBot.Workflows.Bpmn.Lint;

/// <summary>Every action a diagram names is in the catalogue and is given exactly the inputs it takes.</summary>
internal sealed class ActionExists : ILintRule
{
    public string Name => "action-exists";

    public IEnumerable<(Node At, string What, string Right)> Check(LintSubject subject)
    {
        foreach (var node in subject.Graph.Nodes.Where(n => n.Kind == NodeKind.Action))
        {
            if (subject.Actions.Find(node.Action) is not { } entry)
            {
                yield return (node, $"the action {node.Action} is not in the catalogue", "a name of workflows/catalog.json");
                continue;
            }

            var missing = entry.Inputs.Except(node.Inputs.Keys).ToList();
            var unknown = node.Inputs.Keys.Except(entry.Inputs).ToList();
            if (missing.Count > 0) yield return (node, $"{entry.Name} is not given {string.Join(", ", missing)}", "every input of the action");
            if (unknown.Count > 0) yield return (node, $"{entry.Name} takes no {string.Join(", ", unknown)}", $"only {string.Join(", ", entry.Inputs)}");
        }
    }
}
