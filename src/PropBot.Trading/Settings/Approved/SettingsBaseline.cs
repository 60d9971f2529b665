using System.Collections.Immutable;

namespace PropBot.Trading.Settings.Approved;

/// <summary>What a start makes of the environment and of what was agreed before.</summary>
/// <param name="InForce">Texts that replace the environment's.</param>
/// <param name="Looser">Environment values that wait for two people.</param>
/// <param name="First">Settings met for the first time: what they are started with is what was agreed.</param>
public sealed record Baseline(ImmutableSortedDictionary<string, string> InForce, ImmutableArray<LooserSetting> Looser, ImmutableArray<ApprovedSetting> First);

/// <summary>
/// The environment is no back door (R14). testnet and live: the tighter of environment and agreement is in force, and a looser environment
/// is a question to two people. Paper: an agreement stands until the environment says something else than it did then. Pure.
/// </summary>
public static class SettingsBaseline
{
    /// <param name="environment">Every setting that can loosen: key → text, defaults included; absent = not set.</param>
    public static Baseline Decide(
        string profile, IReadOnlyDictionary<string, string> environment, IReadOnlyCollection<ApprovedSetting> approved, DateTimeOffset now)
    {
        var inForce = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var looser = ImmutableArray.CreateBuilder<LooserSetting>();
        var first = ImmutableArray.CreateBuilder<ApprovedSetting>();
        var known = approved.ToDictionary(row => row.Key, StringComparer.Ordinal);
        foreach (var key in environment.Keys.Union(known.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            if (Entry(key) is not { } setting) continue;
            var said = environment.GetValueOrDefault(key, "");
            if (!known.TryGetValue(key, out var row))
            {
                if (profile != Profiles.Paper) first.Add(new ApprovedSetting(key, said, said, said, null, 1, "environment", now));
                continue;
            }

            var agreed = Standing(setting, row, now);
            var chosen = profile != Profiles.Paper ? SettingDirection.Tighter(setting, said, agreed)
                : said == row.Environment ? agreed : said;
            if (chosen.Length > 0 && chosen != said) inForce[key] = chosen;
            if (profile != Profiles.Paper && SettingDirection.IsLooser(setting, said, agreed)) looser.Add(new LooserSetting(key, agreed, said));
        }

        return new Baseline(inForce.ToImmutable(), looser.ToImmutable(), first.ToImmutable());
    }

    /// <summary>A temporary raise that is over is worth the tighter of what it was and what stood before (R13).</summary>
    public static string Standing(Setting setting, ApprovedSetting row, DateTimeOffset now) =>
        row.Until is { } until && now >= until ? SettingDirection.Tighter(setting, row.Value, row.Before) : row.Value;

    /// <summary>The entry of a key that can loosen.</summary>
    public static Setting? Entry(string key)
    {
        var setting = SettingRegistry.Find(key) ?? SettingRegistry.FindPart(key)?.Setting;
        return setting is { Loosens: not Loosening.None } ? setting : null;
    }
}
