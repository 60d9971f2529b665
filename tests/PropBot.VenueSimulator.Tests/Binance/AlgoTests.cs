namespace PropBot.VenueSimulator.Tests.Binance;

public class AlgoTests
{
    private const string Path = "/fapi/v1/algoOrder";
    private const string Stop = "algoType=CONDITIONAL&symbol=BTCUSDT&side=SELL&type=STOP_MARKET";

    [Fact]
    public async Task a_stop_on_the_mark_waits_then_becomes_an_order_and_is_told_at_each_step()
    {
        using var line = new BinanceLine();
        await line.Place("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.5");
        var user = line.User();
        var placed = await line.Ok("POST", Path, Stop + "&triggerPrice=59500&workingType=MARK_PRICE&closePosition=true&clientAlgoId=guard");
        Assert.Equal(("NEW", "guard"), (placed["algoStatus"]!.ToString(), placed["clientAlgoId"]!.ToString()));
        line.Bench.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal("0.5", (await line.Ok("GET", "/fapi/v3/positionRisk"))[0]!["positionAmt"]!.ToString());
        line.Bench.Market.Mark = 59_500m;
        line.Bench.Pass(TimeSpan.FromMilliseconds(50));

        Assert.Equal(["NEW", "TRIGGERED", "FINISHED"], user.Events("ALGO_UPDATE").Select(e => e["o"]!["X"]!.ToString()));
        Assert.Equal(0m, line.Bench.Venue.Position("BTCUSDT").Position.Quantity);
        var asked = await line.Ok("GET", Path, "clientAlgoId=guard");
        Assert.Equal(user.Events("ORDER_TRADE_UPDATE")[0]["o"]!["i"]!.ToString(), asked["actualOrderId"]!.ToString());
        Assert.Empty((await line.Ok("GET", "/fapi/v1/openAlgoOrders")).AsArray());
    }

    [Fact]
    public async Task a_trailing_stop_follows_the_price_and_fires_when_it_turns()
    {
        using var line = new BinanceLine();
        await line.Place("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.5");
        await line.Ok("POST", Path, "algoType=CONDITIONAL&symbol=BTCUSDT&side=SELL&type=TRAILING_STOP_MARKET&quantity=0.5&callbackRate=1&workingType=MARK_PRICE&reduceOnly=true");
        foreach (var mark in new[] { 60_000m, 61_000m, 60_400m })
        {
            line.Bench.Market.Mark = mark;
            line.Bench.Pass(TimeSpan.FromMilliseconds(50));
            Assert.Equal(0.5m, line.Bench.Venue.Position("BTCUSDT").Position.Quantity);
        }

        line.Bench.Market.Mark = 60_390m;
        line.Bench.Pass(TimeSpan.FromMilliseconds(50));
        Assert.Equal(0m, line.Bench.Venue.Position("BTCUSDT").Position.Quantity);
    }

    [Theory]
    [InlineData(Stop + "&quantity=1&triggerPrice=61000", -2021)]
    [InlineData(Stop + "&quantity=1", -1102)]
    [InlineData(Stop + "&quantity=1&closePosition=true&triggerPrice=59000", -4137)]
    [InlineData("algoType=CONDITIONAL&symbol=BTCUSDT&side=SELL&type=STOP&quantity=1&triggerPrice=59000", -1102)]
    [InlineData("algoType=CONDITIONAL&symbol=BTCUSDT&side=SELL&type=STOP&closePosition=true&price=59000&triggerPrice=59000", -4136)]
    [InlineData("algoType=CONDITIONAL&symbol=BTCUSDT&side=SELL&type=TRAILING_STOP_MARKET&quantity=1&callbackRate=21", -2007)]
    [InlineData("algoType=CONDITIONAL&symbol=BTCUSDT&side=SELL&type=LIMIT&quantity=1&triggerPrice=59000", -1116)]
    public async Task a_bad_conditional_order_is_refused(string query, int code)
    {
        using var line = new BinanceLine();
        Assert.Equal(code, await line.No("POST", Path, query));
        Assert.Empty((await line.Ok("GET", "/fapi/v1/allAlgoOrders", "symbol=BTCUSDT")).AsArray());
    }

    [Fact]
    public async Task conditional_orders_are_cancelled_singly_and_all_at_once_and_cancel_all_of_orders_leaves_them()
    {
        using var line = new BinanceLine();
        foreach (var id in new[] { "a", "b", "c" }) await line.Ok("POST", Path, $"{Stop}&quantity=1&triggerPrice=59000&clientAlgoId={id}");
        await line.Ok("DELETE", "/fapi/v1/allOpenOrders", "symbol=BTCUSDT");
        Assert.Equal(3, (await line.Ok("GET", "/fapi/v1/openAlgoOrders")).AsArray().Count);
        Assert.Equal("200", (await line.Ok("DELETE", Path, "clientAlgoId=a"))["code"]!.ToString());
        Assert.Equal(-2011, await line.No("DELETE", Path, "clientAlgoId=a"));
        await line.Ok("DELETE", "/fapi/v1/algoOpenOrders", "symbol=BTCUSDT");
        Assert.Empty((await line.Ok("GET", "/fapi/v1/openAlgoOrders")).AsArray());
    }
}
