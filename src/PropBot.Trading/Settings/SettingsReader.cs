using PropBot.Trading.Settings.Entries;
using PropBot.Trading.Settings.Rules;

namespace PropBot.Trading.Settings;

/// <summary>
/// Reads the environment into options, or into the full list of reasons not to start. Never throws: a bad value is an expected no.
/// </summary>
public static class SettingsReader
{
    /// <param name="environment">All variables of the process; names PropBot does not know are looked at only for near misses.</param>
    /// <param name="solutionRoot">The folder that holds PropBot.sln above the binary, or null (R39).</param>
    /// <param name="workingDirectory">What relative paths resolve against without a solution root.</param>
    public static SettingsResult Read(IReadOnlyDictionary<string, string> environment, string? solutionRoot, string workingDirectory) =>
        Read(environment, solutionRoot, workingDirectory, new SettingsDisk());

    public static SettingsResult Read(
        IReadOnlyDictionary<string, string> environment, string? solutionRoot, string workingDirectory, ISettingsDisk disk)
    {
        var findings = new Findings();
        var cleaned = Cleaned(environment);
        var (profile, origin) = ProfileChoice.Choose(cleaned, findings);
        var values = ValueCollector.Collect(cleaned, profile, origin, solutionRoot ?? workingDirectory, findings);

        new StartValidator(disk).Check(values, findings);
        UnknownNames(cleaned, findings);

        return findings.Problems.Count > 0
            ? new SettingsResult.Refused(findings.Problems, findings.Warnings)
            : new SettingsResult.Ready(OptionsBuilder.Trading(values), OptionsBuilder.Host(values), new EffectiveConfiguration(values), findings.Warnings);
    }

    /// <summary>
    /// The same environment with texts of <paramref name="inForce"/> over it (R14). <see cref="TradingOptions.Loosenable"/> still says what the
    /// environment said. Refused when old agreements and new settings do not fit into one another.
    /// </summary>
    public static SettingsResult Again(
        IReadOnlyDictionary<string, string> environment, SettingsResult.Ready said, IReadOnlyDictionary<string, string> inForce, string? solutionRoot, string workingDirectory)
    {
        var merged = new Dictionary<string, string>(environment, StringComparer.Ordinal);
        foreach (var (key, text) in inForce)
        {
            foreach (var name in SettingRegistry.Find(key)?.AllNames ?? []) merged.Remove(name);
            merged[key] = text;
        }

        var read = Read(merged, solutionRoot, workingDirectory);
        return read is SettingsResult.Ready ready ? ready with { Trading = ready.Trading with { Loosenable = said.Trading.Loosenable } } : read;
    }

    private static Dictionary<string, string> Cleaned(IReadOnlyDictionary<string, string> environment)
    {
        var cleaned = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, raw) in environment)
        {
            if (SettingText.Clean(raw) is { Length: > 0 } text) cleaned[name] = text;
        }

        return cleaned;
    }

    private static void UnknownNames(Dictionary<string, string> cleaned, Findings findings)
    {
        foreach (var name in cleaned.Keys.Order(StringComparer.Ordinal))
        {
            if (PredecessorNames.Unused.TryGetValue(name, out var why)) findings.Warn(name, $"is known from the predecessor and has no effect: {why}");
            else if (SettingRegistry.Find(name) is null && SettingRegistry.FindPart(name) is null && NearMiss.Of(name) is { } meant)
                findings.Warn(name, $"is not a setting and has no effect; did you mean {meant}?");
        }
    }
}
