using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Okx.Limits;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Rest;

/// <summary>Which handler answers which path. A private route passes the gate first; a known path with another method is 405. During maintenance only
/// <c>system/status</c> answers.</summary>
public sealed class OkxRouter(OkxGate gate, OkxLimits limits, VenueCore venue, TimeProvider clock)
{
    private const string Root = "/api/v5/";
    private const string Status = "system/status";

    private readonly Dictionary<string, Route> routes = new(StringComparer.Ordinal);

    public void Public(string path, Func<OkxCall, OkxReply> answer) => routes.Add(path, new Route(false, answer, null));

    public void Read(string path, Func<OkxCall, OkxReply> answer) => routes.Add(path, new Route(true, answer, null));

    public void Write(string path, Func<OkxCall, OkxReply> answer) => routes.Add(path, new Route(true, null, answer));

    public void ReadAndWrite(string path, Func<OkxCall, OkxReply> read, Func<OkxCall, OkxReply> write) => routes.Add(path, new Route(true, read, write));

    /// <param name="arrived">When the call reached the venue; a fault may have kept it waiting since.</param>
    public OkxReply Answer(OkxRequest request, DateTimeOffset arrived)
    {
        var path = request.Path.StartsWith(Root, StringComparison.Ordinal) ? request.Path[Root.Length..] : "";
        if (!routes.TryGetValue(path, out var route)) return OkxEnvelope.Refusal(OkxError.NotFound);
        var answer = request.Method switch { "GET" => route.OnGet, "POST" => route.OnPost, _ => null };
        if (answer is null) return OkxEnvelope.Refusal(OkxError.MethodWrong);
        if (venue.Faults.Maintenance && path != Status) return OkxEnvelope.Refusal(OkxError.Unavailable);
        if (route.IsPrivate && gate.Check(request, clock.GetUtcNow()) is { } shut) return OkxEnvelope.Refusal(shut);
        var (call, refusal) = OkxCall.Read(request, arrived);
        refusal ??= limits.Check(request.Method, path, call!.Parameters, clock.GetUtcNow());
        return refusal is not null ? OkxEnvelope.Refusal(refusal) : answer(call!);
    }

    private sealed record Route(bool IsPrivate, Func<OkxCall, OkxReply>? OnGet, Func<OkxCall, OkxReply>? OnPost);
}
