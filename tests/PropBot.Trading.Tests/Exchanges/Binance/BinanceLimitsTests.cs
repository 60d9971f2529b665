using PropBot.Testing;
using PropBot.Testing.Transports;
using PropBot.Trading.Exchanges;

namespace PropBot.Trading.Tests.Exchanges.Binance;

public sealed class BinanceLimitsTests : IAsyncDisposable
{
    private const string Place = "POST /fapi/v1/order";
    private const string Balance = "GET /fapi/v3/balance";
    private readonly BinanceStage stage = new BinanceStage().WithQuietAccount();

    public BinanceLimitsTests() => stage.Http.On("DELETE /fapi/v1/order", BinanceSamples.Ack);

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    public async Task case_40_the_used_weight_of_any_answer_stops_what_can_wait_and_leaves_the_reserve_to_cancels()
    {
        stage.Http.On("GET /fapi/v1/exchangeInfo", _ => With(BinanceSamples.ExchangeInfo, ("X-MBX-USED-WEIGHT-1M", "2101")));
        await stage.Exchange.ReadInstruments(CancellationToken.None);
        Assert.IsType<VenueAnswer<FeeRates>.Unreadable>(await stage.Exchange.ReadFees(BinanceStage.Btc, CancellationToken.None));
        Assert.Empty(stage.Http.To("GET /fapi/v1/commissionRate"));
        Assert.IsType<OrderReply.Accepted>(await Cancel());
        stage.Clock.Advance(TimeSpan.FromMinutes(1));
        stage.Http.On("GET /fapi/v1/commissionRate", """{"makerCommissionRate":"0.0002","takerCommissionRate":"0.0005"}""");
        Assert.IsType<VenueAnswer<FeeRates>.Got>(await stage.Exchange.ReadFees(BinanceStage.Btc, CancellationToken.None));
    }

    [Theory]
    [InlineData("X-MBX-ORDER-COUNT-10S", "240", 10)]
    [InlineData("X-MBX-ORDER-COUNT-1M", "1000", 60)]
    public async Task case_40_order_counts_of_both_windows_stop_openings_below_the_limit(string header, string count, int seconds)
    {
        stage.Http.On(Place, _ => With(BinanceSamples.Ack, (header, count)));
        Assert.IsType<OrderReply.Accepted>(await Send());
        Assert.IsType<OrderReply.Refused>(await Send());
        Assert.IsType<OrderReply.Accepted>(await stage.Exchange.Place(stage.Order(reduceOnly: true), CancellationToken.None));
        stage.Clock.Advance(TimeSpan.FromSeconds(seconds));
        Assert.IsType<OrderReply.Accepted>(await Send());
    }

    [Fact]
    public async Task case_40_limits_that_the_venue_names_replace_the_documented_ones()
    {
        const string Rates = """
            "rateLimits":[{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":80},{"rateLimitType":"ORDERS","interval":"MINUTE","intervalNum":1,"limit":12}]
            """;
        stage.Http.On("GET /fapi/v1/exchangeInfo", BinanceSamples.ExchangeInfo.Replace("\"rateLimits\":[]", Rates, StringComparison.Ordinal)).On(Place, BinanceSamples.Ack);
        await stage.Exchange.ReadInstruments(CancellationToken.None);
        for (var i = 0; i < 10; i++) Assert.IsType<OrderReply.Accepted>(await Send());
        Assert.IsType<OrderReply.Refused>(await Send());
        Assert.IsType<VenueAnswer<IReadOnlyList<OrderUpdate>>.Got>(await stage.Exchange.ReadOpenOrders(CancellationToken.None));
        Assert.IsType<VenueAnswer<IReadOnlyList<OrderUpdate>>.Unreadable>(await stage.Exchange.ReadOpenOrders(CancellationToken.None));
    }

    [Theory]
    [InlineData(429, "20", """{"code":-1003,"msg":"Too many requests."}""", 20)]
    [InlineData(429, "", """{"code":-1003,"msg":"Too many requests; current limit is 2400 requests per minute."}""", 61)]
    [InlineData(418, "", """{"code":-1003,"msg":"Way too many requests; IP(1.2.3.4) banned until {until}. Please use the websocket for live updates to avoid bans."}""", 180)]
    public async Task case_41_nothing_at_all_is_sent_until_the_time_the_venue_named_or_the_minute_has_rolled(int status, string retryAfter, string body, int seconds)
    {
        var words = body.Replace("{until}", $"{stage.Clock.GetUtcNow().AddSeconds(180).ToUnixTimeMilliseconds()}", StringComparison.Ordinal);
        await stage.PrivateUp();
        stage.Http.On(Balance, _ => retryAfter.Length > 0 ? With(words, status, ("Retry-After", retryAfter)) : With(words, status));
        await stage.Exchange.ReadAccount(CancellationToken.None);
        var asked = stage.Http.Requests.Count;
        var endsAt = stage.Clock.GetUtcNow().AddSeconds(seconds);
        while (stage.Clock.GetUtcNow() < endsAt - TimeSpan.FromSeconds(1))
        {
            Assert.IsType<OrderReply.Refused>(await Send());
            Assert.IsType<OrderReply.Refused>(await Cancel());
            stage.Exchange.RequestBook(0);
            stage.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(asked, stage.Http.Requests.Count);
        stage.Http.On(Balance, BinanceSamples.Balance).On(Place, BinanceSamples.Ack);
        stage.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.IsType<OrderReply.Accepted>(await Send());
    }

    [Fact]
    public async Task case_41_a_ban_takes_the_private_link_down_with_its_end_in_words_and_a_catch_up_brings_it_back()
    {
        var socket = await stage.PrivateUp();
        var until = stage.Clock.GetUtcNow().AddMinutes(2);
        stage.Http.On(Balance, $$"""{"code":-1003,"msg":"IP banned until {{until.ToUnixTimeMilliseconds()}}"}""", 418);
        await stage.Exchange.ReadAccount(CancellationToken.None);
        await stage.Told.Until(LinkKind.Private, LinkEvent.Down);
        Assert.Contains($"silence until {until:O}", stage.Told.Links[^1].Detail, StringComparison.Ordinal);
        socket.Push(BinanceSamples.OrderTrade);
        await Condition.Holds(() => stage.Told.Fills.Count == 1, "the stream is still heard");
        stage.Http.On(Balance, BinanceSamples.Balance).On("GET /fapi/v1/userTrades", r => FakeHttp.Json(r["symbol"] == "BTCUSDT" ? $"[{BinanceSamples.Trade}]" : "[]"));
        await stage.Until(() => stage.Told.Links.Count(link => link.Event == LinkEvent.Up) == 2, "up again");
        Assert.True(stage.Clock.GetUtcNow() >= until);
        Assert.Equal(["12345", "698759"], stage.Told.Fills.Select(fill => fill.TradeId));
        Assert.Single(stage.Sockets.Opened);
    }

    [Theory]
    [InlineData("Too many new orders; current limit is 300 orders per TEN_SECONDS.", 11)]
    [InlineData("Too many new orders; current limit is 1200 orders per MINUTE.", 61)]
    public async Task case_42_too_many_orders_pauses_orders_until_that_window_rolls_and_cancels_go_on(string words, int seconds)
    {
        stage.Http.On(Place, $$"""{"code":-1015,"msg":"{{words}}"}""", 429);
        Assert.IsType<OrderReply.Refused>(await Send());
        stage.Http.On(Place, BinanceSamples.Ack);
        for (var second = 1; second < seconds; second++)
        {
            stage.Clock.Advance(TimeSpan.FromSeconds(1));
            if (second < seconds - 1) Assert.IsType<OrderReply.Refused>(await Send());
            Assert.IsType<OrderReply.Accepted>(await Cancel());
        }

        stage.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.IsType<OrderReply.Accepted>(await Send());
        Assert.Equal(2, stage.Http.To(Place).Count);
    }

    private static HttpResponseMessage With(string body, params (string Name, string Value)[] headers) => With(body, 200, headers);

    private static HttpResponseMessage With(string body, int status, params (string Name, string Value)[] headers)
    {
        var response = FakeHttp.Json(body, status);
        foreach (var (name, value) in headers) response.Headers.TryAddWithoutValidation(name, value);
        return response;
    }

    private Task<OrderReply> Send() => stage.Exchange.Place(stage.Order(), CancellationToken.None).AsTask();

    private Task<OrderReply> Cancel() => stage.Exchange.Cancel(BinanceStage.Btc, new ClientOrderId("A1"), CancellationToken.None).AsTask();
}
