using Microsoft.AspNetCore.Http;
using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Okx.Limits;
using PropBot.VenueSimulator.Okx.Orders;
using PropBot.VenueSimulator.Okx.Rest;
using PropBot.VenueSimulator.Okx.Rows;
using PropBot.VenueSimulator.Okx.Sockets;
using PropBot.VenueSimulator.Okx.Tape;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx;

/// <summary>OKX v5 over one venue core: REST, and the WebSockets <c>/ws/v5/public</c>, <c>/private</c>, <c>/business</c>. Every call and every frame is
/// answered inside the simulation's lock, so each sees one state and its pushes stand in the order of the changes. The core's fault board decides what
/// happens to calls, frames and pushes, over any transport.</summary>
public sealed class OkxSkin : IVenueSkin, IDisposable
{
    private const int ConnectsPerSecond = 3;
    private static readonly TimeSpan TickEvery = TimeSpan.FromMilliseconds(250);
    private readonly VenueCore venue;
    private readonly OkxRouter router;
    private readonly OkxStreams streams;
    private readonly OkxVenueSide side;
    private readonly OkxWindows connects = new();
    private readonly ITimer ticks;
    private long connections;

    public OkxSkin(VenueCore venue, VenueCredentials credentials, OkxSkinOptions? options = null)
    {
        this.venue = venue;
        options ??= new OkxSkinOptions();
        var clock = new OkxClock(venue);
        var gate = new OkxGate(credentials, options.Environment);
        var (limits, later) = (new OkxLimits(), new OkxLater(venue.Clock, venue.Gate));
        router = new OkxRouter(gate, limits, venue, clock);
        var listing = new OkxListing(venue);
        var (reach, bills, tape) = (new OkxReach(venue), new OkxBills(venue), new OkxTape(venue));
        var trading = new OkxTrading(venue, reach);
        var orders = new OkxOrderCalls(venue, trading, limits, clock);
        var market = new OkxMarket(venue, tape);
        var marketCalls = new MarketCalls(venue, listing, market);
        marketCalls.Register(router);
        new TapeCalls(venue, listing, tape).Register(router);
        new AccountCalls(venue, listing, marketCalls).Register(router);
        new BillCalls(venue, listing, bills).Register(router);
        new SizeCalls(venue, listing).Register(router);
        var queries = new OrderQueries(venue, listing, reach, bills);
        queries.Register(router);
        new TradeCalls(venue, listing, trading, orders, queries).Register(router);
        ElsewhereCalls.Register(router);
        streams = new OkxStreams(venue, listing, market, orders, new OkxPushSide(options, later));
        side = new OkxVenueSide(gate, streams, clock, venue.Faults, later);
        ticks = venue.Clock.CreateTimer(_ => streams.Tick(), null, TickEvery, TickEvery);
    }

    public Task Handle(HttpContext context) => context.WebSockets.IsWebSocketRequest ? Socket(context) : Call(context);

    /// <summary>One REST call with whatever the fault board does to it. Null = the connection is cut: the client cannot know whether the call was executed.</summary>
    public async Task<OkxReply?> Serve(OkxRequest request)
    {
        var arrived = venue.Now;
        var fate = venue.Faults.Call($"{request.Method} {request.Path}");
        if (fate.Delay > TimeSpan.Zero) await Task.Delay(fate.Delay, venue.Clock);
        if (fate.DropRequest) return null;
        var named = OkxFaultReply.Of(fate);
        if (named is not null && !fate.Executed) return OkxEnvelope.Refusal(named);
        var reply = Answer(request, arrived);
        if (fate.DropReply) return null;
        return named is null ? reply : OkxEnvelope.Refusal(named);
    }

    /// <summary>One REST call as if nothing could go wrong on the way.</summary>
    public OkxReply Answer(OkxRequest request) => Answer(request, venue.Now);

    /// <summary>False when this address opened too many connections within a second (3): the door answers 429. Asked once a connection, before <see cref="Begin"/>.</summary>
    public bool MayConnect(string remote)
    {
        lock (venue.Gate) return connects.Take(remote, 1, ConnectsPerSecond, TimeSpan.FromSeconds(1), venue.Now);
    }

    /// <summary>Opens a connection without any socket; <see cref="Frame"/> feeds it, <see cref="End"/> forgets it. <paramref name="close"/> with
    /// <see cref="OkxSession.Cut"/> means without a closing handshake.</summary>
    public OkxSession Begin(OkxDoor door, Action<byte[]> send, Action<int, string> close)
    {
        var connection = Interlocked.Increment(ref connections).ToString("x8");
        var session = new OkxSession(door, connection, side, send, close);
        streams.Attach(session);
        return session;
    }

    public void Frame(OkxSession session, string text)
    {
        lock (venue.Gate) session.Receive(text);
    }

    public void End(OkxSession session) => streams.Detach(session);

    public void Dispose()
    {
        streams.Stop();
        ticks.Dispose();
    }

    private OkxReply Answer(OkxRequest request, DateTimeOffset arrived)
    {
        lock (venue.Gate) return router.Answer(request, arrived);
    }

    private async Task Call(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in context.Request.Headers) headers[name] = value.ToString();
        if (await Serve(new OkxRequest(context.Request.Method, Target(context), headers, body.ToArray())) is not { } reply)
        {
            context.Abort();
            return;
        }

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
        var door = OkxDoors.At(context.Request.Path.Value);
        if (door is null || !MayConnect(context.Connection.RemoteIpAddress?.ToString() ?? ""))
        {
            context.Response.StatusCode = door is null ? StatusCodes.Status404NotFound : StatusCodes.Status429TooManyRequests;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { DangerousEnableCompression = true });
        await new OkxSocketPump(this, socket, venue.Clock).Run(door.Value, context.RequestAborted);
    }
}
