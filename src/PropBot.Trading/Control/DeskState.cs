namespace PropBot.Trading.Control;

/// <summary>The desk's mode (rulings 3.1). Opens only in <see cref="Run"/>.</summary>
public enum DeskState
{
    /// <summary>Nothing opens; left only by two people.</summary>
    Hold = 0,

    /// <summary>HOLD was left, SAFE_MODE is still on.</summary>
    StandbySafe = 1,

    /// <summary>Ready; waits for <c>resume</c>.</summary>
    Standby = 2,
    Run = 3,

    /// <summary>Loop and monitoring run, SAFE_MODE keeps opens out.</summary>
    RunSafe = 4,
}

public static class DeskStates
{
    public static bool HoldActive(this DeskState state) => state == DeskState.Hold;

    public static bool SafeMode(this DeskState state) => state is DeskState.Hold or DeskState.StandbySafe or DeskState.RunSafe;

    /// <summary>The word operators know: <c>RUN</c> or <c>HOLD</c>.</summary>
    public static string Mode(this DeskState state) => state is DeskState.Run or DeskState.RunSafe ? "RUN" : "HOLD";

    public static bool Opens(this DeskState state) => state == DeskState.Run;
}
