using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using PropBot.VenueSimulator.Binance.Sockets;
using PropBot.VenueSimulator.Binance.Wire;

namespace PropBot.VenueSimulator.Binance;

/// <summary>Kestrel's side of the skin: reads a request as it was sent, writes the reply, cuts the connection where there is none.</summary>
internal static class BinanceDoor
{
    public static Task Handle(BinanceSkin skin, TimeProvider clock, HttpContext context) =>
        context.WebSockets.IsWebSocketRequest ? Socket(skin, clock, context) : Rest(skin, context);

    private static async Task Rest(BinanceSkin skin, HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var request = new BinanceRequest(context.Request.Method, context.Request.Path.Value ?? "", Query(context), body, context.Request.Headers["X-MBX-APIKEY"], Caller(context));
        if (await skin.Serve(request) is { } reply) await Write(context, reply);
        else context.Abort();
    }

    private static async Task Socket(BinanceSkin skin, TimeProvider clock, HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        if (skin.HandshakeRefusal(path, Query(context), Caller(context)) is { } refusal)
        {
            await Write(context, refusal);
            return;
        }

        // The framework's own pings follow the real clock; ours follow the venue's, put between the frames by the tap.
        var upgrade = context.Features.Get<IHttpUpgradeFeature>()!;
        context.Response.Headers.SecWebSocketAccept = Accepted(context.Request.Headers.SecWebSocketKey.ToString());
        context.Response.Headers.Upgrade = "websocket";
        context.Response.Headers.Connection = "Upgrade";
        await using var stream = await upgrade.UpgradeAsync();
        using var tap = new FrameTap(stream);
        using var socket = WebSocket.CreateFromStream(tap, new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = Timeout.InfiniteTimeSpan });
        var pump = new SocketPump(socket, tap, context.Abort);
        using var session = skin.Connect(path, Query(context), pump.Queue, pump.Close, pump.Ping, Caller(context));
        await pump.Run(session, context.RequestAborted);
    }

    private static async Task Write(HttpContext context, BinanceReply reply)
    {
        context.Response.StatusCode = reply.Status;
        context.Response.ContentType = reply.Json.StartsWith('<') ? "text/html" : "application/json;charset=UTF-8";
        foreach (var (name, value) in reply.Headers ?? new Dictionary<string, string>(StringComparer.Ordinal)) context.Response.Headers[name] = value;
        await context.Response.WriteAsync(reply.Json, context.RequestAborted);
    }

    /// <summary>The query byte for byte, because that is what was signed.</summary>
    private static string Query(HttpContext context)
    {
        var raw = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        var at = raw.IndexOf('?', StringComparison.Ordinal);
        return at >= 0 ? raw[(at + 1)..] : (context.Request.QueryString.Value ?? "").TrimStart('?');
    }

    private static string Caller(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "127.0.0.1";

    private static string Accepted(string key)
    {
#pragma warning disable CA5350 // RFC 6455 §4.2.2 wants this hash and no other; it protects nothing.
        return Convert.ToBase64String(System.Security.Cryptography.SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
    }
}
