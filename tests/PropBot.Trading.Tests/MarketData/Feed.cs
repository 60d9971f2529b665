using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.MarketData;

namespace PropBot.Trading.Tests.MarketData;

/// <summary>Speaks like a venue's market streams, for tests. Levels are written "price quantity, price quantity".</summary>
internal static class Feed
{
    public static readonly DateTimeOffset Start = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
    public static readonly TimeSpan MaxAge = TimeSpan.FromMilliseconds(1500);

    public static DateTimeOffset At(int milliseconds) => Start.AddMilliseconds(milliseconds);

    public static BookOutcome Snapshot(this VenueBook book, long id, string bids, string asks, int at = 0)
    {
        var update = DepthUpdate.Rent(book.Venue, book.Pair, isSnapshot: true);
        update.LastId = id;
        return book.Apply(Filled(update, bids, asks, at));
    }

    /// <summary>Binance: U, u, pu. OKX: seqId twice, prevSeqId.</summary>
    public static BookOutcome Difference(this VenueBook book, long first, long last, long previous, string bids = "", string asks = "", int at = 0)
    {
        var update = DepthUpdate.Rent(book.Venue, book.Pair, isSnapshot: false);
        (update.FirstId, update.LastId, update.PreviousId) = (first, last, previous);
        return book.Apply(Filled(update, bids, asks, at));
    }

    public static void Top(this VenueBook book, long sequence, decimal bid, decimal bidQuantity, decimal ask, decimal askQuantity, int at = 0) =>
        book.Apply(new TopUpdate(
            book.Venue, book.Pair, new Price(bid), new Quantity(bidQuantity), new Price(ask), new Quantity(askQuantity), sequence, At(at), At(at)));

    public static void Funding(this VenueBook book, decimal rate, DateTimeOffset next, TimeSpan interval, decimal? mark = null, int at = 0) =>
        book.Apply(new MarkUpdate(book.Venue, book.Pair, mark is { } m ? new Price(m) : null, rate, next, interval, At(at)));

    /// <summary>Two books of one pair, deep and fresh at <paramref name="at"/>, funding known and zero.</summary>
    public static PairBooks Pair(decimal binanceBid, decimal binanceAsk, decimal okxBid, decimal okxAsk, decimal quantity = 100m, int at = 0)
    {
        var books = new PairBooks(0, "BTCUSDT");
        books[Venue.Binance].Snapshot(1, $"{binanceBid} {quantity}", $"{binanceAsk} {quantity}", at);
        books[Venue.Okx].Snapshot(1, $"{okxBid} {quantity}", $"{okxAsk} {quantity}", at);
        foreach (var venue in Venues.All) books[venue].Funding(0m, Start.AddHours(4), TimeSpan.FromHours(8));
        return books;
    }

    public static void AddLevels(DepthUpdate update, string bids, string asks)
    {
        foreach (var (price, quantity) in Levels(bids)) update.AddBid(price, quantity);
        foreach (var (price, quantity) in Levels(asks)) update.AddAsk(price, quantity);
    }

    private static DepthUpdate Filled(DepthUpdate update, string bids, string asks, int at)
    {
        AddLevels(update, bids, asks);
        update.VenueTime = update.ReceivedAt = At(at);
        return update;
    }

    private static IEnumerable<(decimal Price, decimal Quantity)> Levels(string text) =>
        text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(level => level.Split(' '))
            .Select(parts => (Decimals.Parse(parts[0]), Decimals.Parse(parts[1])));
}
