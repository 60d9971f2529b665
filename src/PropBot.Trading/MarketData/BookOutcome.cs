using PropBot.Trading.Amounts;

namespace PropBot.Trading.MarketData;

/// <summary>What became of a depth message.</summary>
public enum BookOutcome
{
    /// <summary>The book now reflects it.</summary>
    Applied = 0,

    /// <summary>Nothing to do: already contained, a heartbeat, or a snapshot older than our unbroken chain.</summary>
    Ignored = 1,

    /// <summary>Kept until the snapshot that was asked for arrives.</summary>
    Buffered = 2,

    /// <summary>The chain is broken or never began: ask the connector for a snapshot. Repeated every 5 s of receive time until one comes.</summary>
    NeedSnapshot = 3,
}

/// <summary>What taking a quantity from a book costs.</summary>
/// <param name="Average">Volume-weighted price.</param>
/// <param name="Worst">Price of the last level touched.</param>
public readonly record struct BookFill(Price Average, Price Worst);
