namespace PropBot.Workflows.Bpmn.Lint;

/// <summary>No way to a loosening action but through a second person's yes, and that person is shown everything the action is given.</summary>
internal sealed class LooseningBehindApproval : ILintRule
{
    public string Name => "loosening-behind-approval";

    public IEnumerable<(Node At, string What, string Right)> Check(LintSubject subject)
    {
        foreach (var loosening in subject.Unapproved(subject.Paths.Beginnings, pastWaits: true).Distinct())
            yield return (loosening, $"{loosening.Action} can be reached without an approval", "an approval before it, left by a flow with the condition on its first outcome");
        foreach (var approval in Approvals.All(subject))
        {
            foreach (var loosening in subject.Behind(approval))
            {
                var hidden = loosening.Inputs.Where(i => approval.Inputs.GetValueOrDefault(i.Key) != i.Value).Select(i => i.Key).ToList();
                if (hidden.Count > 0)
                    yield return (approval, $"the approver is not shown {string.Join(", ", hidden)} of {loosening.Id}", "the same inputs on the approval: what is approved is what is executed (R10)");
            }
        }
    }
}
