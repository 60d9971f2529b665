namespace PropBot.Workflows.Bpmn.Lint;

/// <summary>What talks to the world has a way on for each of its errors. What is not in its list becomes an incident for people.</summary>
internal sealed class RemoteHasErrorPath : ILintRule
{
    public string Name => "remote-has-error-path";

    public IEnumerable<(Node At, string What, string Right)> Check(LintSubject subject)
    {
        var silent = subject.Graph.Nodes.Where(n => n.Kind == NodeKind.Action && subject.Actions.Find(n.Action) is { Remote: true, Errors.Length: 0 });
        return OutcomesCovered.Errors(subject, remote: true)
            .Concat(silent.Where(n => subject.Paths.Boundaries(n).All(b => b.Kind != NodeKind.BoundaryError))
                .Select(n => (n, $"{n.Action} touches the world and has no way on when it fails", "an error boundary")));
    }
}
