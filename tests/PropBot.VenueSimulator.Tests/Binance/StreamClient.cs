using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace PropBot.VenueSimulator.Tests.Binance;

/// <summary>A WebSocket of the skin. Waiting for a message moves the manual clock on, for the venue speaks by it.</summary>
internal sealed class StreamClient(ClientWebSocket socket, BinanceClient client) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly byte[] buffer = new byte[256 * 1024];

    public Task Send(string text) => socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);

    /// <summary>The next message, whatever it is.</summary>
    public async Task<JsonNode> Next()
    {
        using var patience = new CancellationTokenSource(Patience);
        var length = 0;
        while (true)
        {
            var frame = await socket.ReceiveAsync(buffer.AsMemory(length), patience.Token);
            length += frame.Count;
            if (frame.EndOfMessage) return JsonNode.Parse(Encoding.UTF8.GetString(buffer, 0, length))!;
        }
    }

    /// <summary>Skips messages until one fits.</summary>
    public async Task<JsonNode> Until(Func<JsonNode, bool> fits)
    {
        while (true)
        {
            var message = await Next();
            if (fits(message)) return message;
        }
    }

    public Task<JsonNode> Event(string kind) => Until(m => m["e"]?.ToString() == kind);

    /// <summary>Asks and waits for the answer with that id, so that everything sent before it has been read.</summary>
    public async Task<JsonNode> Ask(string method, string parameters, string id)
    {
        await Send($"{{\"method\":\"{method}\",\"params\":{parameters},\"id\":{id}}}");
        return await Until(m => m is JsonObject o && o.ContainsKey("id") && o["id"]?.ToJsonString() == id);
    }

    /// <summary>The next event of a kind, moving the venue's time on until it comes: its timers run on other threads than the test.</summary>
    public async Task<JsonNode> EventInTime(string kind)
    {
        var waiting = Event(kind);
        while (!waiting.IsCompleted)
        {
            client.Bench.Pass(TimeSpan.FromMilliseconds(50));
            await Task.WhenAny(waiting, Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System));
        }

        return await waiting;
    }

    /// <summary>Lets the clock run for a while of venue time, in small steps, while the skin's timers come along.</summary>
    public void Run(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromMilliseconds(50)) client.Bench.Pass(TimeSpan.FromMilliseconds(50));
    }

    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
