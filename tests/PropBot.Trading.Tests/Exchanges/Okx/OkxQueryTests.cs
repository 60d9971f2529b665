using System.Globalization;
using PropBot.Testing.Transports;
using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Tests.Exchanges.Okx;

public class OkxQueryTests
{
    [Fact]
    public async Task case_08_the_documented_fees_are_those_of_the_instruments_group_and_a_cost_is_positive()
    {
        await using var stage = new OkxStage();
        stage.Http.On("GET /api/v5/account/trade-fee", """{"code":"0","msg":"","data":[{"category":"1","feeGroup":[{"groupId":"2","maker":"0","taker":"-0.0009"},{"groupId":"1","maker":"0.0001","taker":"-0.0005","rpiMaker":""}],"level":"Lv1","maker":"-0.0002","makerU":"-0.0002","taker":"-0.0007","takerU":"-0.0007","ts":"1763979985847"}]}""");
        Assert.Equal(new VenueAnswer<FeeRates>.Got(new FeeRates(-0.0001m, 0.0005m)), await stage.Venue.ReadFees(await stage.Btc(), CancellationToken.None));
    }

    [Fact]
    public async Task fees_without_the_instruments_group_are_unreadable()
    {
        await using var stage = new OkxStage();
        stage.Http.On("GET /api/v5/account/trade-fee", """{"code":"0","msg":"","data":[{"feeGroup":[{"groupId":"9","maker":"-0.1","taker":"-0.1"}],"taker":"-0.0005","maker":"-0.0002"}]}""");
        Assert.IsType<VenueAnswer<FeeRates>.Unreadable>(await stage.Venue.ReadFees(await stage.Btc(), CancellationToken.None));
    }

    [Fact]
    public async Task case_08_the_account_is_told_in_base_coin_with_the_wallet_free_of_unrealised_profit()
    {
        await using var stage = new OkxStage();
        stage.Http.On("GET /api/v5/account/balance", """{"code":"0","msg":"","data":[{"totalEq":"10010","uTime":"1700000000000","details":[{"ccy":"USDT","eq":"10010","cashBal":"9000","availBal":"8000","availEq":"8500","upl":"10","mmr":"100.1","mgnRatio":"42","isoEq":"1010","uTime":"1700000000001"},{"ccy":"BTC","eq":"1","cashBal":"1","availEq":"","availBal":"1","upl":"","mmr":"","uTime":"1700000000002"}]}]}""");
        stage.Http.On("GET /api/v5/account/positions", """{"code":"0","msg":"","data":[{"instId":"BTC-USDT-SWAP","instType":"SWAP","mgnMode":"isolated","posSide":"net","pos":"-30","availPos":"","avgPx":"64000.1","markPx":"64100","upl":"-29.97","lever":"3","liqPx":"","imr":"","margin":"6400","mgnRatio":"11","mmr":"","uTime":"1700000000003"},{"instId":"BTC-USD-SWAP","pos":"1","posSide":"net"}]}""");
        var account = Assert.IsType<VenueAnswer<AccountState>.Got>(await stage.Venue.ReadAccount(CancellationToken.None)).Value;

        Assert.Equal(new BalanceFact(Venue.Okx, "USDT", 10000m, 10010m, 8500m, 0.01m, At(1700000000001)), account.Balances[0]);
        Assert.Equal(new BalanceFact(Venue.Okx, "BTC", 1m, 1m, 1m, null, At(1700000000002)), account.Balances[1]);
        Assert.Equal(
            new PositionFact(Venue.Okx, "BTCUSDT", -0.3m, new Price(64000.1m), new Price(64100m), null, Money.OfUsdt(6400m), Money.OfUsdt(-29.97m), At(1700000000003)),
            Assert.Single(account.Positions));
    }

    [Fact]
    public async Task case_19_an_ioc_filled_in_part_is_found_by_its_client_id_with_what_it_filled()
    {
        await using var stage = new OkxStage();
        stage.Http.On("GET /api/v5/trade/order", """{"code":"0","msg":"","data":[{"instId":"BTC-USDT-SWAP","ordId":"77","clOrdId":"pb1","side":"buy","ordType":"ioc","sz":"30","px":"64100.5","state":"canceled","accFillSz":"12.5","avgPx":"64099.9","reduceOnly":"true","cancelSource":"14","category":"normal","cTime":"1700000000000","uTime":"1700000000009"}]}""");
        Assert.Equal(
            new OrderAnswer.Found(new OrderUpdate(
                Venue.Okx, "BTCUSDT", "pb1", "77", Side.Buy, new Quantity(0.3m), new Price(64100.5m), true, VenueOrderStatus.Ended, new Quantity(0.125m),
                new Price(64099.9m), "ioc_remainder", At(1700000000009))),
            await stage.Venue.ReadOrder(await stage.Btc(), new ClientOrderId("pb1"), CancellationToken.None));
        Assert.Equal("instId=BTC-USDT-SWAP&clOrdId=pb1", stage.Http.To("GET /api/v5/trade/order")[0].Query);
    }

    [Theory]
    [InlineData("""{"code":"51603","msg":"Order does not exist","data":[]}""", true)]
    [InlineData("""{"code":"1","msg":"","data":[{"sCode":"51603","sMsg":"Order does not exist"}]}""", true)]
    [InlineData("""{"code":"0","msg":"","data":[]}""", false)]
    [InlineData("""{"code":"50011","msg":"Too Many Requests","data":[]}""", false)]
    [InlineData("<html>", false)]
    public async Task only_the_venues_own_word_makes_an_order_not_found(string body, bool isNotFound)
    {
        await using var stage = new OkxStage();
        stage.Http.On("GET /api/v5/trade/order", body);
        var answer = await stage.Venue.ReadOrder(await stage.Btc(), new ClientOrderId("pb1"), CancellationToken.None);
        Assert.Equal(isNotFound ? typeof(OrderAnswer.NotFound) : typeof(OrderAnswer.Unreadable), answer.GetType());
    }

    [Fact]
    public async Task open_orders_are_read_page_by_page_and_forced_orders_say_so()
    {
        await using var stage = new OkxStage();
        stage.Http.On("GET /api/v5/trade/orders-pending", request => FakeHttp.Json(request["after"] == "2" ? Orders(1, 1) : Orders(2, 100)));
        var open = Assert.IsType<VenueAnswer<IReadOnlyList<OrderUpdate>>.Got>(await stage.Venue.ReadOpenOrders(CancellationToken.None)).Value;
        Assert.Equal(101, open.Count);
        Assert.Equal((VenueOrderStatus.PartiallyFilled, "full_liquidation", ""), (open[0].Status, open[0].EndReason, open[0].Id));

        static string Orders(int lowest, int count) => $$"""{"code":"0","msg":"","data":[{{string.Join(',', Enumerable.Range(0, count).Select(i => $$"""{"instId":"ETH-USDT-SWAP","ordId":"{{lowest + count - 1 - i}}","clOrdId":"","side":"sell","sz":"1","px":"3000","state":"partially_filled","accFillSz":"0.5","avgPx":"3000","reduceOnly":"false","category":"full_liquidation","uTime":"1700000000000"}"""))}}]}""";
    }

    [Fact]
    public async Task fills_are_paged_by_bill_id_until_since_and_told_oldest_first_with_the_fee_as_a_cost()
    {
        await using var stage = new OkxStage();
        var now = stage.Clock.GetUtcNow();
        stage.Http.On("GET /api/v5/trade/fills", request => FakeHttp.Json(Page(request["after"] is { Length: > 0 } after ? int.Parse(after, CultureInfo.InvariantCulture) - 1 : 250)));
        var fills = Assert.IsType<VenueAnswer<IReadOnlyList<Fill>>.Got>(await stage.Venue.ReadFills(await stage.Btc(), now.AddSeconds(-130), CancellationToken.None)).Value;

        Assert.Equal(131, fills.Count);
        Assert.Equal(fills.OrderBy(f => f.At), fills);
        Assert.Equal(new Fill(Venue.Okx, "BTCUSDT", "t250", "pb1", "77", Side.Buy, new Quantity(0.01m), new Price(64100.5m), Money.OfUsdt(0.32m), true, Money.OfUsdt(1.5m), now), fills[^1]);
        Assert.Equal(["", "151"], stage.Http.To("GET /api/v5/trade/fills").Select(r => r["after"]));

        string Page(int newest) => $$"""{"code":"0","msg":"","data":[{{string.Join(',', Enumerable.Range(0, Math.Min(100, newest)).Select(i => Row(newest - i)))}}]}""";

        string Row(int bill) => $$"""{"instType":"SWAP","instId":"BTC-USDT-SWAP","tradeId":"t{{bill}}","ordId":"77","clOrdId":"pb1","billId":"{{bill}}","tag":"propbot","fillPx":"64100.5","fillSz":"1","side":"buy","posSide":"net","execType":"M","fee":"-0.32","feeCcy":"USDT","feeRate":"-0.0005","fillPnl":"1.5","fillTime":"{{now.AddSeconds(bill - 250).ToUnixTimeMilliseconds()}}","ts":"{{now.AddSeconds(bill - 250).ToUnixTimeMilliseconds()}}"}""";
    }

    [Fact]
    public async Task a_venue_whose_pages_do_not_advance_is_unreadable_instead_of_endless()
    {
        await using var stage = new OkxStage();
        var row = """{"instId":"BTC-USDT-SWAP","tradeId":"t","ordId":"7","billId":"5","side":"buy","fillSz":"1","fillPx":"1","fee":"0","ts":"1767614400000"}""";
        stage.Http.On("GET /api/v5/trade/fills", $$"""{"code":"0","msg":"","data":[{{string.Join(',', Enumerable.Repeat(row, 100))}}]}""");
        Assert.IsType<VenueAnswer<IReadOnlyList<Fill>>.Unreadable>(await stage.Venue.ReadFills(await stage.Btc(), stage.Clock.GetUtcNow().AddDays(-1), CancellationToken.None));
    }

    [Fact]
    public async Task fills_beyond_three_days_come_from_the_history()
    {
        await using var stage = new OkxStage();
        stage.Http.On("GET /api/v5/trade/fills-history", OkxStage.Empty);
        Assert.IsType<VenueAnswer<IReadOnlyList<Fill>>.Got>(await stage.Venue.ReadFills(await stage.Btc(), stage.Clock.GetUtcNow().AddDays(-4), CancellationToken.None));
    }

    [Fact]
    public async Task case_59_funding_received_is_positive_and_paid_is_negative_whichever_field_holds_it()
    {
        await using var stage = new OkxStage();
        var ts = stage.Clock.GetUtcNow().AddMinutes(-1).ToUnixTimeMilliseconds();
        stage.Http.On("GET /api/v5/account/bills", $$"""{"code":"0","msg":"","data":[{"billId":"3","ccy":"USDT","instId":"BTC-USDT-SWAP","type":"8","subType":"173","balChg":"-1.25","pnl":"-1.25","ts":"{{ts}}"},{"billId":"2","ccy":"USDT","instId":"ETH-USDT-SWAP","type":"8","subType":"174","balChg":"0","pnl":"0.75","ts":"{{ts}}"},{"billId":"1","ccy":"USDT","instId":"ETH-USDT-SWAP","type":"8","subType":"174","balChg":"9","pnl":"9","ts":"{{ts - 3_600_000}}"}]}""");
        var payments = Assert.IsType<VenueAnswer<IReadOnlyList<FundingPayment>>.Got>(await stage.Venue.ReadFunding(stage.Clock.GetUtcNow().AddMinutes(-5), CancellationToken.None)).Value;
        Assert.Equal([("2", "ETHUSDT", 0.75m), ("3", "BTCUSDT", -1.25m)], payments.Select(p => (p.Id, p.Symbol, p.Amount.Amount)));
        Assert.Equal("instType=SWAP&type=8&limit=100", stage.Http.To("GET /api/v5/account/bills")[0].Query);
    }

    [Theory]
    [InlineData(500, "")]
    [InlineData(200, "[]")]
    [InlineData(200, """{"code":"0","data":{}}""")]
    [InlineData(200, """{"code":"0","data":[{"ctType":"linear"}]}""")]
    public async Task garbage_instead_of_instruments_is_unreadable(int status, string body)
    {
        await using var stage = new OkxStage();
        stage.Http.On("GET /api/v5/public/instruments", body, status);
        Assert.IsType<VenueAnswer<IReadOnlyList<Instrument>>.Unreadable>(await stage.Venue.ReadInstruments(CancellationToken.None));
    }

    private static DateTimeOffset At(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);
}
