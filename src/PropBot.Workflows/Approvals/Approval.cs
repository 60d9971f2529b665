namespace PropBot.Workflows.Approvals;

public enum ApprovalStatus
{
    Pending = 0,
    Approved = 1,
    Rejected = 2,
    Withdrawn = 3,
    Superseded = 4,
    Expired = 5,
}

/// <summary>A question to a second person. The payload is frozen: what is approved is exactly what was asked (R10).</summary>
public sealed record Approval
{
    /// <summary>The action of leaving HOLD.</summary>
    public const string Resume = "resume";

    public required string Id { get; init; }
    public required string Action { get; init; }
    public required string Reason { get; init; }
    public string PayloadJson { get; init; } = "{}";
    public required HoldBinding Hold { get; init; }
    public required Person RequestedBy { get; init; }
    public required DateTimeOffset RequestedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public ApprovalStatus Status { get; init; }
    public string? DecidedBy { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }

    public bool Pending => Status == ApprovalStatus.Pending;
}

/// <summary>An identity together with the name its holder gave. The given name counts only for a shared identity.</summary>
public sealed record Person(string Identity, bool Shared, string Stated)
{
    public static Person Of(Identity identity, string? stated) => new(identity.Name, identity.Shared, stated?.Trim() ?? "");

    /// <summary>The name shown to people.</summary>
    public string Shown => Shared && Stated.Length > 0 ? Stated : Identity;
}

public static class ApprovalWords
{
    public static string Word(this ApprovalStatus status) => status.ToString().ToLowerInvariant();

    public static ApprovalStatus ParseStatus(string word) => Enum.Parse<ApprovalStatus>(word, ignoreCase: true);
}
