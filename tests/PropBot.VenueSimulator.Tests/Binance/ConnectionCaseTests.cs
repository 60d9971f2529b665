using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Binance.Wire;
using PropBot.VenueSimulator.Faults;

namespace PropBot.VenueSimulator.Tests.Binance;

public class ConnectionCaseTests
{
    [Fact]
    public void case_54_the_venue_pings_every_three_minutes_and_drops_who_is_silent_for_ten()
    {
        using var line = new BinanceLine();
        var (awake, asleep) = (line.Connect("/public/ws"), line.Connect("/public/ws"));
        asleep.AnswersPings = false;
        line.Clock.Advance(TimeSpan.FromMinutes(9.9));
        Assert.Equal((3, 3), (awake.Pings, asleep.Pings));
        Assert.Null(asleep.Ended);
        line.Clock.Advance(TimeSpan.FromMinutes(0.2));
        Assert.Equal(1006, asleep.Ended!.Value.Code);
        Assert.Null(awake.Ended);
    }

    [Theory]
    [InlineData("/market/ws/btcusdt@markPrice")]
    [InlineData("/ws-fapi/v1")]
    public void case_54_every_connection_is_cut_after_a_day_and_a_second_one_beside_it_goes_on(string address)
    {
        using var line = new BinanceLine();
        var first = line.Connect(address, pings: false);
        line.Clock.Jump(TimeSpan.FromHours(23.5));
        var second = line.Connect(address, pings: false);
        line.Clock.Jump(TimeSpan.FromHours(0.5));
        line.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1001, first.Ended!.Value.Code);
        Assert.Null(second.Ended);
        var told = first.Told.Count;
        line.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(told, first.Told.Count);
    }

    [Fact]
    public async Task case_54_the_listener_pings_a_real_socket_by_the_venues_clock_and_hears_its_pong()
    {
        await using var client = await BinanceClient.Start();
        await using var stream = await client.Stream("/public/ws/btcusdt@bookTicker");
        for (var i = 0; i < 5; i++)
        {
            client.Clock.Advance(TimeSpan.FromMinutes(3));
            // The client's socket answers pings while it reads; the answer to a frame sent after it shows that the pong was read before.
            await stream.Ask("LIST_SUBSCRIPTIONS", "[]", $"{i + 1}");
        }
    }

    [Fact]
    public async Task case_54_the_listener_cuts_a_real_socket_that_never_answers()
    {
        await using var client = await BinanceClient.Start();
        await using var stream = await client.Stream("/public/ws/btcusdt@bookTicker");
        await stream.Ask("LIST_SUBSCRIPTIONS", "[]", "1");
        client.Clock.Advance(TimeSpan.FromMinutes(11));
        await Assert.ThrowsAnyAsync<Exception>(() => stream.Ask("LIST_SUBSCRIPTIONS", "[]", "2"));
    }

    [Fact]
    public async Task case_55_a_listen_key_lives_an_hour_from_its_last_extension_then_says_so_once_and_falls_silent()
    {
        using var line = new BinanceLine();
        var key = line.ListenKey();
        var user = line.Connect("/private/ws/" + key, pings: false);
        line.Clock.Jump(TimeSpan.FromMinutes(50));
        Assert.Equal(key, Keyed(line, "PUT")["listenKey"]!.ToString());
        line.Clock.Jump(TimeSpan.FromMinutes(59));
        line.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(user.Told);
        line.Clock.Advance(TimeSpan.FromMinutes(1));
        await line.Place(BinanceLine.Limit + "&quantity=1&price=59000");
        var expired = Assert.Single(user.Told);
        Assert.Equal(("listenKeyExpired", key), (expired["e"]!.ToString(), expired["listenKey"]!.ToString()));
        Assert.Equal(-1125, Keyed(line, "PUT")["code"]!.GetValue<int>());
        Assert.NotEqual(key, line.ListenKey());
    }

    [Fact]
    public async Task case_55_a_key_that_ends_early_is_told_and_a_silent_stream_is_not()
    {
        using var line = new BinanceLine();
        var user = line.User();
        line.Faults.Apply(new FaultRule("binance", FaultKind.Silent) { Match = "private", For = TimeSpan.FromSeconds(5) });
        await line.Place(BinanceLine.Limit + "&quantity=1&price=59000");
        Assert.Empty(user.Told);
        line.Bench.Pass(TimeSpan.FromSeconds(5));
        line.Faults.Apply(new FaultRule("binance", FaultKind.ListenKeyExpiry));
        line.Bench.Pass(TimeSpan.FromMilliseconds(50));
        Assert.Equal(["listenKeyExpired"], user.Story());
        Assert.Equal(-1125, Keyed(line, "PUT")["code"]!.GetValue<int>());
    }

    [Fact]
    public async Task case_58_what_was_filled_while_the_stream_was_cut_is_whole_in_the_snapshots()
    {
        using var line = new BinanceLine();
        var user = line.User();
        line.Faults.Apply(new FaultRule("binance", FaultKind.ForcedClose) { Match = "private" });
        Assert.Equal(1006, user.Ended!.Value.Code);
        await line.Place("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=IOC&quantity=1.5&price=60001");
        var again = line.User();
        await line.Place("symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.5&reduceOnly=true");

        Assert.Empty(user.Told);
        Assert.Equal("1", again.Events("ACCOUNT_UPDATE")[^1]["a"]!["P"]![0]!["pa"]!.ToString());
        Assert.Equal("1", (await line.Ok("GET", "/fapi/v3/positionRisk"))[0]!["positionAmt"]!.ToString());
        var fees = (await line.Ok("GET", "/fapi/v1/userTrades", "symbol=BTCUSDT")).AsArray().Sum(t => decimal.Parse(t!["commission"]!.ToString()));
        Assert.Equal(-fees, (await line.Ok("GET", "/fapi/v1/income", "incomeType=COMMISSION")).AsArray().Sum(i => decimal.Parse(i!["income"]!.ToString())));
    }

    [Theory]
    [InlineData("ISOLATED", 1)]
    [InlineData("CROSSED", 0)]
    public async Task case_59_funding_is_told_with_its_symbol_and_the_balance_and_booked_as_income_once(string mode, int positions)
    {
        using var line = new BinanceLine();
        if (mode == "ISOLATED") await line.Ok("POST", "/fapi/v1/marginType", "symbol=BTCUSDT&marginType=ISOLATED");
        await line.Place("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=1");
        line.Clock.Jump(TimeSpan.FromHours(3.9));
        var user = line.User();
        line.Bench.Pass(TimeSpan.FromHours(0.1));
        var told = Assert.Single(user.Events("ACCOUNT_UPDATE"))["a"]!;

        Assert.Equal(("FUNDING_FEE", "BTCUSDT", -6m), (told["m"]!.ToString(), told["S"]!.ToString(), decimal.Parse(told["B"]![0]!["bc"]!.ToString())));
        Assert.Equal(positions, told["P"]!.AsArray().Count);
        Assert.Equal(-6m, decimal.Parse(Assert.Single((await line.Ok("GET", "/fapi/v1/income", "incomeType=FUNDING_FEE")).AsArray())!["income"]!.ToString()));
    }

    [Fact]
    public async Task a_liquidation_is_called_before_and_told_as_calculated_with_the_venues_own_id()
    {
        using var line = new BinanceLine();
        await line.Ok("POST", "/fapi/v1/marginType", "symbol=BTCUSDT&marginType=ISOLATED");
        await line.Place("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=1");
        var (user, market) = (line.User(), line.Connect("/market/ws/!forceOrder@arr"));
        line.Bench.Market.Mark = 57_250m;
        line.Bench.Pass(TimeSpan.FromSeconds(1));
        line.Bench.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal("BTCUSDT", Assert.Single(user.Events("MARGIN_CALL"))["p"]![0]!["s"]!.ToString());
        line.Bench.Market.Mark = 57_000m;
        line.Bench.Pass(TimeSpan.FromSeconds(1));
        line.Bench.Pass(TimeSpan.FromSeconds(1));
        var told = user.Events("ORDER_TRADE_UPDATE").Select(e => e["o"]!).Last(o => o["x"]!.ToString() == "CALCULATED");
        Assert.StartsWith("autoclose-", told["c"]!.ToString(), StringComparison.Ordinal);
        Assert.Single(market.Events("forceOrder"));
        Assert.Single((await line.Ok("GET", "/fapi/v1/forceOrders")).AsArray());
    }

    [Fact]
    public async Task leverage_margin_type_and_moved_margin_are_told_each_by_its_own_event()
    {
        using var line = new BinanceLine();
        var user = line.User();
        await line.Ok("POST", "/fapi/v1/leverage", "symbol=BTCUSDT&leverage=10");
        await line.Ok("POST", "/fapi/v1/marginType", "symbol=BTCUSDT&marginType=ISOLATED");
        Assert.Equal(["ACCOUNT_CONFIG_UPDATE", "ACCOUNT_UPDATE"], user.Story());
        Assert.Equal(("MARGIN_TYPE_CHANGE", "isolated"), (user.Told[1]["a"]!["m"]!.ToString(), user.Told[1]["a"]!["P"]![0]!["mt"]!.ToString()));
        Assert.Equal(-4054, await line.No("POST", "/fapi/v1/positionMargin", "symbol=BTCUSDT&amount=100&type=1"));
        await line.Place("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=1");
        await line.Ok("POST", "/fapi/v1/positionMargin", "symbol=BTCUSDT&amount=100&type=1");
        Assert.Equal(("MARGIN_TRANSFER", "6100.01"), (user.Told[^1]["a"]!["m"]!.ToString(), user.Told[^1]["a"]!["P"]![0]!["iw"]!.ToString()));
        Assert.Equal(-4051, await line.No("POST", "/fapi/v1/positionMargin", "symbol=BTCUSDT&amount=101&type=2"));
        Assert.Equal("100", Assert.Single((await line.Ok("GET", "/fapi/v1/positionMargin/history", "symbol=BTCUSDT")).AsArray())!["amount"]!.ToString());
    }

    private static JsonNode Keyed(BinanceLine line, string method) =>
        JsonNode.Parse(line.Skin.Answer(new BinanceRequest(method, "/fapi/v1/listenKey", "", "", BinanceClient.Key)).Json)!;
}
