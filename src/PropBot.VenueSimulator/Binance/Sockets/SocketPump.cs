using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;

namespace PropBot.VenueSimulator.Binance.Sockets;

/// <summary>Carries one session over a WebSocket until either side ends it. A consumer too slow for its queue is cut off.</summary>
internal sealed class SocketPump(WebSocket socket, FrameTap tap, Action abort)
{
    private const int LongestQueue = 20_000;
    private const int LongestFrame = 1024 * 1024;
    private readonly Channel<string> queue = Channel.CreateBounded<string>(new BoundedChannelOptions(LongestQueue) { SingleReader = true });
    private (int Code, string Reason)? end;

    public void Queue(string text)
    {
        if (!queue.Writer.TryWrite(text)) Close(1008, "The client reads too slowly.");
    }

    /// <summary>What was queued before still goes out, unless the connection is to be cut.</summary>
    public void Close(int code, string reason)
    {
        end ??= (code, reason);
        queue.Writer.TryComplete();
        if (code == SessionWire.Cut) abort();
    }

    public void Ping() => _ = Quietly(tap.Ping(CancellationToken.None));

    public async Task Run(BinanceSession session, CancellationToken gone)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(gone);
        tap.Pinged += session.Pinged;
        tap.Ponged += session.Ponged;
        session.Open();
        var sending = Quietly(Send(ending.Token));
        var receiving = Quietly(Receive(session, ending.Token));
        await Task.WhenAny(sending, receiving);
        session.Dispose();
        queue.Writer.TryComplete();
        await ending.CancelAsync();
        await Task.WhenAll(sending, receiving);
    }

    private static async Task Quietly(Task talking)
    {
        try
        {
            await talking;
        }
        catch (Exception lost) when (lost is OperationCanceledException or WebSocketException or IOException or ObjectDisposedException)
        {
            // The connection is over; the session ends with it.
        }
    }

    private async Task Send(CancellationToken ending)
    {
        await foreach (var text in queue.Reader.ReadAllAsync(ending))
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, ending);
        }

        if (end is { } told && told.Code != SessionWire.Cut) await socket.CloseOutputAsync((WebSocketCloseStatus)told.Code, told.Reason, ending);
    }

    private async Task Receive(BinanceSession session, CancellationToken ending)
    {
        var buffer = new byte[64 * 1024];
        var length = 0;
        while (socket.State == WebSocketState.Open)
        {
            var frame = await socket.ReceiveAsync(buffer.AsMemory(length), ending);
            if (frame.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, ending);
                return;
            }

            length += frame.Count;
            if (frame.EndOfMessage)
            {
                session.Receive(Encoding.UTF8.GetString(buffer, 0, length));
                length = 0;
            }
            else if (length == buffer.Length)
            {
                if (length >= LongestFrame) return;
                Array.Resize(ref buffer, length * 2);
            }
        }
    }
}
