using System.Net;
using System.Text.Json.Nodes;

namespace PropBot.VenueSimulator.Tests.Binance;

public class OrderTests
{
    private const string Path = "/fapi/v1/order";
    private const string Limit = "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC";

    [Theory]
    [InlineData("symbol=NOPEUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=59000", -1121)]
    [InlineData("side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=59000", -1102)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=STOP_MARKET&quantity=1", -4120)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=ICEBERG&quantity=1", -1116)]
    [InlineData("symbol=BTCUSDT&side=LEFT&type=LIMIT&timeInForce=GTC&quantity=1&price=59000", -1117)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTE&quantity=1&price=59000", -1115)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=1&price=59000", -1102)]
    [InlineData(Limit + "&quantity=1,5&price=59000", -1100)]
    [InlineData(Limit + "&quantity=0&price=59000", -4003)]
    [InlineData(Limit + "&quantity=0.0015&price=59000", -1111)]
    [InlineData(Limit + "&quantity=1&price=59000.05", -4014)]
    [InlineData(Limit + "&quantity=1&price=59000.055", -1111)]
    [InlineData(Limit + "&quantity=0.001&price=59000", -4164)]
    [InlineData(Limit + "&quantity=1&price=63000.1", -4016)]
    [InlineData(Limit + "&quantity=40&price=60000", -2019)]
    [InlineData(Limit + "&quantity=1&price=59000&positionSide=LONG", -4061)]
    [InlineData(Limit + "&quantity=1&price=59000&newClientOrderId=abcdefghijklmnopqrstuvwxyz0123456789x", -4015)]
    [InlineData(Limit + "&quantity=1&price=59000&newClientOrderId=a%20b", -1100)]
    [InlineData(Limit + "&quantity=1&price=59000&reduceOnly=true", -2022)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTX&quantity=1&price=60001", -5022)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=FOK&quantity=9&price=60001", -5021)]
    public async Task case_09_a_bad_order_is_refused_with_its_number_and_leaves_no_trace(string query, int code)
    {
        await using var client = await BinanceClient.Start();

        Assert.Equal(code, await client.Refusal(HttpMethod.Post, Path, query));
        Assert.Empty(client.Bench.Venue.Orders());
    }

    [Fact]
    public async Task case_09_a_quantity_off_the_step_is_its_own_refusal_where_precision_is_finer_than_the_step()
    {
        var venue = new SimulatorOptions(Symbols: ["SOLUSDT"]);
        using var world = SimulatedVenues.MakeWorld(venue, new PropBot.Testing.ManualClock());
        await using var door = await VenueDoor.Open(
            "127.0.0.1:0", world.Binance, new PropBot.VenueSimulator.Binance.BinanceSkin(world.Binance, new VenueCredentials(BinanceClient.Key, BinanceClient.Secret, "")), default);
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("X-MBX-APIKEY", BinanceClient.Key);
        var query = $"symbol=SOLUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1.015&price=149&timestamp={world.Clock.GetUtcNow().ToUnixTimeMilliseconds()}";
        using var reply = await http.PostAsync($"{door.Url}{Path}?{query}&signature={BinanceClient.Sign(query)}", null);

        Assert.Contains("-4023", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task an_order_lives_from_its_acknowledgement_to_its_cancel()
    {
        await using var client = await BinanceClient.Start();
        var (_, taken) = await client.Signed(HttpMethod.Post, Path, Limit + "&quantity=1.000&price=59000.0&newClientOrderId=a1");

        Assert.Equal(("NEW", "a1", "0", "1"), (Text(taken, "status"), Text(taken, "clientOrderId"), Text(taken, "executedQty"), Text(taken, "origQty").TrimEnd('0', '.')));
        Assert.Null(taken["avgPrice"]);
        Assert.Null(taken["cumQuote"]);
        Assert.Equal(-4116, await client.Refusal(HttpMethod.Post, Path, Limit + "&quantity=1&price=59000&newClientOrderId=a1"));
        var (_, open) = await client.Signed(HttpMethod.Get, "/fapi/v1/openOrders", "symbol=BTCUSDT");
        Assert.Single(open.AsArray());
        var (_, canceled) = await client.Signed(HttpMethod.Delete, Path, "symbol=BTCUSDT&origClientOrderId=a1");
        Assert.Equal("CANCELED", Text(canceled, "status"));
        Assert.Equal(-2011, await client.Refusal(HttpMethod.Delete, Path, "symbol=BTCUSDT&origClientOrderId=a1"));
        Assert.Equal(-2013, await client.Refusal(HttpMethod.Get, "/fapi/v1/openOrder", "symbol=BTCUSDT&origClientOrderId=a1"));
        Assert.Equal(-2013, await client.Refusal(HttpMethod.Get, Path, "symbol=BTCUSDT&origClientOrderId=never"));
    }

    [Fact]
    public async Task a_filled_order_is_found_with_its_average_and_its_trades()
    {
        await using var client = await BinanceClient.Start();
        await client.Signed(HttpMethod.Post, Path, "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=IOC&quantity=1.5&price=60001&newClientOrderId=take");
        var (_, order) = await client.Signed(HttpMethod.Get, Path, "symbol=BTCUSDT&origClientOrderId=take");
        var (_, trades) = await client.Signed(HttpMethod.Get, "/fapi/v1/userTrades", $"symbol=BTCUSDT&orderId={order["orderId"]}");

        Assert.Equal("FILLED", Text(order, "status"));
        Assert.Equal(60_000.1m + (0.5m * 60_000.2m), decimal.Parse(Text(order, "cumQuote")));
        Assert.Equal(2, trades.AsArray().Count);
        Assert.Equal(decimal.Parse(Text(order, "cumQuote")), trades.AsArray().Sum(t => decimal.Parse(Text(t!, "quoteQty"))));
        var (_, income) = await client.Signed(HttpMethod.Get, "/fapi/v1/income", "incomeType=COMMISSION");
        Assert.Equal(-trades.AsArray().Sum(t => decimal.Parse(Text(t!, "commission"))), income.AsArray().Sum(i => decimal.Parse(Text(i!, "income"))));
    }

    [Fact]
    public async Task result_replies_carry_the_end_state_and_markets_fill()
    {
        await using var client = await BinanceClient.Start();
        var (_, reply) = await client.Signed(HttpMethod.Post, Path, "symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.5&newOrderRespType=RESULT");

        Assert.Equal(("FILLED", "0.5"), (Text(reply, "status"), Text(reply, "executedQty")));
        var (_, positions) = await client.Signed(HttpMethod.Get, "/fapi/v3/positionRisk");
        Assert.Equal("-0.5", Text(Assert.Single(positions.AsArray())!, "positionAmt"));
    }

    [Fact]
    public async Task case_30_a_batch_answers_each_order_for_itself()
    {
        await using var client = await BinanceClient.Start();
        var list = """[{"symbol":"BTCUSDT","side":"BUY","type":"LIMIT","timeInForce":"GTC","quantity":"1","price":"59000"},{"symbol":"NOPE","side":"BUY","type":"MARKET","quantity":"1"}]""";
        var (status, json) = await client.Signed(HttpMethod.Post, "/fapi/v1/batchOrders", "batchOrders=" + Uri.EscapeDataString(list));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("NEW", Text(json[0]!, "status"));
        Assert.Equal(-1121, json[1]!["code"]!.GetValue<int>());
    }

    [Fact]
    public async Task cancel_all_and_the_countdown_leave_nothing_open()
    {
        await using var client = await BinanceClient.Start();
        for (var i = 0; i < 3; i++) await client.Signed(HttpMethod.Post, Path, Limit + "&quantity=1&price=59000");
        var (_, reply) = await client.Signed(HttpMethod.Delete, "/fapi/v1/allOpenOrders", "symbol=BTCUSDT");
        Assert.Equal(200, reply["code"]!.GetValue<int>());
        Assert.Empty(client.Bench.Venue.OpenOrders());
        await client.Signed(HttpMethod.Post, Path, Limit + "&quantity=1&price=59000");
        await client.Signed(HttpMethod.Post, "/fapi/v1/countdownCancelAll", "symbol=BTCUSDT&countdownTime=30000");
        client.Bench.Pass(TimeSpan.FromSeconds(30));
        Assert.Empty(client.Bench.Venue.OpenOrders());
    }

    [Fact]
    public async Task case_40_weights_and_order_counts_are_told_and_reset_with_the_minute()
    {
        await using var client = await BinanceClient.Start();
        await client.Signed(HttpMethod.Get, "/fapi/v1/income");
        Assert.Equal("30", Header(client, "X-MBX-USED-WEIGHT-1M"));
        await client.Signed(HttpMethod.Post, Path, Limit + "&quantity=1&price=59000");
        Assert.Equal("1", Header(client, "X-MBX-ORDER-COUNT-10S"));
        client.Clock.Advance(TimeSpan.FromMinutes(1));
        await client.Raw(HttpMethod.Get, "/fapi/v1/ping", "", "");
        Assert.Equal("1", Header(client, "X-MBX-USED-WEIGHT-1M"));
    }

    [Fact]
    public async Task too_much_weight_is_refused_until_the_minute_rolls()
    {
        await using var client = await BinanceClient.Start();
        for (var i = 0; i < 80; i++) await client.Signed(HttpMethod.Get, "/fapi/v1/income");
        var (status, json) = await client.Signed(HttpMethod.Get, "/fapi/v1/income");

        Assert.Equal(((HttpStatusCode)429, -1003), (status, json["code"]!.GetValue<int>()));
    }

    [Fact]
    public async Task settings_are_set_and_read_back()
    {
        await using var client = await BinanceClient.Start();
        await client.Signed(HttpMethod.Post, "/fapi/v1/leverage", "symbol=BTCUSDT&leverage=3");
        await client.Signed(HttpMethod.Post, "/fapi/v1/marginType", "symbol=BTCUSDT&marginType=ISOLATED");
        Assert.Equal(-4046, await client.Refusal(HttpMethod.Post, "/fapi/v1/marginType", "symbol=BTCUSDT&marginType=ISOLATED"));
        Assert.Equal(-4059, await client.Refusal(HttpMethod.Post, "/fapi/v1/positionSide/dual", "dualSidePosition=false"));
        var (_, config) = await client.Signed(HttpMethod.Get, "/fapi/v1/symbolConfig", "symbol=BTCUSDT");
        Assert.Equal(("ISOLATED", 3), (Text(config[0]!, "marginType"), config[0]!["leverage"]!.GetValue<int>()));
        var (_, account) = await client.Signed(HttpMethod.Get, "/fapi/v1/accountConfig");
        Assert.False(account["canWithdraw"]!.GetValue<bool>());
        var (_, fees) = await client.Signed(HttpMethod.Get, "/fapi/v1/commissionRate", "symbol=BTCUSDT");
        Assert.Equal("0.00045", Text(fees, "takerCommissionRate"));
    }

    [Fact]
    public async Task an_unknown_path_says_so()
    {
        await using var client = await BinanceClient.Start();
        var (status, json) = await client.Raw(HttpMethod.Get, "/fapi/v1/nothing", "", "");
        Assert.Equal((HttpStatusCode.NotFound, -5000), (status, json["code"]!.GetValue<int>()));
    }

    private static string Text(JsonNode row, string name) => row[name]!.ToString();

    private static string Header(BinanceClient client, string name) => client.Last!.Headers.GetValues(name).Single();
}
