namespace PropBot.Workflows.Bpmn.Lint;

/// <summary>No question stays open for ever (R10), and its running out loosens nothing.</summary>
internal sealed class ApprovalHasExpiry : ILintRule
{
    public string Name => "approval-has-expiry";

    public IEnumerable<(Node At, string What, string Right)> Check(LintSubject subject)
    {
        foreach (var approval in Approvals.All(subject))
        {
            var expiries = subject.Paths.Boundaries(approval).Where(b => b is { Kind: NodeKind.BoundaryTimer, Interrupting: true }).ToList();
            if (expiries.Count == 0) yield return (approval, "it never expires", "an interrupting timer at its boundary");
            foreach (var expiry in expiries)
            {
                if (subject.Unapproved([Paths.Entering(expiry)], pastWaits: false).FirstOrDefault() is { } loosening)
                    yield return (approval, $"running out leads to {loosening.Action}", "an expiry ends without loosening");
            }
        }
    }
}
