using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Binance.Tape;
using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Binance.Sockets;

/// <summary>Serves the market streams of one connection: at each change, or at their pace.</summary>
internal sealed class MarketFeed(BinanceParts parts, Action<string, JsonNode> push)
{
    private readonly VenueCore core = parts.Core;
    private readonly Dictionary<string, (BookLevel? Bid, BookLevel? Ask)> tops = new(StringComparer.Ordinal);

    private long Now => parts.Time.Milliseconds;

    public Subscription Begin(string name, StreamName? stream)
    {
        var subscription = new Subscription(name, stream);
        // One change back, so that the first event straddles a snapshot taken right after the subscription.
        if (stream?.Kind == StreamKind.DepthChanges) subscription.Sequence = core.Book(stream.Symbol!, 1).Sequence - 1;
        return subscription;
    }

    public void Happened(VenueEvent happened, IReadOnlyCollection<Subscription> subscriptions)
    {
        switch (happened)
        {
            case VenueEvent.BookChanged book:
                BookChanged(book.Diff.Symbol, subscriptions);
                break;
            case VenueEvent.OrderChanged { Fill: not null, Order: { Origin: SimOrderOrigin.Liquidation } forced }:
                foreach (var subscription in Wanted(subscriptions, StreamKind.ForcedOrder, forced.Symbol)) subscription.Forced[forced.Symbol] = forced;
                break;
            case VenueEvent.InstrumentChanged { After: var instrument }:
                foreach (var subscription in Wanted(subscriptions, StreamKind.ContractInfo, instrument.Symbol)) push(subscription.Name, TickerPushes.Contract(instrument, Now));
                break;
        }
    }

    private void BookChanged(string symbol, IEnumerable<Subscription> subscriptions)
    {
        var book = core.Book(symbol, 1);
        var top = (book.BestBid, book.BestAsk);
        if (tops.TryGetValue(symbol, out var before) && before == top) return;
        tops[symbol] = top;
        foreach (var subscription in Wanted(subscriptions, StreamKind.BookTicker, symbol)) push(subscription.Name, MarketPushes.BookTicker(book, Now));
    }

    public void Traded(PublicTrade trade, IEnumerable<Subscription> subscriptions)
    {
        foreach (var subscription in Wanted(subscriptions, StreamKind.Trade, trade.Symbol)) push(subscription.Name, MarketPushes.Trade(trade, Now));
        foreach (var subscription in Wanted(subscriptions, StreamKind.AggregateTrade, trade.Symbol)) subscription.Trades.Add(trade);
    }

    /// <summary>What is due of one subscription.</summary>
    public void Due(Subscription subscription, DateTimeOffset now)
    {
        if (subscription.Stream is not { } stream || stream.Every == TimeSpan.Zero || now < subscription.NextAt) return;
        subscription.NextAt = now + stream.Every;
        switch (stream.Kind)
        {
            case StreamKind.MarkPrice:
                All(subscription, stream, symbol => MarketPushes.Mark(core.Reference(symbol), Now));
                break;
            case StreamKind.MiniTicker:
                All(subscription, stream, symbol => TickerPushes.Mini(symbol, parts.Tape.Day(symbol), Now));
                break;
            case StreamKind.Ticker:
                All(subscription, stream, symbol => TickerPushes.Whole(symbol, parts.Tape, Now));
                break;
            case StreamKind.AggregateTrade:
                Aggregates(subscription);
                break;
            case StreamKind.ForcedOrder:
                Forced(subscription);
                break;
            case StreamKind.Candle or StreamKind.ContinuousCandle:
                Candle(subscription, stream);
                break;
            default:
                Depth(subscription, stream);
                break;
        }
    }

    private static IEnumerable<Subscription> Wanted(IEnumerable<Subscription> subscriptions, StreamKind kind, string symbol) =>
        subscriptions.Where(s => s.Stream is { } stream && stream.Kind == kind && (stream.Symbol is null || stream.Symbol == symbol));

    private void All(Subscription subscription, StreamName stream, Func<string, JsonObject> row)
    {
        if (stream.Symbol is { } symbol) push(subscription.Name, row(symbol));
        else push(subscription.Name, new JsonArray([.. core.Instruments.Select(i => row(i.Symbol))]));
    }

    private void Aggregates(Subscription subscription)
    {
        var waiting = subscription.Trades;
        for (var first = 0; first < waiting.Count;)
        {
            var last = first;
            while (last + 1 < waiting.Count && waiting[last + 1].Price == waiting[first].Price && waiting[last + 1].BuyerIsMaker == waiting[first].BuyerIsMaker) last++;
            push(subscription.Name, MarketPushes.Aggregate(waiting.GetRange(first, last - first + 1), Now));
            first = last + 1;
        }

        waiting.Clear();
    }

    private void Forced(Subscription subscription)
    {
        foreach (var order in subscription.Forced.Values) push(subscription.Name, MarketPushes.Forced(order, Now));
        subscription.Forced.Clear();
    }

    private void Candle(Subscription subscription, StreamName stream)
    {
        var bars = parts.Tape.Bars(stream.Symbol!, PriceKind.Last, stream.Interval!);
        if (subscription.Bar is { } before && bars.LastOrDefault(b => b.From == before.From) is { } done && bars[^1].From > before.From)
        {
            push(subscription.Name, TickerPushes.Candle(stream, done, closed: true, Now));
        }

        if (subscription.Bar == bars[^1]) return;
        subscription.Bar = bars[^1];
        push(subscription.Name, TickerPushes.Candle(stream, bars[^1], closed: false, Now));
    }

    private void Depth(Subscription subscription, StreamName stream)
    {
        var last = subscription.Sequence;
        var book = core.Book(stream.Symbol!, stream.Levels);
        if (book.Sequence == last) return;
        subscription.Sequence = book.Sequence;
        if (stream.Kind == StreamKind.DepthTop)
        {
            push(subscription.Name, MarketPushes.Depth(new BookDiff(book.Symbol, last, book.Sequence, book.Time, book.Bids, book.Asks), Now));
            return;
        }

        // Too far behind (a stalled process): the chain breaks visibly and the client takes a new snapshot.
        var diff = core.BookSince(stream.Symbol!, last) ?? core.BookSince(stream.Symbol!, book.Sequence - 1);
        if (diff is { IsEmpty: false }) push(subscription.Name, MarketPushes.Depth(diff, Now));
    }
}
