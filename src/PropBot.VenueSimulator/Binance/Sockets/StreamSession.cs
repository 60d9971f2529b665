using System.Text.Json;
using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Binance.Wire;
using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Binance.Sockets;

/// <summary>One stream connection without its socket: frames in, events in, ticks in; texts out through <paramref name="send"/>, which only queues.</summary>
public sealed class StreamSession(VenueCore core, ListenKeys keys, StreamAddress address, Action<string> send)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Subscription> subscriptions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (BookLevel? Bid, BookLevel? Ask)> tops = new(StringComparer.Ordinal);
    private readonly UserPushes user = new(core);
    private bool wrapped = address.Wrapped;

    private long Now => core.Clock.GetUtcNow().ToUnixTimeMilliseconds();

    public void Open() => Subscribe(address.Names);

    /// <summary>A text frame of the client.</summary>
    public void Receive(string text)
    {
        if (Parsed(text) is not { } frame)
        {
            Say(new JsonObject { ["error"] = new JsonObject { ["code"] = 3, ["msg"] = "Invalid JSON: expected value" }, ["id"] = null });
            return;
        }

        var id = frame["id"]?.DeepClone();
        var names = frame["params"] is JsonArray list ? list.Select(n => n?.ToString() ?? "").ToList() : [];
        Say(Answer(frame["method"]?.ToString() ?? "", names, frame["params"] as JsonArray) is { } error
            ? new JsonObject { ["error"] = error, ["id"] = id }
            : new JsonObject { ["result"] = Result(frame["method"]!.ToString()), ["id"] = id });
    }

    /// <summary>An event of the engine; called inside its lock.</summary>
    public void Happened(VenueEvent happened)
    {
        lock (gate)
        {
            if (happened is VenueEvent.BookChanged book) BookChanged(book.Diff.Symbol);
            else Tell(happened);
        }
    }

    /// <summary>Speaks what is due by the clock: depth, mark prices, an expired key. About every 100 ms.</summary>
    public void Tick()
    {
        lock (core.Gate)
        {
            lock (gate)
            {
                var now = core.Clock.GetUtcNow();
                foreach (var subscription in subscriptions.Values) Due(subscription, now);
            }
        }
    }

    private static JsonObject? Parsed(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private JsonObject? Answer(string method, List<string> names, JsonArray? parameters)
    {
        switch (method)
        {
            case "SUBSCRIBE":
                Subscribe(names);
                return null;
            case "UNSUBSCRIBE":
                lock (gate) names.ForEach(n => subscriptions.Remove(n));
                return null;
            case "SET_PROPERTY":
                if (parameters is [_, JsonValue value] && value.TryGetValue(out bool combined)) wrapped = combined;
                return null;
            case "LIST_SUBSCRIPTIONS" or "GET_PROPERTY":
                return null;
            default:
                return new JsonObject { ["code"] = 2, ["msg"] = $"Invalid request: unknown variant `{method}`" };
        }
    }

    private JsonNode? Result(string method)
    {
        lock (gate)
        {
            return method switch
            {
                "LIST_SUBSCRIPTIONS" => new JsonArray([.. subscriptions.Keys.Select(k => JsonValue.Create(k))]),
                "GET_PROPERTY" => JsonValue.Create(wrapped),
                _ => null,
            };
        }
    }

    private void Subscribe(IEnumerable<string> names)
    {
        lock (core.Gate)
        {
            lock (gate)
            {
                foreach (var name in names)
                {
                    var parsed = StreamName.Parse(name, core, keys.IsValid);
                    // Of another class: listed, and silent (wire-protocols §0.3 no 1).
                    var stream = parsed?.Class == address.Class ? parsed : null;
                    // One change back, so that the first event straddles a snapshot taken right after the subscription.
                    var sequence = stream?.Kind == StreamKind.DepthChanges ? core.Book(stream.Symbol!, 1).Sequence - 1 : 0;
                    subscriptions[name] = new Subscription(name, stream) { Sequence = sequence };
                }
            }
        }
    }

    private void BookChanged(string symbol)
    {
        var book = core.Book(symbol, 1);
        var top = (book.BestBid, book.BestAsk);
        if (tops.TryGetValue(symbol, out var before) && before == top) return;
        tops[symbol] = top;
        foreach (var subscription in subscriptions.Values)
        {
            if (subscription.Stream is { Kind: StreamKind.BookTicker } stream && (stream.Symbol is null || stream.Symbol == symbol)) Push(subscription.Name, MarketPushes.BookTicker(book, Now));
        }
    }

    private void Tell(VenueEvent happened)
    {
        foreach (var subscription in subscriptions.Values.Where(s => s.Stream?.Kind == StreamKind.User && keys.IsValid(s.Name)))
        {
            foreach (var push in user.Of(happened))
            {
                if (address.Events.Count == 0 || address.Events.Contains(push["e"]!.ToString())) Push(subscription.Name, push);
            }
        }
    }

    private void Due(Subscription subscription, DateTimeOffset now)
    {
        if (subscription.Stream is not { } stream || now < subscription.NextAt) return;
        if (stream.Kind == StreamKind.User)
        {
            if (subscription.Ended || keys.IsValid(subscription.Name)) return;
            subscription.Ended = true;
            Push(subscription.Name, UserPushes.Expired(subscription.Name, Now));
            return;
        }

        if (stream.Every == TimeSpan.Zero) return;
        subscription.NextAt = now + stream.Every;
        if (stream.Kind == StreamKind.MarkPrice) PushMarks(subscription, stream);
        else PushDepth(subscription, stream);
    }

    private void PushMarks(Subscription subscription, StreamName stream)
    {
        if (stream.Symbol is { } symbol) Push(subscription.Name, MarketPushes.Mark(core.Reference(symbol), Now));
        else Push(subscription.Name, new JsonArray([.. core.Instruments.Select(i => MarketPushes.Mark(core.Reference(i.Symbol), Now))]));
    }

    private void PushDepth(Subscription subscription, StreamName stream)
    {
        var last = subscription.Sequence;
        var book = core.Book(stream.Symbol!, stream.Levels);
        if (book.Sequence == last) return;
        subscription.Sequence = book.Sequence;
        if (stream.Kind == StreamKind.DepthTop)
        {
            Push(subscription.Name, MarketPushes.Depth(new BookDiff(book.Symbol, last, book.Sequence, book.Time, book.Bids, book.Asks), Now));
            return;
        }

        // Too far behind (a stalled process): the chain breaks visibly and the client takes a new snapshot.
        var diff = core.BookSince(stream.Symbol!, last) ?? core.BookSince(stream.Symbol!, book.Sequence - 1);
        if (diff is { IsEmpty: false }) Push(subscription.Name, MarketPushes.Depth(diff, Now));
    }

    private void Push(string stream, JsonNode payload) => Say(wrapped ? new JsonObject { ["stream"] = stream, ["data"] = payload } : payload);

    private void Say(JsonNode message) => send(BinanceText.Json(message));

    private sealed class Subscription(string name, StreamName? stream)
    {
        public string Name => name;
        public StreamName? Stream => stream;
        public long Sequence { get; set; }
        public DateTimeOffset NextAt { get; set; }
        public bool Ended { get; set; }
    }
}
