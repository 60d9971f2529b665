using System.Globalization;
using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Binance.Wire;

namespace PropBot.VenueSimulator.Tests.Binance;

public class LimitCaseTests
{
    private const string Weight = "X-MBX-USED-WEIGHT-1M";

    [Fact]
    public async Task case_40_every_reply_tells_the_weight_and_order_replies_the_counts_too()
    {
        using var line = new BinanceLine();
        Assert.Equal("20", (await line.Call("GET", "/fapi/v1/commissionRate", "symbol=BTCUSDT"))!.Headers![Weight]);
        var placed = (await line.Call("POST", BinanceLine.Order, BinanceLine.Limit + "&quantity=1&price=59000"))!.Headers!;
        Assert.Equal(("20", "1", "1"), (placed[Weight], placed["X-MBX-ORDER-COUNT-10S"], placed["X-MBX-ORDER-COUNT-1M"]));
        var batch = (await line.Call("POST", "/fapi/v1/batchOrders", "batchOrders=%5B%7B%7D%5D"))!.Headers!;
        Assert.Equal(("25", "6", "2"), (batch[Weight], batch["X-MBX-ORDER-COUNT-10S"], batch["X-MBX-ORDER-COUNT-1M"]));
        line.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(("1", "3"), await Counts(line));
        line.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(("1", "1"), await Counts(line));
        Assert.Equal("1", (await line.Call("GET", "/fapi/v1/openOrders", "symbol=BTCUSDT"))!.Headers![Weight]);
    }

    [Fact]
    public async Task case_41_who_goes_on_after_the_warnings_is_banned_and_longer_each_time()
    {
        using var line = new BinanceLine();
        var warned = await Exhaust(line);
        Assert.Equal((429, -1003), (warned.Status, Code(warned)));
        Assert.Equal("60", warned.Headers!["Retry-After"]);
        var banned = await Ignore(line);
        var until = line.Now + 120_000;
        Assert.Equal((418, "120"), (banned.Status, banned.Headers!["Retry-After"]));
        Assert.Contains($"banned until {until}.", banned.Json, StringComparison.Ordinal);
        Assert.Equal(0, line.Skin.SentWhileBanned);
        Assert.Equal(418, line.Skin.HandshakeRefusal("/ws-fapi/v1", "")!.Status);
        line.Clock.Advance(TimeSpan.FromSeconds(119));
        Assert.Equal(418, (await line.Call("GET", "/fapi/v1/time"))!.Status);
        Assert.Equal(2, line.Skin.SentWhileBanned);
        line.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await line.Call("GET", "/fapi/v1/time"))!.Status);
        await Exhaust(line);
        Assert.Equal("240", (await Ignore(line)).Headers!["Retry-After"]);
    }

    [Fact]
    public async Task case_42_too_many_orders_are_refused_while_cancels_still_flow()
    {
        using var line = new BinanceLine();
        await line.Place(BinanceLine.Limit + "&quantity=1&price=59000&newClientOrderId=first");
        for (var i = 1; i < 300; i++) await line.Call("POST", BinanceLine.Order, "symbol=NOPE");
        var refused = await line.Call("POST", BinanceLine.Order, BinanceLine.Limit + "&quantity=1&price=59000");
        Assert.Equal((429, -1015, "10"), (refused!.Status, Code(refused), refused.Headers!["Retry-After"]));
        await line.Ok("DELETE", BinanceLine.Order, "symbol=BTCUSDT&origClientOrderId=first");
        line.Clock.Advance(TimeSpan.FromSeconds(10));
        await line.Place(BinanceLine.Limit + "&quantity=1&price=59000");
    }

    [Fact]
    public void case_43_more_than_ten_messages_in_a_second_end_the_connection_pings_included()
    {
        using var line = new BinanceLine();
        var ear = line.Connect("/public/ws");
        for (var i = 0; i < 10; i++) ear.Ask("LIST_SUBSCRIPTIONS", id: $"{i + 1}");
        line.Clock.Advance(TimeSpan.FromSeconds(1));
        for (var i = 0; i < 9; i++) ear.Ask("LIST_SUBSCRIPTIONS", id: $"{i + 20}");
        ear.Session.Pinged();
        Assert.Null(ear.Ended);
        ear.Session.Receive("{}");
        Assert.Equal(1008, ear.Ended!.Value.Code);
        Assert.True(ear.Session.IsClosed);
    }

    [Fact]
    public void case_43_a_connection_holds_no_more_than_1024_streams()
    {
        using var line = new BinanceLine();
        var ear = line.Connect("/public/ws");
        var names = Enumerable.Range(0, 1025).Select(i => $"\"s{i.ToString(CultureInfo.InvariantCulture)}usdt@depth\"").ToList();
        Assert.NotNull(ear.Ask("SUBSCRIBE", $"[{string.Join(',', names)}]")["error"]);
        Assert.Null(ear.Ask("SUBSCRIBE", $"[{string.Join(',', names[1..])}]", "2")["error"]);
        Assert.Equal(1024, ear.Ask("LIST_SUBSCRIPTIONS", id: "3")["result"]!.AsArray().Count);
    }

    private static async Task<(string TenSeconds, string Minute)> Counts(BinanceLine line)
    {
        var headers = (await line.Call("POST", BinanceLine.Order, "symbol=NOPE"))!.Headers!;
        return (headers["X-MBX-ORDER-COUNT-10S"], headers["X-MBX-ORDER-COUNT-1M"]);
    }

    private static async Task<BinanceReply> Exhaust(BinanceLine line)
    {
        BinanceReply? reply;
        do
        {
            reply = await line.Call("GET", "/fapi/v1/openOrders");
        }
        while (reply!.Status == 200);
        return reply;
    }

    private static async Task<BinanceReply> Ignore(BinanceLine line)
    {
        BinanceReply? reply;
        do
        {
            reply = await line.Call("GET", "/fapi/v1/time");
        }
        while (reply!.Status == 429);
        return reply;
    }

    private static int Code(BinanceReply reply) => JsonNode.Parse(reply.Json)!["code"]!.GetValue<int>();
}
