using System.Text.Json.Nodes;
using PropBot.Trading.Instruments;
using PropBot.Trading.Reconciliation;

namespace PropBot.Trading.Desk.Mirrors;

/// <summary>Issues in the predecessor's shape (contract §7.13) plus <c>subject</c>, <c>desync</c>, <c>foreign</c>, <c>first_seen</c>, <c>seen</c>.</summary>
public static class ReconciliationJson
{
    private const int Most = 50;

    /// <summary>One entry of <c>reconciliation_alerts.json</c>.</summary>
    public static JsonObject Alert(DateTimeOffset at, Convergence state) => new()
    {
        ["timestamp"] = MirrorJson.Time(at),
        ["phase"] = state.Phase.ToString().ToLowerInvariant(),
        ["issue_count"] = state.Open.Length,
        ["issues"] = new JsonArray([.. state.Open.Take(Most).Select(Issue)]),
    };

    public static JsonObject Issue(Sighting sighting)
    {
        var issue = sighting.Issue;
        var json = new JsonObject
        {
            ["kind"] = issue.Kind.Word(),
            ["venue"] = issue.Venue?.Word(),
            ["symbol"] = issue.Symbol,
            ["side"] = issue.Side,
            ["subject"] = issue.Subject,
            ["expected_size"] = MirrorJson.Number(issue.Expected),
            ["actual_size"] = MirrorJson.Number(issue.Actual),
            ["description"] = issue.Text,
            ["desync"] = issue.IsDesync,
            ["foreign"] = issue.IsForeign,
            ["first_seen"] = MirrorJson.Time(sighting.FirstSeen),
            ["seen"] = sighting.Times,
        };
        if (issue.Kind == MismatchKind.PartialLegStalled) (json["position_id"], json["leg_status"]) = (issue.Subject, "partial");
        return json;
    }
}
