using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Faults;

/// <summary><c>/_sim/faults</c> as a function. Both venues' doors show and take the rules of both; a rule without <c>venue</c> is for the door's own.</summary>
public sealed class FaultPage(SimWorld world)
{
    public const string Path = "/_sim/faults";

    /// <param name="path">At or below <see cref="Path"/>.</param>
    /// <param name="venue">Whose door was asked.</param>
    /// <returns>HTTP status and JSON.</returns>
    public (int Status, JsonNode Json) Answer(string method, string path, string body, string venue) => (method, path[Path.Length..].Trim('/')) switch
    {
        ("GET", "") => (200, Show()),
        ("POST", "") => Apply(body, venue),
        ("DELETE", "") => ClearAll(),
        ("DELETE", var id) => Clear(id),
        (_, "") => (405, Refusal([$"{method} is not answered here; GET shows, POST adds, DELETE clears."])),
        (_, var id) => (405, Refusal([$"{method} {Path}/{id} is not answered; DELETE {Path}/{id} clears one rule."])),
    };

    private (int, JsonNode) Apply(string body, string venue)
    {
        var (rules, problems) = FaultText.Parse(body, venue);
        if (problems.Count > 0) return (400, Refusal(problems));
        var ids = world.Apply(rules);
        var page = Show();
        page["applied"] = new JsonArray([.. ids.Select(id => JsonValue.Create(id))]);
        return (200, page);
    }

    private (int, JsonNode) Clear(string id)
    {
        if (world.Boards.Any(board => board.Clear(id))) return (200, Show());
        var known = world.Boards.SelectMany(b => b.Active()).Select(e => e.Id).ToList();
        return (404, Refusal([$"There is no rule {id}; there are {(known.Count == 0 ? "none" : string.Join(", ", known))}."]));
    }

    private (int, JsonNode) ClearAll()
    {
        foreach (var board in world.Boards) board.Clear();
        return (200, Show());
    }

    private JsonObject Show() => new()
    {
        ["time"] = world.Clock.GetUtcNow().ToString("O"),
        ["active"] = new JsonArray([.. world.Boards.SelectMany(b => b.Active()).Select(Row)]),
        ["ended"] = new JsonArray([.. world.Boards.SelectMany(b => b.Ended()).Select(Row)]),
        ["fired"] = new JsonObject(world.Boards.Select(b => KeyValuePair.Create<string, JsonNode?>(b.Name, Fired(b)))),
        ["sent_while_banned"] = world.Binance.Faults.SentWhileBanned,
    };

    private static JsonObject Fired(FaultBoard board) =>
        new(board.Fired().OrderBy(f => f.Key).Select(f => KeyValuePair.Create<string, JsonNode?>(FaultForms.Word(f.Key), f.Value)));

    private static JsonNode Row(FaultEntry entry)
    {
        var row = FaultText.Write(entry.Rule);
        row.Insert(0, "id", entry.Id);
        row["stage"] = entry.Stage.ToString().ToLowerInvariant();
        row["fired"] = entry.Fired;
        row["starts_at"] = entry.StartsAt.ToString("O");
        row["ends_at"] = entry.EndsAt?.ToString("O");
        return row;
    }

    private static JsonObject Refusal(IReadOnlyList<string> problems) => new() { ["problems"] = new JsonArray([.. problems.Select(p => JsonValue.Create(p))]) };
}
