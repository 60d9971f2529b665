namespace PropBot.Trading.Settings.Entries;

/// <summary>Short ways to write an entry, so that the lists read like a table.</summary>
internal static class Entry
{
    public static Setting Whole(string name, string unit, long min, long max, ProfileDefaults defaults, string meaning) =>
        new(name, SettingKind.WholeNumber, meaning) { Unit = unit, Min = min, Max = max, Defaults = defaults };

    public static Setting Number(string name, string unit, decimal min, decimal max, ProfileDefaults defaults, string meaning) =>
        new(name, SettingKind.Number, meaning) { Unit = unit, Min = min, Max = max, Defaults = defaults };

    /// <summary>A number greater than 0 without an upper end.</summary>
    public static Setting Positive(string name, string unit, ProfileDefaults defaults, string meaning) =>
        new(name, SettingKind.Number, meaning) { Unit = unit, Min = 0m, AboveMin = true, Defaults = defaults };

    public static Setting Switch(string name, ProfileDefaults defaults, string meaning) => new(name, SettingKind.Switch, meaning) { Defaults = defaults };

    public static Setting Word(string name, string[] words, ProfileDefaults defaults, string meaning) =>
        new(name, SettingKind.Word, meaning) { Words = words, Defaults = defaults };

    public static Setting Text(string name, string meaning) => new(name, SettingKind.Text, meaning);

    public static Setting Secret(string name, string meaning) => new(name, SettingKind.Secret, meaning);

    public static Setting List(string name, ProfileDefaults defaults, string meaning) => new(name, SettingKind.List, meaning) { Defaults = defaults };

    public static Setting File(string name, string inData, string meaning) => new(name, SettingKind.Path, meaning) { InData = inData };

    public static Setting Address(string name, ProfileDefaults defaults, string meaning) => new(name, SettingKind.Address, meaning) { Defaults = defaults };

    public static ProfileDefaults Same(string text) => ProfileDefaults.Same(text);

    public static ProfileDefaults Per(string? paper, string? testnet, string? live) => new(paper, testnet, live);
}
