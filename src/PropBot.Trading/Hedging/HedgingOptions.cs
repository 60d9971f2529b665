using PropBot.Trading.Amounts;

namespace PropBot.Trading.Hedging;

public enum LegOrder
{
    /// <summary>Thinner book first, then the other (R25).</summary>
    Sequential = 0,
    Concurrent = 1,
}

public enum LegFailurePolicy
{
    /// <summary>Stay partial, HOLD, let people decide until the naked bound (R27, R16).</summary>
    Hold = 0,
    Unwind = 1,
}

/// <summary>How hedges are opened, bounded and closed. Names in CAPITALS are the settings (R16, R25, R27, R30, R31).</summary>
public sealed record HedgingOptions
{
    /// <summary>AUTO_HEDGE_ENABLED</summary>
    public bool AutoHedge { get; init; } = true;

    /// <summary>AUTO_HEDGE_SCAN_SECS: least pause between two automatic attempts on one pair.</summary>
    public TimeSpan AttemptPause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>MAX_AUTO_FAILS_PER_MIN: more failed automatic attempts in a minute are a HOLD.</summary>
    public int MaxFailuresPerMinute { get; init; } = 3;

    /// <summary>HEDGE_LEG_DEADLINE_MS</summary>
    public TimeSpan LegDeadline { get; init; } = TimeSpan.FromMilliseconds(3000);

    /// <summary>HEDGE_LEG_MAX_SLIPPAGE_BPS</summary>
    public Bps LegMaxSlippage { get; init; } = new(10m);

    /// <summary>HEDGE_LEG_ORDER</summary>
    public LegOrder LegOrder { get; init; } = LegOrder.Sequential;

    /// <summary>LEG_FAILURE_POLICY</summary>
    public LegFailurePolicy LegFailure { get; init; } = LegFailurePolicy.Hold;

    /// <summary>ORDER_VALID_MS</summary>
    public TimeSpan OrderValidity { get; init; } = TimeSpan.FromMilliseconds(1000);

    /// <summary>MAX_DUST_USDT</summary>
    public decimal MaxDustUsdt { get; init; } = 10m;

    /// <summary>NAKED_MAX_SECONDS</summary>
    public TimeSpan NakedMaxTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>NAKED_MAX_LOSS_USDT</summary>
    public decimal NakedMaxLossUsdt { get; init; } = 50m;

    /// <summary>NAKED_AUTO_UNWIND</summary>
    public bool NakedAutoUnwind { get; init; } = true;

    /// <summary>LIQ_DISTANCE_WARN_PCT (R15)</summary>
    public decimal LiquidationWarnPct { get; init; } = 15m;

    /// <summary>LIQ_DISTANCE_ACT_PCT (R15)</summary>
    public decimal LiquidationActPct { get; init; } = 7m;

    /// <summary>HOLD_PROTECTIVE_EXITS: the stop acts in HOLD too (R15).</summary>
    public bool HoldProtectiveExits { get; init; } = true;

    /// <summary>EXIT_TAKE_PROFIT_BPS</summary>
    public Bps TakeProfit { get; init; } = new(1.0m);

    /// <summary>EXIT_MAX_HOLD_MINUTES</summary>
    public TimeSpan MaxHold { get; init; } = TimeSpan.FromMinutes(480);

    /// <summary>EXIT_STOP_BPS</summary>
    public Bps Stop { get; init; } = new(50m);

    /// <summary>How long the stop must stand before it acts (R30).</summary>
    public TimeSpan StopFor { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Unwound opens of one pair within <see cref="CoolDown"/> that quarantine it (P10).</summary>
    public int ChurnUnwinds { get; init; } = 2;

    /// <summary>How long a pair rests after a stop or time exit, and after churning (R30, P10).</summary>
    public TimeSpan CoolDown { get; init; } = TimeSpan.FromMinutes(60);
}
