namespace PropBot.Trading.Settings;

/// <summary>One value as it was found. <paramref name="Origin"/> says where: an environment name, or whose default it is.</summary>
/// <param name="Valid">False where the text broke the setting's own rule; that problem is already noted.</param>
internal sealed record FoundValue(Setting Setting, string Key, string Text, string Origin, bool FromEnvironment, bool Valid);

/// <summary>
/// All values, each already checked against its own entry. An accessor answers null for what is not set or not valid, so that checks
/// across settings can go on and every problem lands in one list.
/// </summary>
internal sealed class SettingValues(string profile, string root, IReadOnlyDictionary<string, FoundValue> found)
{
    public string Profile { get; } = profile;

    public bool IsPaper => Profile == Profiles.Paper;

    public string Root { get; } = root;

    public IReadOnlyDictionary<string, FoundValue> Found { get; } = found;

    public bool IsSet(string key) => Found.ContainsKey(key);

    public bool IsFromEnvironment(string key) => Found.TryGetValue(key, out var value) && value.FromEnvironment;

    public string? Text(string key) => Found.TryGetValue(key, out var value) && value.Valid ? value.Text : null;

    public decimal? Number(string key) => Text(key) is { } text && SettingText.TryNumber(text, out var value) ? value : null;

    public long? Whole(string key) => Text(key) is { } text && SettingText.TryWhole(text, out var value) ? value : null;

    public bool? Switch(string key) => Text(key) is { } text && SettingText.TrySwitch(text, out var value) ? value : null;

    public IReadOnlyList<string> List(string key) => Text(key) is { } text ? SettingText.Parts(text) : [];

    public Secret? Secret(string key) => Text(key) is { } text ? new Secret(text) : null;

    public string? FullPath(string key) => Text(key) is { } text ? Resolve(text) : null;

    /// <summary>A run-time file: its own path, or its place under DATA_DIR.</summary>
    public string? RunTimeFile(Setting setting) =>
        IsSet(setting.Name) ? FullPath(setting.Name) : FullPath("DATA_DIR") is { } data && setting.InData is { } name ? Path.Combine(data, name) : null;

    public string Resolve(string path) => Path.GetFullPath(Path.Combine(Root, path));
}
