namespace PropBot.Trading.Opportunities;

/// <summary>Why an edge is not allowed.</summary>
public enum EdgeRefusal
{
    None = 0,
    BookStale = 1,
    CrossedOwnBook = 2,
    NoHistory = 3,
    FeesUnknown = 4,
    FundingUnknown = 5,
    VenueClosed = 6,
    TooSmall = 7,
    DepthTooThin = 8,
    BelowMinimum = 9,
}

public static class EdgeRefusals
{
    /// <summary>The machine word shown to people and scripts; empty for <see cref="EdgeRefusal.None"/>.</summary>
    public static string Word(this EdgeRefusal refusal) => refusal switch
    {
        EdgeRefusal.None => "",
        EdgeRefusal.BookStale => "book_stale",
        EdgeRefusal.CrossedOwnBook => "book_crossed",
        EdgeRefusal.NoHistory => "edge_no_history",
        EdgeRefusal.FeesUnknown => "fees_unknown",
        EdgeRefusal.FundingUnknown => "funding_unknown",
        EdgeRefusal.VenueClosed => "instrument_closed",
        EdgeRefusal.TooSmall => "size_below_minimum",
        EdgeRefusal.DepthTooThin => "insufficient_liquidity",
        EdgeRefusal.BelowMinimum => "edge_below_minimum",
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "an edge refusal without a word"),
    };
}
