using System.Text.RegularExpressions;
using PropBot.Tidy.House;
using PropBot.Trading.Settings;

namespace PropBot.Tidy.Rules;

/// <summary>docs/CONFIGURATION.md and .env.example say what the registry says.</summary>
public partial class ConfigurationTests
{
    private static readonly string Document = Path.Combine(Repository.Root, "docs", "CONFIGURATION.md");

    [Fact]
    public void the_document_is_the_registry()
    {
        var now = ConfigurationDocument.Render();
        if (Environment.GetEnvironmentVariable("PROPBOT_WRITE_DOCS") == "1") File.WriteAllText(Document, now);
        Assert.True(File.Exists(Document) && File.ReadAllText(Document) == now, "docs/CONFIGURATION.md is stale: PROPBOT_WRITE_DOCS=1 dotnet test tests/PropBot.Tidy writes it");
    }

    [Fact]
    public void every_setting_has_its_row()
    {
        var text = ConfigurationDocument.Render();
        Assert.All(SettingRegistry.All.SelectMany(setting => setting.AllNames), name => Assert.Contains($"`{name}`", text, StringComparison.Ordinal));
    }

    [Fact]
    public void the_example_environment_names_only_known_settings()
    {
        var names = Assignment().Matches(File.ReadAllText(Path.Combine(Repository.Root, ".env.example"))).Select(match => match.Groups["name"].Value).ToList();
        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.True(SettingRegistry.Find(name) is not null || SettingRegistry.FindPart(name) is not null, $".env.example names {name}, which is no setting"));
    }

    [Fact]
    public void every_default_passes_its_own_check()
    {
        foreach (var setting in SettingRegistry.All)
        {
            foreach (var text in Profiles.All.Select(setting.Defaults.For).OfType<string>().Distinct())
            {
                var result = SettingsReader.Read(new Dictionary<string, string> { [setting.Name] = text }, null, Path.GetTempPath(), new AnyDisk());
                if (result is SettingsResult.Refused refused) Assert.DoesNotContain(refused.Problems, problem => problem.Name == setting.Name && problem.Text.Contains("out of range", StringComparison.Ordinal));
                if (result is SettingsResult.Refused bad) Assert.DoesNotContain(bad.Problems, problem => problem.Name == setting.Name && problem.Text.Contains("is not a", StringComparison.Ordinal));
            }
        }
    }

    [GeneratedRegex(@"^#?\s?(?<name>[A-Z][A-Z0-9_]{2,})=", RegexOptions.Multiline)]
    private static partial Regex Assignment();

    private sealed class AnyDisk : ISettingsDisk
    {
        public string? WhyNotWritable(string file) => null;

        public string? TryRead(string file, out string why)
        {
            why = "";
            return "{}";
        }
    }
}
