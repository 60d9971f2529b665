namespace PropBot.Trading.Reconciliation;

/// <summary>How often is looked, and what still counts as equal. Names in CAPITALS are settings.</summary>
public sealed record ReconciliationOptions
{
    /// <summary>RECONCILE_INTERVAL_SEC</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>After a suspicion and while a desync stands: soon.</summary>
    public TimeSpan Again { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A venue's own books lag its messages: an answer counts only when it was asked this long after the last order activity.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Base coin (contract §7.13).</summary>
    public decimal QuantityTolerance { get; init; } = 0.000001m;

    /// <summary>Fraction of the expected quantity (contract §7.13).</summary>
    public decimal RelativeTolerance { get; init; } = 0.01m;

    /// <summary>MAX_DUST_USDT: a difference worth more is a desync even within the tolerances above.</summary>
    public decimal DustUsdt { get; init; } = 10m;

    /// <summary>Cash may be off by this much, or by <see cref="CashFraction"/> of what is expected.</summary>
    public decimal CashTolerance { get; init; } = 1m;

    public decimal CashFraction { get; init; } = 0.0001m;

    /// <summary>A desync that stands this long is escalated (R47).</summary>
    public TimeSpan EscalateAfter { get; init; } = TimeSpan.FromSeconds(60);
}
