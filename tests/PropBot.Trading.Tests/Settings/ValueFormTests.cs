using PropBot.Trading.Settings;

namespace PropBot.Trading.Tests.Settings;

public class ValueFormTests
{
    [Theory]
    [InlineData("1.5 # a comment", "1.5")]
    [InlineData("  1.5  ", "1.5")]
    [InlineData("\"1.5\" # quoted", "1.5")]
    [InlineData("'a # b'", "a # b")]
    [InlineData("pass#word", "pass#word")]
    [InlineData("#password", "#password")]
    [InlineData(" # only a comment", "")]
    [InlineData("# only a comment", "")]
    [InlineData("", "")]
    [InlineData("\"", "\"")]
    public void comments_and_quotes_are_stripped_as_compose_does(string raw, string expected) => Assert.Equal(expected, SettingText.Clean(raw));

    [Theory]
    [InlineData("1", true)]
    [InlineData("TRUE", true)]
    [InlineData("Yes", true)]
    [InlineData("on", true)]
    [InlineData("0", false)]
    [InlineData("False", false)]
    [InlineData("NO", false)]
    [InlineData("off", false)]
    public void switches_know_four_words_each_way(string text, bool expected) =>
        Assert.Equal(expected, Reading.Ready(Reading.Paper(("AUTO_HEDGE_ENABLED", text))).Trading.Hedging.AutoHedge);

    [Theory]
    [InlineData("AUTO_HEDGE_ENABLED", "maybe")]
    [InlineData("API_PORT", "eighty")]
    [InlineData("API_PORT", "80.5")]
    [InlineData("API_PORT", "65536")]
    [InlineData("API_PORT", "-1")]
    [InlineData("MIN_SPREAD_BPS", "1,5")]
    [InlineData("MIN_SPREAD_BPS", "1e1")]
    [InlineData("MIN_SPREAD_BPS", "-0.1")]
    [InlineData("MAX_TOTAL_NOTIONAL_USDT", "0")]
    [InlineData("MAX_OPEN_POSITIONS", "0")]
    [InlineData("MAX_LEVERAGE", "0")]
    [InlineData("MAX_NOTIONAL_PER_POSITION_USDT", "-5")]
    [InlineData("HEDGE_LEG_ORDER", "both")]
    [InlineData("LEG_FAILURE_POLICY", "panic")]
    [InlineData("PROFILE", "production")]
    [InlineData("ORDER_VALID_MS", "1001")]
    [InlineData("MAX_ORDERS_PER_MIN", "99999999999999999999999999999999")]
    [InlineData("SYMBOLS", ",")]
    [InlineData("SYMBOLS", "BTC-USDT")]
    [InlineData("LOOP_VENUES", "binance,kraken")]
    [InlineData("LOOP_PAIR", "DOGEUSDT")]
    [InlineData("BINANCE_FUTURES_API_URL", "fapi")]
    [InlineData("BINANCE_FUTURES_API_URL", "https://user:pass@fapi.binance.com")]
    [InlineData("OKX_WS_URL", "https://ws.okx.com")]
    [InlineData("PROPBOT_LANG", "de")]
    [InlineData("API_HOST", "propbot.example")]
    [InlineData("TELEGRAM_OPERATORS", "anna:1001")]
    [InlineData("TELEGRAM_OPERATORS", "1001:anna,1001:boris")]
    [InlineData("MAX_OPEN_ORDERS__KRAKEN", "5")]
    [InlineData("MAX_POSITION_USDT__BTCUSDT", "0")]
    [InlineData("MAX_POSITION_USDT:BTCUSDT", "much")]
    [InlineData("DATA_DIR", "a\0b")]
    [InlineData("RECORD_DIR", "a\0b")]
    [InlineData("SIM_SOURCE", "a.gz")]
    [InlineData("SIM_SOURCE", "a.gz,b.gz")]
    [InlineData("SIM_SOURCE", "a.gz,b.gz,c.gz")]
    [InlineData("SIM_EXTERNAL", "binance=http://127.0.0.1:1")]
    public void a_wrong_value_is_refused_by_its_own_name(string name, string value) =>
        Reading.RefusedFor(name.Replace(":", "__", StringComparison.Ordinal), Reading.Paper((name, value)));

    [Fact]
    public void fractions_keep_their_digits() =>
        Assert.Equal(4.25m, Reading.Ready(Reading.Paper(("MIN_SPREAD_BPS", "4.25"))).Trading.Opportunities.MinSpread.Value);

    [Fact]
    public void numbers_do_not_depend_on_the_culture_of_the_machine()
    {
        var before = System.Globalization.CultureInfo.CurrentCulture;
        try
        {
            System.Globalization.CultureInfo.CurrentCulture = new System.Globalization.CultureInfo("ru-RU");
            Assert.Equal(4.25m, Reading.Ready(Reading.Paper(("MIN_SPREAD_BPS", "4.25"))).Trading.Opportunities.MinSpread.Value);
            Assert.Contains("0 to 1000", Assert.Single(Reading.Refused(Reading.Paper(("MIN_SPREAD_BPS", "4,25")))), StringComparison.Ordinal);
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void every_problem_is_in_one_list()
    {
        var lines = Reading.Refused(Reading.Paper(("API_PORT", "x"), ("MIN_SPREAD_BPS", "y"), ("AUTH_ENABLED", "z"), ("LEVERAGE", "9"), ("API_TOKEN", "change-me")));
        Assert.Equal(["API_PORT", "API_TOKEN", "AUTH_ENABLED", "LEVERAGE", "MIN_SPREAD_BPS"], lines.Select(line => line.Split(' ')[2].TrimEnd(':')).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void a_problem_says_what_is_wrong_and_what_would_be_right() =>
        Assert.Equal(
            ["[FATAL CONFIG] MAX_OPEN_POSITIONS: 0 is out of range; use a value from 1 to 1000 (count)"],
            Reading.Refused(Reading.Paper(("MAX_OPEN_POSITIONS", "0 # none"))));

    [Fact]
    public void venue_words_of_the_predecessor_mean_the_same_venues() =>
        Assert.Equal(["okx", "binance"], Reading.Ready(Reading.Paper(("LOOP_VENUES", "okx-perp, binance-um"))).Trading.LoopVenues);
}
