using PropBot.Testing;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Tests.Exchanges.Okx;

namespace PropBot.Trading.Tests.Exchanges.OkxStreams;

/// <summary>What may happen to a private stream that stands: upgrades, closes, silence, pages, repeats.</summary>
public sealed class OkxPrivateLifeTests : IAsyncDisposable
{
    private const string Positions = """{"arg":{"channel":"positions","instType":"SWAP","uid":"1"},""";
    private readonly OkxStage stage = new();

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    public async Task case_56_the_notice_moves_the_private_stream_with_its_catch_up_and_nothing_is_told_twice()
    {
        var first = await stage.PrivateUp();
        stage.Http.On("GET /api/v5/trade/fills", OkxScript.Data(OkxScript.FillRow("t1", "12.5", 1767614400400)));
        first.Push(OkxScript.Notice);
        await Condition.Holds(() => stage.Sockets.Opened.Count == 2, "the next connection");
        var second = stage.Sockets.Opened[1];
        first.Push(OkxScript.Order("partially_filled", "12.5", "t1", 1767614400400));
        await Condition.Holds(() => first.ClosedByClient || first.IsAborted, "the old connection is left");
        second.Push(OkxScript.Order("partially_filled", "12.5", "t1", 1767614400400));
        second.Push(OkxScript.Order("filled", "25", "t2", 1767614400500));
        await Condition.Holds(() => stage.Heard.Of<Fill>().Any(f => f.TradeId == "t2"), "the new connection speaks");
        Assert.Equal(["t1", "t2"], stage.Heard.Of<Fill>().Select(f => f.TradeId));
        Assert.Single(stage.Heard.Of<LinkChange>(), l => l.Event == LinkEvent.Up);
        Assert.DoesNotContain(stage.Heard.Of<LinkChange>(), l => l.Event == LinkEvent.Down);
    }

    [Fact]
    public async Task case_56_counts_of_connections_are_tolerated_and_4004_is_a_reconnect_with_its_reason()
    {
        var socket = await stage.PrivateUp();
        socket.Push("""{"event":"channel-conn-count","channel":"orders","connCount":"2","connId":"abcd1234"}""");
        socket.Push("""{"event":"channel-conn-count-error","channel":"orders","connCount":"30","connId":"a4d3ae55"}""");
        await Condition.Holds(() => socket.IsDrained, "both are read");
        Assert.True(stage.Heard.IsLink(LinkKind.Private, LinkEvent.Up));
        socket.CloseByVenue(4004, "No data received in 30s");
        await Condition.Holds(() => stage.Heard.IsLink(LinkKind.Private, LinkEvent.Down), "it is down");
        Assert.Contains("4004", stage.Heard.Of<LinkChange>()[^1].Detail, StringComparison.Ordinal);
        await stage.AdvanceUntil(() => stage.Heard.IsLink(LinkKind.Private, LinkEvent.Up), "it is up again");
    }

    [Fact]
    public async Task case_58_a_stream_that_pongs_but_tells_nothing_is_found_out_by_rest_and_what_it_missed_is_told_once()
    {
        await stage.PrivateUp();
        var at = stage.Clock.GetUtcNow().AddSeconds(10).ToUnixTimeMilliseconds();
        stage.Http.On("GET /api/v5/trade/fills", OkxScript.Data(OkxScript.FillRow("t1", "12.5", at)));
        await stage.AdvanceUntil(() => stage.Heard.Of<LinkChange>().Any(l => l.Event == LinkEvent.Down), "the silent stream is given up", atEachStep: Pong);
        Assert.Contains("REST knows trade t1", stage.Heard.Of<LinkChange>().Last(l => l.Event == LinkEvent.Down).Detail, StringComparison.Ordinal);
        Assert.Empty(stage.Heard.Of<Fill>());
        await stage.AdvanceUntil(() => stage.Heard.IsLink(LinkKind.Private, LinkEvent.Up), "up again");
        Assert.Equal("t1", Assert.Single(stage.Heard.Of<Fill>()).TradeId);
    }

    [Fact]
    public async Task a_stream_that_agrees_with_rest_is_left_alone()
    {
        var socket = await stage.PrivateUp();
        var at = stage.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        socket.Push(OkxScript.Order("partially_filled", "12.5", "t1", at));
        await Condition.Holds(() => stage.Heard.Of<Fill>().Count == 1, "the push");
        stage.Http.On("GET /api/v5/trade/fills", OkxScript.Data(OkxScript.FillRow("t1", "12.5", at)));
        var reads = stage.Http.To("GET /api/v5/trade/fills").Count;
        await stage.AdvanceUntil(() => stage.Http.To("GET /api/v5/trade/fills").Count >= reads + 3, "three comparisons", atEachStep: Pong);
        Assert.True(stage.Heard.IsLink(LinkKind.Private, LinkEvent.Up));
        Assert.Single(stage.Sockets.Opened);
    }

    [Fact]
    public async Task case_58_a_paged_snapshot_counts_when_it_is_whole_and_what_it_lacks_is_asked_of_rest()
    {
        var socket = await stage.PrivateUp();
        var before = stage.Heard.Of<PositionFact>().Count;
        socket.Push(Positions + """ "eventType":"snapshot","curPage":1,"lastPage":false,"data":[{"instId":"BTC-USDT-SWAP","posSide":"net","pos":"5","avgPx":"64000","uTime":"1767614400400"}]}""");
        await Condition.Holds(() => socket.IsDrained, "the first page is read");
        Assert.Equal(before, stage.Heard.Of<PositionFact>().Count);
        socket.Push(Positions + """ "eventType":"snapshot","curPage":2,"lastPage":true,"data":[{"instId":"ETH-USDT-SWAP","posSide":"net","pos":"7","avgPx":"3000","uTime":"1767614400400"}]}""");
        await Condition.Holds(() => stage.Heard.Of<PositionFact>().Count == before + 2, "the whole snapshot");

        var reads = stage.Http.To("GET /api/v5/account/positions").Count;
        socket.Push(Positions + """ "eventType":"snapshot","curPage":1,"lastPage":true,"data":[{"instId":"ETH-USDT-SWAP","posSide":"net","pos":"7","avgPx":"3000","uTime":"1767614400900"}]}""");
        await Condition.Holds(() => stage.Http.To("GET /api/v5/account/positions").Count > reads, "REST is asked at once");
    }

    [Fact]
    public async Task a_page_out_of_turn_is_no_snapshot()
    {
        var socket = await stage.PrivateUp();
        var before = stage.Heard.Of<PositionFact>().Count;
        socket.Push(Positions + """ "eventType":"snapshot","curPage":2,"lastPage":true,"data":[{"instId":"ETH-USDT-SWAP","posSide":"net","pos":"7","avgPx":"3000","uTime":"1767614400400"}]}""");
        await Condition.Holds(() => socket.IsDrained, "it is read");
        Assert.Equal(before, stage.Heard.Of<PositionFact>().Count);
    }

    [Fact]
    public async Task case_16_partial_fills_add_up_to_the_orders_own_figures()
    {
        var socket = await stage.PrivateUp();
        socket.Push(OkxScript.Order("partially_filled", "12.5", "t1", 1767614400500, price: "64102", fee: "-4"));
        socket.Push(OkxScript.Order("partially_filled", "20", "t2", 1767614400501, fillSize: "7.5", price: "64100", fee: "-2.4"));
        socket.Push(OkxScript.Order("filled", "30", "t3", 1767614400502, fillSize: "10", price: "64100.5", fee: "-3.2"));
        await Condition.Holds(() => stage.Heard.Of<OrderUpdate>().Count == 3, "all pushes");
        var (fills, last) = (stage.Heard.Of<Fill>(), stage.Heard.Of<OrderUpdate>()[^1]);
        Assert.Equal((last.Filled.Value, 9.6m), (fills.Sum(f => f.Quantity.Value), fills.Sum(f => f.Fee.Amount)));
        var average = fills.Sum(f => f.Quantity.Value * f.Price.Value) / last.Filled.Value;
        Assert.InRange(average - last.AveragePrice!.Value.Value, -0.1m, 0.1m);
    }

    [Fact]
    public async Task case_18_a_post_only_order_that_would_take_ends_without_ever_having_been_live()
    {
        var socket = await stage.PrivateUp();
        socket.Push(OkxScript.Order("canceled", "0", "", 1767614400500, cancelSource: "31"));
        await Condition.Holds(() => stage.Heard.Of<OrderUpdate>().Count == 1, "the push");
        Assert.Equal((VenueOrderStatus.Ended, "post_only_would_take", 0m), (stage.Heard.Of<OrderUpdate>()[0].Status, stage.Heard.Of<OrderUpdate>()[0].EndReason, stage.Heard.Of<OrderUpdate>()[0].Filled.Value));
    }

    [Fact]
    public async Task case_19_an_ioc_remainder_ends_the_order_and_its_fill_is_kept()
    {
        var socket = await stage.PrivateUp();
        socket.Push(OkxScript.Order("canceled", "12.5", "t1", 1767614400500, cancelSource: "14"));
        await Condition.Holds(() => stage.Heard.Of<OrderUpdate>().Count == 1, "the push");
        Assert.Equal((VenueOrderStatus.Ended, "ioc_remainder", 0.125m), (stage.Heard.Of<OrderUpdate>()[0].Status, stage.Heard.Of<OrderUpdate>()[0].EndReason, Assert.Single(stage.Heard.Of<Fill>()).Quantity.Value));
    }

    [Fact]
    public async Task case_59_a_funding_payment_is_told_once_whether_push_reading_or_catch_up_finds_it()
    {
        var socket = await stage.PrivateUp();
        var ts = stage.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        stage.Http.On("GET /api/v5/account/bills", OkxScript.Data(
            $$"""{"billId":"9","ccy":"USDT","instId":"BTC-USDT-SWAP","type":"8","subType":"173","balChg":"1.5","pnl":"-1.5","ts":"{{ts}}"}"""));
        socket.Push("""{"arg":{"channel":"balance_and_position","uid":"1"},"data":[{"pTime":"1767614400000","eventType":"funding_fee","balData":[{"ccy":"USDT","cashBal":"1","uTime":"1"}],"posData":[],"trades":[]}]}""");
        await stage.AdvanceUntil(() => stage.Heard.Of<FundingPayment>().Count > 0, "the payment");
        var reads = stage.Http.To("GET /api/v5/account/bills").Count;
        await stage.AdvanceUntil(() => stage.Http.To("GET /api/v5/account/bills").Count > reads, "a comparison with REST", atEachStep: Pong);
        socket.Break();
        await stage.AdvanceUntil(() => stage.Heard.Of<LinkChange>().Count(l => l.Event == LinkEvent.Up) == 2, "up again");
        Assert.Equal(("9", -1.5m), (Assert.Single(stage.Heard.Of<FundingPayment>()).Id, stage.Heard.Of<FundingPayment>()[0].Amount.Amount));
    }

    private void Pong()
    {
        foreach (var socket in stage.Sockets.Opened.Where(s => !s.IsAborted)) socket.Push("pong");
    }
}
