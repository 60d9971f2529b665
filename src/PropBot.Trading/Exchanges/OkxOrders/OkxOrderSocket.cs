using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using PropBot.Trading.Exchanges.Okx;
using PropBot.Trading.Exchanges.OkxStreams;

namespace PropBot.Trading.Exchanges.OkxOrders;

/// <summary>
/// Order entry over a private WebSocket of its own (§2.8.5), so that a flood of pushes never stands before the answer to an order. A reply
/// that does not come, or a connection that dies after the bytes left, leaves the outcome unknown (R31).
/// </summary>
internal sealed partial class OkxOrderSocket : IAsyncDisposable
{
    private const int MostInFlight = 200;

    private readonly OkxAccess access;
    private readonly ILogger logger;
    private readonly RequestChannel<OkxReply.Acked> channel;
    private readonly ConcurrentQueue<Frame> frames = new();
    private long asked;
    private int started;

    public OkxOrderSocket(OkxAccess access, int seed, ILogger logger)
    {
        (this.access, this.logger) = (access, logger);
        var options = new SocketOptions
        {
            SilenceAfter = TimeSpan.FromSeconds(30),
            PingEvery = TimeSpan.FromSeconds(12),
            LeaveWithin = access.Options.OrderTimeout + TimeSpan.FromSeconds(1),
        };
        channel = new RequestChannel<OkxReply.Acked>(Wire, MostInFlight, options, access.Sockets, access.Clock, seed);
    }

    /// <summary>Opens it, once, where orders are to go by socket.</summary>
    public void Start()
    {
        if (!access.Options.OrdersByRest && Interlocked.Exchange(ref started, 1) == 0) channel.Start();
    }

    /// <summary>Whether an order for this swap would go by socket now; asked before it is sent, and then that is its path.</summary>
    public bool Takes(OkxContract contract) => channel.IsOpen && contract.Code is not null;

    public async ValueTask<OkxReply> Submit(OrderRequest order, OkxContract contract, string marginMode, OkxToll toll, CancellationToken stop)
    {
        var frame = Begin("order");
        OkxOrderForm.WriteOrder(frame.Json, order, contract, marginMode, bySocket: true);
        return await Ask(frame, order.ValidUntil, toll, stop);
    }

    public async ValueTask<OkxReply> Cancel(OkxContract contract, ClientOrderId id, OkxToll toll, CancellationToken stop)
    {
        var frame = Begin("cancel-order");
        OkxOrderForm.WriteCancel(frame.Json, contract, id, bySocket: true);
        return await Ask(frame, null, toll, stop);
    }

    private Frame Begin(string operation)
    {
        if (!frames.TryDequeue(out var frame)) frame = new Frame();
        frame.Begin(operation, Interlocked.Increment(ref asked));
        return frame;
    }

    private async ValueTask<OkxReply> Ask(Frame frame, DateTimeOffset? validUntil, OkxToll toll, CancellationToken stop)
    {
        if (stop.IsCancellationRequested) return new OkxReply.Silent("stopped before it was sent", MayHaveLeft: false);
        var text = frame.Finish(validUntil is { } until ? access.Offset.Corrected(until).ToUnixTimeMilliseconds() : null);
        switch (await channel.Ask(frame.Id, text, access.Options.OrderTimeout))
        {
            case RequestOutcome<OkxReply.Acked>.Answered(var reply):
                frames.Enqueue(frame);
                access.Rest.Reactions.Answered(toll, reply.Code, reply.Status, reply.Text);
                if (OkxErrors.Of(reply.Code, reply.Status).Reaction == OkxReaction.LogInAgain) channel.Reconnect(reply.Clue);
                return reply;
            case RequestOutcome<OkxReply.Acked>.Lost(var clue):
                return new OkxReply.Silent(clue, MayHaveLeft: true);
            case RequestOutcome<OkxReply.Acked>.NotSent(var why):
                return new OkxReply.Silent(why, MayHaveLeft: false);
            default:
                throw new InvalidOperationException("an outcome nobody knows");
        }
    }

    private RequestWire<OkxReply.Acked> Wire()
    {
        var session = new OkxSession(access);
        return new RequestWire<OkxReply.Acked>
        {
            Address = stop => session.Address("/ws/v5/private", isPrivate: true, stop),
            LogIn = session.LogIn,
            Read = message => Read(session, message),
            Told = (isOpen, reason) => Told(isOpen, session.Over(reason)),
        };
    }

    /// <summary>The reply to an operation, or an event. Text that is no JSON is the pong, which proves life.</summary>
    private ReadReply<OkxReply.Acked> Read(OkxSession session, ReadOnlySpan<byte> message)
    {
        if (message.IsEmpty || message[0] != (byte)'{') return new(null, null, true);
        var (id, word, ack) = OkxAckReader.ReadMessage(message);
        if (id.Length > 0 && word is "" or "error") return new(id, ack, true);
        if (OkxWire.Document(message) is not { } document) throw new FormatException("not JSON");
        if (word == "notice") channel.Renew(OkxAcks.Words(document));
        else if (word is "login" or "error" && !session.Take(document)) LogError(ack.Code, ack.Text);
        return new(null, null, true);
    }

    private void Told(bool isOpen, string reason)
    {
        if (isOpen) LogOpen();
        else LogClosed(reason);
    }

    [LoggerMessage(2231, LogLevel.Information, "OKX takes orders by socket")]
    private partial void LogOpen();

    [LoggerMessage(2232, LogLevel.Warning, "OKX order socket is gone, orders go by REST until it is back: {Reason}")]
    private partial void LogClosed(string reason);

    [LoggerMessage(2233, LogLevel.Warning, "OKX order socket says {Code}: {Text}")]
    private partial void LogError(string code, string text);

    public ValueTask DisposeAsync() => channel.DisposeAsync();

    /// <summary>A message in the making. Used again only after an answer, when its bytes have certainly left.</summary>
    private sealed class Frame
    {
        private readonly ArrayBufferWriter<byte> bytes = new(512);

        public Frame() => Json = new Utf8JsonWriter(bytes);

        public Utf8JsonWriter Json { get; }

        public string Id { get; private set; } = "";

        public void Begin(string operation, long number)
        {
            bytes.ResetWrittenCount();
            Json.Reset();
            Id = number.ToString(CultureInfo.InvariantCulture);
            Json.WriteStartObject();
            Json.WriteString("id"u8, Id);
            Json.WriteString("op"u8, operation);
            Json.WriteStartArray("args"u8);
        }

        public ReadOnlyMemory<byte> Finish(long? expTime)
        {
            Json.WriteEndArray();
            if (expTime is { } until) Json.WriteString("expTime"u8, until.ToString(CultureInfo.InvariantCulture));
            Json.WriteEndObject();
            Json.Flush();
            return bytes.WrittenMemory;
        }
    }
}
