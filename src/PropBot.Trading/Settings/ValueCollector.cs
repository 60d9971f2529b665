namespace PropBot.Trading.Settings;

/// <summary>Turns an environment into values: names and aliases joined, parts (<c>NAME__PART</c>) found, defaults of the profile filled in.</summary>
internal static class ValueCollector
{
    public static SettingValues Collect(IReadOnlyDictionary<string, string> cleaned, string profile, string profileOrigin, string root, Findings findings)
    {
        var found = new Dictionary<string, FoundValue>(StringComparer.Ordinal);
        foreach (var setting in SettingRegistry.All)
        {
            var value = setting.Name == "PROFILE" ? Profile(setting, profile, profileOrigin) : Find(setting, cleaned, profile, findings);
            if (value is not null) found[setting.Name] = value;
        }

        foreach (var (name, text) in cleaned.Where(pair => SettingRegistry.Find(pair.Key) is null).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (SettingRegistry.FindPart(name) is not { } family) continue;
            var key = $"{family.Setting.Name}__{family.Part}";
            found[key] = Checked(family.Setting, key, text, $"environment {name}", findings);
        }

        return new SettingValues(profile, root, found);
    }

    private static FoundValue Profile(Setting setting, string profile, string origin) =>
        new(setting, setting.Name, profile, origin, FromEnvironment: origin.StartsWith("environment", StringComparison.Ordinal), Valid: true);

    private static FoundValue? Find(Setting setting, IReadOnlyDictionary<string, string> cleaned, string profile, Findings findings)
    {
        var names = setting.AllNames.Where(cleaned.ContainsKey).ToList();
        if (names.Count == 0)
        {
            return setting.Defaults.For(profile) is { } text
                ? new FoundValue(setting, setting.Name, text, $"default of {profile}", FromEnvironment: false, Valid: true)
                : null;
        }

        foreach (var other in names.Skip(1).Where(other => !ValueCheck.SameMeaning(setting, cleaned[names[0]], cleaned[other])))
            findings.Problem(names[0], $"{names[0]} and {other} are the same setting with different values; set one of them, or both alike");
        return Checked(setting, setting.Name, cleaned[names[0]], $"environment {names[0]}", findings);
    }

    private static FoundValue Checked(Setting setting, string key, string text, string origin, Findings findings)
    {
        var wrong = ValueCheck.WhatIsWrong(setting, text);
        if (wrong is not null) findings.Problem(key, wrong);
        return new FoundValue(setting, key, text, origin, FromEnvironment: true, Valid: wrong is null);
    }
}
