using System.Globalization;
using System.Text.Json;
using PropBot.Trading.Amounts;

namespace PropBot.Trading.Exchanges.Okx;

/// <summary>
/// How OKX JSON is read off the hot path. Everything is a string on this wire, also numbers, and <c>""</c> means absent; some fields
/// are numbers or booleans all the same (§2.3), so every reader takes either form.
/// </summary>
internal static class OkxWire
{
    /// <summary>The field as text; empty when it is missing, null or not a scalar.</summary>
    public static string Text(this JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.String => value.GetString() ?? "",
                JsonValueKind.Number => value.GetRawText(),
                JsonValueKind.True => "true",
                JsonValueKind.False => "false",
                _ => "",
            }
            : "";

    /// <summary>The field as a number, or null when it is absent or unreadable.</summary>
    public static decimal? Number(this JsonElement item, string name) =>
        Decimals.TryParse(item.Text(name), out var value) ? value : null;

    /// <summary>The field as a number other than zero, or null: OKX writes "0" for "no price yet".</summary>
    public static decimal? NumberSet(this JsonElement item, string name) => item.Number(name) is { } value && value != 0m ? value : null;

    /// <summary>A millisecond timestamp as a time, or null.</summary>
    public static DateTimeOffset? Time(this JsonElement item, string name) =>
        long.TryParse(item.Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var ms) && ms is > 0 and < 253_402_300_800_000
            ? DateTimeOffset.FromUnixTimeMilliseconds(ms)
            : null;

    /// <summary>The items of an array field; nothing when it is missing.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray()
            : [];

    /// <summary>A whole document, or null when the bytes are not JSON.</summary>
    public static JsonElement? Document(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonElement.Parse(utf8);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
