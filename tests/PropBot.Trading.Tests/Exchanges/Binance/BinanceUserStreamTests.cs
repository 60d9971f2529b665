using PropBot.Testing;
using PropBot.Testing.Transports;
using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Tests.Exchanges.Binance;

public sealed class BinanceUserStreamTests : IAsyncDisposable
{
    private readonly BinanceStage stage = new BinanceStage().WithQuietAccount();

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    public async Task the_listen_key_opens_the_private_address_with_the_key_alone()
    {
        var socket = await Up();
        Assert.Equal("ws://venue/private/ws?listenKey=pqia91ma19a5s61cv6a81va65sdf19v8a65a1", socket.Address.ToString());
        var asked = stage.Http.To("POST /fapi/v1/listenKey").Single();
        Assert.Equal(("", "", "the-key"), (asked.Query, asked.Body, asked.Headers["X-MBX-APIKEY"]));
    }

    [Fact]
    public async Task case_58_what_arrives_during_the_catch_up_is_told_after_it_and_only_then_the_link_is_up()
    {
        var gate = new TaskCompletionSource();
        stage.Http.On("GET /fapi/v3/balance", async (_, _) =>
        {
            await gate.Task;
            return FakeHttp.Json(BinanceSamples.Balance);
        }).On("GET /fapi/v1/openOrders", $"[{BinanceSamples.Order.Replace("EXPIRED", "NEW", StringComparison.Ordinal)}]")
            .On("GET /fapi/v1/userTrades", r => FakeHttp.Json(r["symbol"] == "BTCUSDT" ? $"[{BinanceSamples.Trade.Replace("25851813", "22542179", StringComparison.Ordinal)}]" : "[]"))
            .On("GET /fapi/v1/income", BinanceSamples.Income);
        stage.Exchange.StartPrivate(stage.Told);
        var socket = await stage.Sockets.Await(0, "/private");
        socket.Push(BinanceSamples.OrderTrade);
        socket.Push(BinanceSamples.AccountUpdate);
        await Condition.Holds(() => stage.Http.To("GET /fapi/v3/balance").Count == 1, "the catch-up is at its last question");
        await Condition.Holds(() => socket.IsDrained, "both events were read");
        Assert.DoesNotContain(stage.Told.Fills, fill => fill.TradeId == "12345");
        Assert.DoesNotContain(stage.Told.Links, link => link.Event == LinkEvent.Up);
        gate.SetResult();
        await stage.Told.Until(LinkKind.Private, LinkEvent.Up);
        var words = stage.Told.All.Where(fact => fact is not ClockReading).Select(fact => fact switch
        {
            LinkChange link => $"{link.Event}",
            OrderUpdate order => $"order {order.VenueOrderId} {order.Status}",
            Fill fill => $"fill {fill.TradeId} of {fill.OrderId}",
            FundingPayment payment => $"funding {payment.Id}",
            PositionFact position => $"{position.Symbol} {position.SignedQuantity}",
            BalanceFact balance => $"{balance.Currency} {balance.Wallet}",
            _ => fact.ToString(),
        });
        Assert.Equal(
            [
                "Connecting", "order 22542179 Live", "fill 698759 of A1", "funding 9689322392", "BTCUSDT 0", "ETHUSDT 0", "USDT 122607.35",
                "fill 12345 of a1", "order 8886774 Filled", "BTCUSDT -20", "USDT 122624.12", "Up",
            ], words);
    }

    [Fact]
    public async Task an_order_event_is_a_fill_and_an_update_in_our_words()
    {
        var socket = await Up();
        socket.Push(BinanceSamples.OrderTrade);
        await Condition.Holds(() => stage.Told.Orders.Count == 1, "the order was told");
        var at = DateTimeOffset.FromUnixTimeMilliseconds(1568879465651);
        Assert.Equal(
            new Fill(Venue.Binance, "BTCUSDT", "12345", "a1", "8886774", Side.Sell, new Quantity(0.001m), new Price(9910m), Money.OfUsdt(0.0019m), false,
                Money.OfUsdt(0m), DateTimeOffset.FromUnixTimeMilliseconds(1568879465650)), stage.Told.Fills.Single());
        Assert.Equal(
            new OrderUpdate(Venue.Binance, "BTCUSDT", "a1", "8886774", Side.Sell, new Quantity(0.001m), new Price(9910m), false, VenueOrderStatus.Filled,
                new Quantity(0.001m), new Price(9910m), "", at), stage.Told.Orders.Single());
    }

    [Fact]
    public async Task case_17_the_same_trade_counts_once_however_often_it_comes()
    {
        var socket = await Up();
        socket.Push(BinanceSamples.TradeLite);
        socket.Push(BinanceSamples.OrderTrade);
        socket.Push(BinanceSamples.TradeLite);
        socket.Push(BinanceSamples.OrderTrade);
        await Condition.Holds(() => socket.IsDrained, "all were read");
        Assert.Single(stage.Told.Fills);
        Assert.Single(stage.Told.Orders);
    }

    [Theory]
    [InlineData("CANCELED", "0", "cancelled")]
    [InlineData("EXPIRED", "2", "ioc_remainder")]
    [InlineData("EXPIRED", "5", "liquidation")]
    public Task an_end_says_why_and_keeps_what_was_filled(string status, string cause, string reason) => EndsBecause(status, cause, reason);

    [Fact]
    public Task case_28_an_order_that_would_have_met_our_own_ends_by_that_name_and_keeps_what_was_filled() =>
        EndsBecause("EXPIRED_IN_MATCH", "1", "self_trade_prevention");

    private async Task EndsBecause(string status, string cause, string reason)
    {
        var socket = await Up();
        socket.Push(BinanceSamples.OrderTrade.Replace("\"x\":\"TRADE\",\"X\":\"FILLED\"", $"\"x\":\"{status}\",\"X\":\"{status}\"", StringComparison.Ordinal)
            .Replace("\"er\":\"0\"", $"\"er\":\"{cause}\"", StringComparison.Ordinal));
        await Condition.Holds(() => stage.Told.Orders.Count == 1, "the end was told");
        Assert.Equal((VenueOrderStatus.Ended, reason, 0.001m), (stage.Told.Orders[0].Status, stage.Told.Orders[0].EndReason, stage.Told.Orders[0].Filled.Value));
        Assert.Empty(stage.Told.Fills);
    }

    [Fact]
    public async Task an_account_event_tells_wallet_and_one_way_positions_and_the_rest_is_read_soon()
    {
        var socket = await Up();
        socket.Push(BinanceSamples.AccountUpdate);
        await Condition.Holds(() => stage.Told.Balances.Count == 2, "the wallet was told");
        var position = stage.Told.Positions.Single(p => p.SignedQuantity != 0m);
        Assert.Equal((-20m, 6563.665m, 2850.21m, 13200.7m), (position.SignedQuantity, position.EntryPrice.Value, position.Unrealised!.Value.Amount, position.Margin!.Value.Amount));
        Assert.Equal((122624.12m, 125474.33m, 23.72m), (stage.Told.Balances[1].Wallet, stage.Told.Balances[1].Equity, stage.Told.Balances[1].Available));
        await Condition.Holds(() =>
        {
            stage.Clock.Advance(TimeSpan.FromMilliseconds(100));
            return stage.Told.Balances.Count == 3;
        }, "balances were read again");
        Assert.Equal(122607.35m, stage.Told.Balances[2].Wallet);
    }

    [Fact]
    public async Task case_59_a_funding_event_is_told_as_the_payment_in_the_income_list_once()
    {
        var socket = await Up();
        stage.Http.OnEach("GET /fapi/v1/income", (200, "[]"), (200, BinanceSamples.Income));
        socket.Push(BinanceSamples.FundingUpdate);
        await Condition.Holds(() =>
        {
            stage.Clock.Advance(TimeSpan.FromMilliseconds(100));
            return stage.Told.Fundings.Count > 0;
        }, "the payment was found");
        socket.Push(BinanceSamples.FundingUpdate.Replace("1767614400123", "1767614400124", StringComparison.Ordinal));
        await Condition.Holds(() => stage.Http.To("GET /fapi/v1/income").Count >= 4, "asked again");
        Assert.Equal(-0.0375m, stage.Told.Fundings.Single().Amount.Amount);
    }

    [Fact]
    public async Task after_a_break_the_fills_since_the_last_event_are_read_again()
    {
        var socket = await Up();
        var last = stage.Clock.GetUtcNow().AddMinutes(10);
        socket.Push(BinanceSamples.OrderTrade.Replace("1568879465651", $"{last.ToUnixTimeMilliseconds()}", StringComparison.Ordinal));
        await Condition.Holds(() => stage.Told.Orders.Count == 1, "the event was told");
        stage.Http.On("GET /fapi/v1/userTrades", r => FakeHttp.Json(r["symbol"] == "BTCUSDT" ? $"[{BinanceSamples.Trade}]" : "[]"));
        socket.Break();
        await stage.Told.Until(LinkKind.Private, LinkEvent.Down);
        await stage.BackOff();
        await stage.Told.Until(LinkKind.Private, LinkEvent.Up, times: 2);
        Assert.Equal(["12345", "698759"], stage.Told.Fills.Select(fill => fill.TradeId));
        Assert.Equal($"{last.AddMinutes(-1).ToUnixTimeMilliseconds()}", stage.Http.To("GET /fapi/v1/userTrades")[^1]["startTime"]);
    }

    [Fact]
    public async Task a_catch_up_that_fails_leaves_the_link_down_and_is_tried_again()
    {
        stage.Http.OnEach("GET /fapi/v1/openOrders", (503, ""), (200, "[]"));
        stage.Exchange.StartPrivate(stage.Told);
        await stage.Told.Until(LinkKind.Private, LinkEvent.Down);
        Assert.Contains("catch-up: /fapi/v1/openOrders", stage.Told.Links[^1].Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(stage.Told.Links, link => link.Event == LinkEvent.Up);
        await stage.BackOff();
        await stage.Told.Until(LinkKind.Private, LinkEvent.Up);
    }

    [Fact]
    public async Task fills_are_looked_at_once_more_soon_after_the_catch_up()
    {
        await Up();
        stage.Http.On("GET /fapi/v1/userTrades", r => FakeHttp.Json(r["symbol"] == "BTCUSDT" ? $"[{BinanceSamples.Trade}]" : "[]"));
        await Condition.Holds(() =>
        {
            stage.Clock.Advance(TimeSpan.FromMilliseconds(500));
            return stage.Told.Fills.Count == 1;
        }, "the late fill was told");
    }

    [Theory]
    [InlineData("""{"e":"listenKeyExpired","E":1699596037418,"listenKey":"OfYG"}""")]
    [InlineData("""{"e":"ORDER_TRADE_UPDATE","E":1,"o":{"s":"BTCUSDT"}}""")]
    [InlineData("garbage")]
    public async Task case_55_an_expired_key_and_an_unreadable_event_end_in_a_new_connection_with_its_catch_up(string message)
    {
        (await Up()).Push(message);
        await stage.Told.Until(LinkKind.Private, LinkEvent.Down);
        await stage.BackOff();
        await stage.Told.Until(LinkKind.Private, LinkEvent.Up, times: 2);
        Assert.Equal(2, stage.Http.To("POST /fapi/v1/listenKey").Count);
    }

    [Fact]
    public async Task case_55_the_key_is_renewed_every_half_hour_and_made_anew_when_it_is_gone()
    {
        await Up();
        await Condition.Holds(() =>
        {
            stage.Clock.Advance(TimeSpan.FromMinutes(1));
            return stage.Http.To("PUT /fapi/v1/listenKey").Count == 1;
        }, "renewed");
        stage.Http.On("PUT /fapi/v1/listenKey", """{"code":-1125,"msg":"This listenKey does not exist."}""", 400);
        await Condition.Holds(() =>
        {
            stage.Clock.Advance(TimeSpan.FromMinutes(1));
            return stage.Http.To("POST /fapi/v1/listenKey").Count == 2;
        }, "made anew");
        await stage.Told.Until(LinkKind.Private, LinkEvent.Up, times: 2);
    }

    [Theory]
    [InlineData("""{"e":"SOMETHING_NEW","E":1}""")]
    [InlineData("""{"e":"ACCOUNT_CONFIG_UPDATE","E":1611646737479,"T":1611646737476,"ac":{"s":"BTCUSDT","l":25}}""")]
    public async Task case_07_unknown_events_and_fields_are_passed_over(string message)
    {
        var socket = await Up();
        socket.Push(message);
        socket.Push(BinanceSamples.OrderTrade.Replace("\"er\":\"0\"", "\"er\":\"0\",\"new\":[{\"a\":1}]", StringComparison.Ordinal));
        await Condition.Holds(() => stage.Told.Orders.Count == 1, "the next event was told");
        Assert.DoesNotContain(stage.Told.Links, link => link.Event == LinkEvent.Down);
    }

    private async Task<FakeSocket> Up()
    {
        stage.Exchange.StartPrivate(stage.Told);
        await stage.Told.Until(LinkKind.Private, LinkEvent.Up);
        return stage.Sockets.Opened[0];
    }
}
