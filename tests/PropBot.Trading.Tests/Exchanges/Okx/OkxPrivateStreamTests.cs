using System.Text.Json;
using PropBot.Testing;
using PropBot.Testing.Transports;
using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Tests.Exchanges.Okx;

public sealed class OkxPrivateStreamTests : IAsyncDisposable
{
    private const string Private = "/ws/v5/private";
    private readonly OkxStage stage = new();

    public OkxPrivateStreamTests() => stage.Sockets.OnOpened = AnswerAsOkx;

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    public async Task case_57_it_logs_in_with_the_venues_seconds_and_subscribes_to_all_private_channels()
    {
        stage.VenueAhead = TimeSpan.FromSeconds(7);
        var socket = await Up();
        var seconds = $"{stage.Clock.GetUtcNow().AddSeconds(7).ToUnixTimeSeconds()}";
        var login = JsonDocument.Parse(socket.Sent[0]).RootElement;
        Assert.Equal("login", login.GetProperty("op").GetString());
        Assert.Equal(
            ["K", "P", seconds, Trading.Exchanges.Okx.OkxSigner.SignLogin(OkxStage.Key.Secret, seconds)],
            login.GetProperty("args")[0].EnumerateObject().Select(p => p.Value.GetString()));
        Assert.Equal("""{"op":"subscribe","args":[{"channel":"orders","instType":"SWAP"},{"channel":"positions","instType":"SWAP"},{"channel":"account"},{"channel":"balance_and_position"}]}""", socket.Sent[1]);
    }

    [Fact]
    public async Task case_58_pushes_that_come_before_the_catch_up_is_told_wait_for_it_and_precede_up()
    {
        // Ahead of the acknowledgements, so that it has certainly been read when the catch-up begins.
        stage.Sockets.OnOpened = socket => socket.OnSent = text =>
        {
            if (text.Contains("subscribe", StringComparison.Ordinal)) socket.Push(Order("filled", "30", trade: "t2", at: 1767614400500));
            Answer(socket, text, silentOn: "");
        };
        stage.Http.On("GET /api/v5/trade/fills", Fills("t1"));
        await Up();

        var told = stage.Heard.All.Where(f => f is not ClockReading).ToList();
        Assert.Equal(["t1", "t2"], told.OfType<Fill>().Select(f => f.TradeId));
        Assert.Equal(LinkEvent.Connecting, ((LinkChange)told[0]).Event);
        Assert.Equal(LinkEvent.Up, ((LinkChange)told[^1]).Event);
        Assert.Equal(3, told.OfType<PositionFact>().Count(p => p.SignedQuantity == 0m));
    }

    [Fact]
    public async Task a_catch_up_that_cannot_be_read_never_counts_as_up()
    {
        stage.Http.OnEach("GET /api/v5/account/positions", (500, ""), (200, OkxStage.Empty));
        stage.Venue.StartPrivate(stage.Heard);
        await Condition.Holds(() => stage.Heard.IsLink(LinkKind.Private, LinkEvent.Down), "the link is given up");
        Assert.DoesNotContain(stage.Heard.Of<LinkChange>(), l => l.Event == LinkEvent.Up);
        Assert.Contains("account", stage.Heard.Of<LinkChange>()[^1].Detail, StringComparison.Ordinal);
        stage.Clock.Advance(TimeSpan.FromSeconds(1));
        await IsUp();
    }

    [Fact]
    public async Task a_refused_login_is_told_with_the_venues_words()
    {
        stage.Sockets.OnOpened = socket => socket.OnSent = _ => socket.Push("""{"event":"error","code":"60009","msg":"Login failed.","connId":"a4d3ae55"}""");
        stage.Venue.StartPrivate(stage.Heard);
        await Condition.Holds(() => stage.Heard.IsLink(LinkKind.Private, LinkEvent.Down), "the link is given up");
        Assert.Contains("60009", stage.Heard.Of<LinkChange>()[^1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task case_57_one_missing_acknowledgement_is_enough_to_give_the_connection_up()
    {
        stage.Sockets.OnOpened = socket => socket.OnSent = text => Answer(socket, text, silentOn: "positions");
        stage.Venue.StartPrivate(stage.Heard);
        var first = await stage.Sockets.Await(0, Private);
        await Condition.Holds(() => first.Sent.Count == 2, "the subscriptions were sent");
        await Condition.Holds(() => stage.Clock.NextDue is not null, "a wait is under way");
        stage.Clock.Advance(TimeSpan.FromSeconds(10));
        await Condition.Holds(() => stage.Heard.IsLink(LinkKind.Private, LinkEvent.Down), "the link is given up");
    }

    [Fact]
    public async Task case_17_an_order_push_tells_its_fill_first_and_repeats_are_dropped()
    {
        var socket = await Up();
        socket.Push(Order("partially_filled", "12.5", trade: "t1", at: 1767614400500));
        socket.Push(Order("partially_filled", "12.5", trade: "t1", at: 1767614400501));
        socket.Push(Order("canceled", "12.5", trade: "", at: 1767614400600, cancelSource: "14"));
        socket.Push(Order("live", "0", trade: "", at: 1767614400700));
        socket.Push(Order("filled", "30", trade: "t9", at: 1767614400800, id: "78"));
        await Condition.Holds(() => stage.Heard.Of<Fill>().Any(f => f.TradeId == "t9"), "the last push");
        await Condition.Holds(() => stage.Heard.Of<OrderUpdate>().Any(o => o.VenueOrderId == "78"), "the last push");

        var told = stage.Heard.All.Where(f => f is Fill or OrderUpdate { VenueOrderId: "77" }).ToList();
        Assert.Equal(
            new Fill(Venue.Okx, "BTCUSDT", "t1", "pb1", "77", Side.Sell, new Quantity(0.125m), new Price(64101m), Money.OfUsdt(4m), false, Money.OfUsdt(-2.5m), At(1767614400499)),
            told[0]);
        Assert.Equal(
            [(VenueOrderStatus.PartiallyFilled, 0.125m, ""), (VenueOrderStatus.Ended, 0.125m, "ioc_remainder")],
            told.OfType<OrderUpdate>().Select(o => (o.Status, o.Filled.Value, o.EndReason)));
    }

    [Fact]
    public async Task case_28_an_order_that_would_have_met_our_own_ends_by_that_name_and_keeps_what_was_filled()
    {
        var socket = await Up();
        socket.Push(Order("canceled", "12.5", trade: "", at: 1767614400600, cancelSource: "32"));
        await Condition.Holds(() => stage.Heard.Of<OrderUpdate>().Count > 0, "the end was told");
        var told = stage.Heard.Of<OrderUpdate>()[^1];
        Assert.Equal((VenueOrderStatus.Ended, 0.125m, "self_trade_prevention"), (told.Status, told.Filled.Value, told.EndReason));
    }

    [Fact]
    public async Task positions_and_balances_are_pushed_in_base_coin_and_older_ones_are_dropped()
    {
        stage.Http.On("GET /api/v5/account/positions", """{"code":"0","msg":"","data":[{"instId":"BTC-USDT-SWAP","posSide":"net","pos":"10","avgPx":"64000","uTime":"1767614400500"}]}""");
        var socket = await Up();
        socket.Push("""{"arg":{"channel":"positions","instType":"SWAP","uid":"1"},"eventType":"snapshot","curPage":1,"lastPage":true,"data":[{"instId":"BTC-USDT-SWAP","posSide":"net","pos":"5","avgPx":"64000","uTime":"1767614400400"}]}""");
        socket.Push("""{"arg":{"channel":"positions","instType":"SWAP","uid":"1"},"eventType":"event_update","data":[{"instId":"BTC-USDT-SWAP","posSide":"net","pos":"-30","avgPx":"64100","markPx":"64000","liqPx":"80000.5","margin":"6410","upl":"30","uTime":"1767614400600"}]}""");
        socket.Push("""{"arg":{"channel":"positions","instType":"SWAP","uid":"1"},"eventType":"event_update","data":[{"instId":"BTC-USDT-SWAP","posSide":"net","pos":"0","avgPx":"","uTime":"1767614400700"}]}""");
        socket.Push("""{"arg":{"channel":"account","uid":"1"},"data":[{"uTime":"1767614400700","details":[{"ccy":"USDT","eq":"100","cashBal":"100","availEq":"90","upl":"0","uTime":"1767614400700"}]}]}""");
        await Condition.Holds(() => stage.Heard.Of<BalanceFact>().Count > 0, "the last push");

        var btc = stage.Heard.Of<PositionFact>().Where(p => p.Symbol == "BTCUSDT").ToList();
        Assert.Equal([0.1m, -0.3m, 0m], btc.Select(p => p.SignedQuantity));
        Assert.Equal(new Price(80000.5m), btc[1].LiquidationPrice);
        Assert.Equal(90m, stage.Heard.Of<BalanceFact>()[0].Available);
    }

    [Fact]
    public async Task case_59_a_funding_push_brings_its_bill_once_even_when_the_bill_is_late()
    {
        var socket = await Up();
        var ts = stage.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        stage.Http.OnEach(
            "GET /api/v5/account/bills", (200, OkxStage.Empty),
            (200, $$"""{"code":"0","msg":"","data":[{"billId":"9","ccy":"USDT","instId":"BTC-USDT-SWAP","type":"8","subType":"174","balChg":"1.5","pnl":"1.5","ts":"{{ts}}"}]}"""));
        var before = stage.Http.To("GET /api/v5/account/bills").Count;
        socket.Push("""{"arg":{"channel":"balance_and_position","uid":"1"},"data":[{"pTime":"1767614400000","eventType":"funding_fee","balData":[{"ccy":"USDT","cashBal":"1","uTime":"1"}],"posData":[],"trades":[]}]}""");
        for (var asked = 1; asked <= 2; asked++)
        {
            await Condition.Holds(() => stage.Clock.NextDue <= stage.Clock.GetUtcNow().AddMilliseconds(400), "a look at the bills is due");
            stage.Clock.Advance(TimeSpan.FromMilliseconds(400));
            await Condition.Holds(() => stage.Http.To("GET /api/v5/account/bills").Count >= before + asked, "the bills were asked for");
        }

        await Condition.Holds(() => stage.Heard.Of<FundingPayment>().Count > 0, "the payment");
        Assert.Equal(("9", 1.5m), (stage.Heard.Of<FundingPayment>()[0].Id, stage.Heard.Of<FundingPayment>()[0].Amount.Amount));
    }

    [Fact]
    public async Task case_58_after_a_broken_line_the_fills_since_it_was_last_heard_are_read_again()
    {
        var first = await Up();
        stage.Clock.Advance(TimeSpan.FromSeconds(10));
        first.Push(Order("filled", "30", trade: "t1", at: stage.Clock.GetUtcNow().ToUnixTimeMilliseconds()));
        await Condition.Holds(() => stage.Heard.Of<Fill>().Count == 1, "the fill by stream");
        stage.Http.On("GET /api/v5/trade/fills", Fills("t1", "t2"));
        first.Break();
        await Condition.Holds(() => stage.Heard.IsLink(LinkKind.Private, LinkEvent.Down), "the line is down");
        stage.Clock.Advance(TimeSpan.FromSeconds(1));
        await stage.Sockets.Await(1, Private);
        await IsUp();
        Assert.Equal(["t1", "t2"], stage.Heard.Of<Fill>().Select(f => f.TradeId));
    }

    [Fact]
    public async Task case_56_silence_without_pong_is_a_dead_line_and_a_pong_is_life()
    {
        var socket = await Up();
        for (var i = 0; i < 4; i++)
        {
            stage.Clock.Advance(TimeSpan.FromSeconds(12));
            await Condition.Holds(() => socket.Sent.Count(s => s == "ping") > i, "a ping");
            socket.Push("pong");
            socket.Push(Order("filled", "30", trade: $"t{i}", at: 1767614400500 + i, id: $"{i}"));
            await Condition.Holds(() => stage.Heard.Of<Fill>().Any(f => f.TradeId == $"t{i}"), "what was pushed is read");
        }

        Assert.True(stage.Heard.IsLink(LinkKind.Private, LinkEvent.Up));
        stage.Clock.Advance(TimeSpan.FromSeconds(31));
        await Condition.Holds(() => !stage.Heard.IsLink(LinkKind.Private, LinkEvent.Up), "the dead line is noticed");
    }

    private async Task<FakeSocket> Up()
    {
        stage.Venue.StartPrivate(stage.Heard);
        var socket = await stage.Sockets.Await(0, Private);
        await IsUp();
        return socket;
    }

    private Task IsUp() => Condition.Holds(() => stage.Heard.IsLink(LinkKind.Private, LinkEvent.Up), "the private link is up");

    private static void AnswerAsOkx(FakeSocket socket) => socket.OnSent = text => Answer(socket, text, silentOn: "");

    private static void Answer(FakeSocket socket, string text, string silentOn)
    {
        if (text == "ping") return;
        var message = JsonDocument.Parse(text).RootElement;
        if (message.GetProperty("op").GetString() == "login") socket.Push("""{"event":"login","code":"0","msg":"","connId":"a4d3ae55"}""");
        else
            foreach (var argument in message.GetProperty("args").EnumerateArray().Where(a => a.GetProperty("channel").GetString() != silentOn))
                socket.Push($$"""{"event":"subscribe","arg":{{argument.GetRawText()}},"connId":"a4d3ae55"}""");
    }

    private static string Order(string state, string filled, string trade, long at, string cancelSource = "", string id = "77") =>
        $$"""{"arg":{"channel":"orders","instType":"SWAP","uid":"614488474791936"},"data":[{"instType":"SWAP","instId":"BTC-USDT-SWAP","ordId":"{{id}}","clOrdId":"pb1","tag":"propbot","px":"64100.5","sz":"30","side":"sell","posSide":"net","ordType":"ioc","tdMode":"isolated","state":"{{state}}","accFillSz":"{{filled}}","avgPx":"64101","fillPx":"{{(trade == "" ? "" : "64101")}}","fillSz":"{{(trade == "" ? "0" : "12.5")}}","tradeId":"{{trade}}","fillTime":"{{at - 1}}","fillFee":"-4","fillFeeCcy":"USDT","fillPnl":"-2.5","execType":"T","reduceOnly":"false","cancelSource":"{{cancelSource}}","category":"normal","amendResult":"","code":"0","msg":"","cTime":"1767614400000","uTime":"{{at}}"}]}""";

    private string Fills(params string[] trades)
    {
        var ts = stage.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        return $$"""{"code":"0","msg":"","data":[{{string.Join(',', trades.Reverse().Select(t => $$"""{"instId":"BTC-USDT-SWAP","tradeId":"{{t}}","ordId":"77","clOrdId":"pb1","billId":"{{t}}","fillPx":"64101","fillSz":"12.5","side":"sell","execType":"T","fee":"-4","feeCcy":"USDT","fillPnl":"","fillTime":"{{ts}}","ts":"{{ts}}"}"""))}}]}""";
    }

    private static DateTimeOffset At(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);
}
