namespace PropBot.Workflows.Approvals;

/// <summary>What the book says to a request or a decision.</summary>
public abstract record ApprovalAnswer
{
    private ApprovalAnswer()
    {
    }

    /// <param name="Code">Machine word, snake case.</param>
    /// <param name="Text">A sentence for people.</param>
    /// <param name="RetryAfter">When asking again can help.</param>
    public sealed record Refused(string Code, string Text, TimeSpan? RetryAfter = null) : ApprovalAnswer;

    internal static readonly Refused ReasonRequired = new("reason_required", "A resume request must say why trading may go on: give a reason.");

    internal static readonly Refused SameOperator = new(
        "same_operator", "The second person must be another operator than the one who asked.");

    internal static readonly Refused SharedToken = new(
        "forbidden", "The shared API_TOKEN may read and tighten only; loosening needs named operators.");

    internal static readonly Refused NotAnOperator = new("forbidden", "Only operators may do this.");

    internal static readonly Refused TokenMissing = new(
        "approve_token_missing", "The server has no APPROVE_TOKEN, so nothing can be confirmed: set it and restart.");

    internal static readonly Refused TokenWrong = new("invalid_token", "The second factor is wrong.");

    internal static readonly Refused StateChanged = new(
        "state_changed", "The HOLD has changed since the request was made: look at the new reason and ask again.");

    internal static readonly Refused Expired = new("request_expired", "The request has expired: ask again.");

    internal static readonly Refused Unwritable = new(
        "ledger_unavailable", "The decision cannot be written down now, so nothing was loosened; tightening still works.");

    internal static Refused Missing(string action) => new($"{action}_request_missing", $"There is no pending {action} request to decide on.");

    internal static Refused Locked(TimeSpan wait) => new(
        "confirm_locked", "Too many wrong second factors: confirming is locked for this identity. HOLD, kill and cancel still work.", wait);

    internal static Refused From(TwoPersonObjection objection) => objection switch
    {
        TwoPersonObjection.SameOperator => SameOperator,
        TwoPersonObjection.SharedToken => SharedToken,
        _ => NotAnOperator,
    };
}
