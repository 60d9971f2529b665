using PropBot.VenueSimulator.Faults;
using PropBot.VenueSimulator.Okx.Sockets;

namespace PropBot.VenueSimulator.Tests.Okx;

public sealed class OkxPushFaultTests : IDisposable
{
    private readonly OkxInMemory okx = new();

    [Fact]
    public async Task case_17_a_repeated_push_carries_the_same_trade_id_twice()
    {
        var line = Orders();
        okx.Fault(FaultKind.PushDuplicate, "orders");
        await okx.Place(OkxOrderTests.Order("buy", "ioc", "1", "60001", "a1"));
        var fills = line.Rows("orders").Where(row => (string?)row["tradeId"] != "").Select(row => (string?)row["tradeId"]).ToList();
        Assert.Equal(2, fills.Count);
        Assert.Single(fills.Distinct());
    }

    [Fact]
    public async Task case_14_a_lost_push_is_lost_and_the_order_is_found_by_asking()
    {
        var line = Orders();
        okx.Fault(FaultKind.PushDrop, "orders");
        await okx.Place(OkxOrderTests.Order("buy", "ioc", "1", "60001", "a1"));
        Assert.Empty(line.Rows("orders"));
        Assert.Equal("filled", (string?)(await okx.Row("/api/v5/trade/order?instId=BTC-USDT-SWAP&clOrdId=a1"))["state"]);
    }

    [Fact]
    public async Task case_14_a_late_push_comes_by_the_clock()
    {
        var line = Orders();
        okx.Fault(FaultKind.PushDelay, "orders", latency: TimeSpan.FromSeconds(2));
        await okx.Place(OkxOrderTests.Order("buy", "limit", "1", "59000", "a1"));
        okx.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(line.Rows("orders"));
        okx.Advance(TimeSpan.FromSeconds(1.5));
        Assert.Equal("live", (string?)Assert.Single(line.Rows("orders"))["state"]);
    }

    [Fact]
    public async Task case_14_a_push_may_be_overtaken_by_the_one_behind_it()
    {
        var line = Orders();
        okx.Fault(FaultKind.PushReorder, "orders", count: 1);
        await okx.Place(OkxOrderTests.Order("buy", "ioc", "1", "60001", "a1"));
        Assert.Equal(["filled", "live"], line.Rows("orders").Select(row => (string?)row["state"]));
    }

    [Fact]
    public void case_50_a_silent_door_still_answers_pings_but_sends_no_data()
    {
        var line = okx.Open(OkxDoor.Public);
        line.Subscribe("""{"channel":"bbo-tbt","instId":"BTC-USDT-SWAP"}""");
        okx.Fault(FaultKind.Silent, "public");
        line.TakeAll();
        okx.Market.Bids = [new(59_000m, 1m)];
        okx.Advance(TimeSpan.FromSeconds(5));
        Assert.True(line.IsQuiet);
        line.Send("ping");
        Assert.Equal("pong", line.TakeText());
    }

    [Fact]
    public void case_56_a_notice_comes_sixty_seconds_before_the_close()
    {
        var line = okx.Open(OkxDoor.Public);
        var other = okx.Open(OkxDoor.Business);
        okx.Fault(FaultKind.Notice, "public");
        var notice = line.Take();
        Assert.Equal(("notice", "64008"), ((string?)notice["event"], (string?)notice["code"]));
        Assert.False(string.IsNullOrEmpty((string?)notice["connId"]));
        for (var i = 0; i < 59; i++) Beat(line);
        Assert.Null(line.CloseCode);
        Beat(line);
        Assert.Equal(1001, line.CloseCode);
        Assert.True(other.CloseCode is null or 4004);
    }

    [Fact]
    public void case_56_a_forced_close_has_no_handshake_and_a_slow_consumer_is_4005()
    {
        var (first, second) = (okx.Open(OkxDoor.Public), okx.Open(OkxDoor.Business));
        okx.Fault(FaultKind.ForcedClose, "public");
        okx.Fault(FaultKind.SlowConsumer, "business");
        Assert.Equal((OkxSession.Cut, 4005), (first.CloseCode, second.CloseCode));
    }

    public void Dispose() => okx.Dispose();

    private void Beat(OkxTalk line)
    {
        line.Send("ping");
        okx.Clock.Advance(TimeSpan.FromSeconds(1));
    }

    private OkxTalk Orders()
    {
        var line = okx.LogIn();
        line.Subscribe("""{"channel":"orders","instType":"SWAP"}""");
        return line;
    }
}
