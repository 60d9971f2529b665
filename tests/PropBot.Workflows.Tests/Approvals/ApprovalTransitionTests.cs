using PropBot.Workflows.Approvals;

namespace PropBot.Workflows.Tests.Approvals;

public sealed class ApprovalTransitionTests
{
    private static readonly Dictionary<(ApprovalStatus, ApprovalEvent), ApprovalStatus> Legal = new()
    {
        [(ApprovalStatus.Pending, ApprovalEvent.Confirmed)] = ApprovalStatus.Approved,
        [(ApprovalStatus.Pending, ApprovalEvent.Refused)] = ApprovalStatus.Rejected,
        [(ApprovalStatus.Pending, ApprovalEvent.TakenBack)] = ApprovalStatus.Withdrawn,
        [(ApprovalStatus.Pending, ApprovalEvent.Overtaken)] = ApprovalStatus.Superseded,
        [(ApprovalStatus.Pending, ApprovalEvent.TimePassed)] = ApprovalStatus.Expired,
        [(ApprovalStatus.Approved, ApprovalEvent.Overtaken)] = ApprovalStatus.Superseded,
    };

    [Fact]
    public void every_pair_of_status_and_event_leads_where_the_table_says_or_nowhere()
    {
        var pairs = Enum.GetValues<ApprovalStatus>().SelectMany(status => Enum.GetValues<ApprovalEvent>().Select(fact => (status, fact))).ToList();

        Assert.Equal(30, pairs.Count);
        foreach (var (status, fact) in pairs)
        {
            if (Legal.TryGetValue((status, fact), out var after)) Assert.Equal(after, status.After(fact));
            else Assert.Throws<IllegalApprovalStepException>(() => status.After(fact));
        }
    }
}
