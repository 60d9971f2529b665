namespace PropBot.Trading.Settings;

/// <summary>One thing that keeps PropBot from starting. Its text never holds a secret.</summary>
public sealed record SettingProblem(string Name, string Text)
{
    public override string ToString() => $"[FATAL CONFIG] {Name}: {Text}";
}

/// <summary>Something an operator should know, that does not keep PropBot from starting.</summary>
public sealed record SettingWarning(string Name, string Text)
{
    public override string ToString() => $"[CONFIG WARNING] {Name}: {Text}";
}

/// <summary>Either everything PropBot needs to start, or every reason why it must not.</summary>
public abstract record SettingsResult
{
    private SettingsResult(IReadOnlyList<SettingWarning> warnings) => Warnings = warnings;

    public IReadOnlyList<SettingWarning> Warnings { get; }

    public sealed record Ready(TradingOptions Trading, ProcessOptions Host, EffectiveConfiguration Effective, IReadOnlyList<SettingWarning> Notices)
        : SettingsResult(Notices);

    /// <param name="Problems">All of them, at least one.</param>
    public sealed record Refused(IReadOnlyList<SettingProblem> Problems, IReadOnlyList<SettingWarning> Notices) : SettingsResult(Notices);
}

/// <summary>Where checks put what they find.</summary>
internal sealed class Findings
{
    private readonly List<SettingProblem> problems = [];
    private readonly List<SettingWarning> warnings = [];

    public IReadOnlyList<SettingProblem> Problems => [.. problems.Distinct()];

    public IReadOnlyList<SettingWarning> Warnings => [.. warnings.Distinct()];

    public void Problem(string name, string text) => problems.Add(new SettingProblem(name, text));

    public void Warn(string name, string text) => warnings.Add(new SettingWarning(name, text));
}
