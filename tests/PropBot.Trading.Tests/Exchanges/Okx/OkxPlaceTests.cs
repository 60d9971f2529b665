using PropBot.Testing.Transports;
using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Tests.Exchanges.Okx;

public class OkxPlaceTests
{
    private const string Call = "POST /api/v5/trade/order";

    [Fact]
    public async Task an_order_leaves_as_ioc_in_contracts_with_its_deadline_in_the_venues_time()
    {
        await using var stage = new OkxStage { VenueAhead = TimeSpan.FromMilliseconds(250) };
        stage.Http.On(Call, """{"code":"0","msg":"","data":[{"clOrdId":"pb1","ordId":"312269865356374016","tag":"","ts":"1695190491421","sCode":"0","sMsg":"","subCode":""}],"inTime":"1695190491421339","outTime":"1695190491423240"}""");
        stage.Venue.StartMarketData(stage.Heard);
        await Testing.Condition.Holds(() => stage.Heard.Of<ClockReading>().Count > 0, "a clock sample");
        var order = stage.Order(await stage.Btc());
        var reply = await stage.Venue.Place(order, CancellationToken.None);

        Assert.Equal(new OrderReply.Accepted("312269865356374016"), reply);
        var sent = Assert.Single(stage.Http.To(Call));
        Assert.Equal("""{"instId":"BTC-USDT-SWAP","tdMode":"isolated","clOrdId":"pb1","tag":"propbot","side":"sell","ordType":"ioc","px":"64100.5","sz":"30"}""", sent.Body);
        Assert.Equal($"{order.ValidUntil.AddMilliseconds(250).ToUnixTimeMilliseconds()}", sent.Headers["expTime"]);
    }

    [Fact]
    public async Task reduce_only_is_a_json_boolean()
    {
        await using var stage = new OkxStage();
        await stage.Venue.Place(stage.Order(await stage.Btc(), reduceOnly: true), CancellationToken.None);
        Assert.EndsWith("\"reduceOnly\":true}", Assert.Single(stage.Http.To(Call)).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.30005, 64100.5, "LOT")]
    [InlineData(0.3, 64100.55, "TICK")]
    [InlineData(0, 64100.5, "QUANTITY")]
    [InlineData(1000001, 64100.5, "MAX")]
    public async Task case_09_what_the_filters_forbid_never_leaves(double quantity, double limit, string code)
    {
        await using var stage = new OkxStage();
        var reply = await stage.Venue.Place(stage.Order(await stage.Btc(), (decimal)quantity, (decimal)limit), CancellationToken.None);
        var refused = Assert.IsType<OrderReply.Refused>(reply).Why;
        Assert.Equal((RefusalKind.LocalCheck, code), (refused.Kind, refused.Code));
        Assert.Empty(stage.Http.To(Call));
    }

    [Fact]
    public async Task case_09_below_the_minimum_only_a_reduce_only_order_may_try()
    {
        await using var stage = new OkxStage();
        await stage.Btc();
        var read = (VenueAnswer<IReadOnlyList<Instrument>>.Got)await stage.Venue.ReadInstruments(CancellationToken.None);
        var sol = read.Value.Single(i => i.Symbol == "SOLUSDT");
        var opening = await stage.Venue.Place(stage.Order(sol, 0.05m, 150m), CancellationToken.None);
        Assert.Equal("MIN", Assert.IsType<OrderReply.Refused>(opening).Why.Code);
        await stage.Venue.Place(stage.Order(sol, 0.05m, 150m, reduceOnly: true), CancellationToken.None);
        Assert.Single(stage.Http.To(Call));
    }

    [Fact]
    public async Task an_order_past_its_validity_never_leaves()
    {
        await using var stage = new OkxStage();
        var order = stage.Order(await stage.Btc());
        stage.Clock.Jump(TimeSpan.FromSeconds(1));
        var reply = await stage.Venue.Place(order, CancellationToken.None);
        Assert.Equal(RefusalKind.ExpiredBeforeArrival, Assert.IsType<OrderReply.Refused>(reply).Why.Kind);
        Assert.Empty(stage.Http.To(Call));
    }

    [Theory]
    [InlineData(200, """{"code":"1","msg":"","data":[{"clOrdId":"pb1","ordId":"","sCode":"51008","sMsg":"Insufficient margin","subCode":"1000"}]}""", RefusalKind.InsufficientBalance, "51008_1000")]
    [InlineData(200, """{"code":"1","msg":"","data":[{"ordId":"","sCode":"51169","sMsg":"no position"}]}""", RefusalKind.ReduceOnlyNothingToReduce, "51169")]
    [InlineData(503, """{"code":"50001","msg":"Service temporarily unavailable","data":[]}""", RefusalKind.Overloaded, "50001")]
    [InlineData(401, """{"code":"50113","msg":"Invalid Sign","data":[]}""", RefusalKind.NotAuthorised, "50113")]
    [InlineData(200, """{"code":"50036","msg":"expTime","data":[]}""", RefusalKind.ExpiredBeforeArrival, "50036")]
    public async Task a_refusal_of_either_level_is_told_in_our_words(int status, string json, RefusalKind kind, string code)
    {
        await using var stage = new OkxStage();
        stage.Http.On(Call, json, status);
        var refused = Assert.IsType<OrderReply.Refused>(await stage.Venue.Place(stage.Order(await stage.Btc()), CancellationToken.None));
        Assert.Equal((kind, code), (refused.Why.Kind, refused.Why.Code));
        Assert.Single(stage.Http.To(Call));
    }

    [Theory]
    [InlineData(400, """{"code":"50004","msg":"Endpoint request timeout","data":[]}""")]
    [InlineData(500, """{"code":"50026","msg":"System error","data":[]}""")]
    [InlineData(200, """{"code":"1","msg":"","data":[{"ordId":"","sCode":"51149","sMsg":"Order timed out"}]}""")]
    [InlineData(502, "<html>Bad gateway</html>")]
    [InlineData(200, """{"code":"0","msg":"","data":[]}""")]
    [InlineData(200, "")]
    public async Task case_36_an_answer_that_proves_nothing_leaves_the_order_unknown_and_is_not_repeated(int status, string body)
    {
        await using var stage = new OkxStage();
        stage.Http.On(Call, body, status);
        Assert.IsType<OrderReply.Unknown>(await stage.Venue.Place(stage.Order(await stage.Btc()), CancellationToken.None));
        Assert.Single(stage.Http.To(Call));
    }

    [Fact]
    public async Task case_35_a_broken_socket_leaves_the_order_unknown()
    {
        await using var stage = new OkxStage();
        stage.Http.On(Call, (_, _) => Task.FromException<HttpResponseMessage>(new HttpRequestException(HttpRequestError.ResponseEnded)));
        Assert.IsType<OrderReply.Unknown>(await stage.Venue.Place(stage.Order(await stage.Btc()), CancellationToken.None));
    }

    [Fact]
    public async Task a_connection_that_never_came_about_sent_nothing()
    {
        await using var stage = new OkxStage();
        stage.Http.On(Call, (_, _) => Task.FromException<HttpResponseMessage>(new HttpRequestException(HttpRequestError.ConnectionError)));
        var reply = await stage.Venue.Place(stage.Order(await stage.Btc()), CancellationToken.None);
        Assert.Equal("NOT_SENT", Assert.IsType<OrderReply.Refused>(reply).Why.Code);
    }

    [Fact]
    public async Task case_35_silence_until_the_time_out_leaves_the_order_unknown()
    {
        await using var stage = new OkxStage();
        stage.Http.On(Call, async (_, stop) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, stage.Clock, stop);
            return FakeHttp.Json("{}");
        });
        var placing = stage.Venue.Place(stage.Order(await stage.Btc()), CancellationToken.None).AsTask();
        Assert.False(placing.IsCompleted);
        stage.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.IsType<OrderReply.Unknown>(await placing);
    }

    [Fact]
    public async Task case_26_a_duplicate_id_is_answered_by_the_order_that_has_it()
    {
        await using var stage = new OkxStage();
        stage.Http.On(Call, """{"code":"1","msg":"","data":[{"ordId":"","sCode":"51016","sMsg":"Duplicated client order ID"}]}""");
        stage.Http.On("GET /api/v5/trade/order", """{"code":"0","msg":"","data":[{"instId":"BTC-USDT-SWAP","ordId":"77","clOrdId":"pb1","side":"sell","sz":"30","px":"64100.5","state":"filled","accFillSz":"30","avgPx":"64101","reduceOnly":"false","uTime":"1700000000000"}]}""");
        Assert.Equal(new OrderReply.Accepted("77"), await stage.Venue.Place(stage.Order(await stage.Btc()), CancellationToken.None));

        stage.Http.On("GET /api/v5/trade/order", """{"code":"51603","msg":"Order does not exist","data":[]}""");
        Assert.IsType<OrderReply.Unknown>(await stage.Venue.Place(stage.Order(await stage.Btc()), CancellationToken.None));
    }

    [Fact]
    public async Task case_42_a_storm_of_openings_leaves_room_for_closes_and_cancels()
    {
        await using var stage = new OkxStage();
        stage.Http.On(Call, """{"code":"0","msg":"","data":[{"ordId":"1","sCode":"0"}]}""").On("POST /api/v5/trade/cancel-order", """{"code":"0","msg":"","data":[{"ordId":"1","sCode":"0"}]}""");
        var btc = await stage.Btc();
        OrderReply last = new OrderReply.Unknown("");
        for (var i = 0; i < 40; i++) last = await stage.Venue.Place(stage.Order(btc), CancellationToken.None);
        Assert.Equal(RefusalKind.RateLimited, Assert.IsType<OrderReply.Refused>(last).Why.Kind);
        Assert.IsType<OrderReply.Accepted>(await stage.Venue.Place(stage.Order(btc, reduceOnly: true), CancellationToken.None));
        Assert.IsType<OrderReply.Accepted>(await stage.Venue.Cancel(btc, new ClientOrderId("pb1"), CancellationToken.None));
        stage.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.IsType<OrderReply.Accepted>(await stage.Venue.Place(stage.Order(btc), CancellationToken.None));
    }

    [Fact]
    public async Task an_instrument_that_was_never_read_is_refused_here()
    {
        await using var stage = new OkxStage();
        var dark = new Instrument(Venue.Okx, "XRPUSDT", "XRP-USDT-SWAP", new Price(1m), new Quantity(1m), new Quantity(1m), new Quantity(9m), Money.OfUsdt(0m), InstrumentStatus.Trading);
        var reply = await stage.Venue.Place(stage.Order(dark, 1m, 1m), CancellationToken.None);
        Assert.Equal("UNKNOWN_INSTRUMENT", Assert.IsType<OrderReply.Refused>(reply).Why.Code);
    }
}
