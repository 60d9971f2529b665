namespace PropBot.Workflows.Approvals;

/// <summary>An identity together with the name its holder gave. The given name counts only for a shared identity.</summary>
public sealed record Person(string Identity, bool Shared, string Stated)
{
    public static Person Of(Identity identity, string? stated) => new(identity.Name, identity.Shared, stated?.Trim() ?? "");

    /// <summary>The name shown to people.</summary>
    public string Shown => Shared && Stated.Length > 0 ? Stated : Identity;
}

/// <summary>Somebody deciding, and through which door.</summary>
/// <param name="Channel">Goes into the audit: <c>api</c>, <c>web</c>.</param>
public sealed record Actor(Identity Identity, string? Stated, string Channel);

/// <summary>What became of a question to a second person.</summary>
public enum ApprovalStatus
{
    Pending = 0,
    Approved = 1,
    Rejected = 2,
    Withdrawn = 3,
    Superseded = 4,
    Expired = 5,
}

public static class ApprovalWords
{
    public static string Word(this ApprovalStatus status) => status.ToString().ToLowerInvariant();
}
