using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using PropBot.Trading.Exchanges.Binance;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges.BinanceOrders;

/// <summary>
/// Orders and cancels over the WebSocket API (wire protocols 1.9), each signed by itself. An answer is handed on as REST's would be, so one table decides
/// what it means. After a lost answer the channel is not offered until it has spoken again.
/// </summary>
internal sealed class BinanceOrderChannel : IAsyncDisposable
{
    private const int HandshakeWeight = 5;
    private const int AtMost = 100;

    private readonly BinanceOptions options;
    private readonly BinanceLimits limits;
    private readonly ILogger logger;
    private readonly RequestChannel<RestReply>? channel;
    private long asked;
    private volatile bool suspect;

    public BinanceOrderChannel(BinanceOptions options, BinanceLimits limits, IWebSocketFactory sockets, TimeProvider clock, int seed, ILogger logger)
    {
        (this.options, this.limits, this.logger) = (options, limits, logger);
        if (options.WsApiUrl.Length == 0 || options.PreferRest) return;
        var socketOptions = new SocketOptions
        {
            // Nobody speaks unasked here; a dead line shows by the socket's own pings.
            SilenceAfter = Timeout.InfiniteTimeSpan,
            FirstBackoff = options.FirstBackoff,
            MaxBackoff = options.MaxBackoff,
            LeaveWithin = TimeSpan.FromSeconds(10),
        };
        channel = new RequestChannel<RestReply>(Wire, AtMost, socketOptions, sockets, clock, seed);
    }

    /// <summary>Whether the next order may go this way.</summary>
    public bool IsReady => channel is { IsOpen: true } && !suspect;

    public void Start()
    {
        if (channel is null)
            logger.LogInformation("Binance orders go by REST: {Why}", options.PreferRest ? "asked for" : "no address of the WebSocket API is set (the demo venue publishes none)");
        channel?.Start();
    }

    public Task<RestReply> Send(OrderRequest order, long timestamp, long validMs, BinanceSigner.Ready key, TimeSpan patience, CancellationToken stop)
    {
        var id = NextId();
        return Ask(id, BinanceOrderFrame.Order(id, order, timestamp, validMs, key), patience, stop);
    }

    public Task<RestReply> Cancel(Instrument instrument, ClientOrderId order, long timestamp, BinanceSigner.Ready key, CancellationToken stop)
    {
        var id = NextId();
        var frame = BinanceOrderFrame.Cancel(id, instrument, order, timestamp, (long)options.RecvWindow.TotalMilliseconds, key);
        return Ask(id, frame, options.RequestTimeout, stop);
    }

    public ValueTask DisposeAsync() => channel?.DisposeAsync() ?? ValueTask.CompletedTask;

    private string NextId() => Interlocked.Increment(ref asked).ToString(CultureInfo.InvariantCulture);

    private async Task<RestReply> Ask(string id, byte[] frame, TimeSpan patience, CancellationToken stop)
    {
        try
        {
            return await Waiting.OrStopped(channel!.Ask(id, frame, patience), stop) switch
            {
                RequestOutcome<RestReply>.Answered answered => answered.Reply,
                RequestOutcome<RestReply>.NotSent no => RestReply.Kept(no.Why),
                RequestOutcome<RestReply>.Lost lost => Missed(lost.Clue),
                _ => throw new InvalidOperationException("an outcome is answered, lost or not sent"),
            };
        }
        catch (OperationCanceledException)
        {
            return RestReply.Lost("the connector was stopped before the answer came");
        }
    }

    private RestReply Missed(string clue)
    {
        suspect = true;
        channel!.Renew($"an answer did not come: {clue}");
        return RestReply.Lost(clue);
    }

    private RequestWire<RestReply> Wire() => new()
    {
        Address = Address,
        Read = Read,
        Told = Told,
    };

    private ValueTask<Uri> Address(CancellationToken stop) => limits.TryWeight(HandshakeWeight, essential: true)
        ? ValueTask.FromResult(new Uri(options.WsApiUrl))
        : throw new InvalidOperationException(limits.WhyNot());

    private void Told(bool isOpen, string why)
    {
        suspect = false;
        if (isOpen) logger.LogInformation("Binance orders go by WebSocket");
        else logger.LogWarning("Binance orders go by REST until the WebSocket is back: {Why}", why);
    }

    private ReadReply<RestReply> Read(ReadOnlySpan<byte> message)
    {
        var reader = new Utf8JsonReader(message);
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        if (root.TryGetProperty("rateLimits", out var counts)) limits.Heard(counts);
        suspect = false;
        var status = (int)root.Long("status");
        var (code, text) = (0, "");
        if (root.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object)
        {
            (code, text) = BinanceErrors.Read(error);
            limits.Refused(status, code, text, RetryAfter(error));
        }

        // Unasked and with an error: the session was revoked (-2015); the next connection shows whether the key still opens.
        if (root.Text("id") is not { Length: > 0 } id) throw new InvalidOperationException($"the venue ended the session: {status} {code} {text}");
        return new ReadReply<RestReply>(id, new RestReply(status, message.ToArray(), code, text, Left: true), ProvesLife: true);
    }

    private static DateTimeOffset? RetryAfter(JsonElement error) =>
        error.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object && data.OptionalLong("retryAfter") is { } ms
            ? DateTimeOffset.FromUnixTimeMilliseconds(ms)
            : null;
}
