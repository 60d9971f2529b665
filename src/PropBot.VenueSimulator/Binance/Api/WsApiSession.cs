using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Binance.Limits;
using PropBot.VenueSimulator.Binance.Rest;
using PropBot.VenueSimulator.Binance.Sockets;
using PropBot.VenueSimulator.Binance.Wire;

namespace PropBot.VenueSimulator.Binance.Api;

/// <summary>A connection of the trading API (wire-protocols §1.9): the calls of REST under other names, signed over their sorted parameters or, with an
/// Ed25519 key, once at log-on. Every request is answered unless a fault loses it; a banned caller is told so and cut off.</summary>
public sealed class WsApiSession : BinanceSession
{
    private readonly BinanceParts parts;
    private readonly SessionWire wire;
    private readonly bool limitsWanted;
    private readonly long connectedSince;
    private long? loggedOnSince;
    private string? loggedOnKey;

    internal WsApiSession(BinanceParts parts, string query, SessionWire wire)
        : base(parts.Core, BinanceSkin.ApiDoor, wire)
    {
        (this.parts, this.wire) = (parts, wire);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        BinanceText.Read(query.TrimStart('?'), values);
        limitsWanted = values.GetValueOrDefault("returnRateLimits") != "false";
        connectedSince = parts.Time.Milliseconds;
    }

    /// <summary>Only weight limits this door.</summary>
    protected override int? MostFramesPerSecond => null;

    protected override void Begin()
    {
        // Nothing is said before the client asks.
    }

    protected override void Finish()
    {
        // Nothing was taken that is to be given back.
    }

    protected override void Due()
    {
        // Nothing is said but answers.
    }

    protected override void Take(string text)
    {
        var (frame, refusal, id) = ApiFrame.Read(text);
        if (frame is null) Answer(id, refusal!, call: null, withOrders: false);
        else _ = Serve(frame);
    }

    private async Task Serve(ApiFrame frame)
    {
        if (frame.Method.StartsWith("session.", StringComparison.Ordinal))
        {
            Answer(frame.Id, parts.Limits.Of(wire.Caller).Take(2) ?? Session(frame), frame.Call, withOrders: false);
            return;
        }

        var route = ApiMethods.Call(frame.Method) is { } call ? parts.Routes.Find(call) : null;
        var visit = new BinanceVisit("WS " + frame.Method, wire.Caller, route, frame.Call, () => Objection(frame, route));
        if (await parts.Router.Serve(visit) is not { } reply)
        {
            Close(SessionWire.Cut, "The connection was lost.");
            return;
        }

        Answer(frame.Id, reply, frame.Call, withOrders: route is not null && route.Orders != OrderCount.None);
        if (reply.Status == 418) Close(1008, "IP banned.");
    }

    private BinanceReply? Objection(ApiFrame frame, BinanceRoute? route)
    {
        if (route is null) return BinanceError.Of(-1104, $"Unknown method '{frame.Method}'.");
        if (route.Access == Access.Open) return null;
        var signed = frame.Call.Has("signature");
        if (!signed && loggedOnKey is not null && (frame.Call.Text("apiKey") ?? loggedOnKey) == loggedOnKey)
        {
            return route.Access == Access.Signed ? parts.Gate.TimeObjection(frame.Call) : null;
        }

        return route.Access == Access.Signed ? parts.Gate.SocketObjection(frame.Call) : parts.Gate.KeyObjection(frame.Call.Text("apiKey"));
    }

    private BinanceReply Session(ApiFrame frame)
    {
        switch (frame.Method)
        {
            case "session.logon":
                if (parts.Gate.Kind != Keys.KeyKind.Ed25519) return BinanceError.Of(-4056, $"{parts.Gate.KindText} API key is not supported.");
                if (parts.Gate.SocketObjection(frame.Call) is { } no) return no;
                (loggedOnKey, loggedOnSince) = (frame.Call.Text("apiKey"), parts.Time.Milliseconds);
                return Status();
            case "session.logout":
                (loggedOnKey, loggedOnSince) = (null, null);
                return Status();
            case "session.status":
                return Status();
            default:
                return BinanceError.Of(-1104, $"Unknown method '{frame.Method}'.");
        }
    }

    private BinanceReply Status() => BinanceReply.Ok(new JsonObject
    {
        ["apiKey"] = loggedOnKey,
        ["authorizedSince"] = loggedOnSince,
        ["connectedSince"] = connectedSince,
        ["returnRateLimits"] = limitsWanted,
        ["serverTime"] = parts.Time.Milliseconds,
    });

    private void Answer(JsonNode? id, BinanceReply reply, BinanceCall? call, bool withOrders)
    {
        var answer = new JsonObject { ["id"] = id, ["status"] = reply.Status };
        if (reply.IsOk) answer["result"] = JsonNode.Parse(reply.Json);
        else answer["error"] = NamedReplies.Error(reply);
        if (Banned(reply) is { } until) answer["error"]!["data"] = until;
        var wanted = call?.Text("returnRateLimits") is { } word ? word != "false" : limitsWanted;
        if (wanted) answer["rateLimits"] = parts.Limits.Report(wire.Caller, withOrders);
        Say(BinanceText.Json(answer));
    }

    /// <summary>When one may come again: the socket's stand-in for Retry-After.</summary>
    private JsonObject? Banned(BinanceReply reply)
    {
        if (reply.Headers?.GetValueOrDefault("Retry-After") is not { } seconds) return null;
        var again = parts.Time.Milliseconds + (long.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture) * 1000);
        return new JsonObject { ["serverTime"] = parts.Time.Milliseconds, ["retryAfter"] = again };
    }
}
