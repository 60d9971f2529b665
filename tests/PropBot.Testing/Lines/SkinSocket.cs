using System.Net.WebSockets;
using System.Text;

namespace PropBot.Testing.Lines;

/// <summary>The client's end of a WebSocket to a simulated venue. Breaks as ClientWebSocket does.</summary>
public sealed class SkinSocket : WebSocket
{
    private readonly Line line;
    private readonly Pipe<string> toVenue;
    private readonly Pipe<Frame> toClient;
    private readonly Queue<Frame> arrived = new();
    private readonly ILineSession session;
    private readonly DateTimeOffset openedAt;
    private TaskCompletionSource? waiting;
    private Frame? rest;
    private WebSocketState state = WebSocketState.Open;
    private WebSocketCloseStatus? closeStatus;
    private string? closeText;
    private bool ended;
    private bool mute;

    /// <exception cref="WebSocketException">The venue does not take it.</exception>
    public SkinSocket(Line line, Uri address)
    {
        (this.line, Address, openedAt) = (line, address, line.Clock.GetUtcNow());
        toClient = new Pipe<Frame>(line, Arrive);
        session = line.End.Accept(address, new LineWires(
            Push, Close, () => Cut("the venue hung up")));
        toVenue = new Pipe<string>(line, text =>
        {
            if (!ended) session.Receive(text);
        });
        line.Opened(this);
        if (line.CutsAtAge is { } most) line.After(most, CutForAge);
    }

    private enum FrameKind
    {
        Text,
        Close,
        Broken,
    }

    public Uri Address { get; }

    /// <summary>The last client messages, with the time they left.</summary>
    public Queue<(DateTimeOffset At, string Text)> Sent { get; } = new();

    public override WebSocketCloseStatus? CloseStatus => closeStatus;
    public override string? CloseStatusDescription => closeText;
    public override WebSocketState State => state;
    public override string? SubProtocol => null;

    /// <summary>The line breaks: both ends learn it, the client a moment later, and nothing on its way arrives.</summary>
    public void Cut(string why)
    {
        EndSession();
        toVenue.Dispose();
        toClient.Dispose();
        line.After(line.Latency(), () => Arrive(new Frame([], FrameKind.Broken, 0, why)));
    }

    public override async ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var frame = rest ?? await Next(cancellationToken);
        if (frame.Kind == FrameKind.Broken)
        {
            state = WebSocketState.Aborted;
            throw new WebSocketException(WebSocketError.ConnectionClosedPrematurely, frame.Why);
        }

        if (frame.Kind == FrameKind.Close)
        {
            (state, closeStatus, closeText) = (WebSocketState.CloseReceived, (WebSocketCloseStatus)frame.Code, frame.Why);
            return new ValueWebSocketReceiveResult(0, WebSocketMessageType.Close, true);
        }

        var count = Math.Min(buffer.Length, frame.Bytes.Length);
        frame.Bytes.AsMemory(0, count).CopyTo(buffer);
        rest = count < frame.Bytes.Length ? frame with { Bytes = frame.Bytes[count..] } : null;
        return new ValueWebSocketReceiveResult(count, WebSocketMessageType.Text, rest is null);
    }

    public override async Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken)
    {
        var result = await ReceiveAsync(buffer.AsMemory(), cancellationToken);
        return new WebSocketReceiveResult(result.Count, result.MessageType, result.EndOfMessage);
    }

    public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken)
    {
        if (state != WebSocketState.Open) throw new WebSocketException(WebSocketError.InvalidState, "The WebSocket is not open.");
        var text = Encoding.UTF8.GetString(buffer);
        Count(text);
        Travel(text);
        return Task.CompletedTask;
    }

    public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
    {
        Abort();
        return Task.CompletedTask;
    }

    public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        CloseAsync(closeStatus, statusDescription, cancellationToken);

    /// <summary>The client goes away; what it sent before still arrives.</summary>
    public override void Abort()
    {
        if (state == WebSocketState.Aborted && ended) return;
        state = WebSocketState.Aborted;
        toClient.Dispose();
        line.After(line.Latency() + line.Latency(), EndSession);
        waiting?.TrySetException(new WebSocketException(WebSocketError.ConnectionClosedPrematurely, "aborted"));
    }

    public override void Dispose() => Abort();

    private void Count(string text)
    {
        var now = line.Clock.GetUtcNow();
        Sent.Enqueue((now, text));
        while (Sent.Count > 100) Sent.Dequeue();
        line.BusiestSecond = Math.Max(line.BusiestSecond, Sent.Count(s => s.At > now - TimeSpan.FromSeconds(1)));
        if (text.Contains("subscribe", StringComparison.OrdinalIgnoreCase) || text.Contains("\"login\"", StringComparison.Ordinal)) line.SocketOperations++;
    }

    private void Travel(string text)
    {
        var fate = IsOrder(text) && line.NextOrders.TryDequeue(out var drawn) ? drawn : OrderFate.Arrives;
        switch (fate)
        {
            case OrderFate.Lost:
                Cut("connection reset by peer");
                break;
            case OrderFate.TooLate:
                line.After(line.Latency() + SkinHttp.TooLate, () => Reach(text, fate));
                break;
            case OrderFate.Arrives:
                toVenue.Send(text);
                break;
            default:
                line.After(line.Latency(), () => Reach(text, fate));
                break;
        }
    }

    private void Reach(string text, OrderFate fate)
    {
        if (ended) return;
        mute = fate == OrderFate.NoReply;
        session.Receive(text);
        mute = false;
        if (fate == OrderFate.ReplyLost) Cut("connection reset by peer");
    }

    private void Push(byte[] bytes)
    {
        // Only the answer to the order is kept back: what is pushed beside it is another message.
        if (mute && !bytes.AsSpan().StartsWith("{\"arg\""u8)) return;
        if (line.Swallows is { } swallows && swallows(Encoding.UTF8.GetString(bytes))) return;
        toClient.Send(new Frame(bytes, FrameKind.Text));
    }

    private static bool IsOrder(string text) =>
        text.Contains("\"op\":\"order\"", StringComparison.Ordinal) || text.Contains("\"order.place\"", StringComparison.Ordinal);

    private void CutForAge()
    {
        if (ended) return;
        line.CutForAge++;
        Cut("the venue cuts every connection at this age");
    }

    private void Close(int code, string why)
    {
        toClient.Send(new Frame([], FrameKind.Close, code, why));
        EndSession();
    }

    private void EndSession()
    {
        if (ended) return;
        ended = true;
        line.Closed(this);
        if (line.Clock.GetUtcNow() - openedAt is var age && age > line.OldestSocket) line.OldestSocket = age;
        session.End();
    }

    private void Arrive(Frame frame)
    {
        arrived.Enqueue(frame);
        waiting?.TrySetResult();
    }

    private async ValueTask<Frame> Next(CancellationToken stop)
    {
        if (arrived.TryDequeue(out var ready)) return ready;
        stop.ThrowIfCancellationRequested();
        if (state == WebSocketState.Aborted) throw new WebSocketException(WebSocketError.InvalidState, "aborted");
        var wait = waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var told = stop.Register(() => wait.TrySetCanceled(stop));
        await wait.Task;
        waiting = null;
        return arrived.Dequeue();
    }

    private sealed record Frame(byte[] Bytes, FrameKind Kind, int Code = 0, string Why = "");
}
