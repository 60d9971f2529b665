using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;

namespace PropBot.Testing.Transports;

/// <summary>The client's end of a WebSocket in memory: the test pushes what the venue says and reads what the client sent.</summary>
public sealed class FakeSocket(Uri address) : WebSocket
{
    private readonly Channel<Frame> incoming = Channel.CreateUnbounded<Frame>();
    private readonly Lock gate = new();
    private readonly List<string> sent = [];
    private Frame? rest;
    private int pushed;
    private int asked;
    private WebSocketState state = WebSocketState.Open;
    private WebSocketCloseStatus? closeStatus;
    private string? closeText;

    public Uri Address { get; } = address;
    public Action<string>? OnSent { get; set; }

    /// <summary>The next sends fail with it, as a line does that breaks under a write.</summary>
    public Exception? FailSends { get; set; }

    /// <summary>The client said goodbye with a close frame; the venue's own answers it at once unless <see cref="IsRude"/>.</summary>
    public bool ClosedByClient { get; private set; }
    public bool IsRude { get; set; }
    public bool IsAborted => state == WebSocketState.Aborted;

    public IReadOnlyList<string> Sent
    {
        get
        {
            lock (gate) return sent.ToArray();
        }
    }

    public override WebSocketCloseStatus? CloseStatus => closeStatus;
    public override string? CloseStatusDescription => closeText;
    public override WebSocketState State => state;
    public override string? SubProtocol => null;

    /// <summary>Everything pushed has been read and dealt with: the client is back, asking for more.</summary>
    public bool IsDrained => Volatile.Read(ref asked) > Volatile.Read(ref pushed);

    public void Push(string text) => Push(new Frame(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text));

    public void PushBinary(byte[] bytes) => Push(new Frame(bytes, WebSocketMessageType.Binary));

    /// <summary>The venue closes politely.</summary>
    public void CloseByVenue(int code = 1000, string text = "")
    {
        closeStatus = (WebSocketCloseStatus)code;
        closeText = text;
        Push(new Frame([], WebSocketMessageType.Close));
    }

    /// <summary>The line breaks.</summary>
    public void Break() => incoming.Writer.TryComplete(new WebSocketException("the line broke"));

    public override void Abort()
    {
        state = WebSocketState.Aborted;
        incoming.Writer.TryComplete(new WebSocketException("aborted"));
    }

    public override async ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var frame = rest ?? await Next(cancellationToken);
        var count = Math.Min(buffer.Length, frame.Bytes.Length);
        frame.Bytes.AsMemory(0, count).CopyTo(buffer);
        rest = count < frame.Bytes.Length ? frame with { Bytes = frame.Bytes[count..] } : null;
        return new ValueWebSocketReceiveResult(count, frame.Type, rest is null);
    }

    public override async Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken)
    {
        var result = await ReceiveAsync(buffer.AsMemory(), cancellationToken);
        return new WebSocketReceiveResult(result.Count, result.MessageType, result.EndOfMessage);
    }

    public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken)
    {
        if (FailSends is { } broken) throw broken;
        if (state != WebSocketState.Open) throw new WebSocketException("not open");
        var text = Encoding.UTF8.GetString(buffer);
        lock (gate) sent.Add(text);
        OnSent?.Invoke(text);
        return Task.CompletedTask;
    }

    public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
    {
        state = WebSocketState.Closed;
        ClosedByClient = true;
        if (!IsRude) CloseByVenue((int)closeStatus, "goodbye");
        return Task.CompletedTask;
    }

    public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        CloseAsync(closeStatus, statusDescription, cancellationToken);

    public override void Dispose() => Abort();

    private void Push(Frame frame)
    {
        Interlocked.Increment(ref pushed);
        incoming.Writer.TryWrite(frame);
    }

    private async Task<Frame> Next(CancellationToken stop)
    {
        Interlocked.Increment(ref asked);
        try
        {
            return await incoming.Reader.ReadAsync(stop);
        }
        catch (ChannelClosedException closed) when (closed.InnerException is WebSocketException broke)
        {
            throw new WebSocketException(broke.Message, broke);
        }
    }

    private sealed record Frame(byte[] Bytes, WebSocketMessageType Type);
}
