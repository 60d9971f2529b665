using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using PropBot.Trading.Amounts;

namespace PropBot.Trading.Desk.Mirrors;

/// <summary>How the mirrors are written: pretty, keys sorted, numbers plain, times UTC ISO-8601 with offset and microseconds.</summary>
public static class MirrorJson
{
    private static readonly JsonSerializerOptions Pretty = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    public static string Text(JsonNode node) => Sorted(node)!.ToJsonString(Pretty) + "\n";

    /// <summary>Without trailing zeros, so that equal amounts give equal files.</summary>
    public static JsonNode Number(decimal value) => JsonValue.Create(Decimals.Parse(Decimals.Plain(value)));

    public static JsonNode? Number(decimal? value) => value is { } known ? Number(known) : null;

    /// <summary>Six digits of a second: what scripts in other languages read without help.</summary>
    public static string Time(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'+00:00'", CultureInfo.InvariantCulture);

    public static string? Time(DateTimeOffset? at) => at is { } known ? Time(known) : null;

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject fields => new JsonObject(fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => KeyValuePair.Create(field.Key, Sorted(field.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
