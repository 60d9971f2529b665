namespace PropBot.Trading.Settings;

/// <summary>Which profile runs. Only a known word decides; free text such as <c>MODE=prod</c> is a label (contract §12.16).</summary>
internal static class ProfileChoice
{
    private static readonly string[] Fallbacks = ["EXCHANGE_PROFILE", "ENVIRONMENT", "ENV"];

    public static (string Profile, string Origin) Choose(IReadOnlyDictionary<string, string> cleaned, Findings findings)
    {
        if (cleaned.TryGetValue("PROFILE", out var asked))
        {
            if (Known(asked) is { } profile) return (profile, "environment PROFILE");
            findings.Problem("PROFILE", $"'{(asked.Length <= 40 ? asked : asked[..40] + "…")}' is unknown; use {string.Join(", ", Profiles.All)}");
            return (Profiles.Paper, "environment PROFILE");
        }

        foreach (var name in Fallbacks.Where(cleaned.ContainsKey))
        {
            if (Known(cleaned[name]) is { } profile) return (profile, $"environment {name}");
            findings.Warn(name, $"names no profile ({string.Join(", ", Profiles.All)}) and is left aside; set PROFILE");
        }

        return (Profiles.Paper, "default");
    }

    /// <summary>MODE brought to a profile's word where it says one.</summary>
    public static string Label(string? mode, string profile) => mode?.ToLowerInvariant() switch
    {
        null => profile,
        "prod" or "production" or "live" => Profiles.Live,
        "demo" or "test" or "testnet" => Profiles.Testnet,
        "paper" or "dev" or "development" => Profiles.Paper,
        _ => mode,
    };

    private static string? Known(string text) => Profiles.All.FirstOrDefault(profile => profile.Equals(text, StringComparison.OrdinalIgnoreCase));
}
