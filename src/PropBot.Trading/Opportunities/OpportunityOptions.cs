using PropBot.Trading.Amounts;

namespace PropBot.Trading.Opportunities;

/// <summary>What an edge must be worth and how large a hedge is (R23, R24).</summary>
public sealed record OpportunityOptions
{
    /// <summary>ORDER_NOTIONAL_USDT</summary>
    public decimal OrderNotionalUsdt { get; init; } = 1_000m;

    /// <summary>MIN_SPREAD_BPS</summary>
    public Bps MinSpread { get; init; } = new(1.0m);

    /// <summary>MAX_SLIPPAGE_BPS: default slippage of a preview without one.</summary>
    public Bps MaxSlippage { get; init; } = new(2m);

    /// <summary>Stands in for the close quantile until 600 samples exist; null = refuse <c>edge_no_history</c> (paper: 1.0).</summary>
    public Bps? ClosePrior { get; init; } = new(1.0m);
}
