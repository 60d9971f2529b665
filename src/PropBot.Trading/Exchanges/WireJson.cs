using System.Text.Json;
using PropBot.Trading.Amounts;

namespace PropBot.Trading.Exchanges;

/// <summary>
/// Reading replies loosely where venues are loose (numbers as text or number, truth as text, "" for absent) and strictly where a wrong
/// reading would cost money: what must be there and is not, or is no number, throws <see cref="FormatException"/>.
/// </summary>
public static class WireJson
{
    /// <summary>Empty when absent or null; numbers as they are written.</summary>
    public static string Text(this JsonElement row, string name) => row.TryGetProperty(name, out var value) switch
    {
        false => "",
        true when value.ValueKind == JsonValueKind.Null => "",
        true when value.ValueKind == JsonValueKind.String => value.GetString()!,
        _ => value.GetRawText(),
    };

    public static string NeededText(this JsonElement row, string name) =>
        row.Text(name) is { Length: > 0 } text ? text : throw new FormatException($"'{name}' is missing in {Excerpt(row)}");

    public static decimal? OptionalDecimal(this JsonElement row, string name)
    {
        var text = row.Text(name);
        if (text.Length == 0) return null;
        return Decimals.TryParse(text, out var value) ? value : throw new FormatException($"'{name}' is no number in {Excerpt(row)}");
    }

    public static decimal Decimal(this JsonElement row, string name) =>
        row.OptionalDecimal(name) ?? throw new FormatException($"'{name}' is missing in {Excerpt(row)}");

    public static long? OptionalLong(this JsonElement row, string name)
    {
        var text = row.Text(name);
        if (text.Length == 0) return null;
        return long.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new FormatException($"'{name}' is no whole number in {Excerpt(row)}");
    }

    public static long Long(this JsonElement row, string name) =>
        row.OptionalLong(name) ?? throw new FormatException($"'{name}' is missing in {Excerpt(row)}");

    /// <summary>JSON true, or the text "true"; anything else and absence is false.</summary>
    public static bool Truth(this JsonElement row, string name) => string.Equals(row.Text(name), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Unix milliseconds, written as text or number.</summary>
    public static DateTimeOffset Time(this JsonElement row, string name) => DateTimeOffset.FromUnixTimeMilliseconds(row.Long(name));

    /// <summary>The rows of an array.</summary>
    /// <exception cref="FormatException">Not an array.</exception>
    public static JsonElement.ArrayEnumerator Rows(this JsonElement element) => element.ValueKind == JsonValueKind.Array
        ? element.EnumerateArray()
        : throw new FormatException($"an array was expected, not {Excerpt(element)}");

    private static string Excerpt(JsonElement element)
    {
        var raw = element.GetRawText();
        return raw.Length <= 200 ? raw : raw[..200] + "…";
    }
}
