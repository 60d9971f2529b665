using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Rest;

/// <summary>Which handler answers which path. A private route passes the gate first; a known path with another method is 405.</summary>
public sealed class OkxRouter(OkxGate gate, TimeProvider clock)
{
    private const string Root = "/api/v5/";

    private readonly Dictionary<string, Route> routes = new(StringComparer.Ordinal);

    public void Public(string path, Func<OkxCall, OkxReply> answer) => routes.Add(Root + path, new Route(false, answer, null));

    public void Read(string path, Func<OkxCall, OkxReply> answer) => routes.Add(Root + path, new Route(true, answer, null));

    public void Write(string path, Func<OkxCall, OkxReply> answer) => routes.Add(Root + path, new Route(true, null, answer));

    public void ReadAndWrite(string path, Func<OkxCall, OkxReply> read, Func<OkxCall, OkxReply> write) =>
        routes.Add(Root + path, new Route(true, read, write));

    public OkxReply Answer(OkxRequest request)
    {
        var arrived = clock.GetUtcNow();
        if (!routes.TryGetValue(request.Path, out var route)) return OkxEnvelope.Refusal(OkxError.NotFound);
        var answer = request.Method switch { "GET" => route.OnGet, "POST" => route.OnPost, _ => null };
        if (answer is null) return OkxEnvelope.Refusal(OkxError.MethodWrong);
        if (route.IsPrivate && gate.Check(request, arrived) is { } shut) return OkxEnvelope.Refusal(shut);
        var (call, refusal) = OkxCall.Read(request, arrived);
        return refusal is not null ? OkxEnvelope.Refusal(refusal) : answer(call!);
    }

    private sealed record Route(bool IsPrivate, Func<OkxCall, OkxReply>? OnGet, Func<OkxCall, OkxReply>? OnPost);
}
