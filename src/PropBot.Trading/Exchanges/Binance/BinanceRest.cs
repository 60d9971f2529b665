using System.Text;
using PropBot.Trading.Exchanges.BinanceOrders;

namespace PropBot.Trading.Exchanges.Binance;

/// <summary>
/// One HTTP call, signed exactly as sent, counted against the venue's limits (P28). Never throws for what a network or a venue may do.
/// POST parameters go in the body, always: the platform's handler silently repeats a *bodyless* request when a pooled connection turns
/// out to be closed, and a repeated IOC order is a second order.
/// </summary>
internal sealed class BinanceRest(
    BinanceOptions options, BinanceSigner signer, BinanceLimits limits, HttpMessageHandler handler, ClockOffset offset, TimeProvider clock)
    : IDisposable
{
    private readonly HttpMessageInvoker http = new(handler, disposeHandler: false);
    private readonly string root = options.RestUrl.TrimEnd('/');

    /// <summary>Questions are counted here, orders by whoever placed them.</summary>
    public CallTally Calls { get; } = new();

    public Uri AddressOf(string path) => new(root + path);

    public async Task<RestReply> Send(RestCall call, CancellationToken stop)
    {
        if (!limits.TryWeight(call.Weight, call.Essential)) return RestReply.Kept(limits.WhyNot());
        var parameters = call.Access == Access.Signed ? Signed(call.Parameters) : call.Parameters;
        var key = call.Access == Access.Open ? null : signer.Current().Credential.Key;
        if (call.Method == HttpMethod.Post || call.Method == HttpMethod.Put)
            return Counted(await Send(call.Method, AddressOf(call.Path), Encoding.UTF8.GetBytes(parameters), key, options.RequestTimeout, stop), stop);
        var address = parameters.Length == 0 ? call.Path : $"{call.Path}?{parameters}";
        return Counted(await Send(call.Method, AddressOf(address), body: null, key, options.RequestTimeout, stop), stop);
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

    // A connection that never came about is silence of the venue too; a stop is nobody's fault.
    private RestReply Counted(RestReply reply, CancellationToken stop)
    {
        if (reply.Status != 0) Calls.Answered(reply.Status, BinanceErrors.ShutsOut(reply.Status, reply.Code));
        else if (!stop.IsCancellationRequested) Calls.Lost();
        return reply;
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
        limits.Heard(response);
        RawAnswers.Take(response.RequestMessage, status, body);
        if (status is >= 200 and < 300 && !(body.Length > 0 && body[0] == '{' && body.AsSpan().IndexOf("\"code\""u8) >= 0))
            return new RestReply(status, body, 0, "", Left: true);
        var (code, text) = BinanceErrors.Read(body);
        if (code == 0 && text.Length == 0 && status >= 400) text = Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 200)));
        if (status >= 400 || code < 0) limits.Refused(status, code, text, RetryAfter(response));
        return new RestReply(status, body, code, text, Left: true);
    }

    private DateTimeOffset? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter?.Delta is { } wait ? clock.GetUtcNow() + wait : response.Headers.RetryAfter?.Date;

    private static bool NeverConnected(HttpRequestException trouble) => trouble.HttpRequestError
        is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError;
}
