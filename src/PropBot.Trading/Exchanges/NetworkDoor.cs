using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;

namespace PropBot.Trading.Exchanges;

/// <summary>Real HTTP: pooled keep-alive connections, no proxy, no redirects, no cookies, and small writes leave at once (TCP_NODELAY).</summary>
public static class NetworkDoor
{
    /// <summary>One handler per venue; its owner disposes it.</summary>
    public static HttpMessageHandler CreateHttp() => new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(3),
        // Shorter than the venues' own keep-alive: an order must not be the first to find out that the far end has hung up.
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(50),
        PooledConnectionLifetime = TimeSpan.FromMinutes(30),
        MaxConnectionsPerServer = 16,
        ActivityHeadersPropagator = null,
        ConnectCallback = Connect,
    };

    private static async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken stop)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, stop);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>Real WebSockets. Pings every 15 s and gives the connection up when no pong comes, so that a dead line is noticed without data.</summary>
public sealed class ClientWebSocketFactory : IWebSocketFactory
{
    public async Task<WebSocket> Connect(Uri address, CancellationToken stop)
    {
        var socket = new ClientWebSocket();
        socket.Options.Proxy = null;
        socket.Options.KeepAliveInterval = TimeSpan.FromSeconds(15);
        socket.Options.KeepAliveTimeout = TimeSpan.FromSeconds(15);
        try
        {
            await socket.ConnectAsync(address, stop);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <param name="Call">Method and path, without parameters: those carry a signature.</param>
public sealed record RawAnswer(string Call, int Status, string Body);

/// <summary>Keeps what a venue answered over REST, byte for byte, while it is listened to: the proof of a kill is made of it (R3).</summary>
public sealed class RawAnswers : IDisposable
{
    private const int LongestBody = 256 * 1024;
    private static readonly AsyncLocal<RawAnswers?> Listening = new();

    private readonly Lock gate = new();
    private readonly List<RawAnswer> heard = [];

    private RawAnswers()
    {
    }

    public IReadOnlyList<RawAnswer> Heard
    {
        get
        {
            lock (gate) return [.. heard];
        }
    }

    /// <summary>Every answer to calls made from here on by the caller and what it awaits is kept, until disposed.</summary>
    public static RawAnswers Listen() => Listening.Value = new RawAnswers();

    internal static void Take(HttpRequestMessage? request, int status, ReadOnlySpan<byte> body) =>
        Listening.Value?.Add(new RawAnswer($"{request?.Method} {request?.RequestUri?.AbsolutePath}", status, Encoding.UTF8.GetString(body[..Math.Min(body.Length, LongestBody)])));

    public void Dispose() => Listening.Value = null;

    private void Add(RawAnswer answer)
    {
        lock (gate) heard.Add(answer);
    }
}
