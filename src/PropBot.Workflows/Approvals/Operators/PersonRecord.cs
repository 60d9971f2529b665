namespace PropBot.Workflows.Approvals.Operators;

/// <summary>One person as others may see them: no token, no hash.</summary>
public sealed record PersonRecord
{
    public required string Name { get; init; }
    public required string Role { get; init; }
    public required string Source { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required string CreatedBy { get; init; }
    public DateTimeOffset? RemovedAt { get; init; }
    public string? RemovedBy { get; init; }

    /// <summary>Tokens that open the door now.</summary>
    public required int Tokens { get; init; }
    public required bool TotpEnrolled { get; init; }
    public required IReadOnlyList<long> TelegramUsers { get; init; }
}
