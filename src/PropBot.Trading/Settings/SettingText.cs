using System.Globalization;

namespace PropBot.Trading.Settings;

/// <summary>How the text of a setting is read: invariant culture, comments stripped as compose strips them.</summary>
public static class SettingText
{
    private static readonly string[] On = ["1", "true", "yes", "on"];
    private static readonly string[] Off = ["0", "false", "no", "off"];

    /// <summary>
    /// The value without surrounding space, quotes and inline comment (<c> # …</c>). Blank text means: not set. A '#' without a space
    /// before it belongs to the value, and so does everything inside quotes.
    /// </summary>
    public static string Clean(string? raw)
    {
        if (string.IsNullOrWhiteSpace(raw)) return "";
        var text = raw.Trim();
        if (text[0] is '"' or '\'' && text.IndexOf(text[0], 1) is var close and > 0 && IsNothingOrComment(text[(close + 1)..])) return text[1..close].Trim();
        if (text.StartsWith("# ", StringComparison.Ordinal)) return "";
        if (text.StartsWith('#') && char.IsWhiteSpace(raw[0])) return "";
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == '#' && char.IsWhiteSpace(text[i - 1])) return text[..i].TrimEnd();
        }

        return text;
    }

    public static bool TrySwitch(string text, out bool value)
    {
        value = On.Contains(text, StringComparer.OrdinalIgnoreCase);
        return value || Off.Contains(text, StringComparer.OrdinalIgnoreCase);
    }

    public static bool TryWhole(string text, out long value) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    /// <summary>A plain decimal: no thousands separators (a comma is a mistake, not a grouping) and no exponent.</summary>
    public static bool TryNumber(string text, out decimal value) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);

    public static IReadOnlyList<string> Parts(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static bool IsNothingOrComment(string rest) => rest.Length == 0 || (char.IsWhiteSpace(rest[0]) && rest.TrimStart() is "" or ['#', ..]);
}
