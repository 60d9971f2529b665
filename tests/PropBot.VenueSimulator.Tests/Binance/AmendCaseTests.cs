namespace PropBot.VenueSimulator.Tests.Binance;

public class AmendCaseTests
{
    private const string Amend = "symbol=BTCUSDT&origClientOrderId=a&side=BUY";

    [Fact]
    public async Task case_25_an_amendment_is_answered_and_told_with_its_own_id()
    {
        using var line = new BinanceLine();
        await line.Place(BinanceLine.Limit + "&quantity=1&price=59000&newClientOrderId=a");
        var user = line.User();
        var reply = await line.Ok("PUT", BinanceLine.Order, Amend + "&quantity=2&price=59100&modifyId=77");

        Assert.Equal(("2", "59100", "77", "BTCUSDT"), (reply["origQty"]!.ToString(), reply["price"]!.ToString(), reply["modifyId"]!.ToString(), reply["pair"]!.ToString()));
        var told = Assert.Single(user.Events("ORDER_TRADE_UPDATE"))["o"]!;
        Assert.Equal(("AMENDMENT", "NEW", "77", "NONE"), (told["x"]!.ToString(), told["X"]!.ToString(), told["M"]!.ToString(), told["V"]!.ToString()));
        Assert.Equal("59000", (await line.Ok("GET", "/fapi/v1/orderAmendment", "symbol=BTCUSDT"))[0]!["amendment"]!["price"]!["before"]!.ToString());
    }

    [Fact]
    public async Task case_25_down_to_what_is_filled_cancels_the_order()
    {
        using var line = new BinanceLine();
        await line.Place(BinanceLine.Limit + "&quantity=2&price=60000.1&newClientOrderId=a");
        Assert.Equal("CANCELED", (await line.Ok("PUT", BinanceLine.Order, Amend + "&quantity=1&price=60000.1"))["status"]!.ToString());
        Assert.Equal(1m, line.Bench.Venue.Position("BTCUSDT").Position.Quantity);
    }

    [Fact]
    public async Task case_25_a_post_only_order_amended_into_the_book_is_cancelled()
    {
        using var line = new BinanceLine();
        await line.Place("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTX&quantity=1&price=59000&newClientOrderId=a");
        Assert.Equal("CANCELED", (await line.Ok("PUT", BinanceLine.Order, Amend + "&quantity=1&price=60000.1"))["status"]!.ToString());
        Assert.Empty(line.Bench.Venue.Fills());
    }

    [Theory]
    [InlineData("quantity=1&price=59000", -5027)]
    [InlineData("quantity=1&price=59000.05", -4014)]
    [InlineData("quantity=1", -1102)]
    [InlineData("quantity=1&price=59100&reduceOnly=true", -5047)]
    [InlineData("quantity=1&price=64000", -4016)]
    public async Task case_25_a_refused_amendment_leaves_the_order_as_it_was(string change, int code)
    {
        using var line = new BinanceLine();
        await line.Place(BinanceLine.Limit + "&quantity=1&price=59000&newClientOrderId=a");
        Assert.Equal(code, await line.No("PUT", BinanceLine.Order, $"{Amend}&{change}"));
        Assert.Equal("59000", (await line.Ok("GET", BinanceLine.Order, "symbol=BTCUSDT&origClientOrderId=a"))["price"]!.ToString());
    }

    [Fact]
    public async Task a_date_a_matched_price_and_a_market_order_with_a_price_are_read_as_the_venue_reads_them()
    {
        using var line = new BinanceLine();
        var until = line.Now + 700_500;
        var dated = await line.Place($"symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTD&goodTillDate={until}&quantity=1&price=59000");
        Assert.Equal((until - (until % 1000), "GTD"), (dated["goodTillDate"]!.GetValue<long>(), dated["timeInForce"]!.ToString()));
        Assert.Equal(-5040, await line.No("POST", BinanceLine.Order, $"symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTD&goodTillDate={line.Now + 500_000}&quantity=1&price=59000"));
        var matched = await line.Place(BinanceLine.Limit + "&quantity=1&priceMatch=QUEUE_5");
        Assert.Equal(("59999.5", "QUEUE_5"), (matched["price"]!.ToString(), matched["priceMatch"]!.ToString()));
        Assert.Equal(-1106, await line.No("POST", BinanceLine.Order, BinanceLine.Limit + "&quantity=1&priceMatch=QUEUE&price=59000"));
        Assert.Equal(-1106, await line.No("POST", BinanceLine.Order, "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=1&price=59000"));
        line.Bench.Pass(TimeSpan.FromSeconds(701));
        Assert.Equal("EXPIRED", (await line.Ok("GET", BinanceLine.Order, $"symbol=BTCUSDT&orderId={dated["orderId"]}"))["status"]!.ToString());
    }
}
