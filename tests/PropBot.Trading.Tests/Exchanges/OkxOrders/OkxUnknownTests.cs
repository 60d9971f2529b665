using PropBot.Testing;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Tests.Exchanges.Okx;

namespace PropBot.Trading.Tests.Exchanges.OkxOrders;

public sealed class OkxUnknownTests : IAsyncDisposable
{
    private const string Place = "POST /api/v5/trade/order";
    private const string Cancel = "POST /api/v5/trade/cancel-order";
    private const string Read = "GET /api/v5/trade/order";
    private const string NoSuchOrder = """{"code":"51603","msg":"Order does not exist","data":[]}""";
    private readonly OkxStage stage = new();

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Theory]
    [InlineData(400, """{"code":"50004","msg":"Endpoint request timeout","data":[]}""")]
    [InlineData(500, """{"code":"50026","msg":"System error","data":[]}""")]
    [InlineData(500, """{"code":"1","msg":"","data":[{"ordId":"","sCode":"51149","sMsg":"Order timed out"}]}""")]
    [InlineData(500, """{"code":"51054","msg":"Request timed out","data":[]}""")]
    public async Task case_33_an_unknown_order_that_is_live_is_found_by_its_client_id_and_not_sent_again(int status, string body)
    {
        stage.Http.On(Place, body, status).On(Read, OkxScript.Data(OkxScript.Row("partially_filled", "12.5")));
        var order = stage.Order(await stage.Btc());
        Assert.IsType<OrderReply.Unknown>(await stage.Venue.Place(order, CancellationToken.None));
        var found = Assert.IsType<OrderAnswer.Found>(await stage.Venue.ReadOrder(order.Instrument, order.Id, CancellationToken.None)).Order;
        Assert.Equal(0.125m, found.Filled.Value);
        Assert.Single(stage.Http.To(Place));
    }

    [Fact]
    public async Task case_34_an_order_that_never_arrived_is_not_found_and_its_deadline_makes_that_a_proof()
    {
        stage.Http.On(Place, """{"code":"50004","msg":"Endpoint request timeout","data":[]}""", 400).On(Read, NoSuchOrder);
        var order = stage.Order(await stage.Btc());
        Assert.IsType<OrderReply.Unknown>(await stage.Venue.Place(order, CancellationToken.None));
        Assert.IsType<OrderAnswer.NotFound>(await stage.Venue.ReadOrder(order.Instrument, order.Id, CancellationToken.None));
        Assert.Equal($"{order.ValidUntil.ToUnixTimeMilliseconds()}", stage.Http.To(Place)[0].Headers["expTime"]);
    }

    [Fact]
    public async Task case_35_by_rest_a_broken_connection_after_the_bytes_left_is_unknown()
    {
        stage.Http.On(Place, (_, _) => Task.FromException<HttpResponseMessage>(new HttpRequestException(HttpRequestError.ResponseEnded)));
        Assert.IsType<OrderReply.Unknown>(await stage.Venue.Place(stage.Order(await stage.Btc()), CancellationToken.None));
        Assert.Single(stage.Http.To(Place));
    }

    [Fact]
    public async Task case_27_an_id_that_left_never_leaves_again_even_when_its_order_is_closed()
    {
        stage.Http.On(Place, """{"code":"0","msg":"","data":[{"ordId":"77","sCode":"0"}]}""").On(Read, OkxScript.Data(OkxScript.Row("filled", "30")));
        var order = stage.Order(await stage.Btc());
        Assert.Equal(new OrderReply.Accepted("77"), await stage.Venue.Place(order, CancellationToken.None));
        Assert.Equal(new OrderReply.Accepted("77"), await stage.Venue.Place(order, CancellationToken.None));
        Assert.Single(stage.Http.To(Place));
    }

    [Fact]
    public async Task an_id_that_was_clearly_refused_may_leave_again()
    {
        stage.Http.OnEach(Place, (200, """{"code":"50011","msg":"Too Many Requests","data":[]}"""), (200, """{"code":"0","msg":"","data":[{"ordId":"77","sCode":"0"}]}"""));
        var order = stage.Order(await stage.Btc(), reduceOnly: true) with { ValidUntil = stage.Clock.GetUtcNow().AddMinutes(1) };
        Assert.IsType<OrderReply.Refused>(await stage.Venue.Place(order, CancellationToken.None));
        stage.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.IsType<OrderReply.Accepted>(await stage.Venue.Place(order, CancellationToken.None));
    }

    [Theory]
    [InlineData("50004")]
    [InlineData("51149")]
    [InlineData("50026")]
    public async Task case_36_a_cancel_of_unknown_outcome_is_looked_at_and_asked_again_while_the_order_rests(string code)
    {
        stage.Http.OnEach(Cancel, (400, $$"""{"code":"{{code}}","msg":"timeout","data":[]}"""), (200, """{"code":"0","msg":"","data":[{"ordId":"77","sCode":"0"}]}"""));
        stage.Http.On(Read, OkxScript.Data(OkxScript.Row("live", "0")));
        Assert.Equal(new OrderReply.Accepted("77"), await stage.Venue.Cancel(await stage.Btc(), new ClientOrderId("pb1"), CancellationToken.None));
        Assert.Equal(2, stage.Http.To(Cancel).Count);
    }

    [Fact]
    public async Task case_36_a_cancel_of_unknown_outcome_whose_order_has_ended_is_over()
    {
        stage.Http.On(Cancel, """{"code":"50026","msg":"System error","data":[]}""", 500).On(Read, OkxScript.Data(OkxScript.Row("canceled", "0", cancelSource: "1")));
        Assert.IsType<OrderReply.Refused>(await stage.Venue.Cancel(await stage.Btc(), new ClientOrderId("pb1"), CancellationToken.None));
        Assert.Single(stage.Http.To(Cancel));

        stage.Http.On(Read, "", 503);
        Assert.IsType<OrderReply.Unknown>(await stage.Venue.Cancel(await stage.Btc(), new ClientOrderId("pb1"), CancellationToken.None));
    }

    [Fact]
    public async Task case_23_a_cancel_of_a_filled_order_brings_its_fill()
    {
        await stage.PrivateUp();
        stage.Http.On(Cancel, """{"code":"1","msg":"","data":[{"clOrdId":"pb1","ordId":"77","sCode":"51400","sMsg":"Cancellation failed as the order has been filled, canceled or does not exist."}]}""");
        stage.Http.On(Read, OkxScript.Data(OkxScript.Row("filled", "30"))).On("GET /api/v5/trade/fills", OkxScript.Data(OkxScript.FillRow("t7", "30", 1767614400400)));
        Assert.IsType<OrderReply.Refused>(await stage.Venue.Cancel(await stage.Btc(), new ClientOrderId("pb1"), CancellationToken.None));
        await Condition.Holds(() => stage.Heard.Of<OrderUpdate>().Count == 1, "the order is told");
        Assert.Equal(("t7", 0.3m), (Assert.Single(stage.Heard.Of<Fill>()).TradeId, stage.Heard.Of<Fill>()[0].Quantity.Value));
        Assert.Equal(VenueOrderStatus.Filled, stage.Heard.Of<OrderUpdate>()[0].Status);
        Assert.True(stage.Heard.IsLink(LinkKind.Private, LinkEvent.Up));
    }

    [Fact]
    public async Task case_24_a_fill_that_overtakes_its_cancel_wins_and_is_kept()
    {
        var socket = await stage.PrivateUp();
        stage.Http.On(Cancel, """{"code":"0","msg":"","data":[{"ordId":"77","sCode":"0"}]}""");
        Assert.IsType<OrderReply.Accepted>(await stage.Venue.Cancel(await stage.Btc(), new ClientOrderId("pb1"), CancellationToken.None));
        socket.Push(OkxScript.Order("filled", "30", "t1", 1767614400500, fillSize: "30"));
        socket.Push(OkxScript.Order("canceled", "30", "", 1767614400501, cancelSource: "1"));
        await Condition.Holds(() => socket.IsDrained, "all is read");
        Assert.Equal(VenueOrderStatus.Filled, Assert.Single(stage.Heard.Of<OrderUpdate>()).Status);
        Assert.Equal(0.3m, stage.Heard.Of<Fill>().Sum(f => f.Quantity.Value));
    }

    [Fact]
    public async Task a_timestamp_that_was_refused_is_sent_once_more_by_a_fresh_clock_and_not_twice()
    {
        stage.Http.On(Place, """{"code":"50102","msg":"Timestamp request expired","data":[]}""", 401);
        var refused = Assert.IsType<OrderReply.Refused>(await stage.Venue.Place(stage.Order(await stage.Btc()), CancellationToken.None));
        Assert.Equal((RefusalKind.ClockSkew, 2), (refused.Why.Kind, stage.Http.To(Place).Count));

        stage.Http.OnEach(Place, (401, """{"code":"50102","msg":"Timestamp request expired","data":[]}"""), (200, """{"code":"0","msg":"","data":[{"ordId":"5","sCode":"0"}]}"""));
        stage.VenueAhead = TimeSpan.FromSeconds(40);
        var order = stage.Order(await stage.Btc());
        Assert.Equal(new OrderReply.Accepted("5"), await stage.Venue.Place(order, CancellationToken.None));
        Assert.Equal(
            Trading.Exchanges.Okx.OkxSigner.Timestamp(stage.Clock.GetUtcNow().AddSeconds(40)), stage.Http.To(Place)[^1].Headers["OK-ACCESS-TIMESTAMP"]);
    }
}
