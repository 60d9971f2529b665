using System.Net;
using System.Text;

namespace PropBot.Testing.Transports;

/// <summary>A venue's REST side made of answers by path; remembers every request in order. Unanswered paths give 404.</summary>
public sealed class FakeHttp : HttpMessageHandler
{
    private readonly Lock gate = new();
    private readonly List<FakeRequest> requests = [];
    private readonly Dictionary<string, Func<FakeRequest, CancellationToken, Task<HttpResponseMessage>>> answers = new(StringComparer.Ordinal);

    public IReadOnlyList<FakeRequest> Requests
    {
        get
        {
            lock (gate) return requests.ToArray();
        }
    }

    /// <summary>Requests to one "METHOD /path".</summary>
    public IReadOnlyList<FakeRequest> To(string call) => Requests.Where(r => r.Call == call).ToArray();

    /// <summary>Answers "METHOD /path" (no query) from now on.</summary>
    public FakeHttp On(string call, Func<FakeRequest, CancellationToken, Task<HttpResponseMessage>> answer)
    {
        lock (gate) answers[call] = answer;
        return this;
    }

    public FakeHttp On(string call, Func<FakeRequest, HttpResponseMessage> answer) => On(call, (request, _) => Task.FromResult(answer(request)));

    public FakeHttp On(string call, string json, int status = 200) => On(call, _ => Json(json, status));

    /// <summary>Each answer once, the last one for ever.</summary>
    public FakeHttp OnEach(string call, params (int Status, string Json)[] replies)
    {
        var next = -1;
        return On(call, _ =>
        {
            var reply = replies[Math.Min(Interlocked.Increment(ref next), replies.Length - 1)];
            return Json(reply.Json, reply.Status);
        });
    }

    public static HttpResponseMessage Json(string json, int status = 200) =>
        new((HttpStatusCode)status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var headers = request.Headers.ToDictionary(h => h.Key, h => string.Join(',', h.Value), StringComparer.OrdinalIgnoreCase);
        var seen = new FakeRequest(request.Method.Method, request.RequestUri!.AbsolutePath, request.RequestUri.Query.TrimStart('?'), body, headers);
        Func<FakeRequest, CancellationToken, Task<HttpResponseMessage>>? answer;
        lock (gate)
        {
            requests.Add(seen);
            answers.TryGetValue(seen.Call, out answer);
        }

        return answer is null ? Json("""{"code":-1,"msg":"no such path in this fake"}""", 404) : await answer(seen, cancellationToken);
    }
}

/// <summary>What the venue saw. Query and body exactly as sent.</summary>
public sealed record FakeRequest(string Method, string Path, string Query, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public string Call => $"{Method} {Path}";

    /// <summary>A parameter from the query or the form body, percent-decoded; empty when absent.</summary>
    public string this[string name] => Query.Split('&').Concat(Body.Split('&'))
        .Where(p => p.StartsWith(name + "=", StringComparison.Ordinal))
        .Select(p => Uri.UnescapeDataString(p[(name.Length + 1)..]))
        .FirstOrDefault("");
}
