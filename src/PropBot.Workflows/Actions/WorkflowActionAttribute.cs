namespace PropBot.Workflows.Actions;

/// <summary>One entry of the action catalogue, on the class that does it.</summary>
/// <param name="name">As diagrams name it: <c>room.verb-thing</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class WorkflowActionAttribute(string name) : Attribute
{
    public string Name { get; } = name;

    /// <summary>Closed list of what it can answer; another answer is an incident.</summary>
    public string[] Outcomes { get; set; } = [];

    /// <summary>Closed list of the error codes an error boundary can catch, beside <see cref="ActionErrors"/>.</summary>
    public string[] Errors { get; set; } = [];

    /// <summary>Variables it writes.</summary>
    public string[] Outputs { get; set; } = [];

    /// <summary>It makes more risk possible (§3.3): only behind an approval, and only with what was approved.</summary>
    public bool Loosening { get; set; }

    /// <summary>What it does, for people, in one sentence.</summary>
    public string Summary { get; set; } = "";

    /// <summary>Remote only: attempts before the error <c>attempts_used_up</c>.</summary>
    public int Retry { get; set; } = 5;

    /// <summary>Remote only: seconds before the second attempt; doubles each time up to five minutes.</summary>
    public int RetryAfterSeconds { get; set; } = 2;

    /// <summary>Remote only: seconds an attempt may take before another worker may start the next one.</summary>
    public int LeaseSeconds { get; set; } = 30;
}

/// <summary>Error codes the engine itself gives to a job; a boundary may catch them by name.</summary>
public static class ActionErrors
{
    /// <summary>The action threw.</summary>
    public const string Failed = "failed";

    /// <summary>Answered something that is not in its list.</summary>
    public const string OutcomeNotListed = "outcome_not_listed";

    /// <summary>Its inputs do not fit its type.</summary>
    public const string InputUnreadable = "input_unreadable";

    /// <summary>No attempt is left, and what the last one did is not known for sure.</summary>
    public const string AttemptsUsedUp = "attempts_used_up";

    /// <summary>No action of this name is known to this program.</summary>
    public const string ActionUnknown = "action_unknown";

    /// <summary>It loosens, and no approval stands.</summary>
    public const string NotApproved = "not_approved";

    /// <summary>It loosens, and an input is not what was approved (R10).</summary>
    public const string StateChanged = "STATE_CHANGED";
}
