namespace PropBot.Workflows.Bpmn.Lint;

/// <summary>An approval knows whom its approver must differ from (R9): who asked, or who chose just before.</summary>
internal sealed class ApprovalDistinctFromRequester : ILintRule
{
    public string Name => "approval-distinct-from-requester";

    public IEnumerable<(Node At, string What, string Right)> Check(LintSubject subject)
    {
        foreach (var approval in Approvals.All(subject))
        {
            var (withoutChoice, afterChoice) = (Reached(subject, approval, subject.Paths.Beginnings), AfterChoice(subject, approval));
            var requester = approval.Task!.Requester;
            if (requester is not (Words.RequestedBy or Words.DecidedBy)) yield return (approval, $"nothing writes {requester}", $"={Words.RequestedBy} or ={Words.DecidedBy}");
            if (requester == Words.RequestedBy && afterChoice) yield return (approval, "who chose before it may approve it too", $"requester =\"={Words.DecidedBy}\"");
            if (requester == Words.DecidedBy && withoutChoice) yield return (approval, "it can be reached without anybody having chosen", $"requester =\"={Words.RequestedBy}\", or a choice on every way to it");
            if (requester == Words.RequestedBy && subject.Graph.Inside(null).All(n => n.Kind != NodeKind.Start))
                yield return (approval, "nobody requests this process: it starts by itself", "a choice before it, and requester =decided_by");
        }
    }

    private static bool AfterChoice(LintSubject subject, Node approval) => subject.Graph.Nodes
        .Where(n => n.Task is { IsApproval: false }).Any(choice => Reached(subject, approval, [Paths.Leaving(choice)]));

    private static bool Reached(LintSubject subject, Node approval, IEnumerable<Point> from) =>
        subject.Paths.Reach(from, point => !point.Leaving && subject.Graph[point.Node].Kind == NodeKind.UserTask && subject.Graph[point.Node].Task is not null)
            .Contains(Paths.Entering(approval));
}
