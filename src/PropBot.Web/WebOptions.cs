using PropBot.Workflows.Actions.Autopilot;

namespace PropBot.Web;

/// <summary>What the doors need to know. Names in CAPITALS are the settings.</summary>
public sealed record WebOptions
{
    /// <summary>PROFILE: <c>paper</c>, <c>testnet</c> or <c>live</c>.</summary>
    public string Profile { get; init; } = "paper";

    /// <summary>AUTH_ENABLED. Off only in paper: everybody acts as the shared identity <c>local-dev</c> (R9, R38).</summary>
    public bool AuthEnabled { get; init; } = true;

    /// <summary>TWO_MAN_RULE; false is possible only in paper.</summary>
    public bool TwoPeopleRequired { get; init; } = true;

    /// <summary>API_RATE_PER_MIN: guarded writes refilled per minute and identity.</summary>
    public int RatePerMinute { get; init; } = 30;

    /// <summary>API_BURST</summary>
    public int Burst { get; init; } = 10;

    /// <summary>IDEM_TTL_SEC</summary>
    public TimeSpan IdempotencyTtl { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>PROPBOT_LANG: <c>en</c> or <c>ru</c> (R44).</summary>
    public string Language { get; init; } = "en";

    /// <summary>BUILD_VERSION, else the assembly's.</summary>
    public string BuildVersion { get; init; } = "dev";

    /// <summary>SNAPSHOT_DIR, absolute; default <c>&lt;data&gt;/snapshots</c> (R40).</summary>
    public required string SnapshotDirectory { get; init; }

    /// <summary>Where the BPMN files lie: beside the binary.</summary>
    public string WorkflowFolder { get; init; } = Path.Combine(AppContext.BaseDirectory, "workflows");

    /// <summary>Names this process in the leases of workflow jobs: its boot id.</summary>
    public string Owner { get; init; } = "web";

    /// <summary>What a mandate of the autopilot is bound to: what the environment says, and this build.</summary>
    public MandateTerms Mandate { get; init; } = new("", MandateTerms.BinaryOf(typeof(WebOptions).Assembly));

    /// <summary>OPS_APPROVALS_FILE, absolute.</summary>
    public required string ApprovalsFile { get; init; }

    /// <summary>Secret values that never leave in an answer: any text that holds one is replaced whole.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    public bool Paper => Profile == "paper";

    public bool Live => Profile == "live";
}
