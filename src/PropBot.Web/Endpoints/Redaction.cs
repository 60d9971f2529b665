using System.Text.Json;
using System.Text.Json.Nodes;

namespace PropBot.Web.Endpoints;

/// <summary>Any text that holds a secret's value is replaced whole before it leaves (contract 1.1).</summary>
public sealed class Redaction(WebOptions options)
{
    public const string Mask = "***redacted***";

    // Very short values would blank out ordinary words.
    private readonly string[] secrets = [.. options.Secrets.Where(s => s.Trim().Length >= 6).Distinct(StringComparer.Ordinal)];

    public JsonNode Of(object body)
    {
        var node = JsonSerializer.SerializeToNode(body, ApiJson.Options)!;
        if (secrets.Length > 0) Walk(node);
        return node;
    }

    private void Walk(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject fields:
                foreach (var (name, value) in fields.ToList())
                {
                    if (Tells(value)) fields[name] = Mask;
                    else Walk(value);
                }
                break;
            case JsonArray items:
                for (var i = 0; i < items.Count; i++)
                {
                    if (Tells(items[i])) items[i] = Mask;
                    else Walk(items[i]);
                }
                break;
            default:
                break;
        }
    }

    private bool Tells(JsonNode? value) =>
        value is JsonValue leaf && leaf.TryGetValue(out string? text) && secrets.Any(secret => text.Contains(secret, StringComparison.Ordinal));
}
