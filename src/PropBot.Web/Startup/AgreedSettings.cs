using PropBot.Trading.Ledger;
using PropBot.Trading.Settings;
using PropBot.Trading.Settings.Approved;

namespace PropBot.Web.Startup;

/// <summary>Holds the environment against what was agreed on before (R14), before anything is built from it.</summary>
public static class AgreedSettings
{
    /// <summary>The settings in force, or the problems that come of old agreements and new settings not fitting; and what waits for two people.</summary>
    public static async Task<(SettingsResult Result, IReadOnlyList<LooserSetting> Looser)> Apply(
        SettingsResult.Ready said, IReadOnlyDictionary<string, string> environment, string? solutionRoot, string workingDirectory, ILedger ledger, TimeProvider clock)
    {
        var baseline = SettingsBaseline.Decide(said.Host.Profile, said.Trading.Loosenable, ledger.Read(ApprovedSettingStore.Load), clock.GetUtcNow());
        if (!baseline.First.IsEmpty)
        {
            await ledger.Write(tx =>
            {
                foreach (var row in baseline.First) ApprovedSettingStore.Save(tx, row);
            });
        }

        return (baseline.InForce.IsEmpty ? said : SettingsReader.Again(environment, said, baseline.InForce, solutionRoot, workingDirectory), baseline.Looser);
    }
}
