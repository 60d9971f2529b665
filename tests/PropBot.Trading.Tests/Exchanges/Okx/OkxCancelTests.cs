using System.Text.Json;
using PropBot.Testing.Transports;
using PropBot.Trading.Exchanges;

namespace PropBot.Trading.Tests.Exchanges.Okx;

public class OkxCancelTests
{
    private const string One = "POST /api/v5/trade/cancel-order";
    private const string Batch = "POST /api/v5/trade/cancel-batch-orders";

    [Fact]
    public async Task a_cancel_names_the_order_by_its_client_id()
    {
        await using var stage = new OkxStage();
        stage.Http.On(One, """{"code":"0","msg":"","data":[{"clOrdId":"pb1","ordId":"77","sCode":"0","sMsg":""}]}""");
        Assert.Equal(new OrderReply.Accepted("77"), await stage.Venue.Cancel(await stage.Btc(), new ClientOrderId("pb1"), CancellationToken.None));
        Assert.Equal("""{"instId":"BTC-USDT-SWAP","clOrdId":"pb1"}""", stage.Http.To(One)[0].Body);
    }

    [Theory]
    [InlineData("51400", typeof(OrderReply.Refused))]
    [InlineData("51603", typeof(OrderReply.Refused))]
    [InlineData("51412", typeof(OrderReply.Unknown))]
    [InlineData("50026", typeof(OrderReply.Unknown))]
    public async Task a_cancel_of_a_finished_order_is_refused_and_a_timed_out_one_unknown(string code, Type kind)
    {
        await using var stage = new OkxStage();
        stage.Http.On(One, $$"""{"code":"1","msg":"","data":[{"clOrdId":"pb1","ordId":"","sCode":"{{code}}","sMsg":"x"}]}""");
        Assert.IsType(kind, await stage.Venue.Cancel(await stage.Btc(), new ClientOrderId("pb1"), CancellationToken.None));
    }

    [Fact]
    public async Task case_31_forty_five_orders_are_cancelled_in_batches_of_twenty_foreign_ones_included()
    {
        await using var stage = new OkxStage();
        stage.Http.On("GET /api/v5/trade/orders-pending", Pending(45)).On(Batch, request => FakeHttp.Json(Replies(request)));
        Assert.Equal(new VenueAnswer<int>.Got(45), await stage.Venue.CancelAll(CancellationToken.None));
        var batches = stage.Http.To(Batch).Select(r => JsonDocument.Parse(r.Body).RootElement.GetArrayLength());
        Assert.Equal([20, 20, 5], batches);
        Assert.StartsWith("""[{"instId":"XRP-USD-SWAP","ordId":"0"}""", stage.Http.To(Batch)[0].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task case_30_in_a_mixed_batch_orders_that_ended_meanwhile_are_no_trouble_but_a_failed_cancel_is_told()
    {
        await using var stage = new OkxStage();
        stage.Http.On("GET /api/v5/trade/orders-pending", Pending(3));
        stage.Http.On(Batch, """{"code":"2","msg":"","data":[{"ordId":"0","sCode":"0"},{"ordId":"1","sCode":"51400","sMsg":"gone"},{"ordId":"2","sCode":"0"}]}""");
        Assert.Equal(new VenueAnswer<int>.Got(2), await stage.Venue.CancelAll(CancellationToken.None));

        stage.Http.On(Batch, """{"code":"2","msg":"","data":[{"ordId":"0","sCode":"0"},{"ordId":"1","sCode":"50026","sMsg":"system error"},{"ordId":"2","sCode":"0"}]}""");
        Assert.Contains("50026", Assert.IsType<VenueAnswer<int>.Unreadable>(await stage.Venue.CancelAll(CancellationToken.None)).Clue, StringComparison.Ordinal);
    }

    [Fact]
    public async Task case_31_conditional_orders_are_cancelled_by_ten_and_show_in_the_reading_that_proves_the_end()
    {
        await using var stage = new OkxStage();
        var waiting = 12;
        stage.Http.On("GET /api/v5/trade/orders-algo-pending", request => FakeHttp.Json(request.Query.Contains("ordType=trigger", StringComparison.Ordinal) ? Algos(waiting) : OkxStage.Empty));
        stage.Http.On("POST /api/v5/trade/cancel-algos", request => FakeHttp.Json(Replies(request, "algoId")));
        var open = Assert.IsType<VenueAnswer<IReadOnlyList<OrderUpdate>>.Got>(await stage.Venue.ReadOpenOrders(CancellationToken.None)).Value;
        Assert.Equal((12, "", 0.3m), (open.Count, open[0].Id, open[0].Quantity.Value));
        Assert.Equal(new VenueAnswer<int>.Got(12), await stage.Venue.CancelAll(CancellationToken.None));
        Assert.Equal([10, 2], stage.Http.To("POST /api/v5/trade/cancel-algos").Select(r => JsonDocument.Parse(r.Body).RootElement.GetArrayLength()));
        waiting = 0;
        Assert.Empty(Assert.IsType<VenueAnswer<IReadOnlyList<OrderUpdate>>.Got>(await stage.Venue.ReadOpenOrders(CancellationToken.None)).Value);
    }

    [Fact]
    public async Task conditional_orders_that_cannot_be_listed_do_not_keep_the_others_from_being_cancelled()
    {
        await using var stage = new OkxStage();
        stage.Http.On("GET /api/v5/trade/orders-pending", Pending(3)).On(Batch, request => FakeHttp.Json(Replies(request))).On("GET /api/v5/trade/orders-algo-pending", "", 503);
        Assert.IsType<VenueAnswer<int>.Unreadable>(await stage.Venue.CancelAll(CancellationToken.None));
        Assert.Single(stage.Http.To(Batch));
        Assert.IsType<VenueAnswer<IReadOnlyList<OrderUpdate>>.Unreadable>(await stage.Venue.ReadOpenOrders(CancellationToken.None));
    }

    [Fact]
    public async Task a_list_that_cannot_be_read_is_not_called_empty()
    {
        await using var stage = new OkxStage();
        stage.Http.On("GET /api/v5/trade/orders-pending", "", 503);
        Assert.IsType<VenueAnswer<int>.Unreadable>(await stage.Venue.CancelAll(CancellationToken.None));
    }

    private static string Pending(int count) =>
        $$"""{"code":"0","msg":"","data":[{{string.Join(',', Enumerable.Range(0, count).Select(i => $$"""{"instId":"XRP-USD-SWAP","ordId":"{{i}}","clOrdId":""}"""))}}]}""";

    private static string Algos(int count) =>
        OkxScript.Data([.. Enumerable.Range(0, count).Select(i => $$"""{"algoId":"{{i}}","algoClOrdId":"","instId":"BTC-USDT-SWAP","instType":"SWAP","ordType":"trigger","side":"sell","sz":"30","state":"live","triggerPx":"60000","ordPx":"-1","reduceOnly":"true","cTime":"1767614400000","uTime":"1767614400000"}""")]);

    private static string Replies(FakeRequest request, string id = "ordId") =>
        $$"""{"code":"0","msg":"","data":[{{string.Join(',', JsonDocument.Parse(request.Body).RootElement.EnumerateArray().Select(o => $$"""{"{{id}}":{{o.GetProperty(id).GetRawText()}},"sCode":"0","sMsg":""}"""))}}]}""";
}
