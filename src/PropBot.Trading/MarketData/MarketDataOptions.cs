namespace PropBot.Trading.MarketData;

/// <summary>When market data is too old or a clock too far off to act on.</summary>
public sealed record MarketDataOptions
{
    /// <summary>MAX_QUOTE_AGE_MS: an older book or top of book opens nothing.</summary>
    public TimeSpan MaxQuoteAge { get; init; } = TimeSpan.FromMilliseconds(1500);

    /// <summary>CLOCK_SKEW_HOLD_THRESHOLD_MS (R34)</summary>
    public TimeSpan ClockSkewHold { get; init; } = TimeSpan.FromMilliseconds(200);
}
