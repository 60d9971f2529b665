using Microsoft.AspNetCore.Http;
using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Okx.Orders;
using PropBot.VenueSimulator.Okx.Rest;
using PropBot.VenueSimulator.Okx.Rows;
using PropBot.VenueSimulator.Okx.Sockets;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx;

/// <summary>OKX v5 over one venue core: REST, and the WebSockets <c>/ws/v5/public</c>, <c>/private</c>, <c>/business</c>. Every call and every frame is
/// answered inside the simulation's lock, so each sees one state and its pushes stand in the order of the changes.</summary>
public sealed class OkxSkin : IVenueSkin, IDisposable
{
    private static readonly TimeSpan TickEvery = TimeSpan.FromMilliseconds(250);
    private readonly VenueCore venue;
    private readonly OkxGate gate;
    private readonly OkxRouter router;
    private readonly OkxStreams streams;
    private readonly ITimer ticks;
    private long connections;

    public OkxSkin(VenueCore venue, VenueCredentials credentials)
    {
        this.venue = venue;
        gate = new OkxGate(credentials);
        router = new OkxRouter(gate, venue.Clock);
        var listing = new OkxListing(venue.Profile);
        var reach = new OkxReach(venue);
        var bills = new OkxBills(venue);
        var trading = new OkxTrading(venue, reach);
        var market = new OkxMarket(venue);
        var marketCalls = new MarketCalls(venue, listing, market);
        marketCalls.Register(router);
        new AccountCalls(venue, listing, bills, marketCalls).Register(router);
        new TradeCalls(venue, listing, trading, reach, bills).Register(router);
        streams = new OkxStreams(venue, listing, market, trading);
        ticks = venue.Clock.CreateTimer(_ => streams.Tick(), null, TickEvery, TickEvery);
    }

    public Task Handle(HttpContext context) => context.WebSockets.IsWebSocketRequest ? Socket(context) : Call(context);

    /// <summary>One REST call, without any socket.</summary>
    public OkxReply Answer(OkxRequest request)
    {
        lock (venue.Gate) return router.Answer(request);
    }

    /// <summary>Opens a connection without any socket; <see cref="Frame"/> feeds it, <see cref="End"/> forgets it.</summary>
    public OkxSession Begin(OkxDoor door, Action<byte[]> send, Action<int, string> close)
    {
        var connection = Interlocked.Increment(ref connections).ToString("x8");
        var session = new OkxSession(door, connection, gate, streams, venue.Clock, send, close);
        streams.Attach(session);
        return session;
    }

    public void Frame(OkxSession session, string text)
    {
        lock (venue.Gate) session.Receive(text);
    }

    public void End(OkxSession session) => streams.Detach(session);

    public void Dispose() => ticks.Dispose();

    private async Task Call(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in context.Request.Headers) headers[name] = value.ToString();
        var reply = Answer(new OkxRequest(context.Request.Method, Target(context), headers, body.ToArray()));
        context.Response.StatusCode = reply.Status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = reply.Body.Length;
        await context.Response.Body.WriteAsync(reply.Body, context.RequestAborted);
    }

    /// <summary>Path and query as the client wrote them, because that is what it signed.</summary>
    private static string Target(HttpContext context)
    {
        var raw = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()?.RawTarget;
        return string.IsNullOrEmpty(raw) ? context.Request.Path.Value + context.Request.QueryString.Value : raw;
    }

    private async Task Socket(HttpContext context)
    {
        OkxDoor? door = context.Request.Path.Value switch
        {
            "/ws/v5/public" => OkxDoor.Public,
            "/ws/v5/private" => OkxDoor.Private,
            "/ws/v5/business" => OkxDoor.Business,
            _ => null,
        };
        if (door is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { DangerousEnableCompression = true });
        await new OkxSocketPump(this, socket, venue.Clock).Run(door.Value, context.RequestAborted);
    }
}
