using System.Collections.Immutable;
using PropBot.Workflows.Approvals;

namespace PropBot.Workflows.Inbox;

/// <summary>A question to a second person, and what became of it.</summary>
public sealed record Request
{
    /// <summary>Names the request everywhere: 32 letters and digits.</summary>
    public required string Id { get; init; }

    /// <summary>The process it is an instance of: <c>resume</c>, <c>raise-limit</c>, …</summary>
    public required string Process { get; init; }
    public required string Instance { get; init; }

    /// <summary>The token that waits for people; 0 = none does.</summary>
    public int Token { get; init; }

    /// <summary>Of what the approver is shown; empty while nothing waits.</summary>
    public string PayloadHash { get; init; } = "";

    /// <summary>Everything it was started with: reason, limit, value, ….</summary>
    public required ImmutableSortedDictionary<string, string> Parameters { get; init; }
    public required Person RequestedBy { get; init; }
    public required DateTimeOffset RequestedAt { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
    public ApprovalStatus Status { get; init; }
    public string? DecidedBy { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Id of the end it came to; empty while it runs.</summary>
    public string Outcome { get; init; } = "";

    /// <summary>The permit that its approval became; empty without one.</summary>
    public string Permit { get; init; } = "";

    /// <summary>What people call the action: <c>raise_limit</c>.</summary>
    public string Action
    {
        get => field ?? Process.Replace('-', '_');
        init;
    }

    public string Reason => Parameters.GetValueOrDefault("reason", "");

    /// <summary>What will be different afterwards, as JSON; empty where the check wrote none.</summary>
    public string Preview => Parameters.GetValueOrDefault("preview", "");
    public bool Pending => Status == ApprovalStatus.Pending;
}

/// <summary>What somebody asks two people for.</summary>
/// <param name="Parameters">As the file's start names them, without <c>request</c> and <c>reason</c>.</param>
/// <param name="Same">Parameters that make two requests the same question; while one is open, it is the answer.</param>
public sealed record Wish(string Process, string? Reason, ImmutableSortedDictionary<string, string> Parameters, ImmutableArray<string> Same);

public abstract record InboxAnswer
{
    private InboxAnswer()
    {
    }

    public sealed record Given(Request Request) : InboxAnswer;

    /// <summary>Done at once: it was found to need one person only.</summary>
    /// <param name="End">Id of the end in the diagram.</param>
    public sealed record Settled(string End) : InboxAnswer;

    /// <param name="Why">Code, sentence, and when asking again can help.</param>
    public sealed record No(ApprovalAnswer.Refused Why) : InboxAnswer;
}
