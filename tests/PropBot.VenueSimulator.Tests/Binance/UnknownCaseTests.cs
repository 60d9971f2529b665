using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Binance.Wire;
using PropBot.VenueSimulator.Faults;

namespace PropBot.VenueSimulator.Tests.Binance;

/// <summary>What a client cannot know, and what it may take for certain.</summary>
public class UnknownCaseTests
{
    private const string Mine = BinanceLine.Limit + "&quantity=1&price=59000&newClientOrderId=mine";

    [Theory]
    [InlineData("503-unknown-executed", 503, -1000, true)]
    [InlineData("503-unknown", 503, -1000, false)]
    [InlineData("408-executed", 408, -1007, true)]
    [InlineData("408", 408, -1007, false)]
    public async Task case_33_an_unknown_answer_is_the_same_whether_the_order_is_live_or_not(string reply, int status, int code, bool live)
    {
        using var line = new BinanceLine();
        line.Faults.Apply(new FaultRule("binance", FaultKind.Reply) { Match = "POST /fapi/v1/order", Reply = reply, Count = 1 });
        var told = await line.Call("POST", BinanceLine.Order, Mine);

        Assert.Equal((status, code), (told!.Status, JsonNode.Parse(told.Json)!["code"]!.GetValue<int>()));
        Assert.Equal(live, line.Bench.Venue.FindOrder("BTCUSDT", null, "mine") is not null);
        if (!live) Assert.Equal(-2013, await line.No("GET", BinanceLine.Order, "symbol=BTCUSDT&origClientOrderId=mine"));
    }

    [Fact]
    public async Task case_34_an_order_that_never_arrived_is_unknown_to_every_list_and_its_id_is_still_free()
    {
        using var line = new BinanceLine();
        line.Faults.Apply(new FaultRule("binance", FaultKind.DropRequest) { Match = "POST /fapi/v1/order", Count = 1 });
        Assert.Null(await line.Call("POST", BinanceLine.Order, Mine));
        Assert.Equal(-2013, await line.No("GET", BinanceLine.Order, "symbol=BTCUSDT&origClientOrderId=mine"));
        Assert.Empty((await line.Ok("GET", "/fapi/v1/openOrders", "symbol=BTCUSDT")).AsArray());
        Assert.Empty((await line.Ok("GET", "/fapi/v1/allOrders", "symbol=BTCUSDT")).AsArray());
        Assert.Equal("mine", (await line.Place(Mine))["clientOrderId"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(FaultKind.DropRequest, false)]
    [InlineData(FaultKind.DropReply, true)]
    public async Task case_35_a_cut_connection_says_nothing_over_rest(FaultKind cut, bool live)
    {
        using var line = new BinanceLine();
        line.Faults.Apply(new FaultRule("binance", cut) { Match = "POST /fapi/v1/order", Count = 1 });
        Assert.Null(await line.Call("POST", BinanceLine.Order, Mine));
        Assert.Equal(live, line.Bench.Venue.FindOrder("BTCUSDT", null, "mine") is not null);
    }

    [Theory]
    [InlineData(FaultKind.DropRequest, false)]
    [InlineData(FaultKind.DropReply, true)]
    public async Task case_35_a_cut_connection_resets_the_clients_socket(FaultKind cut, bool live)
    {
        await using var client = await BinanceClient.Start();
        client.Bench.Venue.Faults.Apply(new FaultRule("binance", cut) { Match = "POST /fapi/v1/order", Count = 1 });
        await Assert.ThrowsAsync<HttpRequestException>(() => client.Signed(HttpMethod.Post, BinanceLine.Order, Mine));
        Assert.Equal(live, client.Bench.Venue.FindOrder("BTCUSDT", null, "mine") is not null);
    }

    [Theory]
    [InlineData(FaultKind.DropRequest, false)]
    [InlineData(FaultKind.DropReply, true)]
    public void case_35_a_cut_connection_says_nothing_over_the_trading_socket(FaultKind cut, bool live)
    {
        using var line = new BinanceLine();
        line.Faults.Apply(new FaultRule("binance", cut) { Match = "WS order.place", Count = 1 });
        var api = new ApiEar(line);
        api.Send("order.place", new JsonObject { ["symbol"] = "BTCUSDT", ["side"] = "BUY", ["type"] = "LIMIT", ["timeInForce"] = "GTC", ["quantity"] = "1", ["price"] = "59000", ["newClientOrderId"] = "mine" });

        Assert.Empty(api.Ear.Told);
        Assert.Equal(1006, api.Ear.Ended!.Value.Code);
        Assert.Equal(live, line.Bench.Venue.FindOrder("BTCUSDT", null, "mine") is not null);
    }

    [Theory]
    [InlineData("503-unavailable", 503, "Service Unavailable.")]
    [InlineData("500-internal", 500, "Internal error; unable to process your request. Please try again.")]
    [InlineData("-1008", 503, "Request throttled by system-level protection. Reduce-only/close-position orders are exempt. Please try again.")]
    [InlineData("-1016", 503, "This service is no longer available.")]
    public async Task case_37_a_definite_failure_is_not_executed(string reply, int status, string words)
    {
        using var line = new BinanceLine();
        line.Faults.Apply(new FaultRule("binance", FaultKind.Reply) { Match = "POST /fapi/v1/order", Reply = reply, Count = 1 });
        var told = await line.Call("POST", BinanceLine.Order, Mine);

        Assert.Equal((status, words), (told!.Status, JsonNode.Parse(told.Json)!["msg"]!.ToString()));
        Assert.Empty(line.Bench.Venue.Orders());
    }

    [Fact]
    public async Task case_37_overload_lets_cancels_and_reducing_orders_through()
    {
        using var line = new BinanceLine();
        await line.Place(Mine);
        await line.Place("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=1");
        line.Faults.Apply(new FaultRule("binance", FaultKind.Reply) { Reply = "-1008" });
        await line.Place("symbol=BTCUSDT&side=SELL&type=MARKET&quantity=1&reduceOnly=true");
        await line.Ok("DELETE", BinanceLine.Order, "symbol=BTCUSDT&origClientOrderId=mine");
        Assert.Equal(-1008, await line.No("POST", BinanceLine.Order, Mine));
    }

    [Fact]
    public async Task an_order_that_was_held_up_is_refused_by_the_engines_own_look_at_its_time()
    {
        using var line = new BinanceLine();
        line.Faults.Apply(new FaultRule("binance", FaultKind.Latency) { Latency = TimeSpan.FromMilliseconds(600), Count = 1 });
        var placing = line.Call("POST", BinanceLine.Order, Mine + "&recvWindow=500");
        line.Bench.Pass(TimeSpan.FromMilliseconds(600));
        Assert.Equal(-5028, JsonNode.Parse((await placing)!.Json)!["code"]!.GetValue<int>());
        Assert.Empty(line.Bench.Venue.Orders());
    }

    [Fact]
    public async Task case_60_in_maintenance_nothing_is_taken_the_status_says_so_and_the_books_still_add_up()
    {
        using var line = new BinanceLine();
        await line.Place("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=1.5");
        var maintenance = line.Faults.Apply(new FaultRule("binance", FaultKind.Maintenance));
        Assert.Equal(-1016, await line.No("POST", BinanceLine.Order, Mine));
        Assert.Equal(1, line.Open("/sapi/v1/system/status")["status"]!.GetValue<int>());
        Assert.Equal(503, line.Skin.HandshakeRefusal("/ws-fapi/v1", "")!.Status);
        line.Faults.Clear(maintenance);
        Assert.Equal(0, line.Open("/sapi/v1/system/status")["status"]!.GetValue<int>());
        await line.Place("symbol=BTCUSDT&side=SELL&type=MARKET&quantity=1.5&reduceOnly=true");
        var wallet = decimal.Parse((await line.Ok("GET", "/fapi/v3/balance"))[0]!["balance"]!.ToString());
        Assert.Equal(wallet, (await line.Ok("GET", "/fapi/v1/income", "limit=1000")).AsArray().Sum(i => decimal.Parse(i!["income"]!.ToString())));
    }

    [Fact]
    public async Task a_skewed_clock_moves_the_window_with_it()
    {
        using var line = new BinanceLine();
        line.Faults.Apply(new FaultRule("binance", FaultKind.ClockSkew) { Skew = TimeSpan.FromSeconds(8) });
        var local = line.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        Assert.Equal(local + 8000, line.Open("/fapi/v1/time")["serverTime"]!.GetValue<long>());
        Assert.Equal(-1021, JsonNode.Parse((await line.Call("GET", "/fapi/v3/balance", "", local))!.Json)!["code"]!.GetValue<int>());
        Assert.Equal(200, (await line.Call("GET", "/fapi/v3/balance"))!.Status);
    }

    [Fact]
    public async Task the_firewalls_refusal_is_a_page_and_no_json()
    {
        using var line = new BinanceLine();
        line.Faults.Apply(new FaultRule("binance", FaultKind.Reply) { Reply = "403" });
        BinanceReply? told = await line.Call("GET", "/fapi/v3/balance");
        Assert.Equal(403, told!.Status);
        Assert.StartsWith("<html>", told.Json, StringComparison.Ordinal);
    }
}
