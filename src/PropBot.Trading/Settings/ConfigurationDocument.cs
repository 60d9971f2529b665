using System.Text;
using PropBot.Trading.Settings.Entries;

namespace PropBot.Trading.Settings;

/// <summary>docs/CONFIGURATION.md, written from the registry so that it cannot be wrong; a test holds the two together.</summary>
public static class ConfigurationDocument
{
    private const string Head = """
        # Configuration

        Made from the setting registry by `PROPBOT_WRITE_DOCS=1 dotnet test tests/PropBot.Tidy`: change the registry, not this file.

        * Everything comes from environment variables. Nothing set at all starts the paper profile.
        * Switches know `1 true yes on` and `0 false no off`; numbers use a decimal point; an inline ` # comment` and quotes are stripped.
        * Every problem is told at once, as `[FATAL CONFIG] NAME: what is wrong and what would be right`, and nothing is started.
        * Relative paths resolve against the folder that holds `PropBot.sln` if one is above the binary, else the working directory (R39).
        * *Loosens* says which change makes more risk possible; outside paper such a change needs two people (R13, R14).
        * A limit without a default on live must be set there (R14).
        * *No effect yet* means: this version reads and checks it, warns when it is set, and does not act on it.

        """;

    public static string Render()
    {
        var text = new StringBuilder(Head.ReplaceLineEndings("\n"));
        foreach (var group in SettingRegistry.Groups)
        {
            text.Append($"\n## {group.Title}\n\n| name | value | default | loosens | meaning |\n|---|---|---|---|---|\n");
            foreach (var setting in group.Settings)
                text.Append($"| {Name(setting)} | {Value(setting)} | {Default(setting)} | {Loosens(setting)} | {Meaning(setting)} |\n");
        }

        text.Append("\n## Names of the predecessor without effect\n\n| name | instead |\n|---|---|\n");
        foreach (var (name, instead) in PredecessorNames.Unused.OrderBy(pair => pair.Key, StringComparer.Ordinal)) text.Append($"| `{name}` | {instead} |\n");
        return text.ToString();
    }

    private static string Name(Setting setting)
    {
        var part = setting.PerWhat is null ? "" : $", `{setting.Name}__<{setting.PerWhat}>`";
        var aliases = setting.Aliases.Count == 0 ? "" : $" (also {string.Join(", ", setting.Aliases.Select(alias => $"`{alias}`"))})";
        return $"`{setting.Name}`{part}{aliases}";
    }

    private static string Value(Setting setting) => setting.Kind switch
    {
        SettingKind.WholeNumber or SettingKind.Number => $"{(setting.Kind == SettingKind.Number ? "number" : "whole number")} {ValueCheck.Range(setting)} {setting.Unit}".TrimEnd(),
        SettingKind.Switch => "on/off",
        SettingKind.Word => string.Join(", ", setting.Words),
        SettingKind.Path => "path",
        SettingKind.Address => "address",
        SettingKind.Secret => "secret",
        SettingKind.List => "list",
        _ => "text",
    };

    private static string Default(Setting setting)
    {
        var (paper, testnet, live) = setting.Defaults;
        if (setting.InData is not null) return $"`<DATA_DIR>/{setting.InData}`";
        if (paper is null && testnet is null && live is null) return setting.IsRiskLimit ? "none (live: must be set)" : "none";
        if (paper == testnet && testnet == live) return $"`{paper}`";
        return $"paper {Shown(paper)}, testnet {Shown(testnet)}, live {(live is null && setting.IsRiskLimit ? "must be set" : Shown(live))}";
    }

    private static string Shown(string? text) => text is null ? "none" : $"`{text}`";

    private static string Loosens(Setting setting) => setting.Loosens switch
    {
        Loosening.Up => "up",
        Loosening.Down => "down",
        Loosening.On => "on",
        Loosening.Off => "off",
        Loosening.More => "more",
        _ => "",
    };

    private static string Meaning(Setting setting) =>
        (setting.NotActedOn is null ? setting.Meaning : $"{setting.Meaning} **No effect yet:** {setting.NotActedOn}.").Replace("|", "\\|", StringComparison.Ordinal);
}
