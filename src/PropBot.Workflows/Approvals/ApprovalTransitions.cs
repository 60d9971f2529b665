namespace PropBot.Workflows.Approvals;

public enum ApprovalEvent
{
    Confirmed = 0,
    Refused = 1,
    TakenBack = 2,

    /// <summary>A new HOLD reason came, or the desk would not use the permit any more.</summary>
    Overtaken = 3,
    TimePassed = 4,
}

public sealed class IllegalApprovalStepException(ApprovalStatus status, ApprovalEvent fact)
    : InvalidOperationException($"{fact} cannot happen to a request that is {status.Word()}");

/// <summary>The life of a request, one table.</summary>
public static class ApprovalTransitions
{
    public static ApprovalStatus After(this ApprovalStatus status, ApprovalEvent fact) => (status, fact) switch
    {
        (ApprovalStatus.Pending, ApprovalEvent.Confirmed) => ApprovalStatus.Approved,
        (ApprovalStatus.Pending, ApprovalEvent.Refused) => ApprovalStatus.Rejected,
        (ApprovalStatus.Pending, ApprovalEvent.TakenBack) => ApprovalStatus.Withdrawn,
        (ApprovalStatus.Pending, ApprovalEvent.Overtaken) => ApprovalStatus.Superseded,
        (ApprovalStatus.Pending, ApprovalEvent.TimePassed) => ApprovalStatus.Expired,
        // Approved in the book, but the desk had moved before the permit arrived: the approval is spent without effect.
        (ApprovalStatus.Approved, ApprovalEvent.Overtaken) => ApprovalStatus.Superseded,
        _ => throw new IllegalApprovalStepException(status, fact),
    };
}
