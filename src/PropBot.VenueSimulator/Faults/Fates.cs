namespace PropBot.VenueSimulator.Faults;

/// <summary>What is to happen to one call. The skin waits <see cref="Delay"/> first, then looks at the rest in the order of the parameters.</summary>
/// <param name="DropRequest">Cut the connection; the call is not executed.</param>
/// <param name="DropReply">Execute, then cut the connection.</param>
/// <param name="Reply">A named error (<see cref="FaultReplies"/>) instead of executing, or after it when <see cref="Executed"/>.</param>
public sealed record CallFate(TimeSpan Delay, bool DropRequest, bool DropReply, string? Reply)
{
    public static CallFate Ordinary { get; } = new(TimeSpan.Zero, DropRequest: false, DropReply: false, Reply: null);

    public bool IsOrdinary => this == Ordinary;

    /// <summary>The named reply is sent after the call was executed.</summary>
    public bool Executed => Reply is not null && FaultReplies.IsExecuted(Reply);

    /// <summary>With reply <c>418</c>: when the ban ends, venue time.</summary>
    public DateTimeOffset? BannedUntil { get; init; }
}

/// <summary>What is to happen to one push of one session.</summary>
/// <param name="Duplicate">Send it twice.</param>
/// <param name="Reorder">Hold it until the next push of that session went out.</param>
public sealed record PushFate(bool Drop, TimeSpan Delay, bool Duplicate, bool Reorder)
{
    public static PushFate Ordinary { get; } = new(Drop: false, TimeSpan.Zero, Duplicate: false, Reorder: false);

    public bool IsOrdinary => this == Ordinary;
}
