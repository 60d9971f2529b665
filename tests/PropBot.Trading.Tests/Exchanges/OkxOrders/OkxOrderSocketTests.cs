using PropBot.Testing;
using PropBot.Testing.Transports;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.Tests.Exchanges.Okx;

namespace PropBot.Trading.Tests.Exchanges.OkxOrders;

public sealed class OkxOrderSocketTests : IAsyncDisposable
{
    private const string RestOrder = "POST /api/v5/trade/order";
    private readonly OkxStage stage = new(bySocket: true);

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    public async Task an_order_leaves_by_socket_with_the_instruments_number_our_tag_and_its_deadline_in_the_venues_time()
    {
        stage.VenueAhead = TimeSpan.FromMilliseconds(250);
        var (socket, btc) = (await stage.OrderSocketUp(), await stage.Btc());
        var order = stage.Order(btc, reduceOnly: true);
        var placing = stage.Venue.Place(order, CancellationToken.None).AsTask();
        var request = await OkxScript.Asked(socket, 0);
        Assert.Equal(
            $$"""{"id":"{{request.GetProperty("id").GetString()}}","op":"order","args":[{"instIdCode":10459,"tdMode":"isolated","clOrdId":"pb1","tag":"propbot","side":"sell","ordType":"ioc","px":"64100.5","sz":"30","reduceOnly":true}],"expTime":"{{order.ValidUntil.AddMilliseconds(250).ToUnixTimeMilliseconds()}}"}""",
            request.GetRawText());
        socket.Push(OkxScript.Reply(request, "312269865356374016"));
        Assert.Equal(new OrderReply.Accepted("312269865356374016"), await placing);
        Assert.Empty(stage.Http.To(RestOrder));
    }

    [Fact]
    public async Task a_cancel_leaves_by_socket_too()
    {
        var (socket, btc) = (await stage.OrderSocketUp(), await stage.Btc());
        var cancelling = stage.Venue.Cancel(btc, new ClientOrderId("pb1"), CancellationToken.None).AsTask();
        var request = await OkxScript.Asked(socket, 0, "cancel-order");
        Assert.Equal("""[{"instIdCode":10459,"clOrdId":"pb1"}]""", request.GetProperty("args").GetRawText());
        socket.Push(OkxScript.Reply(request));
        Assert.Equal(new OrderReply.Accepted("77"), await cancelling);
    }

    [Theory]
    [InlineData("51008", "1000", RefusalKind.InsufficientBalance, "51008_1000")]
    [InlineData("51008_1000", "", RefusalKind.InsufficientBalance, "51008_1000")]
    [InlineData("50037", "", RefusalKind.ExpiredBeforeArrival, "50037")]
    [InlineData("51169", "", RefusalKind.ReduceOnlyNothingToReduce, "51169")]
    public async Task a_refused_item_is_told_in_our_words(string sCode, string subCode, RefusalKind kind, string code)
    {
        var (socket, btc) = (await stage.OrderSocketUp(), await stage.Btc());
        var placing = stage.Venue.Place(stage.Order(btc), CancellationToken.None).AsTask();
        socket.Push(OkxScript.Reply(await OkxScript.Asked(socket, 0), "", sCode, "no", subCode));
        var why = Assert.IsType<OrderReply.Refused>(await placing).Why;
        Assert.Equal((kind, code), (why.Kind, why.Code));
    }

    [Fact]
    public async Task malformed_arguments_and_an_error_event_with_our_id_are_answers_too()
    {
        var (socket, btc) = (await stage.OrderSocketUp(), await stage.Btc());
        var first = stage.Venue.Place(stage.Order(btc), CancellationToken.None).AsTask();
        var id = (await OkxScript.Asked(socket, 0)).GetProperty("id").GetString();
        socket.Push($$"""{"id":"{{id}}","op":"order","code":"60013","msg":"Invalid args","data":[]}""");
        Assert.Equal("60013", Assert.IsType<OrderReply.Refused>(await first).Why.Code);

        var second = stage.Venue.Place(stage.Order(btc), CancellationToken.None).AsTask();
        id = (await OkxScript.Asked(socket, 1)).GetProperty("id").GetString();
        socket.Push($$"""{"id":"{{id}}","event":"error","code":"60012","msg":"Invalid request","connId":"a"}""");
        Assert.Equal("60012", Assert.IsType<OrderReply.Refused>(await second).Why.Code);
    }

    [Theory]
    [InlineData("64007")]
    [InlineData("50004")]
    [InlineData("51149")]
    [InlineData("50026")]
    public async Task case_36_by_socket_a_time_out_of_the_venue_is_unknown_and_nothing_leaves_again(string code)
    {
        var (socket, btc) = (await stage.OrderSocketUp(), await stage.Btc());
        var placing = stage.Venue.Place(stage.Order(btc), CancellationToken.None).AsTask();
        socket.Push(OkxScript.Reply(await OkxScript.Asked(socket, 0), "", code, "timeout"));
        Assert.Contains(code, Assert.IsType<OrderReply.Unknown>(await placing).Clue, StringComparison.Ordinal);
        Assert.Single(socket.Sent, t => t.Contains("\"order\"", StringComparison.Ordinal));
        Assert.Empty(stage.Http.To(RestOrder));
    }

    [Fact]
    public async Task case_35_by_socket_silence_until_the_time_out_is_unknown_and_the_order_is_then_found_by_its_client_id()
    {
        var (socket, btc) = (await stage.OrderSocketUp(), await stage.Btc());
        var order = stage.Order(btc);
        var placing = stage.Venue.Place(order, CancellationToken.None).AsTask();
        await OkxScript.Asked(socket, 0);
        await stage.AdvanceUntil(() => placing.IsCompleted, "the time-out", atEachStep: () => socket.Push("pong"));
        Assert.IsType<OrderReply.Unknown>(await placing);
        Assert.Empty(stage.Http.To(RestOrder));
        stage.Http.On("GET /api/v5/trade/order", OkxScript.Data(OkxScript.Row("filled", "30")));
        Assert.IsType<OrderAnswer.Found>(await stage.Venue.ReadOrder(btc, order.Id, CancellationToken.None));
    }

    [Fact]
    public async Task case_39_a_socket_that_dies_with_orders_in_flight_makes_all_of_them_unknown_and_each_is_resolved()
    {
        var (socket, btc) = (await stage.OrderSocketUp(), await stage.Btc());
        var orders = Enumerable.Range(0, 5).Select(_ => stage.Order(btc)).ToList();
        var placing = orders.Select(o => stage.Venue.Place(o, CancellationToken.None).AsTask()).ToList();
        socket.Push(OkxScript.Reply(await OkxScript.Asked(socket, 0), "1"));
        await OkxScript.Asked(socket, 4);
        await placing[0];
        socket.Break();
        var replies = await Task.WhenAll(placing);
        Assert.IsType<OrderReply.Accepted>(replies[0]);
        Assert.Equal(4, replies.OfType<OrderReply.Unknown>().Count());
        Assert.Empty(stage.Http.To(RestOrder));

        // Two of the four had reached the venue.
        stage.Http.On("GET /api/v5/trade/order", request => FakeHttp.Json(
            request["clOrdId"] is "pb2" or "pb3" ? OkxScript.Data(OkxScript.Row("filled", "30", request["clOrdId"])) : """{"code":"51603","msg":"Order does not exist","data":[]}"""));
        var answers = new List<OrderAnswer>();
        foreach (var order in orders.Skip(1)) answers.Add(await stage.Venue.ReadOrder(btc, order.Id, CancellationToken.None));
        Assert.Equal((2, 2), (answers.OfType<OrderAnswer.Found>().Count(), answers.OfType<OrderAnswer.NotFound>().Count()));
    }

    [Fact]
    public async Task without_the_socket_orders_go_by_rest_and_by_socket_again_when_it_is_back()
    {
        stage.Http.On(RestOrder, """{"code":"0","msg":"","data":[{"ordId":"1","sCode":"0"}]}""");
        var (socket, btc) = (await stage.OrderSocketUp(), await stage.Btc());
        var before = stage.Sockets.Opened.Count;
        socket.Break();
        await Condition.Holds(() => stage.Log.Said.Contains(2232), "the socket is gone");
        Assert.Equal(new OrderReply.Accepted("1"), await stage.Venue.Place(stage.Order(btc), CancellationToken.None));
        await stage.AdvanceUntil(() => stage.Sockets.Opened.Count > before, "the next connection");
        await stage.TakenBySocket(2);
        var placing = stage.Venue.Place(stage.Order(btc), CancellationToken.None).AsTask();
        var back = stage.Sockets.Opened[^1];
        back.Push(OkxScript.Reply(await OkxScript.Asked(back, 0), "2"));
        Assert.Equal(new OrderReply.Accepted("2"), await placing);
    }

    [Fact]
    public async Task an_instrument_without_a_number_goes_by_rest()
    {
        await stage.OrderSocketUp();
        var read = (VenueAnswer<IReadOnlyList<Instrument>>.Got)await stage.Venue.ReadInstruments(CancellationToken.None);
        await stage.Venue.Place(stage.Order(read.Value.Single(i => i.Symbol == "SOLUSDT"), 1m, 150m, reduceOnly: true), CancellationToken.None);
        Assert.Single(stage.Http.To(RestOrder));
    }

    [Fact]
    public async Task case_56_the_order_socket_moves_before_the_venue_closes_it_and_what_is_in_flight_is_still_answered()
    {
        var (socket, btc) = (await stage.OrderSocketUp(), await stage.Btc());
        // Two connections a second are let through, and two there are already.
        stage.Clock.Advance(TimeSpan.FromSeconds(1.1));
        var placing = stage.Venue.Place(stage.Order(btc), CancellationToken.None).AsTask();
        var request = await OkxScript.Asked(socket, 0);
        var before = stage.Sockets.Opened.Count;
        socket.Push(OkxScript.Notice);
        await stage.TakenBySocket(2);
        Assert.Equal(before + 1, stage.Sockets.Opened.Count);
        socket.Push(OkxScript.Reply(request, "9"));
        Assert.Equal(new OrderReply.Accepted("9"), await placing);
        var next = stage.Sockets.Opened[^1];
        await Condition.Holds(() => socket.ClosedByClient || socket.IsAborted, "the old connection is left");
        var second = stage.Venue.Place(stage.Order(btc), CancellationToken.None).AsTask();
        next.Push(OkxScript.Reply(await OkxScript.Asked(next, 0), "10"));
        Assert.Equal(new OrderReply.Accepted("10"), await second);
    }
}
