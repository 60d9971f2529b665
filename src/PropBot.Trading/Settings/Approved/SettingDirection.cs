using PropBot.Trading.Instruments;

namespace PropBot.Trading.Settings.Approved;

/// <summary>Which of two texts of a setting makes less risk possible (rulings §3.3).</summary>
public static class SettingDirection
{
    /// <summary>Empty = not set: for a cap that is no limit at all, so the loosest.</summary>
    public static string Tighter(Setting setting, string left, string right)
    {
        if (left.Length == 0 || right.Length == 0) return left.Length == 0 ? right : left;
        return setting.Loosens switch
        {
            Loosening.Up => Number(setting, left) <= Number(setting, right) ? left : right,
            Loosening.Down => Number(setting, left) >= Number(setting, right) ? left : right,
            Loosening.On => IsOn(setting, left) ? right : left,
            Loosening.Off => IsOn(setting, left) ? left : right,
            Loosening.More => Common(left, right),
            _ => throw new InvalidOperationException($"{setting.Name} has no direction that loosens"),
        };
    }

    /// <summary>True when <paramref name="candidate"/> makes more risk possible than <paramref name="than"/>.</summary>
    public static bool IsLooser(Setting setting, string candidate, string than) =>
        candidate != than && !(candidate.Length > 0 && than.Length > 0 && ValueCheck.SameMeaning(setting, candidate, than)) && Tighter(setting, candidate, than) != candidate;

    /// <summary>What both name, as the first writes it. Where they share nothing, nothing beyond the second: an empty list would be no list.</summary>
    private static string Common(string left, string right)
    {
        var words = SettingText.Parts(right).Select(Same).ToHashSet(StringComparer.Ordinal);
        var both = SettingText.Parts(left).Where(word => words.Contains(Same(word))).ToList();
        return both.Count == 0 ? right : both.Count == SettingText.Parts(left).Count ? left : string.Join(',', both);
    }

    private static string Same(string word) => Venues.TryParse(word, out var venue) ? venue.Word() : word.ToUpperInvariant();

    private static decimal Number(Setting setting, string text) =>
        SettingText.TryNumber(text, out var value) ? value : throw new InvalidOperationException($"{setting.Name} was checked and '{text}' is no number");

    private static bool IsOn(Setting setting, string text) =>
        SettingText.TrySwitch(text, out var value) ? value : throw new InvalidOperationException($"{setting.Name} was checked and '{text}' is no switch");
}
