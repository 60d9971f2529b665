using System.Text;
using System.Text.Json;
using PropBot.Testing;
using PropBot.Testing.Transports;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Exchanges.Binance;
using PropBot.Trading.Exchanges.BinanceOrders;
using PropBot.Trading.Tests.Exchanges.Binance;

namespace PropBot.Trading.Tests.Exchanges.BinanceOrders;

public sealed class BinanceOrderChannelTests : IAsyncDisposable
{
    private const string RestPlace = "POST /fapi/v1/order";
    private static readonly BinanceOptions WithSocket = new() { WsApiUrl = "ws://venue/ws-fapi/v1" };
    private readonly BinanceStage stage = new BinanceStage(WithSocket).WithQuietAccount();

    public BinanceOrderChannelTests() => stage.Http.On(RestPlace, BinanceSamples.Ack);

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    public void case_01_the_documented_vector_of_the_websocket_api_holds()
    {
        const string Total = "apiKey=dbefbc809e3e83c283a984c3a1459732ea7db1360ca80c5c2c8867408d28cc83&price=9000&quantity=1&recvWindow=5000&side=BUY&symbol=BTCUSDT"
            + "&timeInForce=GTC&timestamp=1591702613943&type=LIMIT";
        Assert.Equal("5b8fe2b962b8e1b2b82fb40e548d56147c2a8f835b5f1393ae4b4b90c38b527f", Sign(Total));
    }

    [Theory]
    [InlineData("BTCUSDT", false)]
    [InlineData("币安人生USDT", true)]
    public void case_03_a_frame_is_signed_over_its_own_parameters_sorted_by_name_with_decimals_as_texts(string symbol, bool reduceOnly)
    {
        var order = stage.Order(quantity: 0.0020m, price: 61800.200m, reduceOnly: reduceOnly) with { Instrument = BinanceStage.Btc with { VenueSymbol = symbol } };
        var key = new BinanceSigner.Ready(new Credential("the-key", BinanceStage.Secret, ""), Encoding.UTF8.GetBytes(BinanceStage.Secret));
        using var frame = JsonDocument.Parse(BinanceOrderFrame.Order("17", order, 1591702613943, 987, key));
        Assert.Equal(("17", "order.place"), (frame.RootElement.Text("id"), frame.RootElement.Text("method")));
        var parameters = frame.RootElement.GetProperty("params");
        var names = parameters.EnumerateObject().Select(p => p.Name).Where(name => name != "signature").ToArray();
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.Equal(("0.002", JsonValueKind.String, JsonValueKind.Number), (parameters.Text("quantity"), parameters.GetProperty("price").ValueKind, parameters.GetProperty("timestamp").ValueKind));
        Assert.Equal((reduceOnly ? "true" : "", symbol, "IOC", "EXPIRE_TAKER"), (parameters.Text("reduceOnly"), parameters.Text("symbol"), parameters.Text("timeInForce"), parameters.Text("selfTradePreventionMode")));
        Assert.Equal(Sign(string.Join('&', names.Select(name => $"{name}={parameters.Text(name)}"))), parameters.Text("signature"));
    }

    [Fact]
    public async Task an_order_goes_by_socket_when_it_is_open_and_by_rest_before_never_by_both()
    {
        Assert.IsType<OrderReply.Accepted>(await Send("A1"));
        var socket = await Open(Taken);
        Assert.Equal("22542179", Assert.IsType<OrderReply.Accepted>(await Send("A2")).VenueOrderId);
        Assert.Equal(("A1", "A2"), (stage.Http.To(RestPlace).Single()["newClientOrderId"], Params(socket.Sent.Single()).Text("newClientOrderId")));
    }

    [Fact]
    public async Task orders_go_by_rest_when_asked_for_or_when_no_address_is_set()
    {
        foreach (var options in new[] { WithSocket with { PreferRest = true }, new BinanceOptions() })
        {
            await using var other = new BinanceStage(options).WithQuietAccount();
            other.Http.On(RestPlace, BinanceSamples.Ack);
            await other.PrivateUp();
            Assert.IsType<OrderReply.Accepted>(await other.Exchange.Place(other.Order(), CancellationToken.None));
            Assert.DoesNotContain(other.Sockets.Opened, socket => socket.Address.AbsolutePath.Contains("ws-fapi", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task a_refusal_means_the_same_by_socket_as_by_rest()
    {
        await Open((id, _) => Refusal(id, 400, -2022, "ReduceOnly Order is rejected."));
        Assert.Equal(RefusalKind.ReduceOnlyNothingToReduce, Why(await Send("A1")).Kind);
    }

    [Theory]
    [InlineData(503, -1007)]
    [InlineData(408, -1006)]
    [InlineData(500, 0)]
    public async Task case_33_an_unknown_outcome_by_socket_is_unknown_and_sends_no_second_order(int status, int code)
    {
        var socket = await Open((id, _) => Refusal(id, status, code, "Unknown error"));
        Assert.IsType<OrderReply.Unknown>(await Send("A1"));
        Assert.Single(socket.Sent);
        Assert.Empty(stage.Http.To(RestPlace));
    }

    [Fact]
    public async Task case_39_when_the_socket_dies_with_orders_in_flight_all_of_them_are_unknown_and_none_is_sent_again()
    {
        var socket = await Open((_, _) => null);
        var orders = Enumerable.Range(1, 7).Select(i => Send($"B{i}")).ToArray();
        await Condition.Holds(() => socket.Sent.Count == 7, "all left");
        socket.Break();
        foreach (var order in orders) Assert.IsType<OrderReply.Unknown>(await order);
        Assert.Empty(stage.Http.To(RestPlace));
        Assert.IsType<OrderReply.Accepted>(await Send("C1"));
        Assert.Equal("C1", stage.Http.To(RestPlace).Single()["newClientOrderId"]);
    }

    [Fact]
    public async Task case_35_an_answer_that_never_comes_is_unknown_and_the_next_order_goes_another_way()
    {
        var socket = await Open((id, text) => Params(text).Text("newClientOrderId") == "A1" ? null : Taken(id, text));
        var order = Send("A1");
        await Condition.Holds(() => socket.Sent.Count == 1, "it left");
        stage.Clock.Advance(TimeSpan.FromMilliseconds(1999));
        Assert.False(order.IsCompleted);
        stage.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.IsType<OrderReply.Unknown>(await order);
        // By REST, or by the renewed socket if that stands already: not by the one that did not answer.
        Assert.IsType<OrderReply.Accepted>(await Send("A2"));
        var next = await stage.Sockets.Await(1, "/ws-fapi");
        await Condition.Holds(() => stage.Exchange.OrdersGoBySocket, "the renewed socket is open");
        Assert.IsType<OrderReply.Accepted>(await Send("A3"));
        Assert.Equal("A3", Params(next.Sent[^1]).Text("newClientOrderId"));
        Assert.Single(socket.Sent);
        Assert.DoesNotContain(stage.Http.To(RestPlace), sent => sent["newClientOrderId"] == "A1");
    }

    [Fact]
    public async Task case_04_a_refused_timestamp_by_socket_is_signed_afresh_once()
    {
        stage.VenueAhead = TimeSpan.FromSeconds(30);
        var asked = 0;
        var socket = await Open((id, text) => ++asked == 1 ? Refusal(id, 400, -1021, "Timestamp for this request is outside of the recvWindow.") : Taken(id, text));
        Assert.IsType<OrderReply.Accepted>(await Send("A1"));
        Assert.Equal(["A1", "A1"], socket.Sent.Select(text => Params(text).Text("newClientOrderId")));
    }

    [Fact]
    public async Task case_40_counts_of_the_sockets_answers_enter_the_same_budgets()
    {
        var socket = await Open((id, _) => $$"""
            {"id":"{{id}}","status":200,"result":{{BinanceSamples.Ack}},"rateLimits":[{"rateLimitType":"ORDERS","interval":"SECOND","intervalNum":10,"limit":300,"count":240},{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":2400,"count":2399}]}
            """);
        Assert.IsType<OrderReply.Accepted>(await Send("A1"));
        Assert.Equal("local", Why(await Send("A2")).Code);
        Assert.IsType<OrderReply.Accepted>(await stage.Exchange.Place(stage.Order("A3", reduceOnly: true), CancellationToken.None));
        Assert.Equal(2, socket.Sent.Count);
        Assert.IsType<VenueAnswer<IReadOnlyList<OrderUpdate>>.Unreadable>(await stage.Exchange.ReadOpenOrders(CancellationToken.None));
    }

    [Fact]
    public async Task case_41_a_ban_heard_by_socket_silences_both_ways_and_every_handshake()
    {
        var until = stage.Clock.GetUtcNow().AddMinutes(2).ToUnixTimeMilliseconds();
        var socket = await Open((id, _) => Refusal(id, 418, -1003, $"Way too many requests; IP banned until {until}."));
        var why = Why(await Send("A1"));
        Assert.Equal((RefusalKind.RateLimited, true), (why.Kind, why.ShutsOut));
        Assert.Equal(1, stage.Exchange.Calls.Read().Bans);
        var asked = stage.Http.Requests.Count;
        socket.Break();
        for (var second = 0; second < 115; second++)
        {
            stage.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal("local", Why(await Send("A2")).Code);
        Assert.IsType<OrderReply.Refused>(await stage.Exchange.Cancel(BinanceStage.Btc, new ClientOrderId("A1"), CancellationToken.None));
        Assert.Equal(asked, stage.Http.Requests.Count);
        Assert.Single(stage.Sockets.Opened, opened => opened.Address.AbsolutePath.StartsWith("/ws-fapi", StringComparison.Ordinal));
        await stage.Until(() => stage.Sockets.Opened.Count(opened => opened.Address.AbsolutePath.StartsWith("/ws-fapi", StringComparison.Ordinal)) == 2, "it comes back after the ban");
    }

    [Fact]
    public async Task a_cancel_goes_by_socket_too()
    {
        var socket = await Open((id, _) => $$"""{"id":"{{id}}","status":200,"result":{{BinanceSamples.Ack.Replace("NEW", "CANCELED", StringComparison.Ordinal)}}}""");
        Assert.IsType<OrderReply.Accepted>(await stage.Exchange.Cancel(BinanceStage.Btc, new ClientOrderId("A1"), CancellationToken.None));
        Assert.Equal("A1", Params(socket.Sent.Single()).Text("origClientOrderId"));
    }

    [Fact]
    public async Task a_session_that_the_venue_ends_unasked_is_left_and_opened_anew()
    {
        var socket = await Open(Taken);
        socket.Push("""{"id":null,"status":401,"error":{"code":-2015,"msg":"Invalid API-key, IP, or permissions for action."}}""");
        await stage.Until(() => stage.Sockets.Opened.Count(opened => opened.Address.AbsolutePath.StartsWith("/ws-fapi", StringComparison.Ordinal)) == 2, "a new session");
    }

    private static string? Taken(string id, string request) => $$"""{"id":"{{id}}","status":200,"result":{{BinanceSamples.Ack}}}""";

    private static string Refusal(string id, int status, int code, string words) => $$$"""{"id":"{{{id}}}","status":{{{status}}},"error":{"code":{{{code}}},"msg":"{{{words}}}"}}""";

    private static string Id(string text) => JsonDocument.Parse(text).RootElement.Text("id");

    private static JsonElement Params(string text) => JsonDocument.Parse(text).RootElement.GetProperty("params");

    /// <summary>Starts the connector and waits until an order would go by socket.</summary>
    private async Task<FakeSocket> Open(Func<string, string, string?> answer)
    {
        stage.Sockets.OnOpened = socket =>
        {
            if (!socket.Address.AbsolutePath.StartsWith("/ws-fapi", StringComparison.Ordinal)) return;
            socket.OnSent = text =>
            {
                if (answer(Id(text), text) is { } reply) socket.Push(reply);
            };
        };
        await stage.PrivateUp();
        var opened = await stage.Sockets.Await(0, "/ws-fapi");
        await Condition.Holds(() => stage.Exchange.OrdersGoBySocket, "the channel is open");
        return opened;
    }

    private Task<OrderReply> Send(string id) => stage.Exchange.Place(stage.Order(id), CancellationToken.None).AsTask();

    private static VenueRefusal Why(OrderReply reply) => Assert.IsType<OrderReply.Refused>(reply).Why;

    private static string Sign(string parameters)
    {
        Span<byte> hex = stackalloc byte[BinanceSigner.SignatureLength];
        BinanceSigner.Sign(Encoding.UTF8.GetBytes(BinanceStage.Secret), Encoding.UTF8.GetBytes(parameters), hex);
        return Encoding.ASCII.GetString(hex);
    }
}
