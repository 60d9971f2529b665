using PropBot.Testing;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Tests.Exchanges.Binance;

namespace PropBot.Trading.Tests.Exchanges.BinanceOrders;

/// <summary>Orders whose answer says nothing: what the connector finds out, and that it never sends a second one.</summary>
public sealed class BinanceUnknownTests : IAsyncDisposable
{
    private const string Place = "POST /fapi/v1/order";
    private const string Query = "GET /fapi/v1/order";
    private const string NotThere = """{"code":-2013,"msg":"Order does not exist."}""";
    private static readonly string Live = BinanceSamples.Order.Replace("EXPIRED", "NEW", StringComparison.Ordinal);
    private readonly BinanceStage stage = new BinanceStage().WithQuietAccount();

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Theory]
    [InlineData(503, """{"code":503,"msg":"Unknown error, please check your request or try again later."}""")]
    [InlineData(503, """{"code":-1007,"msg":"Timeout waiting for response from backend server. Send status unknown; execution status unknown."}""")]
    [InlineData(400, """{"code":-1006,"msg":"An unexpected response was received from the message bus. Execution status unknown."}""")]
    [InlineData(408, "")]
    [InlineData(502, "<html>bad gateway</html>")]
    public async Task case_33_an_unknown_order_that_is_live_is_found_by_its_client_id_and_not_sent_again(int status, string body)
    {
        stage.Http.On(Place, body, status).OnEach(Query, (400, NotThere), (200, Live));
        Assert.IsType<OrderReply.Unknown>(await Send());
        Assert.IsType<OrderAnswer.NotFound>(await Ask());
        Assert.Equal(("A1", VenueOrderStatus.Live), (Assert.IsType<OrderAnswer.Found>(await Ask()).Order.Id, VenueOrderStatus.Live));
        Assert.Single(stage.Http.To(Place));
        Assert.All(stage.Http.To(Query), asked => Assert.Equal("A1", asked["origClientOrderId"]));
    }

    [Fact]
    public async Task case_34_an_order_never_executed_is_not_found_and_its_recv_window_ends_with_its_validity()
    {
        stage.Http.On(Place, "", 504).On(Query, NotThere, 400);
        var order = stage.Order();
        Assert.IsType<OrderReply.Unknown>(await stage.Exchange.Place(order, CancellationToken.None));
        var sent = stage.Http.To(Place).Single();
        Assert.Equal(order.ValidUntil.ToUnixTimeMilliseconds(), long.Parse(sent["timestamp"]) + long.Parse(sent["recvWindow"]));
        stage.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.IsType<OrderAnswer.NotFound>(await Ask());
        // The same intent may not leave again under this name: its validity has passed (R31); another name is another call.
        Assert.Equal(RefusalKind.ExpiredBeforeArrival, Assert.IsType<OrderReply.Refused>(await stage.Exchange.Place(order, CancellationToken.None)).Why.Kind);
        Assert.Single(stage.Http.To(Place));
    }

    [Fact]
    public async Task an_internal_error_is_looked_up_once_and_found_absent_or_left_open()
    {
        stage.Http.On(Place, """{"code":-1001,"msg":"Internal error; unable to process your request. Please try again."}""", 503)
            .OnEach(Query, (200, Live), (400, NotThere), (500, ""));
        Assert.Equal("22542179", Assert.IsType<OrderReply.Accepted>(await Send()).VenueOrderId);
        Assert.Equal(RefusalKind.Overloaded, Assert.IsType<OrderReply.Refused>(await Send()).Why.Kind);
        Assert.IsType<OrderReply.Unknown>(await Send());
        Assert.Equal((3, 3), (stage.Http.To(Place).Count, stage.Http.To(Query).Count));
    }

    [Theory]
    [InlineData(503, """{"code":-1008,"msg":"Request throttled by system-level protection. Reduce-only/close-position orders are exempt. Please try again."}""")]
    [InlineData(503, "Service Unavailable.")]
    public async Task case_37_an_overloaded_venue_is_a_no_openings_wait_longer_each_time_and_closings_go_through(int status, string body)
    {
        stage.Http.On(Place, body, status);
        foreach (var pause in new[] { 200, 400, 800 })
        {
            Assert.Equal(RefusalKind.Overloaded, Why(await Send()).Kind);
            Assert.Equal("local", Why(await Send()).Code);
            stage.Clock.Advance(TimeSpan.FromMilliseconds(pause - 1));
            Assert.Equal("local", Why(await Send()).Code);
            stage.Clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(RefusalKind.Overloaded, Why(await Send()).Kind);
        stage.Http.On(Place, BinanceSamples.Ack);
        Assert.IsType<OrderReply.Accepted>(await stage.Exchange.Place(stage.Order("C1", reduceOnly: true), CancellationToken.None));
        stage.Clock.Advance(TimeSpan.FromMilliseconds(1600));
        Assert.IsType<OrderReply.Accepted>(await Send());
    }

    [Fact]
    public async Task case_15_an_acknowledgement_without_prices_is_enough_and_the_price_comes_from_the_fill()
    {
        var socket = await stage.PrivateUp();
        Assert.DoesNotContain("avgPrice", BinanceSamples.Ack, StringComparison.Ordinal);
        stage.Http.On(Place, BinanceSamples.Ack);
        Assert.IsType<OrderReply.Accepted>(await Send());
        socket.Push(BinanceSamples.OrderTrade.Replace("8886774", "22542179", StringComparison.Ordinal));
        await Condition.Holds(() => stage.Told.Fills.Count == 1, "the fill");
        Assert.Equal(9910m, stage.Told.Fills[0].Price.Value);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task case_14_event_first_reply_never_or_event_never_end_the_same(bool eventComes)
    {
        var socket = await stage.PrivateUp();
        stage.Http.On(Place, _ =>
        {
            if (eventComes) socket.Push(Event("EXPIRED", "EXPIRED", "0.001"));
            return new HttpResponseMessage(System.Net.HttpStatusCode.GatewayTimeout);
        }).On(Query, BinanceSamples.Order).On("GET /fapi/v1/userTrades", "[]");
        Assert.IsType<OrderReply.Unknown>(await Send());
        if (!eventComes) Assert.Equal(VenueOrderStatus.Ended, Assert.IsType<OrderAnswer.Found>(await Ask()).Order.Status);
        else await Condition.Holds(() => stage.Told.Orders.Count == 1, "the event");
        var (status, filled) = eventComes ? (stage.Told.Orders[0].Status, stage.Told.Orders[0].Filled.Value) : (VenueOrderStatus.Ended, 0.001m);
        Assert.Equal((VenueOrderStatus.Ended, 0.001m), (status, filled));
    }

    [Fact]
    public async Task case_24_a_fill_that_races_a_cancel_wins_and_is_never_told_backwards()
    {
        var socket = await stage.PrivateUp();
        socket.Push(Event("TRADE", "FILLED", "0.002", last: "0.002"));
        await Condition.Holds(() => stage.Told.Orders.Count == 1, "filled");
        stage.Http.On("DELETE /fapi/v1/order", """{"code":-2011,"msg":"Unknown order sent."}""", 400).On(Query, Live);
        socket.Push(Event("CANCELED", "CANCELED", "0.000"));
        await Condition.Holds(() => socket.IsDrained, "read");
        await stage.Exchange.Cancel(BinanceStage.Btc, new ClientOrderId("A1"), CancellationToken.None);
        Assert.Equal((VenueOrderStatus.Filled, 1), (stage.Told.Orders.Single().Status, stage.Told.Fills.Count));
    }

    [Fact]
    public async Task case_16_partial_fills_add_up_to_the_orders_own_count()
    {
        var socket = await stage.PrivateUp();
        socket.Push(Event("NEW", "NEW", "0", trade: 0));
        socket.Push(Event("TRADE", "PARTIALLY_FILLED", "0.0005", last: "0.0005", price: "9910", trade: 1));
        socket.Push(Event("TRADE", "PARTIALLY_FILLED", "0.0015", last: "0.001", price: "9911", trade: 2));
        socket.Push(Event("TRADE", "FILLED", "0.002", last: "0.0005", price: "9912", trade: 3, average: "9911"));
        await Condition.Holds(() => stage.Told.Orders.Count == 4, "all were told");
        var end = stage.Told.Orders[^1];
        Assert.Equal((VenueOrderStatus.Filled, end.Filled.Value), (end.Status, stage.Told.Fills.Sum(fill => fill.Quantity.Value)));
        Assert.Equal(end.AveragePrice!.Value.Value, stage.Told.Fills.Sum(fill => fill.Quantity.Value * fill.Price.Value) / end.Filled.Value);
        // The fill is told before the order that counts it.
        Assert.True(stage.Told.All.ToList().IndexOf(stage.Told.Fills[^1]) < stage.Told.All.ToList().IndexOf(end));
    }

    [Fact]
    public async Task case_19_an_ioc_filled_in_part_ends_with_its_fill_kept()
    {
        var socket = await stage.PrivateUp();
        socket.Push(Event("TRADE", "PARTIALLY_FILLED", "0.001", last: "0.001", trade: 5));
        socket.Push(Event("EXPIRED", "EXPIRED", "0.001", cause: "2"));
        await Condition.Holds(() => stage.Told.Orders.Count == 2, "the end");
        Assert.Equal((VenueOrderStatus.Ended, 0.001m, "ioc_remainder"), (stage.Told.Orders[1].Status, stage.Told.Orders[1].Filled.Value, stage.Told.Orders[1].EndReason));
        Assert.Equal(0.001m, stage.Told.Fills.Single().Quantity.Value);
    }

    [Fact]
    public async Task case_18_a_post_only_refusal_is_a_definite_no_without_a_fill()
    {
        stage.Http.On(Place, """{"code":-5022,"msg":"Due to the order could not be executed as maker, the Post Only order will be rejected."}""", 400);
        Assert.Equal("-5022", Why(await Send()).Code);
        Assert.Single(stage.Http.To(Place));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task case_13_acknowledgement_and_event_in_either_order_tell_the_same(bool eventFirst)
    {
        var socket = await stage.PrivateUp();
        stage.Http.On(Place, async (_, _) =>
        {
            if (eventFirst)
            {
                socket.Push(Event("NEW", "NEW", "0"));
                await Condition.Holds(() => stage.Told.Orders.Count == 1, "the event came first");
            }

            return PropBot.Testing.Transports.FakeHttp.Json(BinanceSamples.Ack);
        });
        Assert.Equal("22542179", Assert.IsType<OrderReply.Accepted>(await Send()).VenueOrderId);
        if (!eventFirst) socket.Push(Event("NEW", "NEW", "0"));
        await Condition.Holds(() => stage.Told.Orders.Count == 1, "the event");
        Assert.Equal(("A1", "22542179", VenueOrderStatus.Live), (stage.Told.Orders[0].Id, stage.Told.Orders[0].VenueOrderId, stage.Told.Orders[0].Status));
    }

    [Theory]
    [InlineData(41)]
    [InlineData(42)]
    public async Task case_27_whatever_the_venue_answers_a_name_is_never_sent_again_after_it_may_have_been_executed(int seed)
    {
        var dice = new Random(seed); // the seed is in the test's name
        (int Status, string Body)[] answers =
        [
            (200, BinanceSamples.Ack), (200, "<html>"), (400, """{"code":-1021,"msg":"x"}"""), (400, """{"code":-5028,"msg":"x"}"""), (503, """{"code":-1001,"msg":"x"}"""),
            (503, """{"code":-1007,"msg":"x"}"""), (400, """{"code":-4116,"msg":"x"}"""), (400, """{"code":-2019,"msg":"x"}"""), (502, ""), (0, ""),
        ];
        var decided = new Dictionary<string, int>(StringComparer.Ordinal);
        stage.Http.On(Query, NotThere, 400).On(Place, request =>
        {
            var name = request["newClientOrderId"];
            Assert.False(decided.ContainsKey(name), $"seed {seed}: {name} was sent again after answer {decided.GetValueOrDefault(name)}");
            var (status, body) = answers[dice.Next(answers.Length)];
            if (!body.Contains("-1021", StringComparison.Ordinal) && !body.Contains("-5028", StringComparison.Ordinal)) decided[name] = status;
            return status == 0 ? throw new HttpRequestException(HttpRequestError.ResponseEnded, "ended") : PropBot.Testing.Transports.FakeHttp.Json(body, status);
        });
        for (var i = 0; i < 300; i++)
        {
            await stage.Exchange.Place(stage.Order($"N{i}"), CancellationToken.None);
            stage.Clock.Advance(TimeSpan.FromSeconds(2));
        }

        Assert.All(stage.Http.To(Place).GroupBy(request => request["newClientOrderId"]), name => Assert.InRange(name.Count(), 1, 2));
        Assert.Equal(300, stage.Http.To(Place).Select(request => request["newClientOrderId"]).Distinct().Count());
    }

    private static string Event(string kind, string status, string filled, string last = "0", string price = "9910", int trade = 7, string average = "9910", string cause = "0") =>
        $$$"""
        {"e":"ORDER_TRADE_UPDATE","E":1768879465651,"T":1768879465650,"o":{"s":"BTCUSDT","c":"A1","S":"SELL","o":"LIMIT","f":"IOC","q":"0.002","p":"9910","ap":"{{{average}}}","sp":"0","x":"{{{kind}}}","X":"{{{status}}}","i":22542179,"l":"{{{last}}}","z":"{{{filled}}}","L":"{{{price}}}","N":"USDT","n":"0.0019","T":1768879465650,"t":{{{trade}}},"m":false,"R":false,"ps":"BOTH","rp":"0","V":"EXPIRE_TAKER","er":"{{{cause}}}"}}
        """;

    private Task<OrderReply> Send() => stage.Exchange.Place(stage.Order(), CancellationToken.None).AsTask();

    private Task<OrderAnswer> Ask() => stage.Exchange.ReadOrder(BinanceStage.Btc, new ClientOrderId("A1"), CancellationToken.None);

    private static VenueRefusal Why(OrderReply reply) => Assert.IsType<OrderReply.Refused>(reply).Why;
}
