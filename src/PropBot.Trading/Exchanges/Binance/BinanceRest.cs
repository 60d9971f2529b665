using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace PropBot.Trading.Exchanges.Binance;

internal enum Access
{
    Open = 0,

    /// <summary>The key's header only (listen keys).</summary>
    Keyed = 1,
    Signed = 2,
}

/// <param name="Parameters">Already percent-encoded; without recvWindow, timestamp and signature.</param>
/// <param name="Essential">May use the reserve of the rate budget: cancels, closes, settling unknown orders.</param>
internal sealed record RestCall(HttpMethod Method, string Path, string Parameters, Access Access, int Weight, bool Essential = false);

/// <summary>What came of a call. <see cref="Status"/> 0: no answer; then <see cref="Left"/> says whether bytes may have left.</summary>
internal readonly record struct RestReply(int Status, byte[] Body, int Code, string Text, bool Left)
{
    public bool IsSuccess => Status is >= 200 and < 300 && Code == 0;

    public string Clue => Status == 0 ? Text : $"HTTP {Status} {(Code == 0 ? "" : Code)} {Text}";

    /// <summary>Refused here, before anything left.</summary>
    public static RestReply Kept(string why) => new(0, [], 0, why, Left: false);

    public static RestReply Lost(string why) => new(0, [], 0, why, Left: true);
}

/// <summary>
/// One HTTP call, signed exactly as sent, counted against the venue's limits (P28). Never throws for what a network or a venue may do.
/// POST parameters go in the body, always: the platform's handler silently repeats a *bodyless* request when a pooled connection turns
/// out to be closed, and a repeated IOC order is a second order.
/// </summary>
internal sealed partial class BinanceRest(BinanceOptions options, BinanceSigner signer, HttpMessageHandler handler, ClockOffset offset, TimeProvider clock)
    : IDisposable
{
    private readonly HttpMessageInvoker http = new(handler, disposeHandler: false);
    private readonly string root = options.RestUrl.TrimEnd('/');

    /// <summary>2400 a minute and IP, shared with COIN-M (1.4); 300 kept back for cancels and closes.</summary>
    public RateBudget Weight { get; } = new(2400, 300, TimeSpan.FromMinutes(1), clock);

    /// <summary>300 orders in 10 s and account (1.4); 60 kept back for closes.</summary>
    public RateBudget Orders { get; } = new(300, 60, TimeSpan.FromSeconds(10), clock);

    public Uri AddressOf(string path) => new(root + path);

    public async Task<RestReply> Send(RestCall call, CancellationToken stop)
    {
        if (!Weight.TryTake(call.Weight, call.Essential)) return RestReply.Kept(Banned() ?? "our own rate budget is used up for this minute");
        var parameters = call.Access == Access.Signed ? Signed(call.Parameters) : call.Parameters;
        var key = call.Access == Access.Open ? null : signer.Current().Credential.Key;
        if (call.Method == HttpMethod.Post || call.Method == HttpMethod.Put)
            return await Send(call.Method, AddressOf(call.Path), Encoding.UTF8.GetBytes(parameters), key, options.RequestTimeout, stop);
        var address = parameters.Length == 0 ? call.Path : $"{call.Path}?{parameters}";
        return await Send(call.Method, AddressOf(address), body: null, key, options.RequestTimeout, stop);
    }

    /// <summary>The bare call, for orders as well: the weight or order count is already taken.</summary>
    public async Task<RestReply> Send(HttpMethod method, Uri address, byte[]? body, string? key, TimeSpan patience, CancellationToken stop)
    {
        using var late = new CancellationTokenSource(patience, clock);
        using var told = stop.CanBeCanceled ? stop.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), late) : default;
        using var request = new HttpRequestMessage(method, address);
        if (key is not null) request.Headers.TryAddWithoutValidation("X-MBX-APIKEY", key);
        if (body is not null) request.Content = FormOf(body);
        try
        {
            using var response = await http.SendAsync(request, late.Token);
            var reply = await response.Content.ReadAsByteArrayAsync(late.Token);
            return Heard(response, reply);
        }
        catch (HttpRequestException never) when (NeverConnected(never))
        {
            return RestReply.Kept($"not connected: {never.Message}");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return RestReply.Lost($"no answer within {patience.TotalMilliseconds:0} ms");
        }
        catch (Exception trouble)
        {
            return RestReply.Lost($"{trouble.GetType().Name}: {trouble.Message}");
        }
    }

    public void Dispose() => http.Dispose();

    private static ByteArrayContent FormOf(byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", "application/x-www-form-urlencoded");
        return content;
    }

    private string Signed(string parameters)
    {
        var timestamp = offset.Corrected(clock.GetUtcNow()).ToUnixTimeMilliseconds();
        var total = $"{parameters}{(parameters.Length == 0 ? "" : "&")}recvWindow={(long)options.RecvWindow.TotalMilliseconds}&timestamp={timestamp}";
        return $"{total}&signature={signer.Sign(total)}";
    }

    private RestReply Heard(HttpResponseMessage response, byte[] body)
    {
        var status = (int)response.StatusCode;
        Count(response, "X-MBX-USED-WEIGHT-1M", Weight);
        Count(response, "X-MBX-ORDER-COUNT-10S", Orders);
        if (status is >= 200 and < 300 && !(body.Length > 0 && body[0] == '{' && body.AsSpan().IndexOf("\"code\""u8) >= 0))
            return new RestReply(status, body, 0, "", Left: true);
        var (code, text) = BinanceErrors.Read(body);
        if (status is 418 or 429) KeepSilent(response, code, text);
        if (code == 0 && text.Length == 0 && status >= 400) text = Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 200)));
        return new RestReply(status, body, code, text, Left: true);
    }

    private static void Count(HttpResponseMessage response, string header, RateBudget budget)
    {
        if (response.Headers.NonValidated.TryGetValues(header, out var values)
            && int.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var used)) budget.Reported(used);
    }

    /// <summary>Until Retry-After, else the moment in the ban's text, else the end of the window (1.4).</summary>
    private void KeepSilent(HttpResponseMessage response, int code, string text)
    {
        var budget = code == BinanceErrors.TooManyOrders ? Orders : Weight;
        var until = budget.WindowEnd;
        if (response.Headers.RetryAfter?.Delta is { } wait) until = clock.GetUtcNow() + wait;
        else if (BanEnd().Match(text) is { Success: true } match)
            until = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(match.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture));
        budget.Ban(until);
    }

    private string? Banned() => Weight.BannedUntil is { } until ? $"the venue asked for silence until {until:O}" : null;

    private static bool NeverConnected(HttpRequestException trouble) => trouble.HttpRequestError
        is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError;

    [GeneratedRegex(@"(?<=until )\d{13}")]
    private static partial Regex BanEnd();
}

/// <summary>Asking questions: send, resync and ask once more when the timestamp was refused (-1021), read the answer.</summary>
internal sealed class BinanceReads(BinanceRest rest, BinanceClock venueClock)
{
    public static bool IsGarbage(Exception trouble) =>
        trouble is JsonException or FormatException or InvalidOperationException or KeyNotFoundException or OverflowException or ArgumentException;

    public async Task<RestReply> Ask(RestCall call, CancellationToken stop)
    {
        var reply = await rest.Send(call, stop);
        if (reply.Code != BinanceErrors.OutsideRecvWindow) return reply;
        await venueClock.Resync(stop);
        return await rest.Send(call, stop);
    }

    /// <param name="read">May throw what <see cref="IsGarbage"/> knows: then the answer is unreadable.</param>
    public async Task<VenueAnswer<T>> Ask<T>(RestCall call, Func<JsonElement, T> read, CancellationToken stop)
    {
        var reply = await Ask(call, stop);
        return reply.IsSuccess ? Read(reply, call, read) : new VenueAnswer<T>.Unreadable($"{call.Path}: {reply.Clue}");
    }

    private static VenueAnswer<T> Read<T>(RestReply reply, RestCall call, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(reply.Body);
            return new VenueAnswer<T>.Got(read(document.RootElement));
        }
        catch (Exception garbage) when (IsGarbage(garbage))
        {
            return new VenueAnswer<T>.Unreadable($"{call.Path}: answer not understood: {garbage.Message}");
        }
    }

    public static RestCall Signed(string path, string parameters, int weight, bool essential = false) =>
        new(HttpMethod.Get, path, parameters, Access.Signed, weight, essential);

    public static RestCall Open(string path, string parameters, int weight) => new(HttpMethod.Get, path, parameters, Access.Open, weight);
}
