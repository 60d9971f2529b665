using System.Text.Json;
using System.Text.Json.Nodes;

namespace PropBot.VenueSimulator.Faults;

/// <summary>Rules as JSON: read with a sentence for every mistake, written with the fields that are set.</summary>
public static class FaultText
{
    private const int MostRules = 500;
    private static readonly string[] Venues = ["binance", "okx", "*"];

    /// <summary>One rule or an array of them. Any problem means no rule.</summary>
    /// <param name="venue">What a rule without <c>venue</c> means; null: it must be named.</param>
    public static (IReadOnlyList<FaultRule> Rules, IReadOnlyList<string> Problems) Parse(string json, string? venue)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var items = root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray()] : new List<JsonElement> { root };
            if (items.Count is 0 or > MostRules) return ([], [$"{items.Count} rules; send one rule, or an array of 1 to {MostRules}."]);
            var read = items.Select((item, at) => Rule(item, venue, root.ValueKind == JsonValueKind.Array ? $"[{at}]." : "")).ToList();
            var problems = read.SelectMany(r => r.Problems).ToList();
            return problems.Count > 0 ? ([], problems) : ([.. read.Select(r => r.Rule!)], []);
        }
        catch (JsonException broken)
        {
            return ([], [$"The body is not JSON: {broken.Message}"]);
        }
    }

    public static JsonObject Write(FaultRule rule)
    {
        var row = new JsonObject { ["venue"] = rule.Venue, ["kind"] = FaultForms.Word(rule.Kind) };
        foreach (var field in FaultFields.All)
        {
            if (field.Read(rule) is { } value) row[field.Name] = value;
        }

        return row;
    }

    private static (FaultRule? Rule, IReadOnlyList<string> Problems) Rule(JsonElement item, string? venue, string where)
    {
        if (item.ValueKind != JsonValueKind.Object) return (null, [$"{where.TrimEnd('.')} is {item.ValueKind}; a rule is an object."]);
        var problems = new List<string>();
        var named = Word(item, "venue") ?? venue ?? "";
        if (!Venues.Contains(named)) problems.Add($"{where}venue is '{named}'; it must be one of {string.Join(", ", Venues)}.");
        if (Kind(Word(item, "kind")) is not { } kind)
        {
            problems.Add($"{where}kind is '{Word(item, "kind")}'; it must be one of {string.Join(", ", FaultForms.All.Select(f => FaultForms.Word(f.Kind)))}.");
            return (null, problems);
        }

        var rule = new FaultRule(named, kind);
        foreach (var property in item.EnumerateObject())
        {
            if (property.Name is "venue" or "kind") continue;
            if (FaultFields.Of(property.Name) is not { } field) problems.Add($"{where}{property.Name} is not known; the fields of kind {FaultForms.Word(kind)} are {Fields(kind)}.");
            else if (field.Write(rule, property.Value) is { } better) rule = better;
            else problems.Add($"{where}{property.Name} is {property.Value.GetRawText()}; it must be {field.Allowed}.");
        }

        if (problems.Count == 0) problems.AddRange(FaultForms.Problems(rule).Select(p => where + p));
        return (rule, problems);
    }

    private static string Fields(FaultKind kind) => string.Join(", ", FaultFields.General.Concat(FaultForms.Of(kind).Fields));

    private static string? Word(JsonElement item, string name) => item.TryGetProperty(name, out var value) ? value.ToString() : null;

    private static FaultKind? Kind(string? word)
    {
        var found = FaultForms.All.Where(f => FaultForms.Word(f.Kind) == word).ToList();
        return found.Count == 1 ? found[0].Kind : null;
    }
}
