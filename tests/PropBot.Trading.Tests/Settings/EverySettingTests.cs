using System.Globalization;
using PropBot.Trading.Settings;

namespace PropBot.Trading.Tests.Settings;

/// <summary>The registry's word on each setting holds when it is read: range, unit, defaults.</summary>
public class EverySettingTests
{
    private static readonly string[] Unitless = ["SIM_SEED"];

    [Fact]
    public void a_number_has_a_unit_and_a_least_value() =>
        Assert.All(Numbers().Where(setting => !Unitless.Contains(setting.Name)), setting => Assert.True(setting is { Unit.Length: > 0, Min: not null }, setting.Name));

    [Fact]
    public void what_lies_outside_the_range_is_refused_by_name_and_what_lies_on_its_edge_is_not_for_that()
    {
        foreach (var setting in Numbers())
        {
            if (setting.Min is { } min)
            {
                Assert.True(OutOfRange(setting, setting.AboveMin ? min : min - 1m), $"{setting.Name} below its range");
                if (!setting.AboveMin) Assert.False(OutOfRange(setting, min), $"{setting.Name} at its least");
            }

            if (setting.Max is not { } max) continue;
            Assert.True(OutOfRange(setting, max + 1m), $"{setting.Name} above its range");
            Assert.False(OutOfRange(setting, max), $"{setting.Name} at its most");
        }
    }

    [Fact]
    public void what_is_in_force_at_a_start_is_the_default_of_the_profile_for_every_setting_that_was_not_set()
    {
        foreach (var (profile, ready) in new[] { ("paper", Reading.Ready(Reading.Paper())), ("testnet", Reading.Ready(Reading.Testnet())), ("live", Reading.Ready(Reading.Live())) })
        {
            var lines = ready.Effective.Lines();
            foreach (var setting in SettingRegistry.All.Where(setting => setting is { InData: null, Name: not "PROFILE", Kind: not (SettingKind.Path or SettingKind.Secret) }))
            {
                if (setting.Defaults.For(profile) is not { } text || lines.Any(line => line.StartsWith($"{setting.Name} = ", StringComparison.Ordinal) && line.Contains("(environment", StringComparison.Ordinal))) continue;
                Assert.Contains($"{setting.Name} = {text}   (default of {profile})", lines);
            }
        }
    }

    private static IEnumerable<Setting> Numbers() => SettingRegistry.All.Where(setting => setting.Kind is SettingKind.Number or SettingKind.WholeNumber);

    private static bool OutOfRange(Setting setting, decimal value) =>
        Reading.Paper((setting.Name, value.ToString(CultureInfo.InvariantCulture))) is SettingsResult.Refused refused
        && refused.Problems.Any(problem => problem.Name == setting.Name && problem.Text.Contains("is out of range", StringComparison.Ordinal));
}
