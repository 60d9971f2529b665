using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace PropBot.VenueSimulator.Tests.Okx;

/// <summary>A test's end of one WebSocket.</summary>
public sealed class OkxLine(ClientWebSocket socket, TimeSpan patience) : IDisposable
{
    public int? CloseCode => (int?)socket.CloseStatus;

    public async Task Send(string text)
    {
        using var limit = new CancellationTokenSource(patience);
        await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, limit.Token);
    }

    /// <summary>The next frame, or null when the venue closed.</summary>
    public async Task<string?> NextText()
    {
        using var limit = new CancellationTokenSource(patience);
        using var whole = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, limit.Token);
            if (part.MessageType == WebSocketMessageType.Close) return null;
            whole.Write(buffer, 0, part.Count);
            if (part.EndOfMessage) return Encoding.UTF8.GetString(whole.ToArray());
        }
    }

    /// <summary>The next frame that is not a count of connections, which comes unasked.</summary>
    public async Task<JsonObject> Next()
    {
        while (true)
        {
            var frame = await Any();
            if ((string?)frame["event"] != "channel-conn-count") return frame;
        }
    }

    public async Task<JsonObject> Any() => JsonNode.Parse(await NextText() ?? throw new InvalidOperationException("The venue closed."))!.AsObject();

    /// <summary>The next push of a channel; others are passed over.</summary>
    public async Task<JsonObject> Push(string channel)
    {
        while (true)
        {
            var frame = await Next();
            if (frame["data"] is not null && (string?)frame["arg"]?["channel"] == channel) return frame;
        }
    }

    public async Task<JsonObject> Row(string channel) => (await Push(channel))["data"]![0]!.AsObject();

    public async Task Subscribe(string arg)
    {
        await Send($$"""{"op":"subscribe","args":[{{arg}}]}""");
        Assert.Equal("subscribe", (string?)(await Next())["event"]);
    }

    public void Dispose() => socket.Dispose();
}
