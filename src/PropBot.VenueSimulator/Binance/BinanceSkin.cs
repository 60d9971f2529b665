using System.Text;
using Microsoft.AspNetCore.Http;
using PropBot.VenueSimulator.Binance.Rest;
using PropBot.VenueSimulator.Binance.Sockets;
using PropBot.VenueSimulator.Binance.Wire;
using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Binance;

/// <summary>Binance USD-M futures over one venue (trading subset of wire-protocols §1).</summary>
public sealed class BinanceSkin : IVenueSkin
{
    private static readonly WebSocketAcceptContext Pings = new()
    {
        // The venue pings every 3 minutes and gives up after 10 without a pong (§1.7).
        KeepAliveInterval = TimeSpan.FromMinutes(3),
        KeepAliveTimeout = TimeSpan.FromMinutes(7),
    };

    private readonly VenueCore core;
    private readonly ListenKeys keys;
    private readonly BinanceRouter router;

    public BinanceSkin(VenueCore core, VenueCredentials credentials)
    {
        this.core = core;
        keys = new ListenKeys(credentials, core.Clock);
        router = new BinanceRouter(core, credentials, keys);
    }

    /// <summary>The protocol's REST side as a function.</summary>
    public BinanceReply Answer(BinanceRequest request) => router.Answer(request);

    /// <summary>The protocol's stream side as an object without a socket; the caller feeds it frames, the core's events and ticks.</summary>
    public StreamSession Session(StreamAddress address, Action<string> send) => new(core, keys, address, send);

    public async Task Handle(HttpContext context)
    {
        if (context.WebSockets.IsWebSocketRequest) await Stream(context);
        else await Rest(context);
    }

    private async Task Stream(HttpContext context)
    {
        if (StreamAddress.Parse(context.Request.Path.Value ?? "", context.Request.QueryString.Value ?? "") is not { } address)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync(Pings);
        await StreamSocket.Serve(socket, core, send => Session(address, send), context.RequestAborted);
    }

    private async Task Rest(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var query = (context.Request.QueryString.Value ?? "").TrimStart('?');
        var reply = Answer(new BinanceRequest(context.Request.Method, context.Request.Path.Value ?? "", query, body, context.Request.Headers["X-MBX-APIKEY"]));
        context.Response.StatusCode = reply.Status;
        context.Response.ContentType = "application/json;charset=UTF-8";
        foreach (var (name, value) in reply.Headers ?? new Dictionary<string, string>(StringComparer.Ordinal)) context.Response.Headers[name] = value;
        await context.Response.WriteAsync(reply.Json, context.RequestAborted);
    }
}
