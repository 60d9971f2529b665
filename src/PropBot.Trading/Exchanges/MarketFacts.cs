using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges;

/// <summary>Best bid and ask of one pair on one venue. Quantities in base coin. Times UTC.</summary>
/// <param name="Pair">Index in <see cref="PairUniverse"/>.</param>
/// <param name="Sequence">The venue's update number (Binance <c>u</c>, OKX <c>seqId</c>); older ones are dropped.</param>
/// <param name="VenueTime">When the venue made it.</param>
/// <param name="ReceivedAt">When we read it, by our clock: staleness is judged by this one.</param>
public readonly record struct TopUpdate(
    Venue Venue, int Pair, Price Bid, Quantity BidQuantity, Price Ask, Quantity AskQuantity,
    long Sequence, DateTimeOffset VenueTime, DateTimeOffset ReceivedAt);

/// <summary>Mark price and funding of one pair on one venue. Rate is a fraction per settlement; positive: longs pay.</summary>
/// <param name="FundingInterval">Time between settlements; null when this message does not tell.</param>
public readonly record struct MarkUpdate(
    Venue Venue, int Pair, Price? Mark, decimal? FundingRate, DateTimeOffset? NextFunding, TimeSpan? FundingInterval, DateTimeOffset ReceivedAt);

/// <summary>One price level; quantity in base coin, 0 deletes the level.</summary>
public readonly record struct Level(decimal Price, decimal Quantity);

/// <summary>What happened to a venue's streams. A link counts as up only when its catch-up is complete (P16).</summary>
public enum LinkEvent
{
    Down = 0,
    Connecting = 1,
    Up = 2,
}

public enum LinkKind
{
    /// <summary>Market data.</summary>
    Public = 0,

    /// <summary>Orders, fills, positions.</summary>
    Private = 1,
}

public sealed record LinkChange(Venue Venue, LinkKind Kind, LinkEvent Event, string Detail, DateTimeOffset At);

/// <summary>Server time minus our time, at the RTT midpoint of the fastest recent sample, with its uncertainty (R34).</summary>
public sealed record ClockReading(Venue Venue, TimeSpan Offset, TimeSpan Uncertainty, DateTimeOffset At);

/// <summary>A venue's own word on a time in which it is not fully there.</summary>
/// <param name="End">Null where it does not say.</param>
public sealed record MaintenanceNotice(DateTimeOffset Begin, DateTimeOffset? End, string Title);
