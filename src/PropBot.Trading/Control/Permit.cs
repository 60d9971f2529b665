namespace PropBot.Trading.Control;

public enum PermitState
{
    Issued = 0,

    /// <summary>The desk has written that it will apply it and has not yet said that it did.</summary>
    Using = 1,
    Used = 2,
    Void = 3,
}

/// <summary>
/// An approved loosening on its way to the desk (R2): good for the HOLD epoch and the boot it was issued in, once. Only the desk decides
/// whether it is used or void.
/// </summary>
/// <param name="Id">From the workflow's instance and token: the same approval is the same permit.</param>
/// <param name="Kind">One of <see cref="PermitKinds"/>.</param>
/// <param name="Payload">JSON: exactly what was approved, frozen.</param>
/// <param name="By">Who approved, as shown in the audit.</param>
public sealed record Permit(string Id, string Kind, string Payload, long HoldEpoch, string BootId, string By, DateTimeOffset IssuedAt)
{
    public PermitState State { get; init; }

    /// <summary>Machine word of why it is void.</summary>
    public string Why { get; init; } = "";
}

/// <summary>What a permit can loosen.</summary>
public static class PermitKinds
{
    /// <summary>HOLD → STANDBY_SAFE; payload <c>{"root_cause"}</c>: what led to a P0 and why it is over, empty where none is among the reasons (R8).</summary>
    public const string LeaveHold = "leave_hold";

    /// <summary>SAFE_MODE off by two people (R5, live); payload <c>{}</c>.</summary>
    public const string SafeModeOff = "safe_mode_off";

    /// <summary>DRY_RUN off (R6); payload <c>{}</c>.</summary>
    public const string DryRunOff = "dry_run_off";

    /// <summary>Payload <c>{"limit","scope","value","until","version"}</c> (R13).</summary>
    public const string RaiseLimit = "raise_limit";

    /// <summary>The risk dial above 50, or up after it was cut by itself; payload <c>{"rpi"}</c> (rulings §4).</summary>
    public const string TurnDial = "turn_dial";

    /// <summary>HOLD of a restart → RUN under a mandate; payload <c>{"mandate"}</c> (R20).</summary>
    public const string AutopilotResume = "autopilot_resume";

    /// <summary>A strategy that a guard froze may open again; payload <c>{"strategy"}</c> (§3.3).</summary>
    public const string UnfreezeStrategy = "unfreeze_strategy";
}
