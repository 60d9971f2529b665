using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Okx.Rows;
using PropBot.VenueSimulator.Okx.Tape;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Sockets;

/// <summary>The public channels except candles (wire-protocols §2.8.3). <c>books</c> carries the core's own sequence; on one connection a symbol's pushes
/// come in the order bbo-tbt, books, books5.</summary>
public sealed class MarketPushes(VenueCore venue, OkxListing listing, OkxMarket market, IReadOnlyList<OkxSession> sessions)
{
    private const int WholeBook = 400;
    private static readonly TimeSpan QuietBook = TimeSpan.FromSeconds(60);

    /// <summary>What comes by the clock, and how often.</summary>
    private static readonly Dictionary<string, TimeSpan> Periodic = new(StringComparer.Ordinal)
    {
        ["mark-price"] = TimeSpan.FromSeconds(1),
        ["index-tickers"] = TimeSpan.FromSeconds(1),
        ["price-limit"] = TimeSpan.FromSeconds(1),
        ["open-interest"] = TimeSpan.FromSeconds(3),
        ["funding-rate"] = TimeSpan.FromSeconds(30),
    };

    private readonly Dictionary<string, (BookLevel? Bid, BookLevel? Ask)> lastBest = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> lastBook = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> lastSent = new(StringComparer.Ordinal);

    public void Begin(OkxSession session, OkxTopic topic)
    {
        if (topic.Channel == "instruments") session.Push(topic, new JsonArray([.. listing.All.Where(c => topic.Takes(c.InstId)).Select(MarketRow.Instrument)]));
        if (topic.Channel == "status" && market.Maintenance.All() is [var newest, ..]) session.Push(topic, new JsonArray(StatusRow.Of(newest, Now)));
        if (listing.FindEither(topic.InstId) is not { } contract) return;
        if (topic.Channel == "books")
        {
            lastBook.TryAdd(contract.Symbol, Now);
            session.Push(topic, Chained(market.Book(contract, WholeBook), -1), frame => frame["action"] = "snapshot");
        }
        else if (Row(topic.Channel, contract) is { } row)
        {
            session.Push(topic, new JsonArray(row));
        }
    }

    public void Push(BookDiff diff)
    {
        var contract = listing.OfSymbol(diff.Symbol);
        var top = venue.Book(diff.Symbol, 1);
        var best = (top.BestBid, top.BestAsk);
        var moved = !lastBest.TryGetValue(diff.Symbol, out var before) || before != best;
        lastBest[diff.Symbol] = best;
        lastBook[diff.Symbol] = Now;
        if (moved) Send("bbo-tbt", contract);
        SendUpdate(contract, diff);
        Send("books5", contract);
        if (moved) Send("tickers", contract);
    }

    public void Push(SimTrade trade)
    {
        var contract = listing.OfSymbol(trade.Symbol);
        Send("trades-all", contract, () => MarketRow.Trade(trade, contract));
        Send("trades", contract, () =>
        {
            // The aggregated channel says how many trades it put together, here always one, and how far the book is.
            var row = MarketRow.Trade(trade, contract);
            row["count"] = "1";
            row["seqId"] = venue.Book(trade.Symbol, 0).Sequence;
            return row;
        });
        Send("tickers", contract);
    }

    /// <summary>The venue took a position over.</summary>
    public void PushLiquidation(SimFill fill)
    {
        var contract = listing.OfSymbol(fill.Symbol);
        Send("liquidation-orders", contract, () => MarketRow.Liquidation(fill, contract));
    }

    public void PushInstrument(OkxContract contract) => Send("instruments", contract, () => MarketRow.Instrument(contract));

    /// <summary>At once when the clock itself changes, not only every half minute.</summary>
    public void PushFunding(string symbol) => Send("funding-rate", listing.OfSymbol(symbol));

    public void Tick()
    {
        if (market.Maintenance.Look() is { } upgrade) SendStatus(upgrade);
        foreach (var contract in listing.All)
        {
            if (lastBook.TryGetValue(contract.Symbol, out var at) && Now - at >= QuietBook) SendHeartbeat(contract);
        }

        foreach (var (channel, every) in Periodic)
        {
            if (lastSent.TryGetValue(channel, out var sent) && Now - sent < every) continue;
            lastSent[channel] = Now;
            foreach (var contract in listing.All) Send(channel, contract);
        }
    }

    private DateTimeOffset Now => venue.Now;

    private JsonObject? Row(string channel, OkxContract contract) => channel switch
    {
        "tickers" => market.Ticker(contract),
        "bbo-tbt" => market.Book(contract, 1),
        "books5" => Five(contract),
        "mark-price" => market.Mark(contract),
        "index-tickers" => market.Index(contract),
        "price-limit" => market.Limit(contract),
        "open-interest" => market.OpenInterest(contract),
        "funding-rate" => market.Funding(contract),
        _ => null,
    };

    private JsonObject Five(OkxContract contract)
    {
        var row = market.Book(contract, 5);
        row["instId"] = contract.InstId;
        return row;
    }

    private void Send(string channel, OkxContract contract, Func<JsonObject>? make = null)
    {
        JsonObject? row = null;
        foreach (var (session, topic) in Listeners(channel, contract))
        {
            row ??= make is null ? Row(channel, contract) : make();
            session.Push(topic, new JsonArray(row!.DeepClone()));
        }
    }

    private void SendStatus(OkxUpgrade upgrade)
    {
        foreach (var session in sessions)
        {
            foreach (var topic in session.Topics.Where(topic => topic.Channel == "status")) session.Push(topic, new JsonArray(StatusRow.Of(upgrade, Now)));
        }
    }

    private void SendUpdate(OkxContract contract, BookDiff diff)
    {
        foreach (var (session, topic) in Listeners("books", contract))
        {
            var row = MarketRow.Book(new BookView(diff.Symbol, diff.Last, diff.Time, diff.Bids, diff.Asks), WholeBook, contract);
            session.Push(topic, Chained(row, diff.Previous), frame => frame["action"] = "update");
        }
    }

    /// <summary>After a quiet minute: nothing changed, and both numbers are the last one (§2.8.3 exception a).</summary>
    private void SendHeartbeat(OkxContract contract)
    {
        lastBook[contract.Symbol] = Now;
        var sequence = venue.Book(contract.Symbol, 0).Sequence;
        SendUpdate(contract, new BookDiff(contract.Symbol, sequence, sequence, Now, [], []));
    }

    private IEnumerable<(OkxSession Session, OkxTopic Topic)> Listeners(string channel, OkxContract contract)
    {
        var name = channel == "index-tickers" ? contract.Family : contract.InstId;
        foreach (var session in sessions)
        {
            foreach (var topic in session.Topics)
            {
                if (topic.Channel == channel && topic.Takes(name)) yield return (session, topic);
            }
        }
    }

    /// <summary>The checksum is still there and always 0 (§0.3 item 7).</summary>
    private static JsonArray Chained(JsonObject row, long previous)
    {
        row["checksum"] = 0;
        row["prevSeqId"] = previous;
        return new JsonArray(row);
    }
}
