using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace PropBot.Bench;

/// <summary>
/// What the same machine needs at least: a server writes 200 bytes to a WebSocket; the client reads them, appends 4 KB to a file and
/// fsyncs it, posts 200 bytes by HTTP; the clock stops when the request arrives at the server.
/// </summary>
internal sealed class SerialFloor : IAsyncDisposable
{
    private static readonly byte[] Message = new byte[200];
    private static readonly byte[] Page = new byte[4096];
    private readonly WebApplication app;
    private readonly FileStream file;
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly ClientWebSocket socket = new();
    private readonly TaskCompletionSource<WebSocket> served = new();
    private readonly OrderWatch watch = new();

    private SerialFloor(WebApplication app, FileStream file) => (this.app, this.file) = (app, file);

    public static async Task<SerialFloor> Open(string folder)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = builder.Build();
        var floor = new SerialFloor(server, new FileStream(Path.Combine(folder, "floor"), FileMode.Create, FileAccess.Write, FileShare.None, 1));
        server.UseWebSockets();
        server.Run(floor.Serve);
        await server.StartAsync();
        await floor.socket.ConnectAsync(new Uri(server.Urls.First().Replace("http", "ws", StringComparison.Ordinal)), CancellationToken.None);
        return floor;
    }

    public async Task<TimeSpan> Once()
    {
        var server = await served.Task;
        var client = Client();
        var arrives = watch.Arm();
        await server.SendAsync(Message, WebSocketMessageType.Text, true, CancellationToken.None);
        await client;
        return await arrives;
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        socket.Dispose();
        await app.StopAsync(new CancellationToken(canceled: true));
        await app.DisposeAsync();
        await file.DisposeAsync();
    }

    private async Task Client()
    {
        var buffer = new byte[512];
        await socket.ReceiveAsync(buffer, CancellationToken.None);
        file.Write(Page);
        file.Flush(flushToDisk: true);
        using var content = new ByteArrayContent(Message);
        using var reply = await http.PostAsync(new Uri($"{app.Urls.First()}/order"), content);
    }

    private async Task Serve(HttpContext context)
    {
        watch.Note(context.Request);
        if (!context.WebSockets.IsWebSocketRequest) return;
        var accepted = await context.WebSockets.AcceptWebSocketAsync();
        served.TrySetResult(accepted);
        var ended = new TaskCompletionSource();
        await using var stop = context.RequestAborted.Register(() => ended.TrySetResult());
        await ended.Task;
    }
}
