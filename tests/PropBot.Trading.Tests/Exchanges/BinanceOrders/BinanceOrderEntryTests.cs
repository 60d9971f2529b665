using PropBot.Testing;
using PropBot.Testing.Transports;
using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Tests.Exchanges.Binance;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Tests.Exchanges.BinanceOrders;

public sealed class BinanceOrderEntryTests : IAsyncDisposable
{
    private const string Place = "POST /fapi/v1/order";
    private readonly BinanceStage stage = new();

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    public async Task an_accepted_order_carries_the_venues_number_and_leaves_once()
    {
        stage.Http.On(Place, BinanceSamples.Ack);
        var reply = await Send(stage.Order());
        Assert.Equal("22542179", Assert.IsType<OrderReply.Accepted>(reply).VenueOrderId);
        var sent = Assert.Single(stage.Http.To(Place));
        Assert.Equal("the-key", sent.Headers["X-MBX-APIKEY"]);
        Assert.Equal(("", "A1", "IOC", "SELL", "ACK"), (sent.Query, sent["newClientOrderId"], sent["timeInForce"], sent["side"], sent["newOrderRespType"]));
        Assert.Equal($"{stage.Clock.GetUtcNow().ToUnixTimeMilliseconds()}", sent["timestamp"]);
    }

    [Fact]
    public async Task the_window_is_what_is_left_of_the_validity_and_the_timestamp_is_the_venues()
    {
        stage.VenueAhead = TimeSpan.FromSeconds(3);
        stage.WithQuietAccount().Http.On(Place, BinanceSamples.Ack);
        stage.Exchange.StartPrivate(stage.Told);
        await Condition.Holds(() => stage.Told.Clocks.Count > 0, "the clock was read");
        var order = stage.Order();
        stage.Clock.Advance(TimeSpan.FromMilliseconds(300));
        await Send(order);
        var sent = stage.Http.To(Place).Single();
        Assert.Equal("700", sent["recvWindow"]);
        Assert.Equal($"{(stage.Clock.GetUtcNow() + TimeSpan.FromSeconds(3)).ToUnixTimeMilliseconds()}", sent["timestamp"]);
    }

    [Fact]
    public async Task an_order_whose_validity_has_passed_does_not_leave()
    {
        var order = stage.Order();
        stage.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(RefusalKind.ExpiredBeforeArrival, Why(await Send(order)).Kind);
        Assert.Empty(stage.Http.Requests);
    }

    [Theory]
    [InlineData(0.0025, 61800.2, "lot")]
    [InlineData(0, 61800.2, "lot")]
    [InlineData(0.002, 61800.25, "tick")]
    [InlineData(0.002, 0, "tick")]
    [InlineData(1001, 61800.2, "max_quantity")]
    [InlineData(0.001, 61800.2, "min_notional")]
    public async Task case_09_what_the_venue_would_refuse_for_its_size_or_price_does_not_leave(double quantity, double price, string code)
    {
        var why = Why(await Send(stage.Order(quantity: (decimal)quantity, price: (decimal)price)));
        Assert.Equal((RefusalKind.LocalCheck, code), (why.Kind, why.Code));
        Assert.Empty(stage.Http.Requests);
    }

    [Fact]
    public async Task a_closing_order_is_held_up_by_no_minimum_and_no_status()
    {
        stage.Http.On(Place, BinanceSamples.Ack);
        var order = stage.Order(quantity: 0.001m, reduceOnly: true);
        var halted = order with { Instrument = BinanceStage.Btc with { Status = InstrumentStatus.CloseOnly, MinQuantity = new Quantity(1m) } };
        Assert.IsType<OrderReply.Accepted>(await Send(halted));
        Assert.Equal("true", stage.Http.To(Place).Single()["reduceOnly"]);
        Assert.Equal("status", Why(await Send(halted with { ReduceOnly = false })).Code);
    }

    [Fact]
    public async Task case_04_a_refused_timestamp_is_measured_anew_and_signed_afresh_once_and_only_once()
    {
        const string Late = """{"code":-1021,"msg":"Timestamp for this request is outside of the recvWindow."}""";
        stage.VenueAhead = TimeSpan.FromSeconds(30);
        stage.Http.OnEach(Place, (400, Late), (200, BinanceSamples.Ack), (400, Late));
        Assert.IsType<OrderReply.Accepted>(await Send(stage.Order()));
        var sent = stage.Http.To(Place);
        Assert.Equal((2, "A1", "A1"), (sent.Count, sent[0]["newClientOrderId"], sent[1]["newClientOrderId"]));
        Assert.Equal(30_000, long.Parse(sent[1]["timestamp"]) - long.Parse(sent[0]["timestamp"]));
        Assert.Equal(RefusalKind.ClockSkew, Why(await Send(stage.Order())).Kind);
        Assert.Equal((4, 2), (stage.Http.To(Place).Count, stage.Http.To("GET /fapi/v1/time").Count));
    }

    [Fact]
    public async Task case_04_without_a_new_measurement_or_after_its_validity_it_is_not_signed_again()
    {
        stage.Http.On(Place, """{"code":-5028,"msg":"Timestamp for this request is outside of the ME recvWindow."}""", 400).On("GET /fapi/v1/time", "", 500);
        Assert.Equal(RefusalKind.ClockSkew, Why(await Send(stage.Order())).Kind);
        Assert.Single(stage.Http.To(Place));
        stage.Http.On("GET /fapi/v1/time", _ =>
        {
            stage.Clock.Advance(TimeSpan.FromSeconds(2));
            return FakeHttp.Json("""{"serverTime":1}""");
        });
        Assert.Equal(RefusalKind.ClockSkew, Why(await Send(stage.Order())).Kind);
        Assert.Equal(2, stage.Http.To(Place).Count);
    }

    [Fact]
    public async Task case_26_a_client_id_that_is_open_already_is_an_accepted_order()
    {
        stage.Http.On(Place, """{"code":-4116,"msg":"ClientOrderId is duplicated."}""", 400).On("GET /fapi/v1/order", BinanceSamples.Order);
        Assert.Equal("22542179", Assert.IsType<OrderReply.Accepted>(await Send(stage.Order())).VenueOrderId);
        stage.Http.On("GET /fapi/v1/order", "", 500);
        Assert.IsType<OrderReply.Unknown>(await Send(stage.Order()));
    }

    [Fact]
    public async Task case_35_an_answer_that_never_comes_is_unknown_once_validity_and_patience_have_passed()
    {
        stage.Http.On(Place, async (_, stop) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, stage.Clock, stop);
            throw new InvalidOperationException("unreachable");
        });
        var reply = Send(stage.Order());
        await Condition.Holds(() => stage.Http.To(Place).Count == 1 && stage.Clock.NextDue is not null, "the order is on its way");
        stage.Clock.Advance(TimeSpan.FromMilliseconds(1999));
        Assert.False(reply.IsCompleted);
        stage.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.IsType<OrderReply.Unknown>(await reply);
    }

    [Fact]
    public async Task case_35_a_socket_lost_after_sending_is_unknown_and_one_never_connected_is_a_no()
    {
        stage.Http.On(Place, _ => throw new HttpRequestException(HttpRequestError.ResponseEnded, "the response ended prematurely"));
        Assert.IsType<OrderReply.Unknown>(await Send(stage.Order()));
        stage.Http.On(Place, _ => throw new HttpRequestException(HttpRequestError.ConnectionError, "connection refused"));
        Assert.Equal("not_sent", Why(await Send(stage.Order())).Code);
        Assert.Equal(2, stage.Http.To(Place).Count);
    }

    [Fact]
    public async Task an_accepting_answer_that_cannot_be_read_is_unknown()
    {
        stage.Http.On(Place, "<html>ok</html>");
        Assert.IsType<OrderReply.Unknown>(await Send(stage.Order()));
    }

    [Fact]
    public async Task case_41_during_a_ban_nothing_leaves()
    {
        var until = stage.Clock.GetUtcNow().AddMinutes(2).ToUnixTimeMilliseconds();
        stage.Http.On(Place, $$"""{"code":-1003,"msg":"Way too many requests; IP banned until {{until}}. Please use the websocket."}""", 418);
        Assert.Equal(RefusalKind.RateLimited, Why(await Send(stage.Order())).Kind);
        stage.Clock.Advance(TimeSpan.FromSeconds(119));
        Assert.Equal(RefusalKind.RateLimited, Why(await Send(stage.Order())).Kind);
        Assert.IsType<OrderAnswer.Unreadable>(await stage.Exchange.ReadOrder(BinanceStage.Btc, new ClientOrderId("A1"), CancellationToken.None));
        Assert.Single(stage.Http.Requests);
        stage.Clock.Advance(TimeSpan.FromSeconds(1));
        stage.Http.On(Place, BinanceSamples.Ack);
        Assert.IsType<OrderReply.Accepted>(await Send(stage.Order()));
    }

    [Fact]
    public async Task case_42_too_many_orders_stops_orders_and_lets_cancels_through()
    {
        stage.Http.On(Place, """{"code":-1015,"msg":"Too many new orders."}""", 429).On("DELETE /fapi/v1/order", BinanceSamples.Ack);
        await Send(stage.Order());
        Assert.Equal("local", Why(await Send(stage.Order())).Code);
        Assert.IsType<OrderReply.Accepted>(await stage.Exchange.Cancel(BinanceStage.Btc, new ClientOrderId("A1"), CancellationToken.None));
    }

    [Fact]
    public async Task case_23_a_cancel_of_a_filled_order_is_looked_up_and_its_end_told()
    {
        stage.WithQuietAccount();
        await stage.PrivateUp();
        stage.Http.On("DELETE /fapi/v1/order", """{"code":-2011,"msg":"Unknown order sent."}""", 400).On("GET /fapi/v1/order", BinanceSamples.Order);
        Assert.Equal("-2011", Why(await Cancel()).Code);
        Assert.Equal(("A1", VenueOrderStatus.Ended, 0.001m), (stage.Told.Orders.Single().Id, stage.Told.Orders.Single().Status, stage.Told.Orders.Single().Filled.Value));
        await Cancel();
        Assert.Single(stage.Told.Orders);
    }

    [Fact]
    public async Task a_cancel_that_is_lost_or_contradicted_is_unknown()
    {
        stage.Http.On("DELETE /fapi/v1/order", "", 502);
        Assert.IsType<OrderReply.Unknown>(await Cancel());
        stage.Http.On("DELETE /fapi/v1/order", """{"code":-2011,"msg":"Unknown order sent."}""", 400)
            .On("GET /fapi/v1/order", BinanceSamples.Order.Replace("EXPIRED", "NEW", StringComparison.Ordinal));
        Assert.IsType<OrderReply.Unknown>(await Cancel());
        stage.Http.On("GET /fapi/v1/order", """{"code":-2013,"msg":"Order does not exist."}""", 400);
        Assert.Equal("-2011", Why(await Cancel()).Code);
    }

    [Fact]
    public async Task a_question_about_an_order_has_three_answers()
    {
        stage.Http.OnEach("GET /fapi/v1/order", (200, BinanceSamples.Order), (400, """{"code":-2013,"msg":"Order does not exist."}"""), (500, ""));
        var order = Assert.IsType<OrderAnswer.Found>(await Ask()).Order;
        Assert.Equal((VenueOrderStatus.Ended, 0.001m, 0.002m, "A1", "expired"), (order.Status, order.Filled.Value, order.Quantity.Value, order.Id, order.EndReason));
        Assert.Equal((61799.5m, 61800.2m, true), (order.AveragePrice!.Value.Value, order.Limit!.Value.Value, order.ReduceOnly));
        Assert.IsType<OrderAnswer.NotFound>(await Ask());
        Assert.IsType<OrderAnswer.Unreadable>(await Ask());
        Assert.Equal("A1", stage.Http.To("GET /fapi/v1/order")[0]["origClientOrderId"]);
    }

    [Fact]
    public async Task a_changed_key_signs_the_next_request()
    {
        stage.Http.On(Place, BinanceSamples.Ack);
        await Send(stage.Order());
        stage.Credential = new Credential("new-key", "new-secret", "");
        await Send(stage.Order());
        var sent = stage.Http.To(Place);
        Assert.Equal("new-key", sent[1].Headers["X-MBX-APIKEY"]);
        Assert.NotEqual(sent[0]["signature"], sent[1]["signature"]);
    }

    private Task<OrderReply> Send(OrderRequest order) => stage.Exchange.Place(order, CancellationToken.None).AsTask();

    private Task<OrderReply> Cancel() => stage.Exchange.Cancel(BinanceStage.Btc, new ClientOrderId("A1"), CancellationToken.None).AsTask();

    private Task<OrderAnswer> Ask() => stage.Exchange.ReadOrder(BinanceStage.Btc, new ClientOrderId("A1"), CancellationToken.None);

    private static VenueRefusal Why(OrderReply reply) => Assert.IsType<OrderReply.Refused>(reply).Why;
}
