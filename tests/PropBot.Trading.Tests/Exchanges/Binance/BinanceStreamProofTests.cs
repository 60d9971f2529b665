using PropBot.Testing;
using PropBot.Testing.Transports;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Exchanges.Binance;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Tests.Exchanges.Binance;

/// <summary>A private stream that is dead looks like one that has nothing to tell: how it is found out, and that nothing is lost by it or by a renewal.</summary>
public sealed class BinanceStreamProofTests : IAsyncDisposable
{
    private static readonly string OwnPosition = BinanceSamples.PositionRisk.Replace("1720736417660", "1790000000000", StringComparison.Ordinal);
    private readonly BinanceStage stage = new BinanceStage().WithQuietAccount();

    public BinanceStreamProofTests() => stage.Http.On("POST /fapi/v1/order", BinanceSamples.Ack);

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    public async Task case_55_an_order_the_venue_took_and_the_stream_never_mentions_ends_the_silent_stream()
    {
        await stage.PrivateUp();
        await stage.Exchange.Place(stage.Order(), CancellationToken.None);
        stage.Http.On("GET /fapi/v1/userTrades", r => FakeHttp.Json(r["symbol"] == "BTCUSDT" ? $"[{BinanceSamples.Trade.Replace("25851813", "22542179", StringComparison.Ordinal)}]" : "[]"));
        await stage.Until(() => stage.Told.Links.Any(link => link.Event == LinkEvent.Down), "found out");
        Assert.Contains("took order 22542179 and the stream has not spoken of it", stage.Told.Links.First(link => link.Event == LinkEvent.Down).Detail, StringComparison.Ordinal);
        await stage.Until(() => stage.Told.Links.Count(link => link.Event == LinkEvent.Up) == 2, "caught up", 0.25);
        Assert.Equal("A1", stage.Told.Fills.Single().OrderId);
        Assert.Equal(2, stage.Http.To("POST /fapi/v1/listenKey").Count);
        // The order of before is not owed again by the new connection.
        await StaysUp(20);
    }

    [Fact]
    public async Task an_order_the_stream_speaks_of_before_or_after_its_answer_owes_nothing()
    {
        var socket = await stage.PrivateUp();
        socket.Push(BinanceSamples.OrderTrade.Replace("8886774", "22542179", StringComparison.Ordinal));
        await Condition.Holds(() => stage.Told.Orders.Count == 1, "event first");
        await stage.Exchange.Place(stage.Order(), CancellationToken.None);
        stage.Http.On("POST /fapi/v1/order", BinanceSamples.Ack.Replace("22542179", "7", StringComparison.Ordinal));
        await stage.Exchange.Place(stage.Order("A2"), CancellationToken.None);
        socket.Push(BinanceSamples.OrderTrade.Replace("8886774", "7", StringComparison.Ordinal));
        await Condition.Holds(() => stage.Told.Orders.Count == 2, "event second");
        await StaysUp(20);
    }

    [Fact]
    public async Task case_55_a_position_that_rest_knows_and_the_stream_never_told_ends_it_and_the_catch_up_tells_it()
    {
        await stage.PrivateUp();
        stage.Http.On("GET /fapi/v3/positionRisk", OwnPosition);
        await stage.Until(() => stage.Told.Links.Any(link => link.Event == LinkEvent.Down), "found out");
        Assert.Contains("BTCUSDT: REST knows of a position of -0.01", stage.Told.Links.First(link => link.Event == LinkEvent.Down).Detail, StringComparison.Ordinal);
        await stage.Until(() => stage.Told.Links.Count(link => link.Event == LinkEvent.Up) == 2, "caught up", 0.25);
        Assert.Equal(-0.010m, stage.Told.Positions.Last(position => position.Symbol == "BTCUSDT").SignedQuantity);
    }

    [Fact]
    public async Task rest_that_lags_behind_the_stream_is_no_difference()
    {
        var socket = await stage.PrivateUp();
        socket.Push(BinanceSamples.AccountUpdate.Replace("1768879465651", "1799999999999", StringComparison.Ordinal));
        await Condition.Holds(() => stage.Told.Positions.Any(position => position.SignedQuantity == -20m), "told");
        stage.Http.On("GET /fapi/v3/positionRisk", OwnPosition);
        await StaysUp(150);
        Assert.True(stage.Http.To("GET /fapi/v3/positionRisk").Count > 2);
    }

    [Fact]
    public async Task case_21_a_reduce_only_refusal_compares_the_account_at_once()
    {
        await using var patient = new BinanceStage(new BinanceOptions { PrivateProofEvery = TimeSpan.FromDays(1) }).WithQuietAccount();
        await patient.PrivateUp();
        patient.Http.On("POST /fapi/v1/order", """{"code":-2022,"msg":"ReduceOnly Order is rejected."}""", 400).On("GET /fapi/v3/positionRisk", OwnPosition);
        Assert.IsType<OrderReply.Refused>(await patient.Exchange.Place(patient.Order(reduceOnly: true), CancellationToken.None));
        await patient.Until(() => patient.Told.Links.Any(link => link.Event == LinkEvent.Down), "found out");
        Assert.True(patient.Http.To("GET /fapi/v3/positionRisk").Count >= 3);
    }

    [Fact]
    public async Task case_54_a_renewal_before_the_24_h_cut_misses_no_fill_and_tells_none_twice()
    {
        var old = await stage.PrivateUp();
        var answer = new TaskCompletionSource<HttpResponseMessage>();
        stage.Http.On("GET /fapi/v3/balance", (_, _) => answer.Task);
        stage.Exchange.Renew("23 h");
        var next = await stage.Sockets.Await(1, "/private");
        foreach (var socket in new[] { old, next }) socket.Push(Trade(1));
        await Condition.Holds(() => stage.Told.Fills.Count == 1 && next.IsDrained, "told by the old one, held by the new one");
        next.Push(Trade(2));
        await Condition.Holds(() => next.IsDrained, "held");
        answer.SetResult(FakeHttp.Json(BinanceSamples.Balance));
        await Condition.Holds(() => stage.Told.Fills.Count == 2, "what only the new one heard");
        old.Push(Trade(2));
        await stage.Until(() => old.State != System.Net.WebSockets.WebSocketState.Open, "the old one was left", 0.25);
        next.Push(Trade(3));
        await Condition.Holds(() => stage.Told.Fills.Count == 3, "the new one goes on");
        Assert.Equal(["1", "2", "3"], stage.Told.Fills.Select(fill => fill.TradeId));
        Assert.Equal(["Connecting", "Up"], stage.Told.Links.Select(link => $"{link.Event}"));
    }

    [Fact]
    public async Task case_54_at_23_hours_the_connection_is_renewed_by_itself()
    {
        await stage.PrivateUp();
        for (var minute = 0; minute < 23 * 60 + 5; minute++)
        {
            stage.Clock.Advance(TimeSpan.FromMinutes(1));
            if (minute % 60 == 0) await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, CancellationToken.None);
        }

        await stage.Until(() => stage.Sockets.Opened.Count == 2, "renewed");
        Assert.DoesNotContain(stage.Told.Links, link => link.Event == LinkEvent.Down);
    }

    [Fact]
    public async Task case_58_an_order_that_ended_while_nobody_listened_is_asked_after_and_told_with_its_fills()
    {
        var socket = await stage.PrivateUp();
        socket.Push(BinanceSamples.OrderTrade.Replace("\"c\":\"a1\"", "\"c\":\"A1\"", StringComparison.Ordinal).Replace("8886774", "22542179", StringComparison.Ordinal)
            .Replace("\"x\":\"TRADE\",\"X\":\"FILLED\"", "\"x\":\"NEW\",\"X\":\"NEW\"", StringComparison.Ordinal).Replace("\"z\":\"0.001\"", "\"z\":\"0\"", StringComparison.Ordinal));
        await Condition.Holds(() => stage.Told.Orders.Count == 1, "resting");
        stage.Http.On("GET /fapi/v1/order", BinanceSamples.Order)
            .On("GET /fapi/v1/userTrades", r => FakeHttp.Json(r["symbol"] == "BTCUSDT" ? $"[{BinanceSamples.Trade.Replace("25851813", "22542179", StringComparison.Ordinal)}]" : "[]"));
        socket.Break();
        await stage.Told.Until(LinkKind.Private, LinkEvent.Down);
        await stage.BackOff();
        await stage.Told.Until(LinkKind.Private, LinkEvent.Up, times: 2);
        Assert.Equal((VenueOrderStatus.Ended, 0.001m), (stage.Told.Orders[^1].Status, stage.Told.Orders[^1].Filled.Value));
        Assert.Equal("A1", stage.Told.Fills.Single().OrderId);
        Assert.Equal("22542179", stage.Http.To("GET /fapi/v1/order").Single()["orderId"]);
    }

    [Fact]
    public async Task case_52_private_events_of_the_coin_margined_side_are_passed_over()
    {
        var socket = await stage.PrivateUp();
        socket.Push(BinanceSamples.OrderTrade.Replace("\"e\":\"ORDER", "\"st\":2,\"e\":\"ORDER", StringComparison.Ordinal));
        socket.Push(BinanceSamples.OrderTrade.Replace("\"s\":\"BTCUSDT\"", "\"s\":\"BTCUSD_PERP\",\"st\":2", StringComparison.Ordinal));
        socket.Push(BinanceSamples.AccountUpdate.Replace("\"pa\":\"-20\"", "\"st\":2,\"pa\":\"-20\"", StringComparison.Ordinal));
        await Condition.Holds(() => socket.IsDrained, "read");
        Assert.Equal((0, 0, 0), (stage.Told.Fills.Count, stage.Told.Orders.Count, stage.Told.Positions.Count(position => position.SignedQuantity != 0m)));
    }

    [Fact]
    public async Task case_11_a_refusal_for_tick_or_lot_reads_the_instruments_again_and_tells_what_changed()
    {
        stage.Http.On("GET /fapi/v1/exchangeInfo", BinanceSamples.ExchangeInfo);
        await stage.Exchange.ReadInstruments(CancellationToken.None);
        await stage.PrivateUp();
        stage.Http.On("GET /fapi/v1/exchangeInfo", BinanceSamples.ExchangeInfo.Replace("\"stepSize\":\"0.001\"},{\"filterType\":\"MARKET", "\"stepSize\":\"0.005\"},{\"filterType\":\"MARKET", StringComparison.Ordinal))
            .On("POST /fapi/v1/order", """{"code":-4023,"msg":"Qty not increased by step size."}""", 400);
        Assert.Equal(RefusalKind.BadParameter, Assert.IsType<OrderReply.Refused>(await stage.Exchange.Place(stage.Order(), CancellationToken.None)).Why.Kind);
        await stage.Until(() => stage.Told.Instruments.Count == 1, "told", 0.25);
        Assert.Equal(("BTCUSDT", 0.005m), (stage.Told.Instruments[0].Symbol, stage.Told.Instruments[0].Lot.Value));
        Assert.Equal("lot", Assert.IsType<OrderReply.Refused>(await stage.Exchange.Place(stage.Order("A2") with { Instrument = stage.Told.Instruments[0] }, CancellationToken.None)).Why.Code);
    }

    [Fact]
    public async Task case_12_a_symbol_that_is_no_longer_listed_is_told_as_halted()
    {
        stage.Http.On("GET /fapi/v1/exchangeInfo", BinanceSamples.ExchangeInfo);
        await stage.Exchange.ReadInstruments(CancellationToken.None);
        await stage.PrivateUp();
        stage.Http.On("GET /fapi/v1/exchangeInfo", """{"symbols":[]}""");
        await stage.Until(() => stage.Told.Instruments.Count == 1, "told", 5);
        Assert.Equal(BinanceStage.Btc with { Status = InstrumentStatus.Halted }, stage.Told.Instruments[0]);
    }

    private static string Trade(int id) => BinanceSamples.OrderTrade.Replace("\"t\":12345", $"\"t\":{id}", StringComparison.Ordinal).Replace("\"i\":8886774", $"\"i\":{id}", StringComparison.Ordinal);

    private async Task StaysUp(int seconds)
    {
        var downs = stage.Told.Links.Count(link => link.Event == LinkEvent.Down);
        for (var second = 0; second < seconds; second++)
        {
            stage.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, CancellationToken.None);
        }

        Assert.Equal(downs, stage.Told.Links.Count(link => link.Event == LinkEvent.Down));
    }
}
