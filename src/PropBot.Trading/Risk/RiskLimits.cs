using System.Collections.Immutable;
using PropBot.Trading.Control;
using PropBot.Trading.Instruments;
using PropBot.Trading.Risk.Measures;

namespace PropBot.Trading.Risk;

/// <summary>What the guards compare with. A null limit is one that nobody has set: it does not bind (paper and testnet; live demands all, R14).</summary>
public sealed record RiskLimits
{
    public LimitOptions Caps { get; init; } = new();

    /// <summary>MAX_QUOTE_AGE_MS</summary>
    public TimeSpan MaxBookAge { get; init; } = TimeSpan.FromMilliseconds(1_500);

    /// <summary>CLOCK_SKEW_HOLD_THRESHOLD_MS (R34)</summary>
    public TimeSpan ClockSkewHold { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>MAX_POSITION_USDT; <see cref="MaxPositionUsdtBySymbol"/> goes before it.</summary>
    public decimal? MaxPositionUsdt { get; init; }

    /// <summary>MAX_POSITION_USDT__BTCUSDT</summary>
    public ImmutableDictionary<string, decimal> MaxPositionUsdtBySymbol { get; init; } = ImmutableDictionary<string, decimal>.Empty;

    /// <summary>MAX_VENUE_NOTIONAL_USDT__BINANCE (R51)</summary>
    public ImmutableDictionary<Venue, decimal> MaxVenueNotionalUsdt { get; init; } = ImmutableDictionary<Venue, decimal>.Empty;

    /// <summary>MAX_OPEN_ORDERS; <see cref="MaxOpenOrdersByVenue"/> goes before it.</summary>
    public int? MaxOpenOrders { get; init; }

    /// <summary>MAX_OPEN_ORDERS__OKX</summary>
    public ImmutableDictionary<Venue, int> MaxOpenOrdersByVenue { get; init; } = ImmutableDictionary<Venue, int>.Empty;

    /// <summary>MAX_DAILY_LOSS_USDT (R33)</summary>
    public decimal? MaxDailyLossUsdt { get; init; }

    /// <summary>MAX_UNREALIZED_LOSS_USD</summary>
    public decimal? MaxUnrealisedLossUsdt { get; init; }

    /// <summary>MAX_VAR_24H_USDT (R51)</summary>
    public decimal? MaxVarDayUsdt { get; init; }

    /// <summary>NAKED_BUDGET_USDT_SECONDS: naked exposure a UTC day may use (R51).</summary>
    public decimal NakedBudgetUsdtSeconds { get; init; } = 100_000m;

    /// <summary>CAPITAL_TOTAL_USDT and CAPITAL_LIMIT: reported against, and no guard compares with them (R51).</summary>
    public CapitalOptions Capital { get; init; } = new();

    /// <summary>MAX_NET_DELTA_USDT: what the coin may already lean to one side before anything more is opened on it.</summary>
    public decimal MaxNetDeltaUsdt { get; init; } = 50m;

    /// <summary>MAX_MARGIN_RATIO: maintenance margin / equity above which a venue takes nothing new (contract 7.14, both venues the same way round).</summary>
    public decimal MaxMarginRatio { get; init; } = 0.8m;

    public decimal? PositionLimit(string symbol) => MaxPositionUsdtBySymbol.TryGetValue(symbol, out var own) ? own : MaxPositionUsdt;

    public int? OpenOrderLimit(Venue venue) => MaxOpenOrdersByVenue.TryGetValue(venue, out var own) ? own : MaxOpenOrders;
}
