using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;
using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Binance.Sockets;

/// <summary>Serves one session over a WebSocket until either side ends it. A consumer too slow for its queue is cut off.</summary>
internal static class StreamSocket
{
    private const int LongestQueue = 20_000;
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(50);

    public static async Task Serve(WebSocket socket, VenueCore core, Func<Action<string>, StreamSession> make, CancellationToken gone)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(gone);
        var queue = Channel.CreateBounded<string>(new BoundedChannelOptions(LongestQueue) { SingleReader = true });
        var session = make(text =>
        {
            if (!queue.Writer.TryWrite(text)) queue.Writer.TryComplete();
        });
        core.Happened += session.Happened;
        try
        {
            session.Open();
            var sending = Send(socket, queue.Reader, ending.Token);
            var ticking = Tick(session, core.Clock, ending.Token);
            var receiving = Receive(socket, session, ending.Token);
            await Task.WhenAny(sending, receiving);
            await ending.CancelAsync();
            queue.Writer.TryComplete();
            await Task.WhenAll(sending, ticking, receiving);
        }
        finally
        {
            core.Happened -= session.Happened;
        }
    }

    private static async Task Send(WebSocket socket, ChannelReader<string> queue, CancellationToken ending)
    {
        try
        {
            await foreach (var text in queue.ReadAllAsync(ending))
            {
                await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, ending);
            }
        }
        catch (Exception lost) when (lost is OperationCanceledException or WebSocketException)
        {
            // The connection is over; the session ends with it.
        }
    }

    private static async Task Tick(StreamSession session, TimeProvider clock, CancellationToken ending)
    {
        using var beat = new PeriodicTimer(Beat, clock);
        try
        {
            while (await beat.WaitForNextTickAsync(ending)) session.Tick();
        }
        catch (OperationCanceledException)
        {
            // The connection is over.
        }
    }

    private static async Task Receive(WebSocket socket, StreamSession session, CancellationToken ending)
    {
        var buffer = new byte[64 * 1024];
        var length = 0;
        try
        {
            while (socket.State == WebSocketState.Open)
            {
                var frame = await socket.ReceiveAsync(buffer.AsMemory(length), ending);
                if (frame.MessageType == WebSocketMessageType.Close)
                {
                    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, ending);
                    return;
                }

                length += frame.Count;
                if (length == buffer.Length) return;
                if (!frame.EndOfMessage) continue;
                session.Receive(Encoding.UTF8.GetString(buffer, 0, length));
                length = 0;
            }
        }
        catch (Exception lost) when (lost is OperationCanceledException or WebSocketException)
        {
            // The connection is over.
        }
    }
}
