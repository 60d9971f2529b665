using PropBot.Trading.Exchanges;
using PropBot.Trading.Tests.Exchanges.Binance;

namespace PropBot.Trading.Tests.Exchanges.BinanceOrders;

public sealed class BinanceCancelAllTests : IAsyncDisposable
{
    private const string Done = """{"code":200,"msg":"The operation of cancel all open order is done."}""";
    private static readonly string Doge = BinanceSamples.Order.Replace("BTCUSDT", "DOGEUSDT", StringComparison.Ordinal).Replace("EXPIRED", "NEW", StringComparison.Ordinal);
    private readonly BinanceStage stage = new BinanceStage().WithQuietAccount();

    public BinanceCancelAllTests() => stage.Http.On("DELETE /fapi/v1/allOpenOrders", Done).On("DELETE /fapi/v1/algoOpenOrders", Done)
        .On("DELETE /fapi/v1/order", BinanceSamples.Ack).On("DELETE /fapi/v1/algoOrder", """{"algoId":7,"code":"200","msg":"success"}""");

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    public async Task case_31_every_symbol_with_an_order_is_cancelled_conditional_ones_too_and_the_lists_are_empty_afterwards()
    {
        stage.Http.OnEach("GET /fapi/v1/openOrders", (200, $"[{Doge}]"), (200, "[]")).OnEach("GET /fapi/v1/openAlgoOrders", (200, $"[{BinanceSamples.Algo}]"), (200, "[]"));
        Assert.Equal(2, Assert.IsType<VenueAnswer<int>.Got>(await Run()).Value);
        foreach (var path in new[] { "DELETE /fapi/v1/allOpenOrders", "DELETE /fapi/v1/algoOpenOrders" })
            Assert.Equal(["BTCUSDT", "ETHUSDT", "DOGEUSDT", "SOLUSDT"], stage.Http.To(path).Select(r => r["symbol"]));
        Assert.Equal((2, 2), (stage.Http.To("GET /fapi/v1/openOrders").Count, stage.Http.To("GET /fapi/v1/openAlgoOrders").Count));
    }

    [Fact]
    public async Task case_31_what_an_acknowledged_cancel_leaves_open_is_cancelled_one_by_one_until_the_lists_are_empty()
    {
        stage.Http.OnEach("GET /fapi/v1/openOrders", (200, $"[{Doge}]"), (200, $"[{Doge}]"), (200, $"[{Doge}]"), (200, "[]"))
            .OnEach("GET /fapi/v1/openAlgoOrders", (200, "[]"), (200, $"[{BinanceSamples.Algo}]"), (200, "[]"))
            .On("DELETE /fapi/v1/allOpenOrders", """{"code":-2012,"msg":"Batch cancel failure."}""", 400);
        var run = Run();
        await stage.Until(() => run.IsCompleted, "all are gone", 0.1);
        Assert.Equal(1, Assert.IsType<VenueAnswer<int>.Got>(await run).Value);
        Assert.Equal(("DOGEUSDT", "22542179"), (stage.Http.To("DELETE /fapi/v1/order")[0]["symbol"], stage.Http.To("DELETE /fapi/v1/order")[0]["orderId"]));
        Assert.Equal("2146760", stage.Http.To("DELETE /fapi/v1/algoOrder").Single()["algoId"]);
    }

    [Fact]
    public async Task case_31_what_stays_open_or_cannot_be_read_is_never_called_done()
    {
        stage.Http.On("GET /fapi/v1/openOrders", $"[{Doge}]");
        var run = Run();
        await stage.Until(() => run.IsCompleted, "it gave up", 0.1);
        Assert.Contains("DOGEUSDT 22542179", Assert.IsType<VenueAnswer<int>.Unreadable>(await run).Clue, StringComparison.Ordinal);
        stage.Http.On("GET /fapi/v1/openOrders", "", 500);
        run = Run();
        await stage.Until(() => run.IsCompleted, "it gave up", 0.1);
        Assert.Contains("nothing is proven", Assert.IsType<VenueAnswer<int>.Unreadable>(await run).Clue, StringComparison.Ordinal);
    }

    [Fact]
    public async Task the_list_of_open_orders_has_conditional_ones_which_are_never_ours()
    {
        stage.Http.On("GET /fapi/v1/openOrders", $"[{Doge}]").On("GET /fapi/v1/openAlgoOrders", $"[{BinanceSamples.Algo}]");
        var open = Assert.IsType<VenueAnswer<IReadOnlyList<OrderUpdate>>.Got>(await stage.Exchange.ReadOpenOrders(CancellationToken.None)).Value;
        Assert.Equal([("22542179", "A1", "DOGEUSDT"), ("algo-2146760", "", "SOLUSDT")], open.Select(order => (order.VenueOrderId, order.Id, order.Symbol)));
        stage.Http.On("GET /fapi/v1/openAlgoOrders", "", 500);
        Assert.IsType<VenueAnswer<IReadOnlyList<OrderUpdate>>.Unreadable>(await stage.Exchange.ReadOpenOrders(CancellationToken.None));
        stage.Http.On("GET /fapi/v1/openAlgoOrders", "", 404);
        Assert.IsType<VenueAnswer<IReadOnlyList<OrderUpdate>>.Got>(await stage.Exchange.ReadOpenOrders(CancellationToken.None));
    }

    private Task<VenueAnswer<int>> Run() => stage.Exchange.CancelAll(CancellationToken.None);
}
