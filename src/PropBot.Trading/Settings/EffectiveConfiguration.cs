namespace PropBot.Trading.Settings;

/// <summary>What is in force, for the log at start: every setting, its value and where it came from. Secrets say only whether they are set.</summary>
public sealed class EffectiveConfiguration
{
    private readonly IReadOnlyList<string> lines;

    internal EffectiveConfiguration(SettingValues values)
    {
        var entries = SettingRegistry.All.Select(setting => Line(setting, setting.Name, values))
            .Concat(values.Found.Values.Where(value => value.Key != value.Setting.Name).OrderBy(value => value.Key, StringComparer.Ordinal)
                .Select(value => Line(value.Setting, value.Key, values)));
        lines = [$"root = {values.Root}", .. entries];
    }

    public IReadOnlyList<string> Lines() => lines;

    private static string Line(Setting setting, string key, SettingValues values)
    {
        if (!values.Found.TryGetValue(key, out var value))
            return setting.InData is null ? $"{key} is not set" : $"{key} = {values.RunTimeFile(setting)}   (under DATA_DIR)";
        var shown = setting.Kind switch
        {
            SettingKind.Secret => "***",
            SettingKind.Path => values.FullPath(key),
            _ => value.Text,
        };
        return $"{key} = {shown}   ({value.Origin})";
    }
}
