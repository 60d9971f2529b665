using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.MarketData;

/// <summary>
/// One pair on one venue: top of book, depth, mark and funding. Owned by the desk thread. The rules (which stream leads, what counts
/// as fresh) are in this room's README.
/// </summary>
public sealed class VenueBook(Venue venue, int pair)
{
    private readonly BookSync depth = new(venue);
    private TopUpdate top;
    private bool hasTop;
    private long topBidKey;
    private long topAskKey;

    // What each stream owes the other; default = nothing.
    private DateTimeOffset depthOwedSince;
    private DateTimeOffset topOwedSince;

    public Venue Venue { get; } = venue;

    public int Pair { get; } = pair;

    /// <summary>Best bid as the newer of both streams knows it; default = none.</summary>
    public Price Bid { get; private set; }

    public Price Ask { get; private set; }

    public Quantity BidQuantity { get; private set; }

    public Quantity AskQuantity { get; private set; }

    /// <summary>Receive time of the newest top of book; default = never.</summary>
    public DateTimeOffset TopAt { get; private set; }

    /// <summary>Receive time of the newest depth message with data; default = never.</summary>
    public DateTimeOffset DepthAt => depth.At;

    /// <summary>A snapshot was applied and the chain since is unbroken.</summary>
    public bool DepthValid => depth.Valid;

    public Price? Mark { get; private set; }

    /// <summary>Fraction per settlement; positive: longs pay.</summary>
    public decimal? FundingRate { get; private set; }

    public DateTimeOffset? NextFunding { get; private set; }

    public TimeSpan FundingInterval { get; private set; } = TimeSpan.FromHours(8);

    /// <summary>Receive time of the newest mark price; default = never.</summary>
    public DateTimeOffset MarkAt { get; private set; }

    /// <summary>Bid at or above ask: nothing may be decided on such a book.</summary>
    public bool IsCrossed => BidKey >= AskKey && AskKey > 0 && BidKey > 0;

    /// <summary><see cref="Bid"/> as a <see cref="PriceKey"/>; 0 = none.</summary>
    internal long BidKey { get; private set; }

    internal long AskKey { get; private set; }

    /// <summary>Grows whenever rate, time or interval of funding changes.</summary>
    internal int FundingVersion { get; private set; }

    public void Apply(in TopUpdate u)
    {
        if (hasTop && u.Sequence < top.Sequence) return;

        // What is no price of a listed perpetual is none, so that nothing is decided on it.
        var known = PriceKey.TryOf(u.Bid.Value, out var bidKey) & PriceKey.TryOf(u.Ask.Value, out var askKey);
        var changed = IsChange(in u, bidKey, askKey);
        (topBidKey, topAskKey, hasTop) = (bidKey, askKey, true);
        top = known ? u : u with { Bid = bidKey > 0 ? u.Bid : default, Ask = askKey > 0 ? u.Ask : default };
        TopAt = u.ReceivedAt;
        topOwedSince = default;
        if (changed && TopLeads && depthOwedSince == default) depthOwedSince = u.ReceivedAt;
        Refresh();
    }

    private bool IsChange(in TopUpdate u, long bidKey, long askKey) =>
        bidKey != topBidKey || askKey != topAskKey || u.BidQuantity != top.BidQuantity || u.AskQuantity != top.AskQuantity;

    /// <summary>Takes ownership: the update goes back to the pool.</summary>
    public BookOutcome Apply(DepthUpdate u)
    {
        var receivedAt = u.ReceivedAt;
        var outcome = depth.Take(u);
        if (depth.Restarted) top = top with { Sequence = long.MinValue };
        if (outcome == BookOutcome.Applied) depthOwedSince = default;
        if (depth.Valid && !TopLeads)
        {
            if (topBidKey == depth.Bids.BestKey && topAskKey == depth.Asks.BestKey) topOwedSince = default;
            else if (topOwedSince == default) topOwedSince = receivedAt;
        }

        Refresh();
        return outcome;
    }

    public void Apply(in MarkUpdate u)
    {
        if (u.Mark is { } mark)
        {
            Mark = mark;
            MarkAt = u.ReceivedAt;
        }

        if (u.FundingRate is null && u.NextFunding is null && u.FundingInterval is null) return;
        FundingRate = u.FundingRate ?? FundingRate;
        NextFunding = u.NextFunding ?? NextFunding;
        if (u.FundingInterval is { } interval && interval > TimeSpan.Zero) FundingInterval = interval;
        FundingVersion++;
    }

    /// <summary>The link went down: top and depth are gone, sequences start anew. Mark and funding stay, dated by <see cref="MarkAt"/>.</summary>
    public void Reset()
    {
        depth.Reset();
        top = default;
        hasTop = false;
        topBidKey = topAskKey = 0;
        TopAt = depthOwedSince = topOwedSince = default;
        Refresh();
    }

    /// <summary>Whether this book may be traded on; the rule is in the README.</summary>
    public bool IsFresh(DateTimeOffset now, TimeSpan maxAge) => Age(now) is { } age && age <= maxAge;

    /// <summary>The age of its oldest part that counts; null while the book may not be traded on at all.</summary>
    public TimeSpan? Age(DateTimeOffset now)
    {
        if (!depth.Valid || BidKey <= 0 || AskKey <= BidKey) return null;
        var since = TopAt > depth.At ? TopAt : depth.At;
        if (depthOwedSince != default && depthOwedSince < since) since = depthOwedSince;
        if (topOwedSince != default && topOwedSince < since) since = topOwedSince;
        return now - since;
    }

    /// <summary>Walks the book for a quantity: a buy takes asks. False when the book is not valid or does not hold it.</summary>
    public bool TryFill(Side side, Quantity quantity, out BookFill fill)
    {
        var (price, held) = side == Side.Buy ? (Ask, AskQuantity) : (Bid, BidQuantity);
        fill = new BookFill(price, price);
        if (!depth.Valid || !price.IsSet || quantity <= Quantity.Zero) return false;
        return held >= quantity || Walk(side == Side.Buy ? depth.Asks : depth.Bids, price.Value, held.Value, quantity.Value, out fill);
    }

    /// <summary>Executable quantity at <paramref name="worst"/> or better.</summary>
    public Quantity DepthWithin(Side side, Price worst)
    {
        var levels = side == Side.Buy ? depth.Asks : depth.Bids;
        var (price, held) = side == Side.Buy ? (Ask, AskQuantity) : (Bid, BidQuantity);
        if (!depth.Valid || !price.IsSet || levels.IsWorse(price.Value, worst.Value)) return Quantity.Zero;
        var sum = held.Value;
        for (var rank = levels.RankAfter(price.Value); rank < levels.Count; rank++)
        {
            ref readonly var level = ref levels[rank];
            if (levels.IsWorse(level.Price, worst.Value)) break;
            sum += level.Quantity;
        }

        return new Quantity(sum);
    }

    /// <summary>The current best, then every level strictly worse than it: what the newer top of book shows as gone is not counted.</summary>
    private static bool Walk(DepthSide levels, decimal best, decimal held, decimal quantity, out BookFill fill)
    {
        decimal cost = best * held, missing = quantity - held;
        for (var rank = levels.RankAfter(best); rank < levels.Count; rank++)
        {
            ref readonly var level = ref levels[rank];
            var taken = Math.Min(missing, level.Quantity);
            cost += level.Price * taken;
            missing -= taken;
            if (missing > 0m) continue;
            fill = new BookFill(new Price(cost / quantity), new Price(level.Price));
            return true;
        }

        fill = default;
        return false;
    }

    /// <summary>Both streams count in the venue's one number space, so the larger id is the newer picture.</summary>
    private bool TopLeads => hasTop && (!depth.Valid || top.Sequence > depth.LastId);

    private void Refresh()
    {
        if (TopLeads || !depth.Valid)
        {
            (Bid, BidQuantity, Ask, AskQuantity) = (top.Bid, top.BidQuantity, top.Ask, top.AskQuantity);
            (BidKey, AskKey) = (topBidKey, topAskKey);
            return;
        }

        Level bid = depth.Bids.Best, ask = depth.Asks.Best;
        (Bid, BidQuantity) = (new Price(bid.Price), new Quantity(bid.Quantity));
        (Ask, AskQuantity) = (new Price(ask.Price), new Quantity(ask.Quantity));
        (BidKey, AskKey) = (depth.Bids.BestKey, depth.Asks.BestKey);
    }
}
