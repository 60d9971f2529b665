using Microsoft.AspNetCore.Http;
using PropBot.VenueSimulator.Binance.Algo;
using PropBot.VenueSimulator.Binance.Api;
using PropBot.VenueSimulator.Binance.Limits;
using PropBot.VenueSimulator.Binance.Rest;
using PropBot.VenueSimulator.Binance.Sockets;
using PropBot.VenueSimulator.Binance.Tape;
using PropBot.VenueSimulator.Binance.Wire;
using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Binance;

/// <summary>Binance USD-M futures over one venue (wire-protocols §1): REST as a function of a request, WebSockets as sessions without a socket. The Kestrel door
/// and in-memory transports use the same two methods, <see cref="Serve"/> and <see cref="Connect"/>.</summary>
public sealed class BinanceSkin : IVenueSkin
{
    /// <summary>The trading API's name as a door of faults.</summary>
    public const string ApiDoor = "ws-fapi";

    private const string ApiPath = "/ws-fapi/v1";
    private const int ApiHandshakeWeight = 5;
    private readonly BinanceParts parts;

    public BinanceSkin(VenueCore core, VenueCredentials credentials)
    {
        var time = new VenueTime(core);
        var gate = new BinanceGate(credentials, time);
        var limits = new BinanceLimits(time);
        var routes = new BinanceRoutes();
        var tape = new MarketTape(core);
        var amendments = new Amendments(core);
        parts = new BinanceParts(
            core, time, new ListenKeys(core, credentials), tape, new AlgoBook(core, tape), limits, gate, routes, new BinanceRouter(routes, gate, limits, core));
        var orders = new OrderCalls(core, gate, amendments);
        BinanceCalls.Market(routes, new MarketCalls(core, time), new HistoryCalls(core, tape));
        BinanceCalls.Statistics(routes, new StatisticCalls(core, tape, time));
        BinanceCalls.Account(routes, new AccountCalls(core));
        BinanceCalls.Settings(routes, new SettingCalls(core), new MarginCalls(core));
        BinanceCalls.Orders(routes, orders, new BatchCalls(core, orders), amendments);
        BinanceCalls.Algos(routes, new AlgoCalls(core, parts.Algos));
        BinanceCalls.Keys(routes, parts.Keys);
        BinanceCalls.System(routes, () => core.Faults.Maintenance);
    }

    /// <summary>Calls that came from an address during its ban, since the start; a good client leaves this at 0.</summary>
    public int SentWhileBanned => parts.Limits.SentWhileBanned + parts.Core.Faults.SentWhileBanned;

    /// <summary>One REST call with whatever faults apply. Null: the connection is to be cut without an answer.</summary>
    public Task<BinanceReply?> Serve(BinanceRequest request) => parts.Router.Serve(request);

    /// <summary>One REST call at once and without faults.</summary>
    public BinanceReply Answer(BinanceRequest request) => parts.Router.Answer(request);

    /// <summary>Why a WebSocket may not be opened there (404, 418, 429, 503); null when it may. Asked once a connection: it counts.</summary>
    public BinanceReply? HandshakeRefusal(string path, string query, string caller = "127.0.0.1")
    {
        if (path != ApiPath && StreamAddress.Parse(path, query) is null) return BinanceError.UnknownPath("GET", path);
        if (parts.Limits.Of(caller).TakeConnection(path == ApiPath ? ApiHandshakeWeight : 0) is { } limited) return limited;
        return parts.Core.Faults.Maintenance ? NamedReplies.ShuttingDown : null;
    }

    /// <summary>The session for an address: <c>/ws-fapi/v1</c>, <c>/public|market|private/ws|stream…</c>, <c>/ws…</c>, <c>/stream…</c>. The caller opens it, feeds
    /// it and disposes of it.</summary>
    /// <param name="close">WebSocket close code and reason; 1006 = cut without a closing handshake.</param>
    /// <param name="ping">Sends a ping frame; null: this transport has none, and no pong is waited for.</param>
    /// <exception cref="ArgumentException">The path is no WebSocket's (<see cref="HandshakeRefusal"/> tells before).</exception>
    public BinanceSession Connect(
        string path, string query, Action<string> send, Action<int, string> close, Action? ping = null, string caller = "127.0.0.1")
    {
        var wire = new SessionWire(send, close, ping, caller);
        if (path == ApiPath) return new WsApiSession(parts, query, wire);
        return StreamAddress.Parse(path, query) is { } address
            ? new StreamSession(parts, address, wire)
            : throw new ArgumentException($"There is no WebSocket at '{path}'.", nameof(path));
    }

    public Task Handle(HttpContext context) => BinanceDoor.Handle(this, parts.Core.Clock, context);
}
