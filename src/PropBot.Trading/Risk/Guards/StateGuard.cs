using PropBot.Trading.Control;

namespace PropBot.Trading.Risk.Guards;

/// <summary>Opens, manual ones included, only in RUN (rulings 3.1).</summary>
public static class StateGuard
{
    private static readonly RiskRefusal Hold = new("hold_active", "HOLD is active: nothing is opened");
    private static readonly RiskRefusal SafeMode = new("safe_mode", "SAFE_MODE is on: nothing is opened");
    private static readonly RiskRefusal NotRunning = new("not_running", "the desk is in STANDBY: resume it first");

    public static RiskRefusal? Check(RiskFacts facts, RiskLimits limits) => facts.State switch
    {
        DeskState.Run => null,
        DeskState.Hold => Hold,
        DeskState.StandbySafe or DeskState.RunSafe => SafeMode,
        _ => NotRunning,
    };
}
