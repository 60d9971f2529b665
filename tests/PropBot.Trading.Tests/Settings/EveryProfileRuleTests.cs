using PropBot.Trading.Instruments;

namespace PropBot.Trading.Tests.Settings;

public class EveryProfileRuleTests
{
    [Theory]
    [InlineData("API_TOKEN", "change-me")]
    [InlineData("APPROVE_TOKEN", "please-CHANGEME-now")]
    [InlineData("TELEGRAM_CHAT_ID", "todo")]
    [InlineData("SIM_KEY", "replace-me")]
    [InlineData("BUILD_VERSION", "fill-me")]
    public void a_placeholder_of_the_template_is_refused(string name, string value) => Reading.RefusedFor(name, Reading.Paper((name, value)));

    [Fact]
    public void one_token_cannot_be_both_factors()
    {
        Reading.RefusedFor("APPROVE_TOKEN", Reading.Paper(("API_TOKEN", "same"), ("APPROVE_TOKEN", "same")));
        Assert.NotNull(Reading.Ready(Reading.Paper(("API_TOKEN", "one"), ("APPROVE_TOKEN", "other"))));
    }

    [Fact]
    public void a_start_without_safe_mode_and_without_dry_run_is_refused()
    {
        Reading.RefusedFor("SAFE_MODE", Reading.Paper(("SAFE_MODE", "false")));
        Assert.NotNull(Reading.Ready(Reading.Paper(("SAFE_MODE", "false"), ("DRY_RUN_MODE", "true"))));
        Assert.NotNull(Reading.Ready(Reading.Paper(("SAFE_MODE", "true"))));
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("192.168.1.5")]
    [InlineData("::")]
    public void an_address_others_reach_needs_authentication_and_a_proxy(string host)
    {
        Reading.RefusedFor("API_HOST", Reading.Paper(("API_HOST", host)));
        Reading.RefusedFor("API_HOST", Reading.Paper(("API_HOST", host), ("API_BEHIND_PROXY", "true"), ("AUTH_ENABLED", "false")));
        Assert.NotNull(Reading.Ready(Reading.Paper(("API_HOST", host), ("API_BEHIND_PROXY", "true"))));
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.2")]
    [InlineData("::1")]
    public void loopback_is_always_fine(string host) => Assert.Equal(host, Reading.Ready(Reading.Paper(("API_HOST", host))).Host.Door.Host);

    [Fact]
    public void telegram_needs_a_token_and_a_chat()
    {
        var lines = Reading.Refused(Reading.Paper(("TELEGRAM_ENABLE", "yes")));
        Assert.Contains(lines, line => line.Contains(" TELEGRAM_BOT_TOKEN:", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains(" TELEGRAM_CHAT_ID:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("LEVERAGE", "6", "MAX_LEVERAGE", "5")]
    [InlineData("ORDER_NOTIONAL_USDT", "60000", "MAX_NOTIONAL_PER_POSITION_USDT", "50000")]
    [InlineData("MAX_NOTIONAL_PER_POSITION_USDT", "160000", "MAX_TOTAL_NOTIONAL_USDT", "150000")]
    [InlineData("ORDER_VALID_MS", "900", "HEDGE_LEG_DEADLINE_MS", "800")]
    [InlineData("HEDGE_LEG_DEADLINE_MS", "5000", "NAKED_MAX_SECONDS", "4")]
    public void what_must_fit_into_something_larger_does(string small, string value, string large, string cap)
    {
        Reading.RefusedFor(small, Reading.Paper((small, value), (large, cap)));
        Assert.Contains(large, Reading.Refused(Reading.Paper((small, value), (large, cap)))[0], StringComparison.Ordinal);
    }

    [Fact]
    public void a_path_that_cannot_be_written_is_refused_by_name()
    {
        var reading = new Reading();
        reading.ReadOnlyFolders.Add("/srv/locked");
        var result = reading.Of(new Dictionary<string, string> { ["RUNTIME_STATE_PATH"] = "/srv/locked/state.json", ["SNAPSHOT_DIR"] = "/srv/locked/shots" });
        Reading.RefusedFor("RUNTIME_STATE_PATH", result);
        Reading.RefusedFor("SNAPSHOT_DIR", result);
        Reading.RefusedFor("DATA_DIR", reading.Of(new Dictionary<string, string> { ["DATA_DIR"] = "/srv/locked" }));
    }

    [Fact]
    public void external_venues_are_named_both_or_not_at_all()
    {
        const string both = "binance=http://127.0.0.1:19001, okx=http://127.0.0.1:19002/";
        Reading.RefusedFor("SIM_EXTERNAL", Reading.Paper(("SIM_EXTERNAL", "okx=http://127.0.0.1:19002")));
        var external = Reading.Ready(Reading.Paper(("SIM_EXTERNAL", both))).Host.PaperVenues.External;
        Assert.Equal("http://127.0.0.1:19001", external[Venue.Binance]);
        Assert.Equal("http://127.0.0.1:19002", external[Venue.Okx]);
    }

    [Fact]
    public void two_doors_cannot_share_a_port() => Reading.RefusedFor("SIM_BINANCE_PORT", Reading.Paper(("SIM_BINANCE_PORT", "8000")));

    [Fact]
    public void loop_venues_without_both_are_warned_about() => Reading.WarnedAbout("LOOP_VENUES", Reading.Paper(("LOOP_VENUES", "binance")));
}
