using PropBot.Trading.Settings;
using PropBot.Trading.Settings.Approved;

namespace PropBot.Trading.Tests.Settings;

public class BaselineTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("MAX_POSITION_USDT", "500", "100", "100")]
    [InlineData("MAX_POSITION_USDT", "50", "100", "50")]
    [InlineData("MIN_SPREAD_BPS", "0.5", "1.0", "1.0")]
    [InlineData("MIN_SPREAD_BPS", "2", "1.0", "2")]
    [InlineData("DRY_RUN_MODE", "false", "true", "true")]
    [InlineData("DRY_RUN_MODE", "true", "false", "true")]
    [InlineData("AUTO_HEDGE_ENABLED", "true", "false", "false")]
    public void outside_paper_the_tighter_of_environment_and_agreement_is_in_force(string key, string environment, string agreed, string inForce)
    {
        foreach (var profile in new[] { "testnet", "live" })
        {
            var baseline = Decide(profile, key, environment, Agreed(key, agreed, agreed));
            Assert.Equal(inForce, baseline.InForce.GetValueOrDefault(key, environment));
        }
    }

    [Fact]
    public void a_looser_environment_waits_for_two_people()
    {
        var baseline = Decide("live", "MAX_POSITION_USDT", "500", Agreed("MAX_POSITION_USDT", "100", "100"));
        Assert.Equal(new LooserSetting("MAX_POSITION_USDT", "100", "500"), Assert.Single(baseline.Looser));
    }

    [Fact]
    public void a_tighter_or_equal_environment_asks_nobody()
    {
        Assert.Empty(Decide("live", "MAX_POSITION_USDT", "50", Agreed("MAX_POSITION_USDT", "100", "100")).Looser);
        Assert.Empty(Decide("live", "MAX_POSITION_USDT", "100.0", Agreed("MAX_POSITION_USDT", "100", "100")).Looser);
        Assert.Empty(Decide("live", "MAX_POSITION_USDT", "100", Agreed("MAX_POSITION_USDT", "200", "100")).Looser);
    }

    [Fact]
    public void a_limit_taken_out_of_the_environment_is_the_loosest_of_all_and_does_not_go()
    {
        var baseline = SettingsBaseline.Decide("live", new Dictionary<string, string>(), [Agreed("MAX_POSITION_USDT", "100", "100")], Now);
        Assert.Equal("100", baseline.InForce["MAX_POSITION_USDT"]);
        Assert.Equal(new LooserSetting("MAX_POSITION_USDT", "100", ""), Assert.Single(baseline.Looser));
    }

    [Fact]
    public void on_the_first_start_outside_paper_what_the_environment_says_is_what_was_agreed()
    {
        var first = Assert.Single(Decide("testnet", "MAX_POSITION_USDT", "100").First);
        Assert.Equal(("MAX_POSITION_USDT", "100", 1L), (first.Key, first.Value, first.Version));
        Assert.Empty(Decide("paper", "MAX_POSITION_USDT", "100").First);
    }

    [Fact]
    public void on_paper_a_raise_outlives_a_restart_until_the_environment_says_something_else()
    {
        var raised = Agreed("MAX_POSITION_USDT", "500", "100");
        Assert.Equal("500", Decide("paper", "MAX_POSITION_USDT", "100", raised).InForce["MAX_POSITION_USDT"]);
        Assert.Empty(Decide("paper", "MAX_POSITION_USDT", "300", raised).InForce);
    }

    [Fact]
    public void a_temporary_raise_whose_time_passed_while_nobody_ran_is_over_at_the_start()
    {
        var raised = Agreed("MAX_POSITION_USDT", "500", "100") with { Before = "100", Until = Now };
        Assert.Empty(Decide("paper", "MAX_POSITION_USDT", "100", raised).InForce);
        Assert.Equal("500", Decide("paper", "MAX_POSITION_USDT", "100", raised with { Until = Now.AddMilliseconds(1) }).InForce["MAX_POSITION_USDT"]);
    }

    [Fact]
    public void a_setting_that_no_longer_exists_is_left_alone()
    {
        Assert.Empty(SettingsBaseline.Decide("live", new Dictionary<string, string>(), [Agreed("MAX_GONE", "1", "1")], Now).InForce);
    }

    [Fact]
    public void what_is_in_force_reaches_the_options_and_the_environment_is_still_known()
    {
        var environment = new Dictionary<string, string> { ["DATA_DIR"] = Path.GetTempPath(), ["MAX_DAILY_LOSS_USD"] = "500" };
        var said = Assert.IsType<SettingsResult.Ready>(SettingsReader.Read(environment, null, "/"));
        Assert.Equal("500", said.Trading.Loosenable["MAX_DAILY_LOSS_USDT"]);
        var again = Assert.IsType<SettingsResult.Ready>(SettingsReader.Again(environment, said, new Dictionary<string, string> { ["MAX_DAILY_LOSS_USDT"] = "100" }, null, "/"));
        Assert.Equal(100m, again.Trading.Limits.MaxDailyLossUsdt);
        Assert.Equal("500", again.Trading.Loosenable["MAX_DAILY_LOSS_USDT"]);
    }

    private static Baseline Decide(string profile, string key, string environment, params ApprovedSetting[] approved) =>
        SettingsBaseline.Decide(profile, new Dictionary<string, string> { [key] = environment }, approved, Now);

    private static ApprovedSetting Agreed(string key, string value, string environment) => new(key, value, "", environment, null, 1, "operator-b", Now);
}
