using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.MarketData;

/// <summary>
/// The depth of one pair on one venue, kept true: snapshot, buffered differences, chain check (wire protocols 1.7, 2.8.3).
/// Owns every update handed in and returns it to the pool.
/// </summary>
internal sealed class BookSync(Venue venue)
{
    private const int MostBuffered = 1000;
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(5);
    private readonly List<DepthUpdate> waiting = [];
    private DateTimeOffset askedAt;
    private bool bridged;

    public DepthSide Bids { get; } = new(bids: true);

    public DepthSide Asks { get; } = new(bids: false);

    /// <summary>A snapshot was applied and the chain since is unbroken.</summary>
    public bool Valid { get; private set; }

    public long LastId { get; private set; }

    /// <summary>Receive time of the last message that carried data; heartbeats do not count (P15).</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>True when the last message restarted the venue's numbering.</summary>
    public bool Restarted { get; private set; }

    public BookOutcome Take(DepthUpdate update)
    {
        Restarted = false;
        if (update.IsSnapshot) return Snapshot(update);
        return Valid ? Difference(update) : Buffer(update);
    }

    public void Reset()
    {
        Invalidate();
        DropWaiting();
        LastId = 0;
        At = askedAt = default;
    }

    private BookOutcome Snapshot(DepthUpdate snapshot)
    {
        // A late answer to an earlier request must not turn an unbroken chain back. OKX numbers may restart, so there it always counts.
        if (Valid && venue == Venue.Binance && snapshot.LastId < LastId) return Done(snapshot, BookOutcome.Ignored);
        var receivedAt = snapshot.ReceivedAt;
        var sound = Bids.Load(snapshot.Bids, snapshot.BidCount) && Asks.Load(snapshot.Asks, snapshot.AskCount) && !Crossed;
        LastId = snapshot.LastId;
        Done(snapshot, BookOutcome.Applied);
        if (!sound) return Ask(receivedAt);
        At = receivedAt > At ? receivedAt : At;
        Valid = true;
        bridged = false;
        return Drain();
    }

    private BookOutcome Drain()
    {
        var outcome = BookOutcome.Applied;
        foreach (var update in waiting)
        {
            if (Valid && Difference(update) == BookOutcome.NeedSnapshot) outcome = BookOutcome.NeedSnapshot;
            else if (!Valid) DepthUpdate.Return(update);
        }

        waiting.Clear();
        return outcome;
    }

    private BookOutcome Difference(DepthUpdate update)
    {
        var receivedAt = update.ReceivedAt;
        var step = DepthChain.Judge(update, LastId, bridged);
        if (step == ChainStep.Skip) return Done(update, BookOutcome.Ignored);
        if (step == ChainStep.Gap) return Gone(update, receivedAt);
        var sound = Bids.Apply(update.Bids, update.BidCount) && Asks.Apply(update.Asks, update.AskCount) && !Crossed;
        LastId = update.LastId;
        Restarted |= step == ChainStep.Restart;
        bridged = true;
        if (receivedAt > At) At = receivedAt;
        return sound ? Done(update, BookOutcome.Applied) : Gone(update, receivedAt);
    }

    private BookOutcome Buffer(DepthUpdate update)
    {
        var receivedAt = update.ReceivedAt;
        if (waiting.Count == MostBuffered) DropWaiting();
        waiting.Add(update);
        return receivedAt - askedAt >= AskAgainAfter ? Ask(receivedAt) : BookOutcome.Buffered;
    }

    /// <summary>A venue's depth never crosses itself: when ours does, it is wrong.</summary>
    private bool Crossed => Bids.Count > 0 && Asks.Count > 0 && Bids.BestKey >= Asks.BestKey;

    private BookOutcome Gone(DepthUpdate update, DateTimeOffset receivedAt)
    {
        DepthUpdate.Return(update);
        return Ask(receivedAt);
    }

    private BookOutcome Ask(DateTimeOffset receivedAt)
    {
        Invalidate();
        askedAt = receivedAt;
        return BookOutcome.NeedSnapshot;
    }

    private void Invalidate()
    {
        Valid = bridged = false;
        Bids.Clear();
        Asks.Clear();
    }

    private void DropWaiting()
    {
        foreach (var update in waiting) DepthUpdate.Return(update);
        waiting.Clear();
    }

    private static BookOutcome Done(DepthUpdate update, BookOutcome outcome)
    {
        DepthUpdate.Return(update);
        return outcome;
    }
}
