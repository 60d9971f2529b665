using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Faults;

namespace PropBot.VenueSimulator.Tests.Okx;

public sealed class OkxOrderCaseTests : IDisposable
{
    private const string Cancel = "/api/v5/trade/cancel-order";
    private const string Amend = "/api/v5/trade/amend-order";
    private readonly OkxInMemory okx = new();

    [Fact]
    public async Task case_24_a_fill_that_overtakes_its_cancel_wins()
    {
        await okx.Place(OkxOrderTests.Order("sell", "limit", "1", "60005", "a1"));
        okx.Market.Bids = [new(60_006m, 1m)];
        okx.Market.Asks = [new(60_007m, 1m)];
        okx.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("51400", (string?)(await okx.Item(Cancel, """{"instId":"BTC-USDT-SWAP","clOrdId":"a1"}"""))["sCode"]);
        Assert.Equal("filled", (string?)(await Order("a1"))["state"]);
        Assert.Equal("-1", (string?)(await okx.Row("/api/v5/account/positions"))["pos"]);
    }

    [Fact]
    public async Task case_25_a_size_at_or_below_what_is_filled_makes_the_order_filled()
    {
        var line = Orders();
        await okx.Place(OkxOrderTests.Order("buy", "limit", "80", "60001", "a1"));
        Assert.Equal(("partially_filled", "50"), await State("a1"));
        line.TakeAll();
        await okx.Item(Amend, """{"instId":"BTC-USDT-SWAP","clOrdId":"a1","newSz":"40","reqId":"r1"}""");
        Assert.Equal(("filled", "50"), await State("a1"));
        var pushed = Assert.Single(line.Rows("orders"));
        Assert.Equal(("filled", "0", "r1", "0"), ((string?)pushed["state"], (string?)pushed["amendResult"], (string?)pushed["reqId"], (string?)pushed["fillSz"]));
    }

    [Fact]
    public async Task case_25_a_post_only_amended_into_the_book_is_told_as_failed_and_canceled()
    {
        var line = Orders();
        await okx.Place(OkxOrderTests.Order("buy", "post_only", "1", "59000", "a1"));
        line.TakeAll();
        var ack = await okx.Item(Amend, """{"instId":"BTC-USDT-SWAP","clOrdId":"a1","newPx":"60001","reqId":"r7"}""");
        Assert.Equal(("0", "r7"), ((string?)ack["sCode"], (string?)ack["reqId"]));
        var pushed = Assert.Single(line.Rows("orders"));
        Assert.Equal(("canceled", "1", "r7", "31"), ((string?)pushed["state"], (string?)pushed["amendResult"], (string?)pushed["reqId"], (string?)pushed["cancelSource"]));
    }

    [Fact]
    public async Task case_25_an_amendment_the_margin_cannot_bear_is_accepted_and_told_as_failed_and_the_order_stays()
    {
        var line = Orders();
        await okx.Place(OkxOrderTests.Order("buy", "limit", "1", "59000", "a1"));
        line.TakeAll();
        Assert.Equal("0", (string?)(await okx.Item(Amend, """{"instId":"BTC-USDT-SWAP","clOrdId":"a1","newSz":"90000","reqId":"r1"}"""))["sCode"]);
        var pushed = Assert.Single(line.Rows("orders"));
        Assert.Equal(("live", "-1", "1"), ((string?)pushed["state"], (string?)pushed["amendResult"], (string?)pushed["sz"]));
    }

    [Theory]
    [InlineData("\"newPx\":\"66000\"", "51006", true)]
    [InlineData("\"newPx\":\"66000\",\"cxlOnFail\":true", "51006", false)]
    [InlineData("\"newPx\":\"66000\",\"pxAmendType\":\"1\"", "0", true)]
    [InlineData("\"newPx\":\"59000.05\"", "51150", true)]
    [InlineData("\"newSz\":\"0.015\"", "51121", true)]
    [InlineData("\"reqId\":\"r1\"", "50014", true)]
    public async Task case_25_what_is_refused_at_once_takes_the_order_along_only_when_asked_to(string change, string code, bool lives)
    {
        // The ask is out of reach, so that a price moved to the limit rests.
        okx.Market.Asks = [new(70_000m, 1m)];
        okx.Advance(TimeSpan.FromSeconds(1));
        await okx.Place(OkxOrderTests.Order("buy", "limit", "1", "59000", "a1"));
        Assert.Equal(code, (string?)(await okx.Item(Amend, $$"""{"instId":"BTC-USDT-SWAP","clOrdId":"a1",{{change}}}"""))["sCode"]);
        Assert.Equal(lives, okx.Venue.OpenOrders().Count == 1);
        if (code == "0") Assert.Equal("63000", (string?)(await Order("a1"))["px"]);
    }

    [Theory]
    [InlineData("", "canceled", "filled")]
    [InlineData("cancel_maker", "canceled", "filled")]
    [InlineData("cancel_taker", "live", "canceled")]
    [InlineData("cancel_both", "canceled", "canceled")]
    public async Task case_28_an_order_that_meets_its_own_is_ended_by_the_takers_mode_with_source_32(string mode, string maker, string taker)
    {
        okx.Market.Bids = [new(59_000m, 1m)];
        okx.Advance(TimeSpan.FromSeconds(1));
        await okx.Place(OkxOrderTests.Order("buy", "limit", "1", "59500", "maker"));
        var order = JsonNode.Parse(OkxOrderTests.Order("sell", "limit", "1", "58990", "taker"))!.AsObject();
        if (mode.Length > 0) order["stpMode"] = mode;
        Assert.Equal("0", (string?)(await okx.Place(order.ToJsonString()))["sCode"]);
        Assert.Equal((maker, taker), ((await State("maker")).State, (await State("taker")).State));
        foreach (var id in new[] { "maker", "taker" })
        {
            var row = await Order(id);
            if ((string?)row["state"] == "canceled") Assert.Equal("32", (string?)row["cancelSource"]);
        }

        Assert.Equal(mode.Length > 0 ? mode : "cancel_maker", (string?)(await Order("taker"))["stpMode"]);
    }

    [Fact]
    public async Task case_31_forty_five_orders_are_listed_and_cancelled_in_three_batches()
    {
        for (var i = 0; i < 45; i++) await okx.Place(OkxOrderTests.Order("buy", "limit", "1", "59000", $"a{i}"));
        var seen = new List<string>();
        while (await okx.Rows("/api/v5/trade/orders-pending?instType=SWAP&limit=20") is { Count: > 0 } page)
        {
            var batch = new JsonArray([.. page.Select(row => new JsonObject { ["instId"] = "BTC-USDT-SWAP", ["ordId"] = (string?)row!["ordId"] })]);
            Assert.Equal("0", (string?)(await okx.Post("/api/v5/trade/cancel-batch-orders", batch.ToJsonString()))["code"]);
            seen.AddRange(page.Select(row => (string)row!["ordId"]!));
        }

        Assert.Equal((45, 45), (seen.Count, seen.Distinct().Count()));
        Assert.Empty(okx.Venue.OpenOrders());
    }

    [Fact]
    public async Task case_32_a_tag_has_a_switch_of_its_own_and_twenty_may_have_one()
    {
        foreach (var tag in new[] { "one", "two" })
        {
            var order = JsonNode.Parse(OkxOrderTests.Order("buy", "limit", "1", "59000", tag))!.AsObject();
            order["tag"] = tag;
            await okx.Place(order.ToJsonString());
        }

        Assert.Equal("0", (string?)(await Arm("10", "one"))["code"]);
        Assert.Equal("50011", (string?)(await Arm("10", "one"))["code"]);
        for (var i = 0; i < 19; i++) Assert.Equal("0", (string?)(await Arm("120", $"t{i}"))["code"]);
        Assert.Equal("51071", (string?)(await Arm("120", "more"))["code"]);
        okx.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal("two", Assert.Single(okx.Venue.OpenOrders()).ClientId);
        Assert.Equal("20", (string?)(await Order("one"))["cancelSource"]);
        Assert.Equal("0", (string?)(await Arm("120", "more"))["code"]);
    }

    [Theory]
    [InlineData("9")]
    [InlineData("121")]
    [InlineData("soon")]
    public async Task case_32_a_time_outside_ten_to_a_hundred_and_twenty_seconds_is_refused(string seconds) =>
        Assert.Equal("51000", (string?)(await Arm(seconds, null))["code"]);

    [Fact]
    public async Task case_22_two_sided_orders_name_their_side_and_stand_beside_each_other()
    {
        await okx.Post("/api/v5/account/set-position-mode", """{"posMode":"long_short_mode"}""");
        Assert.Equal("51000", (string?)(await okx.Place(OkxOrderTests.Order("buy", "ioc", "1", "60001")))["sCode"]);
        foreach (var (side, price, position) in new[] { ("buy", "60001", "long"), ("sell", "59999", "short") })
        {
            var order = JsonNode.Parse(OkxOrderTests.Order(side, "ioc", "2", price))!.AsObject();
            order["posSide"] = position;
            Assert.Equal("0", (string?)(await okx.Place(order.ToJsonString()))["sCode"]);
        }

        var rows = await okx.Rows("/api/v5/account/positions");
        Assert.Equal([("long", "2"), ("short", "2")], rows.Select(row => ((string)row!["posSide"]!, (string)row["pos"]!)).Order());
    }

    [Fact]
    public async Task case_21_reduce_only_names_why_there_is_nothing_to_reduce()
    {
        var reduce = JsonNode.Parse(OkxOrderTests.Order("buy", "ioc", "1", "60001"))!.AsObject();
        reduce["reduceOnly"] = true;
        Assert.Equal("51169", (string?)(await okx.Place(reduce.ToJsonString()))["sCode"]);
        await okx.Place(OkxOrderTests.Order("buy", "ioc", "1", "60001"));
        Assert.Equal("51170", (string?)(await okx.Place(reduce.ToJsonString()))["sCode"]);
    }

    [Fact]
    public async Task case_26_a_client_id_that_is_open_is_51016_and_the_first_order_stands()
    {
        var first = await okx.Place(OkxOrderTests.Order("buy", "limit", "1", "59000", "a1"));
        Assert.Equal("51016", (string?)(await okx.Place(OkxOrderTests.Order("buy", "limit", "2", "59100", "a1")))["sCode"]);
        Assert.Equal((string?)first["ordId"], (string?)(await Order("a1"))["ordId"]);
    }

    [Theory]
    [InlineData(FaultKind.Liquidation, "full_liquidation", "liquidation", "5", "3")]
    [InlineData(FaultKind.Adl, "adl", "adl", "9", "5")]
    public async Task what_the_venue_takes_over_is_told_by_category_event_and_bill(FaultKind kind, string category, string eventType, string billType, string pastType)
    {
        await okx.Place(OkxOrderTests.Order("buy", "ioc", "10", "60001"));
        var line = Orders();
        line.Subscribe("""{"channel":"balance_and_position"}""");
        line.TakeAll();
        okx.Fault(kind, "BTCUSDT");
        var frames = line.TakeAll();
        Assert.Contains(frames, frame => (string?)frame["data"]?[0]?["category"] == category && (string?)frame["data"]![0]!["state"] == "filled");
        Assert.Contains(frames, frame => (string?)frame["data"]?[0]?["eventType"] == eventType);
        Assert.Equal(billType, (string?)(await okx.Row($"/api/v5/account/bills?type={billType}"))["type"]);
        Assert.Equal(pastType, (string?)(await okx.Row("/api/v5/account/positions-history"))["type"]);
    }

    public void Dispose() => okx.Dispose();

    private OkxTalk Orders()
    {
        var line = okx.LogIn();
        line.Subscribe("""{"channel":"orders","instType":"SWAP"}""");
        line.TakeAll();
        return line;
    }

    private Task<JsonObject> Order(string clientId) => okx.Row($"/api/v5/trade/order?instId=BTC-USDT-SWAP&clOrdId={clientId}");

    private async Task<(string? State, string? Filled)> State(string clientId) => ((string?)(await Order(clientId))["state"], (string?)(await Order(clientId))["accFillSz"]);

    private Task<JsonObject> Arm(string seconds, string? tag) =>
        okx.Post("/api/v5/trade/cancel-all-after", new JsonObject { ["timeOut"] = seconds, ["tag"] = tag ?? "" }.ToJsonString());
}
