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
    public async Task everything_on_the_account_is_cancelled_in_batches_of_twenty_foreign_orders_included()
    {
        await using var stage = new OkxStage();
        stage.Http.On("GET /api/v5/trade/orders-pending", Pending(45)).On(Batch, request => FakeHttp.Json(Replies(request)));
        Assert.Equal(new VenueAnswer<int>.Got(45), await stage.Venue.CancelAll(CancellationToken.None));
        var batches = stage.Http.To(Batch).Select(r => JsonDocument.Parse(r.Body).RootElement.GetArrayLength());
        Assert.Equal([20, 20, 5], batches);
        Assert.StartsWith("""[{"instId":"XRP-USD-SWAP","ordId":"0"}""", stage.Http.To(Batch)[0].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task orders_that_ended_meanwhile_are_no_trouble_but_a_failed_cancel_is_told()
    {
        await using var stage = new OkxStage();
        stage.Http.On("GET /api/v5/trade/orders-pending", Pending(3));
        stage.Http.On(Batch, """{"code":"2","msg":"","data":[{"ordId":"0","sCode":"0"},{"ordId":"1","sCode":"51400","sMsg":"gone"},{"ordId":"2","sCode":"0"}]}""");
        Assert.Equal(new VenueAnswer<int>.Got(2), await stage.Venue.CancelAll(CancellationToken.None));

        stage.Http.On(Batch, """{"code":"2","msg":"","data":[{"ordId":"0","sCode":"0"},{"ordId":"1","sCode":"50026","sMsg":"system error"},{"ordId":"2","sCode":"0"}]}""");
        Assert.Contains("50026", Assert.IsType<VenueAnswer<int>.Unreadable>(await stage.Venue.CancelAll(CancellationToken.None)).Clue, StringComparison.Ordinal);
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

    private static string Replies(FakeRequest request) =>
        $$"""{"code":"0","msg":"","data":[{{string.Join(',', JsonDocument.Parse(request.Body).RootElement.EnumerateArray().Select(o => $$"""{"ordId":{{o.GetProperty("ordId").GetRawText()}},"sCode":"0","sMsg":""}"""))}}]}""";
}
