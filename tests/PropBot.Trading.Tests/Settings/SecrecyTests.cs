using FsCheck;
using FsCheck.Fluent;
using PropBot.Trading.Settings;

namespace PropBot.Trading.Tests.Settings;

public class SecrecyTests
{
    private const string Precious = "s3cr3t-todo-Zq9";

    [Fact]
    public void no_line_ever_holds_a_secret()
    {
        foreach (var setting in SettingRegistry.All.Where(setting => setting.Kind == SettingKind.Secret))
        {
            foreach (var name in setting.AllNames)
            {
                // The marker also holds a placeholder word, so the very rule that complains about it must not show it.
                var refused = Assert.IsType<SettingsResult.Refused>(Reading.Paper((name, Precious)));
                Assert.DoesNotContain(refused.Problems, problem => problem.ToString().Contains("Zq9", StringComparison.Ordinal));
                Assert.DoesNotContain(refused.Warnings, warning => warning.ToString().Contains("Zq9", StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void the_effective_configuration_shows_values_and_origins_but_no_secret()
    {
        var ready = Reading.Ready(Reading.Live(("API_TOKEN", "Zq9-token"), ("MAX_POSITION_USDT__BTCUSDT", "1000")));
        var lines = ready.Effective.Lines();
        Assert.DoesNotContain(lines, line => line.Contains("Zq9", StringComparison.Ordinal) || line.Contains("second-factor", StringComparison.Ordinal));
        Assert.Contains("API_TOKEN = ***   (environment API_TOKEN)", lines);
        Assert.Contains("MAX_LEVERAGE = 3   (environment MAX_LEVERAGE)", lines);
        Assert.Contains("EXIT_STOP_BPS = 50   (default of live)", lines);
        Assert.Contains("MAX_POSITION_USDT__BTCUSDT = 1000   (environment MAX_POSITION_USDT__BTCUSDT)", lines);
        Assert.Contains("CAPITAL_TOTAL_USDT is not set", lines);
        Assert.Contains("root = /srv/propbot", lines);
    }

    [Fact]
    public void options_can_be_logged_without_harm() =>
        Assert.DoesNotContain("second-factor", Reading.Ready(Reading.Live()).Host.ToString(), StringComparison.Ordinal);
}

public class AnyEnvironmentTests
{
    private static readonly string[] Names = [.. SettingRegistry.KnownNames, "MAX_POSITION_USDT__BTCUSDT", "MAX_OPEN_ORDERS:okx", "CAPITAL_LIMIT__", "__", "MAX_POSITION_USD", ""];

    private static readonly string[] Words =
    [
        "", " ", "#", " # x", "0", "1", "-1", "1.5", "1,5", "79228162514264337593543950335", "99999999999999999999999999999999999", "NaN", "true", "off",
        "paper", "testnet", "live", "LIVE", "sequential", "binance", "okx,binance", ",", ":", "=", "a=b", "\"", "'", "\"x", "\0", "/", "..", "~", "https://", "https://x",
        "wss://h:99999", "http://[::1]:1", "::1", "0.0.0.0", "change-me", "BTCUSDT", "USDT", "１２", "1001:anna", "\uD800", "binance=http://127.0.0.1:1,okx=http://127.0.0.1:2",
    ];

    [Fact]
    public void reading_never_throws_and_a_refusal_always_says_why()
    {
        var pair = from name in Gen.Elements(Names)
                   from value in Gen.OneOf(Gen.Elements(Words), ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""))
                   select (name, value);
        var environments = Gen.ListOf(pair).Select(pairs => pairs.GroupBy(p => p.name, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().value, StringComparer.Ordinal));

        Prop.ForAll(environments.ToArbitrary(), Holds).Check(Config.QuickThrowOnFailure.WithMaxTest(400));
    }

    private static bool Holds(Dictionary<string, string> environment) => new Reading().Of(environment) switch
    {
        SettingsResult.Ready ready => ready.Effective.Lines().Count > 50 && ready.Trading.Universe.Count > 0,
        SettingsResult.Refused refused => refused.Problems.Count > 0 && refused.Problems.All(problem => problem.Name.Length > 0 && problem.Text.Length > 10),
        _ => false,
    };
}
