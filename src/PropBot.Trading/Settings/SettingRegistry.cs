using PropBot.Trading.Settings.Entries;

namespace PropBot.Trading.Settings;

/// <summary>A family of settings under one heading.</summary>
public sealed record SettingGroup(string Title, IReadOnlyList<Setting> Settings);

/// <summary>Every setting PropBot knows, one entry each.</summary>
public static class SettingRegistry
{
    public static readonly IReadOnlyList<SettingGroup> Groups =
    [
        new("Profile and modes", ModeSettings.All),
        new("Universe, size and edge", EdgeSettings.All),
        new("Hedging", HedgeSettings.All),
        new("Limits", LimitSettings.All),
        new("Strategies", StrategySettings.All),
        new("Watchdogs", WatchSettings.All),
        new("Doors", DoorSettings.All),
        new("Files", FileSettings.All),
        new("Venues: keys and addresses", VenueSettings.All),
        new("Simulated venues (paper)", SimulatorSettings.All),
        new("Telegram", TelegramSettings.All),
    ];

    private static readonly Dictionary<string, Setting> ByName = Groups.SelectMany(group => group.Settings)
        .SelectMany(setting => setting.AllNames.Select(name => (name, setting)))
        .ToDictionary(pair => pair.name, pair => pair.setting, StringComparer.Ordinal);

    public static IEnumerable<Setting> All => Groups.SelectMany(group => group.Settings);

    /// <summary>Names and aliases, and the predecessor's names that this version knows but leaves alone.</summary>
    public static IEnumerable<string> KnownNames => ByName.Keys.Concat(PredecessorNames.Unused.Keys);

    /// <summary>The entry behind a name or an alias; null when there is none.</summary>
    public static Setting? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>Splits <c>MAX_POSITION_USDT__BTCUSDT</c> (or with ':', as configuration providers write it) into entry and part; null when it is no such name.</summary>
    public static (Setting Setting, string Part)? FindPart(string name)
    {
        var at = name.IndexOf("__", StringComparison.Ordinal) is var under and > 0 ? under : name.IndexOf(':', StringComparison.Ordinal);
        if (at <= 0) return null;
        var part = name[at..].TrimStart('_', ':');
        return part.Length > 0 && Find(name[..at]) is { PerWhat: not null } setting ? (setting, part) : null;
    }
}
