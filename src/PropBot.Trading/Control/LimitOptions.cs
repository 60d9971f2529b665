namespace PropBot.Trading.Control;

/// <summary>Caps that every opening order must fit under. Raising any is loosening (R13).</summary>
public sealed record LimitOptions
{
    /// <summary>MAX_OPEN_POSITIONS</summary>
    public int MaxOpenPositions { get; init; } = 3;

    /// <summary>MAX_NOTIONAL_PER_POSITION_USDT</summary>
    public decimal MaxNotionalPerPositionUsdt { get; init; } = 50_000m;

    /// <summary>MAX_TOTAL_NOTIONAL_USDT</summary>
    public decimal MaxTotalNotionalUsdt { get; init; } = 150_000m;

    /// <summary>MAX_LEVERAGE</summary>
    public decimal MaxLeverage { get; init; } = 5m;

    /// <summary>MAX_ORDERS_PER_MIN</summary>
    public int MaxOrdersPerMinute { get; init; } = 300;

    /// <summary>MAX_CANCELS_PER_MIN</summary>
    public int MaxCancelsPerMinute { get; init; } = 600;

    /// <summary>MAX_DAILY_LOSS_USDT; null: no limit (R33).</summary>
    public decimal? MaxDailyLossUsdt { get; init; }

    /// <summary>Submissions of one leg before the duplicate breaker trips (R35).</summary>
    public int MaxSubmissionsPerLeg { get; init; } = 5;
}
