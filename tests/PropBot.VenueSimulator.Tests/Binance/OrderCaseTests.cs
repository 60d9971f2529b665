using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Faults;

namespace PropBot.VenueSimulator.Tests.Binance;

public class OrderCaseTests
{
    private const string Sell = "symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=GTC";
    private const string Taking = "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=IOC";

    [Fact]
    public async Task case_13_a_limit_order_that_rests_is_acknowledged_as_new_and_told_as_new()
    {
        using var line = new BinanceLine();
        var user = line.User();
        var taken = await line.Place(BinanceLine.Limit + "&quantity=1&price=59000&newClientOrderId=rest");

        Assert.Equal(("NEW", "0", "GTC"), (Text(taken, "status"), Text(taken, "executedQty"), Text(taken, "timeInForce")));
        Assert.Equal(["NEW NEW"], user.Story());
        Assert.Equal(("rest", Text(taken, "orderId")), (user.Told[0]["o"]!["c"]!.ToString(), user.Told[0]["o"]!["i"]!.ToString()));
    }

    [Theory]
    [InlineData(FaultKind.DropReply)]
    [InlineData(FaultKind.PushDrop)]
    public async Task case_14_a_lost_reply_and_a_lost_event_leave_the_same_order(FaultKind lost)
    {
        using var line = new BinanceLine();
        line.Faults.Apply(new FaultRule("binance", lost) { Count = lost == FaultKind.DropReply ? 1 : null });
        var user = line.User();
        var reply = await line.Call("POST", BinanceLine.Order, BinanceLine.Limit + "&quantity=1&price=59000&newClientOrderId=x");

        Assert.Equal(lost == FaultKind.DropReply, reply is null);
        Assert.Equal(lost == FaultKind.PushDrop, user.Story().Count == 0);
        Assert.Equal("NEW", Text(await line.Ok("GET", BinanceLine.Order, "symbol=BTCUSDT&origClientOrderId=x"), "status"));
    }

    [Fact]
    public async Task case_15_an_acknowledgement_has_no_average_and_no_value_even_of_an_order_that_filled()
    {
        using var line = new BinanceLine();
        foreach (var kind in new[] { "ACK", "RESULT" })
        {
            var taken = (await line.Place(Taking + $"&quantity=0.5&price=60000.1&newOrderRespType={kind}")).AsObject();
            Assert.DoesNotContain(taken, field => field.Key is "avgPrice" or "cumQuote" or "cumBase");
            Assert.Equal(kind == "ACK" ? "NEW" : "FILLED", Text(taken, "status"));
        }
    }

    [Fact]
    public async Task case_16_partial_fills_add_up_to_the_cumulative_figures()
    {
        using var line = new BinanceLine();
        var user = line.User();
        await line.Place(Taking + "&quantity=2.5&price=60001&newClientOrderId=parts");
        var fills = user.Events("ORDER_TRADE_UPDATE").Where(e => e["o"]!["x"]!.ToString() == "TRADE").Select(e => e["o"]!).ToList();
        var order = await line.Ok("GET", BinanceLine.Order, "symbol=BTCUSDT&origClientOrderId=parts");

        Assert.Equal(["PARTIALLY_FILLED", "PARTIALLY_FILLED", "FILLED"], fills.Select(f => f["X"]!.ToString()));
        Assert.Equal(2.5m, fills.Sum(f => Number(f, "l")));
        Assert.Equal(Number(order, "cumQuote"), fills.Sum(f => Number(f, "l") * Number(f, "L")));
        Assert.Equal(Math.Round(Number(order, "cumQuote") / 2.5m, 8), Number(order, "avgPrice"));
    }

    [Fact]
    public async Task case_17_a_fill_comes_as_trade_lite_and_as_an_update_with_one_trade_id_and_twice_when_a_push_is_duplicated()
    {
        using var line = new BinanceLine();
        line.Faults.Apply(new FaultRule("binance", FaultKind.PushDuplicate) { Match = "ORDER_TRADE_UPDATE" });
        var user = line.User();
        await line.Place(Taking + "&quantity=0.5&price=60000.1");
        var trades = user.Events("ORDER_TRADE_UPDATE").Where(e => e["o"]!["x"]!.ToString() == "TRADE").Select(e => e["o"]!["t"]!.GetValue<long>()).ToList();

        Assert.Equal([trades[0], trades[0]], trades);
        Assert.Equal(trades[0], Assert.Single(user.Events("TRADE_LITE"))["t"]!.GetValue<long>());
    }

    [Fact]
    public async Task case_18_a_post_only_order_that_would_take_is_refused_at_once_and_never_recorded()
    {
        using var line = new BinanceLine();
        var user = line.User();
        Assert.Equal(-5022, await line.No("POST", BinanceLine.Order, "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTX&quantity=1&price=60000.1"));
        Assert.Empty(line.Bench.Venue.Orders());
        Assert.Empty(user.Story());
    }

    [Fact]
    public async Task case_19_the_rest_of_an_immediate_order_expires_and_its_fill_stays()
    {
        using var line = new BinanceLine();
        var user = line.User();
        await line.Place(Taking + "&quantity=1.5&price=60000.1");
        var last = user.Events("ORDER_TRADE_UPDATE")[^1]["o"]!;

        Assert.Equal(("EXPIRED", "EXPIRED", "1", "2"), (Text(last, "x"), Text(last, "X"), Text(last, "z"), Text(last, "er")));
        Assert.Equal(1m, line.Bench.Venue.Position("BTCUSDT").Position.Quantity);
    }

    [Fact]
    public async Task case_20_a_fill_or_kill_that_cannot_fill_is_refused_without_a_fill()
    {
        using var line = new BinanceLine();
        Assert.Equal(-5021, await line.No("POST", BinanceLine.Order, "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=FOK&quantity=1.5&price=60000.1"));
        Assert.Empty(line.Bench.Venue.Fills());
    }

    [Fact]
    public async Task case_21_reduce_only_is_refused_when_flat_and_never_flips_a_position()
    {
        using var line = new BinanceLine();
        Assert.Equal(-2022, await line.No("POST", BinanceLine.Order, Sell + "&quantity=1&price=59999&reduceOnly=true"));
        await line.Place(Taking + "&quantity=0.5&price=60000.1");
        await line.Place("symbol=BTCUSDT&side=SELL&type=MARKET&quantity=2&reduceOnly=true");
        Assert.Equal(0m, line.Bench.Venue.Position("BTCUSDT").Position.Quantity);
    }

    [Fact]
    public async Task case_22_an_order_must_name_its_side_in_two_sided_mode_and_must_not_in_one_way_mode()
    {
        using var line = new BinanceLine();
        Assert.Equal(-4061, await line.No("POST", BinanceLine.Order, BinanceLine.Limit + "&quantity=1&price=59000&positionSide=LONG"));
        await line.Ok("POST", "/fapi/v1/positionSide/dual", "dualSidePosition=true");
        Assert.Equal(-4061, await line.No("POST", BinanceLine.Order, BinanceLine.Limit + "&quantity=1&price=59000"));
        Assert.Equal(-4062, await line.No("POST", BinanceLine.Order, BinanceLine.Limit + "&quantity=1&price=59000&positionSide=LONG&reduceOnly=true"));
        await line.Place(Taking + "&quantity=0.5&price=60000.1&positionSide=LONG");
        await line.Place("symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.3&positionSide=SHORT");
        var positions = (await line.Ok("GET", "/fapi/v3/positionRisk")).AsArray();
        Assert.Equal([("LONG", "0.5"), ("SHORT", "-0.3")], positions.Select(p => (Text(p!, "positionSide"), Text(p!, "positionAmt"))));
    }

    [Fact]
    public async Task case_23_cancelling_a_filled_order_is_refused_and_the_order_can_be_asked_for()
    {
        using var line = new BinanceLine();
        await line.Place(Taking + "&quantity=0.5&price=60000.1&newClientOrderId=done");
        Assert.Equal(-2011, await line.No("DELETE", BinanceLine.Order, "symbol=BTCUSDT&origClientOrderId=done"));
        Assert.Equal("FILLED", Text(await line.Ok("GET", BinanceLine.Order, "symbol=BTCUSDT&origClientOrderId=done"), "status"));
    }

    [Fact]
    public async Task case_24_a_fill_that_comes_before_the_cancel_wins()
    {
        using var line = new BinanceLine();
        line.Faults.Apply(new FaultRule("binance", FaultKind.Latency) { Match = "DELETE /fapi/v1/order", Latency = TimeSpan.FromMilliseconds(300) });
        await line.Place(BinanceLine.Limit + "&quantity=0.5&price=59990&newClientOrderId=race");
        var cancelling = line.Call("DELETE", BinanceLine.Order, "symbol=BTCUSDT&origClientOrderId=race");
        line.Bench.Market.Ask = 59_980m;
        line.Bench.Market.Bid = 59_979m;
        line.Bench.Pass(TimeSpan.FromMilliseconds(100));
        line.Bench.Pass(TimeSpan.FromMilliseconds(300));

        Assert.Equal(-2011, Code((await cancelling)!.Json));
        Assert.Equal("FILLED", Text(await line.Ok("GET", BinanceLine.Order, "symbol=BTCUSDT&origClientOrderId=race"), "status"));
        Assert.Equal(0.5m, line.Bench.Venue.Position("BTCUSDT").Position.Quantity);
    }

    [Fact]
    public async Task case_26_a_client_id_is_refused_while_its_order_is_open()
    {
        using var line = new BinanceLine();
        await line.Place(BinanceLine.Limit + "&quantity=1&price=59000&newClientOrderId=same");
        Assert.Equal(-4116, await line.No("POST", BinanceLine.Order, BinanceLine.Limit + "&quantity=1&price=59000&newClientOrderId=same"));
    }

    [Fact]
    public async Task case_27_a_client_id_is_taken_again_once_its_order_is_closed()
    {
        using var line = new BinanceLine();
        var first = await line.Place(BinanceLine.Limit + "&quantity=1&price=59000&newClientOrderId=same");
        await line.Ok("DELETE", BinanceLine.Order, "symbol=BTCUSDT&origClientOrderId=same");
        var second = await line.Place(BinanceLine.Limit + "&quantity=1&price=59000&newClientOrderId=same");
        Assert.NotEqual(Text(first, "orderId"), Text(second, "orderId"));
    }

    [Theory]
    [InlineData("EXPIRE_TAKER", "taker")]
    [InlineData("EXPIRE_MAKER", "maker")]
    [InlineData("EXPIRE_BOTH", "maker,taker")]
    [InlineData("", "maker")]
    public async Task case_28_of_two_own_orders_that_meet_the_takers_mode_says_which_ends(string mode, string ended)
    {
        using var line = new BinanceLine();
        await line.Place(BinanceLine.Limit + "&quantity=0.5&price=60000&newClientOrderId=maker");
        var user = line.User();
        await line.Place(Sell + "&quantity=0.5&price=60000&newClientOrderId=taker" + (mode.Length > 0 ? "&selfTradePreventionMode=" + mode : ""));
        var ends = user.Events("ORDER_TRADE_UPDATE").Select(e => e["o"]!).Where(o => Text(o, "X") == "EXPIRED_IN_MATCH").ToList();

        Assert.Equal(ended.Split(','), ends.Select(o => Text(o, "c")).Order());
        Assert.All(ends, o => Assert.Equal(("EXPIRED", "1"), (Text(o, "x"), Text(o, "er"))));
        Assert.Empty(line.Bench.Venue.Fills());
    }

    [Theory]
    [InlineData("STOP")]
    [InlineData("STOP_MARKET")]
    [InlineData("TAKE_PROFIT")]
    [InlineData("TAKE_PROFIT_MARKET")]
    [InlineData("TRAILING_STOP_MARKET")]
    public async Task case_29_conditional_types_are_sent_to_another_address(string type)
    {
        using var line = new BinanceLine();
        Assert.Equal(-4120, await line.No("POST", BinanceLine.Order, $"symbol=BTCUSDT&side=SELL&type={type}&quantity=1&stopPrice=59000"));
    }

    [Fact]
    public async Task case_30_batches_mix_orders_and_refusals_in_the_order_of_the_request()
    {
        using var line = new BinanceLine();
        var good = """{"symbol":"BTCUSDT","side":"BUY","type":"LIMIT","timeInForce":"GTC","quantity":"1","price":"59000","reduceOnly":false,"newClientOrderId":"b1"}""";
        var bad = """{"symbol":"BTCUSDT","side":"BUY","type":"LIMIT","timeInForce":"GTC","quantity":"1","price":"59000.05"}""";
        var placed = await line.Ok("POST", "/fapi/v1/batchOrders", "batchOrders=" + Uri.EscapeDataString($"[{bad},{good}]"));
        Assert.Equal((-4014, "b1"), (placed[0]!["code"]!.GetValue<int>(), Text(placed[1]!, "clientOrderId")));
        var amended = await line.Ok("PUT", "/fapi/v1/batchOrders", "batchOrders=" + Uri.EscapeDataString("""[{"symbol":"BTCUSDT","origClientOrderId":"b1","side":"BUY","quantity":"2","price":"59000"},{"symbol":"BTCUSDT","origClientOrderId":"nobody","side":"BUY","quantity":"2","price":"59000"}]"""));
        Assert.Equal(("2", -2013), (Text(amended[0]!, "origQty"), amended[1]!["code"]!.GetValue<int>()));
        var canceled = await line.Ok("DELETE", "/fapi/v1/batchOrders", "symbol=BTCUSDT&origClientOrderIdList=" + Uri.EscapeDataString("""["nobody","b1"]"""));
        Assert.Equal((-2011, "CANCELED"), (canceled[0]!["code"]!.GetValue<int>(), Text(canceled[1]!, "status")));
        Assert.Equal(-4082, await line.No("POST", "/fapi/v1/batchOrders", "batchOrders=" + Uri.EscapeDataString($"[{string.Join(',', Enumerable.Repeat(bad, 6))}]")));
    }

    [Fact]
    public async Task case_31_cancel_all_is_acknowledged_and_each_order_is_told_as_cancelled()
    {
        using var line = new BinanceLine();
        for (var i = 0; i < 45; i++) await line.Place(BinanceLine.Limit + "&quantity=0.01&price=59000");
        var user = line.User();
        Assert.Equal(200, (await line.Ok("DELETE", "/fapi/v1/allOpenOrders", "symbol=BTCUSDT"))["code"]!.GetValue<int>());
        Assert.Equal(45, user.Story().Count(s => s == "CANCELED CANCELED"));
        Assert.Empty((await line.Ok("GET", "/fapi/v1/openOrders")).AsArray());
    }

    [Fact]
    public async Task case_32_the_dead_mans_switch_is_armed_refreshed_disarmed_and_fires()
    {
        using var line = new BinanceLine();
        await line.Place(BinanceLine.Limit + "&quantity=1&price=59000");
        Assert.Equal("30000", Text(await Arm(line, 30_000), "countdownTime"));
        line.Bench.Pass(TimeSpan.FromSeconds(29));
        await Arm(line, 30_000);
        line.Bench.Pass(TimeSpan.FromSeconds(29));
        await Arm(line, 0);
        line.Bench.Pass(TimeSpan.FromMinutes(5));
        Assert.Single(line.Bench.Venue.OpenOrders());
        await Arm(line, 1_000);
        var user = line.User();
        line.Bench.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(["CANCELED CANCELED"], user.Story());
    }

    private static Task<JsonNode> Arm(BinanceLine line, int milliseconds) => line.Ok("POST", "/fapi/v1/countdownCancelAll", $"symbol=BTCUSDT&countdownTime={milliseconds}");

    private static int Code(string json) => JsonNode.Parse(json)!["code"]!.GetValue<int>();

    private static string Text(JsonNode row, string name) => row[name]!.ToString();

    private static decimal Number(JsonNode row, string name) => decimal.Parse(row[name]!.ToString());
}
