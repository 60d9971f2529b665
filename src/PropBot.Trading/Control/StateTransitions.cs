using static PropBot.Trading.Control.DeskState;

namespace PropBot.Trading.Control;

/// <summary>What moves the desk between its states (rulings 3.1).</summary>
public enum DeskTrigger
{
    /// <summary>One person or any guard.</summary>
    Hold = 0,

    /// <summary>The approved loosening of two people.</summary>
    LeaveHold = 1,
    SafeModeOn = 2,
    SafeModeOff = 3,
    Resume = 4,

    /// <summary>A mandate given in advance by two people, after a restart that interrupted RUN (R20).</summary>
    Mandate = 5,
}

/// <summary>Where a trigger leads, or why not.</summary>
public abstract record StateStep
{
    private StateStep()
    {
    }

    public sealed record To(DeskState State) : StateStep;

    public sealed record Refused(string Code, string Text) : StateStep;
}

/// <summary>The one table of the desk's states. Every step down is always possible; a step up has one door each.</summary>
public static class StateTransitions
{
    private static readonly StateStep HoldActive = new StateStep.Refused("hold_active", "HOLD is active: it is left by resume-request and a second operator's resume-confirm");
    private static readonly StateStep SafeMode = new StateStep.Refused("safe_mode", "SAFE_MODE is on: switch it off first, then resume");
    private static readonly StateStep NotHeld = new StateStep.Refused("hold_not_active", "HOLD is not active: there is nothing to leave");

    public static StateStep After(this DeskState state, DeskTrigger trigger) => (state, trigger) switch
    {
        (_, DeskTrigger.Hold) => new StateStep.To(DeskState.Hold),

        (DeskState.Hold, DeskTrigger.LeaveHold) => new StateStep.To(StandbySafe),
        (_, DeskTrigger.LeaveHold) => NotHeld,

        // Back to what the restart interrupted, SAFE_MODE off included: the gates have seen that it was RUN.
        (DeskState.Hold, DeskTrigger.Mandate) => new StateStep.To(DeskState.Run),
        (_, DeskTrigger.Mandate) => NotHeld,

        (DeskState.Hold, DeskTrigger.SafeModeOn) => new StateStep.To(DeskState.Hold),
        (StandbySafe or Standby, DeskTrigger.SafeModeOn) => new StateStep.To(StandbySafe),
        (Run or RunSafe, DeskTrigger.SafeModeOn) => new StateStep.To(RunSafe),

        (DeskState.Hold, DeskTrigger.SafeModeOff) => HoldActive,
        (StandbySafe or Standby, DeskTrigger.SafeModeOff) => new StateStep.To(Standby),
        (Run or RunSafe, DeskTrigger.SafeModeOff) => new StateStep.To(Run),

        (DeskState.Hold, DeskTrigger.Resume) => HoldActive,
        (StandbySafe, DeskTrigger.Resume) => SafeMode,
        (Standby or Run, DeskTrigger.Resume) => new StateStep.To(Run),
        (RunSafe, DeskTrigger.Resume) => SafeMode,
        _ => throw new InvalidOperationException($"{state} and {trigger} are not in the table"),
    };
}
