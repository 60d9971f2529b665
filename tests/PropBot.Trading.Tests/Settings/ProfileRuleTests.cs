using PropBot.Trading.Instruments;

namespace PropBot.Trading.Tests.Settings;

public class ProfileRuleTests
{
    [Fact]
    public void a_complete_testnet_is_ready_with_its_demo_hosts()
    {
        var host = Reading.Ready(Reading.Testnet()).Host;
        Assert.Equal("https://demo-fapi.binance.com", host.Addresses?.BinanceRest);
        Assert.Equal("wss://wspap.okx.com:8443", host.Addresses?.OkxStream);
        Assert.Equal("bk", host.Keys[Venue.Binance].Key.Value);
        Assert.Equal("op", host.Keys[Venue.Okx].Passphrase.Value);
    }

    [Fact]
    public void every_profile_knows_its_venues_addresses_and_a_set_one_wins()
    {
        var testnet = Reading.Ready(Reading.Testnet()).Host.Addresses!;
        Assert.Equal(
            ("https://demo-fapi.binance.com", "wss://fstream.binancefuture.com", "", "https://openapi.okx.com", "wss://wspap.okx.com:8443"),
            (testnet.BinanceRest, testnet.BinanceStream, testnet.BinanceWsApi, testnet.OkxRest, testnet.OkxStream));
        var live = Reading.Ready(Reading.Live()).Host.Addresses!;
        Assert.Equal(
            ("https://fapi.binance.com", "wss://fstream.binance.com", "wss://ws-fapi.binance.com/ws-fapi/v1", "https://openapi.okx.com", "wss://ws.okx.com:8443"),
            (live.BinanceRest, live.BinanceStream, live.BinanceWsApi, live.OkxRest, live.OkxStream));
        Assert.Equal("wss://elsewhere.example/ws-fapi/v1", Reading.Ready(Reading.Live(("BINANCE_FUTURES_WS_API_URL", "wss://elsewhere.example/ws-fapi/v1/"))).Host.Addresses!.BinanceWsApi);
        Assert.Null(Reading.Ready(Reading.Paper()).Host.Addresses);
    }

    [Fact]
    public void a_complete_live_is_ready_in_dry_run_with_the_template_values()
    {
        var trading = Reading.Ready(Reading.Live()).Trading;
        Assert.True(trading.DryRun);
        Assert.False(trading.Hedging.AutoHedge);
        Assert.Equal((120, 240), (trading.Limits.MaxOrdersPerMinute, trading.Limits.MaxCancelsPerMinute));
        Assert.Equal(TimeSpan.FromMilliseconds(150), trading.MarketData.ClockSkewHold);
        Assert.Equal(50m, trading.Opportunities.OrderNotionalUsdt);
        Assert.Null(trading.Opportunities.ClosePrior);
    }

    [Theory]
    [InlineData("MAX_OPEN_POSITIONS")]
    [InlineData("MAX_NOTIONAL_PER_POSITION_USDT")]
    [InlineData("MAX_TOTAL_NOTIONAL_USDT")]
    [InlineData("MAX_LEVERAGE")]
    [InlineData("MAX_DAILY_LOSS_USDT")]
    [InlineData("MAX_POSITION_USDT")]
    [InlineData("MAX_OPEN_ORDERS")]
    public void live_refuses_a_risk_limit_that_is_unset_or_not_positive(string limit)
    {
        Reading.RefusedFor(limit, Reading.Live((limit, "")));
        Reading.RefusedFor(limit, Reading.Live((limit, "0")));
        Reading.RefusedFor(limit, Reading.Live((limit, "-1")));
    }

    [Theory]
    [InlineData("AUTH_ENABLED", "false")]
    [InlineData("TWO_MAN_RULE", "false")]
    [InlineData("APPROVE_TOKEN", "")]
    [InlineData("SECRETS_STORE_PATH", "/srv/missing.json")]
    public void outside_paper_what_would_let_one_person_loosen_is_refused(string name, string value)
    {
        Reading.RefusedFor(name, Reading.Testnet((name, value)));
        Reading.RefusedFor(name, Reading.Live((name, value)));
        if (value is "false") Assert.NotNull(Reading.Ready(Reading.Paper((name, value))));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("not json")]
    public void a_file_that_names_no_people_is_refused(string json)
    {
        var reading = new Reading();
        reading.Files["/srv/people.json"] = json;
        Reading.RefusedFor("SECRETS_STORE_PATH", reading.Of(Reading.GoodTestnet));
    }

    [Fact]
    public void no_file_is_needed_where_the_ledger_has_its_people() =>
        Assert.Null(Reading.Ready(Reading.Testnet(("SECRETS_STORE_PATH", ""))).Host.Door.SecretsStorePath);

    [Theory]
    [InlineData("7:anna,8:boris", null)]
    [InlineData("7", "7 is mapped to nobody")]
    [InlineData("7:", "7 is mapped to nobody")]
    [InlineData("7:anna,7:boris", "7 is there twice")]
    [InlineData("07:anna,7:anna", "7 is there twice")]
    [InlineData("anna:7", "'anna:7' does not begin with the number")]
    [InlineData("-7:anna", "'-7:anna' does not begin with the number")]
    [InlineData("99999999999999999999:anna", "does not begin with the number")]
    public void telegram_people_are_read_or_named_as_the_problem(string text, string? problem)
    {
        foreach (var result in new[] { Reading.Paper(("TELEGRAM_OPERATORS", text)), Reading.Live(("TELEGRAM_OPERATORS", text)) })
        {
            if (problem is null) Assert.Equal("7:anna 8:boris", string.Join(' ', Reading.Ready(result).Host.Door.TelegramOperators!.Select(pair => $"{pair.Key}:{pair.Value}")));
            else Assert.Contains(Reading.Refused(result), line => line.StartsWith("[FATAL CONFIG] TELEGRAM_OPERATORS: ", StringComparison.Ordinal) && line.Contains(problem, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void live_without_keys_is_refused_key_by_key()
    {
        foreach (var name in new[] { "BINANCE_API_KEY", "BINANCE_API_SECRET", "OKX_API_KEY", "OKX_API_SECRET", "OKX_API_PASSPHRASE" })
            Reading.RefusedFor(name, Reading.Live((name, "")));
    }

    [Fact]
    public void testnet_without_keys_may_watch_but_not_trade_by_itself()
    {
        (string, string)[] noKeys =
            [("BINANCE_UM_API_KEY_TESTNET", ""), ("BINANCE_UM_API_SECRET_TESTNET", ""), ("OKX_API_KEY_TESTNET", ""), ("OKX_API_SECRET_TESTNET", ""), ("OKX_API_PASSPHRASE_TESTNET", "")];
        var watching = Reading.Testnet(noKeys);
        Assert.Empty(Reading.Ready(watching).Host.Keys);
        Reading.WarnedAbout("BINANCE_UM_API_KEY_TESTNET", watching);
        Reading.RefusedFor("OKX_API_KEY_TESTNET", Reading.Testnet([.. noKeys, ("AUTO_HEDGE_ENABLED", "true")]));
    }

    [Fact]
    public void half_a_key_is_refused() => Reading.RefusedFor("OKX_API_PASSPHRASE_TESTNET", Reading.Testnet(("OKX_API_PASSPHRASE_TESTNET", "")));

    [Fact]
    public void keys_of_another_profile_are_warned_about_and_not_used()
    {
        var result = Reading.Testnet(("BINANCE_API_KEY", "live-key"));
        Reading.WarnedAbout("BINANCE_API_KEY", result);
        Assert.Equal("bk", Reading.Ready(result).Host.Keys[Venue.Binance].Key.Value);
        Reading.WarnedAbout("OKX_API_KEY", Reading.Paper(("OKX_API_KEY", "live-key")));
    }

    [Fact]
    public void an_address_overrides_the_profiles_own() =>
        Assert.Equal("http://127.0.0.1:19001", Reading.Ready(Reading.Testnet(("BINANCE_FUTURES_API_URL", "http://127.0.0.1:19001/"))).Host.Addresses?.BinanceRest);

    [Fact]
    public void keys_never_cross_a_wire_in_the_open()
    {
        Reading.RefusedFor("BINANCE_FUTURES_API_URL", Reading.Live(("BINANCE_FUTURES_API_URL", "http://fapi.binance.com")));
        Reading.RefusedFor("OKX_WS_URL", Reading.Live(("OKX_WS_URL", "ws://ws.okx.com:8443")));
    }
}
