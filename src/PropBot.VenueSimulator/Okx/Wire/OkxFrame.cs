using System.Text.Json;
using System.Text.Json.Nodes;

namespace PropBot.VenueSimulator.Okx.Wire;

/// <summary>One operation a client sent on a WebSocket. Ids may arrive as text or number (wire-protocols §4).</summary>
public sealed record OkxFrame(string Op, string? Id, IReadOnlyList<JsonObject> Args, string? ExpTime)
{
    /// <summary>When it reached the venue; a fault may keep it waiting there.</summary>
    public DateTimeOffset Arrived { get; init; }

    /// <summary>An id is 1 to 32 letters and digits, or none at all.</summary>
    public static bool IsId(string? id) => id is null || (id.Length is > 0 and <= 32 && id.All(char.IsAsciiLetterOrDigit));

    /// <summary>Null when the text is no operation: not JSON, no <c>op</c>, or arguments that are no objects.</summary>
    public static OkxFrame? Parse(string text)
    {
        try
        {
            if (JsonNode.Parse(text) is not JsonObject body || body["op"] is not JsonValue op || !op.TryGetValue<string>(out var name)) return null;
            var args = body["args"] is JsonArray array ? array.OfType<JsonObject>().ToList() : [];
            if (body["args"] is JsonArray whole && whole.Count != args.Count) return null;
            var fields = OkxParameters.FromJson(body);
            return new OkxFrame(name, fields["id"], args, fields["expTime"]);
        }
        catch (Exception wrong) when (wrong is JsonException or ArgumentException or InvalidOperationException)
        {
            // A repeated key surfaces only on access, as ArgumentException; both mean the client sent nonsense.
            return null;
        }
    }
}
