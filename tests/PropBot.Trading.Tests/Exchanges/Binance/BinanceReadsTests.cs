using PropBot.Testing.Transports;
using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Tests.Exchanges.Binance;

public sealed class BinanceReadsTests : IAsyncDisposable
{
    private readonly BinanceStage stage = new();

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    public async Task instruments_come_from_the_filters_in_the_order_of_the_universe()
    {
        stage.Http.On("GET /fapi/v1/exchangeInfo", BinanceSamples.ExchangeInfo);
        var instruments = Got(await stage.Exchange.ReadInstruments(CancellationToken.None));
        Assert.Equal([BinanceStage.Btc, BinanceStage.Btc with
        {
            Symbol = "ETHUSDT", VenueSymbol = "ETHUSDT", Tick = new Price(0.01m), MaxQuantity = new Quantity(10000m), MinNotional = Money.OfUsdt(20m), Status = InstrumentStatus.Halted,
        }], instruments);
    }

    [Fact]
    public async Task case_07_what_comes_as_number_or_text_or_not_at_all_reads_the_same()
    {
        stage.Http.OnEach("GET /fapi/v1/exchangeInfo", (200, BinanceSamples.ExchangeInfo), (200, BinanceSamples.ExchangeInfo.Replace("\"multiplierDecimal\":4", "\"multiplierDecimal\":\"4\"", StringComparison.Ordinal)));
        Assert.Equal(Got(await stage.Exchange.ReadInstruments(CancellationToken.None)), Got(await stage.Exchange.ReadInstruments(CancellationToken.None)));
        var loose = BinanceSamples.Income.Replace("9689322392", "\"9689322392\"", StringComparison.Ordinal).Replace("\"tradeId\":\"\"", "\"tradeId\":17,\"new\":[{}]", StringComparison.Ordinal);
        stage.Http.OnEach("GET /fapi/v1/income", (200, BinanceSamples.Income), (200, loose));
        Assert.Equal(Got(await stage.Exchange.ReadFunding(stage.Clock.GetUtcNow(), CancellationToken.None)), Got(await stage.Exchange.ReadFunding(stage.Clock.GetUtcNow(), CancellationToken.None)));
        var trade = BinanceSamples.Trade.Replace("698759", "\"698759\"", StringComparison.Ordinal).Replace("\"realizedPnl\":\"-0.91539999\"", "\"realizedPnl\":\"\"", StringComparison.Ordinal)
            .Replace("\"commission\":\"0.0781901\"", "\"commission\":0.0781901", StringComparison.Ordinal);
        stage.Http.On("GET /fapi/v1/userTrades", $"[{trade}]");
        var fill = Assert.Single(Got(await stage.Exchange.ReadFills(BinanceStage.Btc, stage.Clock.GetUtcNow(), CancellationToken.None)));
        Assert.Equal(("698759", 0.0781901m, null), (fill.TradeId, fill.Fee.Amount, fill.VenueRealisedPnl));
    }

    [Fact]
    public async Task an_account_is_balances_with_the_unrealised_of_their_positions_and_unnamed_symbols_are_flat()
    {
        stage.Http.On("GET /fapi/v3/positionRisk", BinanceSamples.PositionRisk).On("GET /fapi/v3/balance", BinanceSamples.Balance);
        var account = Got(await stage.Exchange.ReadAccount(CancellationToken.None));
        var usdt = Assert.Single(account.Balances);
        Assert.Equal(("USDT", 122607.35m, 122602.345m, 23.72m), (usdt.Currency, usdt.Wallet, usdt.Equity, usdt.Available));
        Assert.Equal(2.46m / 122602.345m, usdt.MarginRatio);
        var btc = account.Positions[0];
        Assert.Equal((-0.010m, 61000m, 61500.5m, 90000.1m), (btc.SignedQuantity, btc.EntryPrice.Value, btc.Mark!.Value.Value, btc.LiquidationPrice!.Value.Value));
        Assert.Equal((300.25m, -5.005m), (btc.Margin!.Value.Amount, btc.Unrealised!.Value.Amount));
        Assert.Equal(("ETHUSDT", 0m), (account.Positions[1].Symbol, account.Positions[1].SignedQuantity));
    }

    [Fact]
    public async Task fees_are_fractions_and_costs()
    {
        stage.Http.On("GET /fapi/v1/commissionRate", """{"symbol":"BTCUSDT","makerCommissionRate":"0.0002","takerCommissionRate":"0.0004","rpiCommissionRate":"0.00005"}""");
        Assert.Equal(new FeeRates(0.0002m, 0.0004m), Got(await stage.Exchange.ReadFees(BinanceStage.Btc, CancellationToken.None)));
    }

    [Fact]
    public async Task configuring_sets_what_differs_and_answers_what_is_read_back()
    {
        stage.Http.OnEach("GET /fapi/v1/positionSide/dual", (200, """{"dualSidePosition":true}"""), (200, """{"dualSidePosition":false}"""))
            .On("POST /fapi/v1/positionSide/dual", """{"code":200,"msg":"success"}""")
            .OnEach("GET /fapi/v1/symbolConfig", (200, Symbol("CROSSED", 21)), (200, Symbol("ISOLATED", 3)))
            .On("POST /fapi/v1/marginType", """{"code":-4046,"msg":"No need to change margin type."}""", 400)
            .On("POST /fapi/v1/leverage", """{"leverage":3,"maxNotionalValue":"1000000","symbol":"BTCUSDT"}""")
            .On("GET /fapi/v1/accountConfig", """{"feeTier":0,"canTrade":true,"canWithdraw":true,"dualSidePosition":false,"multiAssetsMargin":false}""")
            .On("GET /fapi/v3/balance", BinanceSamples.Balance);
        var settings = Got(await stage.Exchange.Configure(BinanceStage.Btc, "isolated", 3m, CancellationToken.None));
        Assert.Equal(new AccountSettings(true, "isolated", 3m, true, null, "SgsR") { MultiAssetMode = false }, settings);
        Assert.Equal("false", stage.Http.To("POST /fapi/v1/positionSide/dual").Single()["dualSidePosition"]);
        Assert.Equal("ISOLATED", stage.Http.To("POST /fapi/v1/marginType").Single()["marginType"]);
        Assert.Equal("3", stage.Http.To("POST /fapi/v1/leverage").Single()["leverage"]);
    }

    [Fact]
    public async Task case_22_a_mode_that_cannot_be_changed_is_not_reported_as_set()
    {
        stage.Http.On("GET /fapi/v1/positionSide/dual", """{"dualSidePosition":true}""")
            .On("POST /fapi/v1/positionSide/dual", """{"code":-4068,"msg":"Position side cannot be changed if there exists position."}""", 400)
            .On("GET /fapi/v1/accountConfig", """{"feeTier":0,"canTrade":true,"canWithdraw":true,"dualSidePosition":true}""")
            .On("GET /fapi/v3/balance", BinanceSamples.Balance);
        var answer = await stage.Exchange.Configure(BinanceStage.Btc, "isolated", 3m, CancellationToken.None);
        Assert.Contains("-4068", Assert.IsType<VenueAnswer<AccountSettings>.Unreadable>(answer).Clue, StringComparison.Ordinal);
    }

    [Fact]
    public async Task what_holds_for_the_whole_account_is_asked_once_for_all_symbols()
    {
        stage.Http.On("GET /fapi/v1/positionSide/dual", """{"dualSidePosition":false}""")
            .On("GET /fapi/v1/symbolConfig", Symbol("ISOLATED", 3))
            .On("GET /fapi/v1/accountConfig", """{"feeTier":0,"canTrade":true,"canWithdraw":true,"dualSidePosition":false}""")
            .On("GET /fapi/v3/balance", BinanceSamples.Balance);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => stage.Exchange.Configure(BinanceStage.Btc, "isolated", 3m, CancellationToken.None)));
        Assert.All(answers, answer => Assert.True(Got(answer).OneWayMode));
        Assert.Single(stage.Http.To("GET /fapi/v1/positionSide/dual"));
    }

    [Fact]
    public async Task case_04_a_refused_timestamp_of_a_question_is_resynchronised_and_asked_once_more()
    {
        stage.VenueAhead = TimeSpan.FromSeconds(30);
        const string Late = """{"code":-1021,"msg":"Timestamp for this request is outside of the recvWindow."}""";
        stage.Http.OnEach("GET /fapi/v1/openOrders", (400, Late), (200, "[]"), (400, Late));
        Assert.Empty(Got(await stage.Exchange.ReadOpenOrders(CancellationToken.None)));
        var asked = stage.Http.To("GET /fapi/v1/openOrders");
        Assert.Equal(30_000, long.Parse(asked[1]["timestamp"]) - long.Parse(asked[0]["timestamp"]));
        Assert.IsType<VenueAnswer<IReadOnlyList<OrderUpdate>>.Unreadable>(await stage.Exchange.ReadOpenOrders(CancellationToken.None));
        Assert.Equal(4, stage.Http.To("GET /fapi/v1/openOrders").Count);
    }

    [Fact]
    public async Task case_58_fills_are_paged_to_the_end_in_order_and_carry_the_client_id_of_their_order()
    {
        var first = string.Join(',', Enumerable.Range(1, 1000).Select(id => Trade(id, 7)));
        stage.Http.OnEach("GET /fapi/v1/userTrades", (200, $"[{first}]"), (200, $"[{Trade(1002, 8)},{Trade(1001, 8)}]"))
            .On("GET /fapi/v1/order", r => FakeHttp.Json(BinanceSamples.Order.Replace("22542179", r["orderId"], StringComparison.Ordinal)
                .Replace("\"A1\"", r["orderId"] == "7" ? "\"Mine7\"" : "\"web_8\"", StringComparison.Ordinal)));
        var fills = Got(await stage.Exchange.ReadFills(BinanceStage.Btc, stage.Clock.GetUtcNow().AddDays(-1), CancellationToken.None));
        Assert.Equal(Enumerable.Range(1, 1002).Select(id => $"{id}"), fills.Select(fill => fill.TradeId));
        Assert.Equal(("Mine7", "7", ""), (fills[0].OrderId, fills[0].VenueOrderId, fills[^1].OrderId));
        Assert.Equal("1001", stage.Http.To("GET /fapi/v1/userTrades")[1]["fromId"]);
        Assert.Equal("", stage.Http.To("GET /fapi/v1/userTrades")[1]["startTime"]);
        Assert.Equal(2, stage.Http.To("GET /fapi/v1/order").Count);
    }

    [Fact]
    public async Task a_long_time_is_read_in_spans_of_at_most_seven_days()
    {
        stage.Http.On("GET /fapi/v1/userTrades", "[]");
        Got(await stage.Exchange.ReadFills(BinanceStage.Btc, stage.Clock.GetUtcNow().AddDays(-16), CancellationToken.None));
        var asked = stage.Http.To("GET /fapi/v1/userTrades").Select(r => (From: long.Parse(r["startTime"]), To: long.Parse(r["endTime"]))).ToArray();
        Assert.Equal(3, asked.Length);
        Assert.All(asked, span => Assert.InRange(span.To - span.From, 1, TimeSpan.FromDays(7).TotalMilliseconds));
        Assert.Equal(asked[..2].Select(span => span.To), asked[1..].Select(span => span.From));
    }

    [Fact]
    public async Task a_fill_keeps_the_venues_numbers_and_its_fee_is_a_cost()
    {
        stage.Http.On("GET /fapi/v1/userTrades", $"[{BinanceSamples.Trade}]");
        var fill = Assert.Single(Got(await stage.Exchange.ReadFills(BinanceStage.Btc, stage.Clock.GetUtcNow(), CancellationToken.None)));
        Assert.Equal(
            new Fill(Venue.Binance, "BTCUSDT", "698759", "", "25851813", Side.Sell, new Quantity(0.002m), new Price(7819.01m), Money.OfUsdt(0.0781901m), false,
                Money.OfUsdt(-0.91539999m), DateTimeOffset.FromUnixTimeMilliseconds(1569514978020)), fill);
    }

    [Fact]
    public async Task funding_is_signed_as_received_and_read_to_the_last_page()
    {
        var rows = Enumerable.Range(1, 1000).Select(i => $$"""{"symbol":"BTCUSDT","incomeType":"FUNDING_FEE","income":"0.1","asset":"USDT","info":"","time":{{1767000000000 + i}},"tranId":{{i}},"tradeId":""}""");
        stage.Http.OnEach("GET /fapi/v1/income", (200, $"[{string.Join(',', rows)}]"), (200, BinanceSamples.Income));
        var payments = Got(await stage.Exchange.ReadFunding(stage.Clock.GetUtcNow().AddDays(-30), CancellationToken.None));
        Assert.Equal(1001, payments.Count);
        Assert.Equal(("9689322392", -0.0375m, "BTCUSDT"), (payments[^1].Id, payments[^1].Amount.Amount, payments[^1].Symbol));
        Assert.Equal("1767000001000", stage.Http.To("GET /fapi/v1/income")[1]["startTime"]);
    }

    [Theory]
    [InlineData("not json", 200)]
    [InlineData("{}", 200)]
    [InlineData("""[{"symbol":"BTCUSDT"}]""", 200)]
    [InlineData("""{"code":-1000,"msg":"x"}""", 400)]
    [InlineData("", 503)]
    public async Task garbage_and_refusals_are_unreadable_not_exceptions(string body, int status)
    {
        stage.Http.On("GET /fapi/v3/positionRisk", body, status).On("GET /fapi/v1/openOrders", body, status);
        Assert.IsType<VenueAnswer<AccountState>.Unreadable>(await stage.Exchange.ReadAccount(CancellationToken.None));
        Assert.IsType<VenueAnswer<IReadOnlyList<OrderUpdate>>.Unreadable>(await stage.Exchange.ReadOpenOrders(CancellationToken.None));
    }

    private static string Symbol(string marginType, int leverage) =>
        $$"""[{"symbol":"BTCUSDT","marginType":"{{marginType}}","isAutoAddMargin":"false","leverage":{{leverage}},"maxNotionalValue":"1000000"}]""";

    private static string Trade(int id, int order) => BinanceSamples.Trade.Replace("698759", $"{id}", StringComparison.Ordinal).Replace("25851813", $"{order}", StringComparison.Ordinal);

    private static T Got<T>(VenueAnswer<T> answer) => Assert.IsType<VenueAnswer<T>.Got>(answer).Value;
}
