using System.Text.Json;
using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Binance.Algo;
using PropBot.VenueSimulator.Binance.Tape;
using PropBot.VenueSimulator.Binance.Wire;
using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Binance.Sockets;

/// <summary>A connection for streams: subscriptions by address and by frame, market and user events (wire-protocols §1.7, §1.8).</summary>
public sealed class StreamSession : BinanceSession
{
    /// <summary>More than this on one connection are refused.</summary>
    public const int MostStreams = 1024;

    private readonly Dictionary<string, Subscription> subscriptions = new(StringComparer.Ordinal);
    private readonly BinanceParts parts;
    private readonly StreamAddress address;
    private readonly MarketFeed market;
    private readonly UserFeed user;
    private readonly PushGate gate;
    private bool wrapped;

    internal StreamSession(BinanceParts parts, StreamAddress address, SessionWire wire)
        : base(parts.Core, DoorOf(address.Class), wire)
    {
        (this.parts, this.address, wrapped) = (parts, address, address.Wrapped);
        market = new MarketFeed(parts, Push);
        user = new UserFeed(parts, address.Events, Push);
        gate = new PushGate(parts.Core, Door, Say);
    }

    protected override int? MostFramesPerSecond => 10;

    public static string DoorOf(StreamClass streamClass) => streamClass switch
    {
        StreamClass.Market => "market",
        StreamClass.Private => "private",
        _ => "public",
    };

    protected override void Begin()
    {
        lock (parts.Core.Gate)
        {
            Subscribe(address.Names);
            parts.Core.Happened += Happened;
            parts.Tape.Traded += Traded;
            parts.Algos.Changed += AlgoChanged;
        }
    }

    protected override void Finish()
    {
        parts.Core.Happened -= Happened;
        parts.Tape.Traded -= Traded;
        parts.Algos.Changed -= AlgoChanged;
    }

    protected override void Take(string text)
    {
        if (Parsed(text) is not { } frame)
        {
            Answer(null, Error(3, "Invalid JSON: expected value"));
            return;
        }

        var id = frame["id"]?.DeepClone();
        var list = frame["params"] as JsonArray;
        var names = list?.Select(n => n?.ToString() ?? "").ToList() ?? [];
        Answer(id, frame["method"]?.ToString() switch
        {
            "SUBSCRIBE" => Subscribe(names),
            "UNSUBSCRIBE" => Unsubscribe(names),
            "SET_PROPERTY" => SetProperty(list),
            "GET_PROPERTY" => new JsonObject { ["result"] = wrapped },
            "LIST_SUBSCRIPTIONS" => Listed(),
            var other => Error(2, $"Invalid request: unknown variant `{other}`, expected one of `SUBSCRIBE`, `UNSUBSCRIBE`, `LIST_SUBSCRIPTIONS`, `SET_PROPERTY`, `GET_PROPERTY`"),
        });
    }

    protected override void Due()
    {
        lock (parts.Core.Gate)
        {
            lock (Own)
            {
                var now = parts.Core.Clock.GetUtcNow();
                foreach (var subscription in subscriptions.Values)
                {
                    if (subscription.Stream?.Kind == StreamKind.User) user.Due(subscription);
                    else market.Due(subscription, now);
                }
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

    private static JsonObject Error(int code, string message) => new() { ["error"] = new JsonObject { ["code"] = code, ["msg"] = message } };

    private static JsonObject Done() => new() { ["result"] = null };

    private void Answer(JsonNode? id, JsonObject answer)
    {
        answer["id"] = id;
        Say(BinanceText.Json(answer));
    }

    private JsonObject Subscribe(IReadOnlyCollection<string> names)
    {
        lock (parts.Core.Gate)
        {
            lock (Own)
            {
                if (subscriptions.Keys.Union(names, StringComparer.Ordinal).Count() > MostStreams) return Error(2, $"Invalid request: more than {MostStreams} streams on one connection");
                foreach (var name in names.Where(n => !subscriptions.ContainsKey(n)))
                {
                    var parsed = StreamName.Parse(name, parts.Core, parts.Keys.IsValid);
                    // Of another class: listed, and silent (wire-protocols §0.3 no 1).
                    subscriptions[name] = market.Begin(name, parsed?.Class == address.Class ? parsed : null);
                }

                return Done();
            }
        }
    }

    private JsonObject Unsubscribe(List<string> names)
    {
        lock (Own) names.ForEach(n => subscriptions.Remove(n));
        return Done();
    }

    private JsonObject SetProperty(JsonArray? parameters)
    {
        if (parameters is not [JsonValue name, JsonValue value] || name.ToString() != "combined" || !value.TryGetValue(out bool combined))
        {
            return Error(2, "Invalid request: the property must be \"combined\" with true or false");
        }

        wrapped = combined;
        return Done();
    }

    private JsonObject Listed()
    {
        lock (Own) return new JsonObject { ["result"] = new JsonArray([.. subscriptions.Keys.Select(k => JsonValue.Create(k))]) };
    }

    private void Happened(VenueEvent happened)
    {
        lock (Own)
        {
            market.Happened(happened, subscriptions.Values);
            user.Happened(happened, subscriptions.Values);
        }
    }

    private void Traded(PublicTrade trade)
    {
        lock (Own) market.Traded(trade, subscriptions.Values);
    }

    private void AlgoChanged(AlgoOrder order)
    {
        lock (Own) user.AlgoChanged(order, subscriptions.Values);
    }

    private void Push(string stream, JsonNode payload) =>
        gate.Push(Channel(stream, payload), BinanceText.Json(wrapped ? new JsonObject { ["stream"] = stream, ["data"] = payload } : payload));

    /// <summary>As faults name it: the event of a user stream, else the middle of the stream's name (<c>bookTicker</c>, <c>depth</c>, <c>markPrice</c>).</summary>
    private string Channel(string stream, JsonNode payload)
    {
        if (address.Class == StreamClass.Private) return payload["e"]!.ToString();
        var words = stream.Split('@');
        return words[0].StartsWith('!') ? words[0][1..] : words[1];
    }
}
