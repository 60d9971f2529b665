using System.Text.Json.Nodes;

namespace PropBot.VenueSimulator.Okx.Wire;

/// <summary>Parameters of one call by name, from a query or a JSON object. Unknown names are tolerated, and so are numbers and booleans written
/// without quotes: clients for the real venue do both (wire-protocols §4).</summary>
public sealed class OkxParameters
{
    private readonly Dictionary<string, string> values;

    private OkxParameters(Dictionary<string, string> values) => this.values = values;

    public string? this[string name] => values.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    public bool IsTrue(string name) => string.Equals(this[name], "true", StringComparison.OrdinalIgnoreCase);

    public static OkxParameters FromQuery(string pathAndQuery)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var mark = pathAndQuery.IndexOf('?');
        if (mark >= 0)
        {
            foreach (var pair in pathAndQuery[(mark + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries))
            {
                var halves = pair.Split('=', 2);
                found[Uri.UnescapeDataString(halves[0])] = halves.Length == 2 ? Uri.UnescapeDataString(halves[1].Replace('+', ' ')) : "";
            }
        }

        return new OkxParameters(found);
    }

    public static OkxParameters FromJson(JsonObject body)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, node) in body)
        {
            if (node is not null) found[name] = node is JsonValue value && value.TryGetValue<string>(out var text) ? text : node.ToJsonString();
        }

        return new OkxParameters(found);
    }
}
