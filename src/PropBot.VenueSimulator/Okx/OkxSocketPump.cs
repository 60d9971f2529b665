using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;
using PropBot.VenueSimulator.Okx.Sockets;

namespace PropBot.VenueSimulator.Okx;

/// <summary>Carries frames between one WebSocket and its session. Sending has a queue of its own: a push happens inside the simulation's lock and must not
/// wait for a slow reader, who is closed with 4005 instead (wire-protocols §2.8.1).</summary>
public sealed class OkxSocketPump(OkxSkin skin, WebSocket socket, TimeProvider clock)
{
    private const int LongestQueue = 10_000;
    private const int SlowConsumer = 4005;

    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly Channel<byte[]> outgoing = Channel.CreateBounded<byte[]>(LongestQueue);
    private volatile Ending? end;

    public async Task Run(OkxDoor door, CancellationToken stop)
    {
        var session = skin.Begin(door, Send, Close);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        try
        {
            var receiving = ReceiveAll(session, ended.Token);
            var sending = SendAll(ended.Token);
            await Task.WhenAny(receiving, sending);
            Close((int)WebSocketCloseStatus.NormalClosure, "");
            await sending;
            // Whom we closed may still answer; whoever does not is cut off.
            await receiving.WaitAsync(Farewell, clock, ended.Token);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException or TimeoutException)
        {
            // The client went away or the server stops: for a venue that is an ordinary end of a connection.
        }
        finally
        {
            skin.End(session);
            await ended.CancelAsync();
        }
    }

    private void Send(byte[] frame)
    {
        if (outgoing.Writer.TryWrite(frame) || end is not null) return;
        Close(SlowConsumer, "Buffer is full");
    }

    private void Close(int code, string reason)
    {
        end ??= new Ending(code, reason);
        outgoing.Writer.TryComplete();
        // Cut off, or too slow to take even a close frame behind what it has not read.
        if (end.Code is OkxSession.Cut or SlowConsumer) socket.Abort();
    }

    private async Task SendAll(CancellationToken stop)
    {
        await foreach (var frame in outgoing.Reader.ReadAllAsync(stop))
        {
            await socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, stop);
        }

        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            await socket.CloseOutputAsync((WebSocketCloseStatus)end!.Code, end.Reason, stop);
        }
    }

    private async Task ReceiveAll(OkxSession session, CancellationToken stop)
    {
        var buffer = new byte[OkxSession.LongestFrame];
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                if (length == buffer.Length)
                {
                    Close((int)WebSocketCloseStatus.MessageTooBig, "Frame too long");
                    return;
                }

                part = await socket.ReceiveAsync(buffer.AsMemory(length), stop);
                length += part.Count;
            }
            while (!part.EndOfMessage);

            if (part.MessageType == WebSocketMessageType.Close) return;
            skin.Frame(session, Encoding.UTF8.GetString(buffer, 0, length));
        }
    }

    private sealed record Ending(int Code, string Reason);
}
