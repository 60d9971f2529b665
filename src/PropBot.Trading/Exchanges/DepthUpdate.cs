using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges;

/// <summary>
/// A book snapshot or difference. Pooled: the connector rents and fills it, the receiver returns it after use, so that the hot path
/// makes no garbage. Ids: Binance U/u/pu; OKX seqId as First and Last, prevSeqId as Previous. A snapshot carries its id in Last.
/// </summary>
public sealed class DepthUpdate
{
    private static readonly System.Collections.Concurrent.ConcurrentQueue<DepthUpdate> Pool = new();

    private DepthUpdate()
    {
    }

    public Venue Venue { get; private set; }

    /// <summary>Index in the universe; may be set after renting, since a message need not name its symbol first.</summary>
    public int Pair { get; set; }
    public bool IsSnapshot { get; private set; }
    public long FirstId { get; set; }
    public long LastId { get; set; }

    /// <summary>The id this difference follows; −1 where the message does not say.</summary>
    public long PreviousId { get; set; }
    public DateTimeOffset VenueTime { get; set; }
    public DateTimeOffset ReceivedAt { get; set; }
    public Level[] Bids { get; private set; } = new Level[64];
    public Level[] Asks { get; private set; } = new Level[64];
    public int BidCount { get; private set; }
    public int AskCount { get; private set; }

    public static DepthUpdate Rent(Venue venue, int pair, bool isSnapshot)
    {
        if (!Pool.TryDequeue(out var update)) update = new DepthUpdate();
        update.Venue = venue;
        update.Pair = pair;
        update.IsSnapshot = isSnapshot;
        update.FirstId = update.LastId = 0;
        update.PreviousId = -1;
        update.BidCount = update.AskCount = 0;
        return update;
    }

    public static void Return(DepthUpdate update) => Pool.Enqueue(update);

    public void AddBid(decimal price, decimal quantity)
    {
        if (BidCount == Bids.Length) Bids = Grown(Bids);
        Bids[BidCount++] = new Level(price, quantity);
    }

    public void AddAsk(decimal price, decimal quantity)
    {
        if (AskCount == Asks.Length) Asks = Grown(Asks);
        Asks[AskCount++] = new Level(price, quantity);
    }

    private static Level[] Grown(Level[] levels)
    {
        Array.Resize(ref levels, levels.Length * 2);
        return levels;
    }
}
