using PropBot.Trading.Settings;

namespace PropBot.Trading.Tests.Settings;

public class NameTests
{
    [Theory]
    [InlineData("MAX_OPEN_POSITION", "MAX_OPEN_POSITIONS")]
    [InlineData("HEDGE_LEG_DEADLINE", null)]
    [InlineData("HEDGE_LEG_DEADLNE_MS", "HEDGE_LEG_DEADLINE_MS")]
    [InlineData("HEGDE_LEG_ORDER", "HEDGE_LEG_ORDER")]
    [InlineData("SAFEMODE", "SAFE_MODE")]
    [InlineData("EXIT_STOP_BP", "EXIT_STOP_BPS")]
    [InlineData("NAKED_MAX_SECOND", "NAKED_MAX_SECONDS")]
    [InlineData("MAX_DAILY_LOSS_USDC", "MAX_DAILY_LOSS_USD")]
    [InlineData("HOSTNAME", null)]
    [InlineData("PATH", null)]
    public void a_near_miss_of_a_known_name_is_warned_about(string name, string? meant)
    {
        var warnings = Reading.Paper((name, "1")).Warnings;
        if (meant is null) Assert.Empty(warnings);
        else Assert.Contains(meant, Assert.Single(warnings).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MAX_DAILY_LOSS_USD")]
    [InlineData("DAILY_LOSS_CAP_USDT")]
    public void aliases_with_different_values_are_refused(string alias) =>
        Reading.RefusedFor("MAX_DAILY_LOSS_USDT", Reading.Paper(("MAX_DAILY_LOSS_USDT", "100"), (alias, "200")));

    [Fact]
    public void aliases_that_agree_are_one_setting() =>
        Assert.Equal(900m, Reading.Ready(Reading.Live(
            ("MAX_TOTAL_NOTIONAL_USDT", "900"), ("MAX_TOTAL_NOTIONAL_USD", "900.0"), ("MAX_NOTIONAL_PER_POSITION_USDT", "900"))).Trading.Limits.MaxTotalNotionalUsdt);

    [Fact]
    public void an_alias_alone_is_enough() =>
        Assert.Equal(900m, Reading.Ready(Reading.Paper(("MAX_TOTAL_NOTIONAL_USD", "900"), ("MAX_NOTIONAL_PER_POSITION_USDT", "900"), ("ORDER_NOTIONAL_USDT", "900")))
            .Trading.Limits.MaxTotalNotionalUsdt);

    [Theory]
    [InlineData("EXCHANGE_PROFILE")]
    [InlineData("ENVIRONMENT")]
    [InlineData("ENV")]
    public void the_profile_may_come_from_an_older_name(string name)
    {
        var environment = Reading.With(Reading.GoodTestnet, (name, "Testnet"));
        environment.Remove("PROFILE");
        Assert.Equal("testnet", Reading.Ready(new Reading().Of(environment)).Trading.Profile);
    }

    [Fact]
    public void profile_wins_over_the_older_names() => Assert.Equal("paper", Reading.Ready(Reading.Paper(("PROFILE", "paper"), ("ENV", "live"))).Trading.Profile);

    [Fact]
    public void an_older_name_that_says_nothing_known_is_left_aside_with_a_warning()
    {
        var result = Reading.Paper(("ENVIRONMENT", "Development"));
        Assert.Equal("paper", Reading.Ready(result).Trading.Profile);
        Reading.WarnedAbout("ENVIRONMENT", result);
    }

    [Theory]
    [InlineData("prod", "live")]
    [InlineData("Production", "live")]
    [InlineData("demo", "testnet")]
    [InlineData("paper", "paper")]
    [InlineData("desk-3", "desk-3")]
    public void mode_is_a_label_and_decides_nothing(string mode, string label)
    {
        var ready = Reading.Ready(Reading.Paper(("MODE", mode)));
        Assert.Equal((label, "paper"), (ready.Host.ModeLabel, ready.Trading.Profile));
    }

    [Fact]
    public void mode_that_speaks_of_another_profile_is_warned_about() => Reading.WarnedAbout("MODE", Reading.Paper(("MODE", "prod")));

    [Theory]
    [InlineData("POST_ONLY", "true")]
    [InlineData("SCAN_INTERVAL_SEC", "5")]
    [InlineData("TAKER_FEE_BPS_OKX", "4.5")]
    [InlineData("BINANCE_LV_BASE_URL", "https://fapi.binance.com")]
    public void a_setting_without_effect_says_so(string name, string value) => Reading.WarnedAbout(name, Reading.Paper((name, value)));

    [Theory]
    [InlineData("true", "false", true)]
    [InlineData("false", "true", true)]
    [InlineData("false", "false", false)]
    public void the_two_dry_run_names_are_one_latch(string mode, string only, bool expected) =>
        Assert.Equal(expected, Reading.Ready(Reading.Paper(("DRY_RUN_MODE", mode), ("DRY_RUN_ONLY", only))).Trading.DryRun);

    [Fact]
    public void no_name_stands_for_two_settings() =>
        Assert.Empty(SettingRegistry.All.SelectMany(setting => setting.AllNames).GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key));
}
