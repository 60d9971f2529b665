using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using PropBot.Trading.Exchanges.OkxOrders;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges.Okx;

/// <summary>
/// HTTP to OKX: signs the exact bytes with corrected time, waits no longer than told, and turns every outcome into an
/// <see cref="OkxReply"/>. Sends once; only a question refused for its timestamp is asked a second time (§2.10, 50102).
/// </summary>
internal sealed class OkxRest(
    OkxOptions options, ICredentialSource credentials, HttpMessageHandler handler, OkxReactions reactions, ClockOffset offset, TimeProvider clock) : IDisposable
{
    private const int MaxAnswerBytes = 16 * 1024 * 1024;
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private delegate OkxReply BodyReader(int status, ReadOnlySpan<byte> body);

    private readonly HttpMessageInvoker http = new(handler, disposeHandler: false);
    private readonly ConcurrentQueue<OkxDraft> drafts = new();
    private readonly ConcurrentDictionary<string, Uri> addresses = new(StringComparer.Ordinal);

    /// <summary>Questions are counted here, orders by whoever placed them.</summary>
    public CallTally Calls { get; } = new();

    public OkxLanes Lanes => reactions.Lanes;

    public OkxReactions Reactions => reactions;

    /// <summary>A public question.</summary>
    public Task<OkxReply> Ask(OkxToll toll, string path, CancellationToken stop) => Ask(toll, path, signed: false, stop);

    /// <summary>A private question; refused for its timestamp it is asked once more by the venue's time.</summary>
    public async Task<OkxReply> AskSigned(OkxToll toll, string path, CancellationToken stop)
    {
        var reply = await Ask(toll, path, signed: true, stop);
        return await MayTryAgain(reply, stop) ? await Ask(toll, path, signed: true, stop) : reply;
    }

    /// <summary>A POST that is no order and may wait for room; refused for its timestamp it is sent once more by the venue's time.</summary>
    public async Task<OkxReply> Post(OkxToll toll, int count, string path, Action<Utf8JsonWriter> write, CancellationToken stop)
    {
        try
        {
            await Lanes.Take(toll, count, stop);
        }
        catch (OperationCanceledException)
        {
            return new OkxReply.Silent("stopped before it was asked", MayHaveLeft: false);
        }

        var reply = await Written();
        return await MayTryAgain(reply, stop) ? await Written() : reply;

        Task<OkxReply> Written()
        {
            var draft = Draft(path);
            write(draft.Json);
            return Counted(Send(draft, toll, null, options.QueryTimeout, Read, stop), stop);
        }
    }

    /// <summary>50102: the venue refused the timestamp before it did anything. The clock is measured anew; true when that worked.</summary>
    public async Task<bool> MayTryAgain(OkxReply reply, CancellationToken stop)
    {
        if (reply is not (OkxReply.Answered { Code: OkxErrors.ClockExpired } or OkxReply.Acked { Code: OkxErrors.ClockExpired })) return false;
        offset.Clear();
        return await SampleClock(stop) is not null;
    }

    /// <summary>Begins a POST: write the body into <see cref="OkxDraft.Json"/>, then send it once.</summary>
    public OkxDraft Draft(string path)
    {
        if (!drafts.TryDequeue(out var draft)) draft = new OkxDraft();
        draft.Begin(path, OkxSigner.Timestamp(offset.Corrected(clock.GetUtcNow())));
        return draft;
    }

    /// <summary>Sends one order or cancel once; an answer is an <see cref="OkxReply.Acked"/>.</summary>
    /// <param name="validUntil">Our time; leaves as the expTime header in the venue's time, which makes absence provable (R31).</param>
    public Task<OkxReply> Submit(OkxDraft draft, OkxToll toll, DateTimeOffset? validUntil, CancellationToken stop) =>
        Send(draft, toll, validUntil, options.OrderTimeout, OkxAckReader.Read, stop);

    private async Task<OkxReply> Send(OkxDraft draft, OkxToll toll, DateTimeOffset? validUntil, TimeSpan timeout, BodyReader read, CancellationToken stop)
    {
        var signed = draft.Finish();
        using var message = new HttpRequestMessage(HttpMethod.Post, Address(draft.Path));
        message.Content = new ReadOnlyMemoryContent(draft.Body);
        message.Content.Headers.ContentType = Json;
        Sign(message, draft.Timestamp, signed.Span);
        if (validUntil is { } until)
            message.Headers.TryAddWithoutValidation("expTime", offset.Corrected(until).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        var reply = await Exchange(message, toll, timeout, read, stop);
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
        var reply = await Counted(Exchange(message, OkxLane.Clock, options.QueryTimeout, Read, stop), stop);
        var roundTrip = clock.GetElapsedTime(started);
        return reply is OkxReply.Answered { IsOk: true, Items: [var item, ..] } && item.Time("ts") is { } serverTime
            ? offset.Add(sentAt, roundTrip, serverTime)
            : null;
    }

    private async Task<OkxReply> Ask(OkxToll toll, string path, bool signed, CancellationToken stop)
    {
        try
        {
            await Lanes.Take(toll, stop);
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

        return await Counted(Exchange(message, toll, options.QueryTimeout, Read, stop), stop);
    }

    private async Task<OkxReply> Counted(Task<OkxReply> asked, CancellationToken stop)
    {
        var reply = await asked;
        if (reply is OkxReply.Answered answered) Calls.Answered(answered.Status, OkxErrors.ShutsOut(answered.Code, answered.Status));
        else if (!stop.IsCancellationRequested) Calls.Lost();
        return reply;
    }

    private void Sign(HttpRequestMessage message, string timestamp, ReadOnlySpan<byte> prehash)
    {
        var credential = credentials.For(Venue.Okx);
        message.Headers.TryAddWithoutValidation("OK-ACCESS-KEY", credential.Key);
        message.Headers.TryAddWithoutValidation("OK-ACCESS-SIGN", OkxSigner.Sign(credential.Secret, prehash));
        message.Headers.TryAddWithoutValidation("OK-ACCESS-TIMESTAMP", timestamp);
        message.Headers.TryAddWithoutValidation("OK-ACCESS-PASSPHRASE", credential.Passphrase);
    }

    private async Task<OkxReply> Exchange(HttpRequestMessage message, OkxToll toll, TimeSpan timeout, BodyReader read, CancellationToken stop)
    {
        if (options.Demo) message.Headers.TryAddWithoutValidation("x-simulated-trading", "1");
        using var patience = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stop);
        try
        {
            using var response = await http.SendAsync(message, either.Token);
            await response.Content.LoadIntoBufferAsync(MaxAnswerBytes, either.Token);
            var body = await response.Content.ReadAsByteArrayAsync(either.Token);
            RawAnswers.Take(message, (int)response.StatusCode, body);
            var reply = read((int)response.StatusCode, body);
            React(toll, reply);
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
            ? new OkxReply.Answered(status, document.Text("code"), document.Text("msg"), [.. document.Items("data").Where(item => item.ValueKind == JsonValueKind.Object)])
            : new OkxReply.Answered(status, "", "", []);

    private void React(in OkxToll toll, OkxReply reply)
    {
        if (reply is OkxReply.Acked ack) reactions.Answered(toll, ack.Code, ack.Status, ack.Text);
        else if (reply is OkxReply.Answered answer) reactions.Answered(toll, answer.Code, answer.Status, answer.Text);
    }

    private Uri Address(string path) => addresses.GetOrAdd(path, static (p, root) => new Uri(root + p), options.RestUrl);

    public void Dispose() => http.Dispose();
}
