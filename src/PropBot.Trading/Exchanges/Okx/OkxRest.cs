using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges.Okx;

/// <summary>
/// HTTP to OKX: signs the exact bytes with corrected time, waits no longer than told, and turns every outcome into an
/// <see cref="OkxReply"/>. Sends once; only a question refused for its timestamp is asked a second time (§2.10, 50102).
/// </summary>
internal sealed class OkxRest(
    OkxOptions options, ICredentialSource credentials, HttpMessageHandler handler, OkxLanes lanes, ClockOffset offset, TimeProvider clock) : IDisposable
{
    private const int MaxAnswerBytes = 16 * 1024 * 1024;
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private delegate OkxReply BodyReader(int status, ReadOnlySpan<byte> body);

    private readonly HttpMessageInvoker http = new(handler, disposeHandler: false);
    private readonly ConcurrentQueue<OkxDraft> drafts = new();
    private readonly ConcurrentDictionary<string, Uri> addresses = new(StringComparer.Ordinal);

    public OkxLanes Lanes => lanes;

    /// <summary>A public question.</summary>
    public async Task<OkxReply> Ask(OkxLane lane, string path, CancellationToken stop) => await Ask(lane, path, signed: false, stop);

    /// <summary>A private question.</summary>
    public async Task<OkxReply> AskSigned(OkxLane lane, string path, CancellationToken stop)
    {
        var reply = await Ask(lane, path, signed: true, stop);
        if (!IsClockRefusal(reply)) return reply;
        offset.Clear();
        await SampleClock(stop);
        return await Ask(lane, path, signed: true, stop);
    }

    /// <summary>Begins a POST: write the body into <see cref="OkxDraft.Json"/>, then send it once.</summary>
    public OkxDraft Draft(string path)
    {
        if (!drafts.TryDequeue(out var draft)) draft = new OkxDraft();
        draft.Begin(path, OkxSigner.Timestamp(offset.Corrected(clock.GetUtcNow())));
        return draft;
    }

    /// <summary>Sends a POST once.</summary>
    public Task<OkxReply> Send(OkxDraft draft, OkxLane lane, TimeSpan timeout, CancellationToken stop) => Send(draft, lane, null, timeout, Read, stop);

    /// <summary>Sends one order or cancel once; an answer is an <see cref="OkxReply.Acked"/>.</summary>
    /// <param name="validUntil">Our time; leaves as the expTime header in the venue's time, which makes absence provable (R31).</param>
    public Task<OkxReply> Submit(OkxDraft draft, OkxLane lane, DateTimeOffset? validUntil, CancellationToken stop) =>
        Send(draft, lane, validUntil, options.OrderTimeout, OkxAckReader.Read, stop);

    private async Task<OkxReply> Send(OkxDraft draft, OkxLane lane, DateTimeOffset? validUntil, TimeSpan timeout, BodyReader read, CancellationToken stop)
    {
        var signed = draft.Finish();
        using var message = new HttpRequestMessage(HttpMethod.Post, Address(draft.Path));
        message.Content = new ReadOnlyMemoryContent(draft.Body);
        message.Content.Headers.ContentType = Json;
        Sign(message, draft.Timestamp, signed.Span);
        if (validUntil is { } until)
            message.Headers.TryAddWithoutValidation("expTime", offset.Corrected(until).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        var reply = await Exchange(message, lane, timeout, read, stop);
        // After a broken call the transport may still hold the bytes, so only an answered draft is used again.
        if (reply is not OkxReply.Silent) drafts.Enqueue(draft);
        return reply;
    }

    /// <summary>Asks the venue's time once and takes it as a sample (R34). Null when it did not answer.</summary>
    public async Task<ClockReading?> SampleClock(CancellationToken stop)
    {
        var sentAt = clock.GetUtcNow();
        var started = clock.GetTimestamp();
        using var message = new HttpRequestMessage(HttpMethod.Get, Address("/api/v5/public/time"));
        var reply = await Exchange(message, OkxLane.Public, options.QueryTimeout, Read, stop);
        var roundTrip = clock.GetElapsedTime(started);
        return reply is OkxReply.Answered { IsOk: true, Items: [var item, ..] } && item.Time("ts") is { } serverTime
            ? offset.Add(sentAt, roundTrip, serverTime)
            : null;
    }

    private async Task<OkxReply> Ask(OkxLane lane, string path, bool signed, CancellationToken stop)
    {
        try
        {
            await lanes.Take(lane, stop);
        }
        catch (OperationCanceledException)
        {
            return new OkxReply.Silent("stopped before it was asked", MayHaveLeft: false);
        }

        using var message = new HttpRequestMessage(HttpMethod.Get, new Uri(options.RestUrl + path));
        if (signed)
        {
            var timestamp = OkxSigner.Timestamp(offset.Corrected(clock.GetUtcNow()));
            Sign(message, timestamp, Encoding.ASCII.GetBytes($"{timestamp}GET{path}"));
        }

        return await Exchange(message, lane, options.QueryTimeout, Read, stop);
    }

    private void Sign(HttpRequestMessage message, string timestamp, ReadOnlySpan<byte> prehash)
    {
        var credential = credentials.For(Venue.Okx);
        message.Headers.TryAddWithoutValidation("OK-ACCESS-KEY", credential.Key);
        message.Headers.TryAddWithoutValidation("OK-ACCESS-SIGN", OkxSigner.Sign(credential.Secret, prehash));
        message.Headers.TryAddWithoutValidation("OK-ACCESS-TIMESTAMP", timestamp);
        message.Headers.TryAddWithoutValidation("OK-ACCESS-PASSPHRASE", credential.Passphrase);
    }

    private async Task<OkxReply> Exchange(HttpRequestMessage message, OkxLane lane, TimeSpan timeout, BodyReader read, CancellationToken stop)
    {
        if (options.Demo) message.Headers.TryAddWithoutValidation("x-simulated-trading", "1");
        using var patience = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stop);
        try
        {
            using var response = await http.SendAsync(message, either.Token);
            await response.Content.LoadIntoBufferAsync(MaxAnswerBytes, either.Token);
            var reply = read((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(either.Token));
            if (response.StatusCode == HttpStatusCode.TooManyRequests || IsTooMany(reply)) lanes.Pause(lane);
            return reply;
        }
        catch (OperationCanceledException)
        {
            return new OkxReply.Silent(stop.IsCancellationRequested ? "stopped while waiting" : $"no answer within {timeout.TotalMilliseconds:0} ms", MayHaveLeft: true);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            var neverLeft = broken is HttpRequestException
            {
                HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError,
            };
            return new OkxReply.Silent(broken.Message, MayHaveLeft: !neverLeft);
        }
    }

    private static OkxReply.Answered Read(int status, ReadOnlySpan<byte> body) =>
        OkxWire.Document(body) is { ValueKind: JsonValueKind.Object } document
            ? new OkxReply.Answered(status, document.Text("code"), document.Text("msg"), [.. document.Items("data")])
            : new OkxReply.Answered(status, "", "", []);

    private static bool IsTooMany(OkxReply reply) => reply is OkxReply.Answered { Code: "50011" or "50061" } or OkxReply.Acked { Code: "50011" or "50061" };

    private static bool IsClockRefusal(OkxReply reply) => reply is OkxReply.Answered { Code: "50102" };

    private Uri Address(string path) => addresses.GetOrAdd(path, static (p, root) => new Uri(root + p), options.RestUrl);

    public void Dispose() => http.Dispose();
}

/// <summary>A POST in the making. One buffer holds what is signed, timestamp + POST + path + body; the body that is sent is its tail.</summary>
internal sealed class OkxDraft
{
    private readonly ArrayBufferWriter<byte> bytes = new(512);
    private int bodyStart;

    public OkxDraft() => Json = new Utf8JsonWriter(bytes);

    public Utf8JsonWriter Json { get; }

    public string Path { get; private set; } = "";

    public string Timestamp { get; private set; } = "";

    public ReadOnlyMemory<byte> Body => bytes.WrittenMemory[bodyStart..];

    public void Begin(string path, string timestamp)
    {
        (Path, Timestamp) = (path, timestamp);
        bytes.ResetWrittenCount();
        Append(timestamp);
        Append("POST");
        Append(path);
        bodyStart = bytes.WrittenCount;
        Json.Reset();
    }

    /// <summary>The bytes to sign.</summary>
    public ReadOnlyMemory<byte> Finish()
    {
        Json.Flush();
        return bytes.WrittenMemory;
    }

    private void Append(string ascii) => bytes.Advance(Encoding.ASCII.GetBytes(ascii, bytes.GetSpan(ascii.Length)));
}
