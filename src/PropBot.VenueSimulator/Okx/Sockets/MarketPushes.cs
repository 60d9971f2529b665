using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Okx.Rows;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Sockets;

/// <summary>The public channels (wire-protocols §2.8.3). <c>books</c> carries the core's own sequence; on one connection a symbol's pushes come in the order
/// bbo-tbt, books, books5.</summary>
public sealed class MarketPushes(VenueCore venue, OkxListing listing, OkxMarket market, IReadOnlyList<OkxSession> sessions)
{
    private const int WholeBook = 400;
    private static readonly TimeSpan QuietBook = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ReferenceEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FundingEvery = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, (BookLevel? Bid, BookLevel? Ask)> lastBest = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> lastBook = new(StringComparer.Ordinal);
    private DateTimeOffset lastReference;
    private DateTimeOffset lastFunding;

    public void Begin(OkxSession session, OkxTopic topic)
    {
        if (topic.Channel == "instruments")
        {
            session.Push(topic, new JsonArray([.. listing.All.Where(c => topic.Takes(c.InstId)).Select(MarketRow.Instrument)]));
            return;
        }

        if (listing.Find(topic.InstId) is not { } contract || session.Door != OkxDoor.Public) return;
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

    /// <summary>The account's own trades are the only ones of this venue; the side is the taker's.</summary>
    public void Push(SimFill fill)
    {
        var contract = listing.OfSymbol(fill.Symbol);
        foreach (var (session, topic) in Listeners("trades", contract)) session.Push(topic, new JsonArray(MarketRow.Trade(fill, contract)));
    }

    public void Tick()
    {
        foreach (var contract in listing.All)
        {
            if (lastBook.TryGetValue(contract.Symbol, out var at) && Now - at >= QuietBook) SendHeartbeat(contract);
        }

        if (Now - lastReference >= ReferenceEvery)
        {
            lastReference = Now;
            SendAll("mark-price");
            SendAll("price-limit");
        }

        if (Now - lastFunding < FundingEvery) return;
        lastFunding = Now;
        SendAll("funding-rate");
    }

    private DateTimeOffset Now => venue.Clock.GetUtcNow();

    private JsonObject? Row(string channel, OkxContract contract) => channel switch
    {
        "tickers" => market.Ticker(contract),
        "bbo-tbt" => market.Book(contract, 1),
        "books5" => Five(contract),
        "mark-price" => market.Mark(contract),
        "price-limit" => market.Limit(contract),
        "funding-rate" => market.Funding(contract),
        _ => null,
    };

    private JsonObject Five(OkxContract contract)
    {
        var row = market.Book(contract, 5);
        row["instId"] = contract.InstId;
        return row;
    }

    private void SendAll(string channel)
    {
        foreach (var contract in listing.All) Send(channel, contract);
    }

    private void Send(string channel, OkxContract contract)
    {
        JsonObject? row = null;
        foreach (var (session, topic) in Listeners(channel, contract))
        {
            row ??= Row(channel, contract);
            session.Push(topic, new JsonArray(row!.DeepClone()));
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
        foreach (var session in sessions)
        {
            foreach (var topic in session.Topics)
            {
                if (topic.Channel == channel && topic.Takes(contract.InstId)) yield return (session, topic);
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
