using System.Globalization;
using System.Net;
using System.Text;
using PropBot.Trading.Instruments;

namespace PropBot.Testing.Lines;

/// <summary>
/// HTTP to a simulated venue, in memory and in virtual time. Fails as SocketsHttpHandler does: a refused connection, a connection reset
/// before the answer, no answer at all. A cancelled request may still arrive: its bytes have left.
/// </summary>
public sealed class SkinHttp(Line line) : HttpMessageHandler
{
    /// <summary>Longer than any order is valid.</summary>
    internal static readonly TimeSpan TooLate = TimeSpan.FromMilliseconds(1500);
    private bool dead;

    /// <summary>The process behind it is gone: nothing leaves any more.</summary>
    public void Kill() => dead = true;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<HttpResponseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (cancellationToken.CanBeCanceled) cancellationToken.Register(() => answer.TrySetCanceled(cancellationToken));
        if (dead || cancellationToken.IsCancellationRequested) return answer.Task;
        line.Requests++;
        var call = $"{request.Method.Method} {request.RequestUri!.AbsolutePath}";
        line.Calls[call] = line.Calls.GetValueOrDefault(call) + 1;
        if (line.Clock.GetUtcNow() < line.BanKnownUntil) line.SentDuringBan++;
        if (line.IsDark) line.After(line.Latency(), () => answer.TrySetException(Refused()));
        else if (line.Strikes(LineTrouble.LoseRequests) is not null) Lose(answer);
        else Travel(Copy(request), answer);

        return answer.Task;
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        throw new NotSupportedException("a world in virtual time cannot block");

    private void Travel(LineRequest request, TaskCompletionSource<HttpResponseMessage> answer)
    {
        var fate = IsOrder(request) && line.NextOrders.TryDequeue(out var drawn) ? drawn : OrderFate.Arrives;
        if (fate == OrderFate.Lost) line.After(line.Latency(), () => answer.TrySetException(Reset()));
        else line.After(line.Latency() + (fate == OrderFate.TooLate ? TooLate : TimeSpan.Zero), () => _ = Arrive(request, fate, answer));
    }

    private async Task Arrive(LineRequest request, OrderFate fate, TaskCompletionSource<HttpResponseMessage> answer)
    {
        if (line.Strikes(LineTrouble.Ban) is { } ban)
        {
            if (line.Venue == Venue.Okx) Return(new LineReply(429, """{"code":"50011","data":[],"msg":"Too Many Requests"}"""u8.ToArray()), answer, null);
            else Return(Banned(ban), answer, () => line.BanKnownUntil = Later(line.BanKnownUntil, ban.Until));
            return;
        }

        if (IsOrder(request) && line.ForgedReplies.TryDequeue(out var forged))
        {
            if (forged.Executed) await line.End.Serve(request);
            Return(forged.Reply, answer, null);
            return;
        }

        var reply = await line.End.Serve(request);
        if (reply is null) line.After(line.Latency(), () => answer.TrySetException(Reset()));
        else if (fate == OrderFate.ReplyLost) line.After(line.Latency(), () => answer.TrySetException(Reset()));
        else if (fate == OrderFate.NoReply) return;
        else if (line.Strikes(LineTrouble.LoseReplies) is not null) Lose(answer);
        else Return(reply, answer, null);
    }

    private void Return(LineReply reply, TaskCompletionSource<HttpResponseMessage> answer, Action? arrived) => line.After(line.Latency(), () =>
    {
        // Whoever gave up waiting has learnt nothing from it.
        if (!answer.TrySetResult(Response(reply))) return;
        arrived?.Invoke();
        if (Silence(reply) is { } wait) line.BanKnownUntil = Later(line.BanKnownUntil, line.Clock.GetUtcNow() + wait);
    });

    /// <summary>Either the far end resets, or nothing ever comes and the client's own patience ends it.</summary>
    private void Lose(TaskCompletionSource<HttpResponseMessage> answer)
    {
        if (line.Toss()) line.After(line.Latency() + line.Latency(), () => answer.TrySetException(Reset()));
    }

    private LineReply Banned(LineFault ban)
    {
        var left = Math.Ceiling((ban.Until - line.Clock.GetUtcNow()).TotalSeconds);
        return new LineReply(
            429, """{"code":-1003,"msg":"Too many requests."}"""u8.ToArray(),
            new Dictionary<string, string> { ["Retry-After"] = left.ToString(CultureInfo.InvariantCulture) });
    }

    private static bool IsOrder(LineRequest request) =>
        request.Method == "POST" && request.Path is "/fapi/v1/order" or "/api/v5/trade/order" or "/api/v5/trade/batch-orders";

    /// <summary>The venue's own wish for silence of everything (-1003), beside the line's forged one.</summary>
    private TimeSpan? Silence(LineReply reply) =>
        line.Venue == Venue.Binance && reply.Status is 418 or 429 && reply.Headers?.GetValueOrDefault("Retry-After") is { } seconds
        && Encoding.UTF8.GetString(reply.Body).Contains("-1003", StringComparison.Ordinal)
            ? TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture))
            : null;

    private static DateTimeOffset Later(DateTimeOffset x, DateTimeOffset y) => x > y ? x : y;

    private static LineRequest Copy(HttpRequestMessage request)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in request.Headers.NonValidated) headers[name] = values.ToString();
        if (request.Content is null) return new LineRequest(request.Method.Method, request.RequestUri!.PathAndQuery, headers, []);
        foreach (var (name, values) in request.Content.Headers.NonValidated) headers[name] = values.ToString();
        using var body = new MemoryStream();
        request.Content.CopyTo(body, null, CancellationToken.None);
        return new LineRequest(request.Method.Method, request.RequestUri!.PathAndQuery, headers, body.ToArray());
    }

    private static HttpResponseMessage Response(LineReply reply)
    {
        var response = new HttpResponseMessage((HttpStatusCode)reply.Status) { Content = new ByteArrayContent(reply.Body) };
        foreach (var (name, value) in reply.Headers ?? new Dictionary<string, string>()) response.Headers.TryAddWithoutValidation(name, value);
        return response;
    }

    private static HttpRequestException Refused() => new(HttpRequestError.ConnectionError, "Connection refused");

    private static HttpRequestException Reset() =>
        new(HttpRequestError.ResponseEnded, "An error occurred while sending the request.", new IOException("The response ended prematurely."));
}
