using System.Globalization;
using System.Text.Json.Nodes;

namespace PropBot.VenueSimulator.Tests.Okx;

public class OkxAccountStreamTests
{
    private const string Orders = """{"channel":"orders","instType":"SWAP"}""";

    [Fact]
    public async Task case_16_an_ioc_is_live_then_filled_in_parts_then_canceled_and_the_parts_add_up()
    {
        await using var okx = await OkxLoopback.Start();
        var line = await okx.DialLoggedIn();
        await line.Subscribe(Orders);
        await okx.Place(OkxOrderTests.Order("buy", "ioc", "400", "60002", "a1"));
        var rows = new List<JsonObject>();
        while (rows.Count == 0 || (string?)rows[^1]["state"] is not "canceled") rows.Add(await line.Row("orders"));
        Assert.Equal(["live", "partially_filled", "partially_filled", "canceled"], rows.Select(r => (string?)r["state"]));
        Assert.Equal(["0", "60001", "60001.8", "60001.8"], rows.Select(r => (string?)r["avgPx"]));
        Assert.Equal(("14", "250"), ((string?)rows[^1]["cancelSource"], (string?)rows[^1]["accFillSz"]));
        var fills = rows.Where(r => (string?)r["tradeId"] != "").ToList();
        Assert.Equal(250m, fills.Sum(r => Number(r, "fillSz")));
        Assert.All(fills, r => Assert.True(Number(r, "fillFee") < 0m));
        Assert.Equal(Number(rows[^1], "fee"), fills.Sum(r => Number(r, "fillFee")));
        Assert.Equal("T", (string?)fills[0]["execType"]);
    }

    [Fact]
    public async Task case_18_a_post_only_that_would_take_shows_only_its_end()
    {
        await using var okx = await OkxLoopback.Start();
        var line = await okx.DialLoggedIn();
        await line.Subscribe(Orders);
        await okx.Place(OkxOrderTests.Order("buy", "post_only", "1", "60001", "a1"));
        await okx.Place(OkxOrderTests.Order("buy", "post_only", "1", "59000", "a2"));
        var first = await line.Row("orders");
        Assert.Equal(("a1", "canceled", "31"), ((string?)first["clOrdId"], (string?)first["state"], (string?)first["cancelSource"]));
        var second = await line.Row("orders");
        Assert.Equal(("a2", "live"), ((string?)second["clOrdId"], (string?)second["state"]));
    }

    [Fact]
    public async Task case_58_positions_begin_with_a_whole_snapshot_and_end_with_zero()
    {
        await using var okx = await OkxLoopback.Start();
        await okx.Place(OkxOrderTests.Order("sell", "ioc", "2", "59999"));
        var line = await okx.DialLoggedIn();
        await line.Subscribe("""{"channel":"positions","instType":"SWAP","extraParams":"{\"updateInterval\": \"0\"}"}""");
        var snapshot = await line.Push("positions");
        Assert.Equal(("snapshot", 1, true), ((string?)snapshot["eventType"], (int)snapshot["curPage"]!, (bool)snapshot["lastPage"]!));
        Assert.Equal("-2", (string?)snapshot["data"]![0]!["pos"]);
        okx.Clock.Advance(TimeSpan.FromSeconds(6));
        await okx.Post("/api/v5/trade/close-position", """{"instId":"BTC-USDT-SWAP","mgnMode":"isolated"}""");
        var update = await line.Push("positions");
        Assert.Equal(("event_update", "0", null), ((string?)update["eventType"], (string?)update["data"]![0]!["pos"], update["curPage"]));
    }

    [Fact]
    public async Task positions_repeat_every_five_seconds_unless_told_not_to()
    {
        await using var okx = await OkxLoopback.Start();
        var line = await okx.DialLoggedIn();
        await line.Subscribe("""{"channel":"positions","instType":"SWAP"}""");
        Assert.Empty((await line.Push("positions"))["data"]!.AsArray());
        okx.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal("snapshot", (string?)(await line.Push("positions"))["eventType"]);
    }

    [Fact]
    public async Task case_59_balance_and_position_tells_of_fills_and_of_funding()
    {
        await using var okx = await OkxLoopback.Start();
        var line = await okx.DialLoggedIn();
        await line.Subscribe("""{"channel":"balance_and_position"}""");
        var begin = await line.Row("balance_and_position");
        Assert.Equal(("snapshot", "100000"), ((string?)begin["eventType"], (string?)begin["balData"]![0]!["cashBal"]));
        await okx.Place(OkxOrderTests.Order("buy", "ioc", "10", "60001"));
        var filled = await line.Row("balance_and_position");
        Assert.Equal(("filled", "99996.99995", "10"), ((string?)filled["eventType"], (string?)filled["balData"]![0]!["cashBal"], (string?)filled["posData"]![0]!["pos"]));
        Assert.Equal((string?)filled["posData"]![0]!["tradeId"], (string?)filled["trades"]![0]!["tradeId"]);
        // Funding falls due at 16:00: 0.1 BTC × 60000 × 0.0001 paid by the long. A jump, so that the silent line is not closed on the way.
        okx.Clock.Jump(TimeSpan.FromHours(4));
        okx.World.Advance();
        var funded = await line.Row("balance_and_position");
        Assert.Equal(("funding_fee", "99996.39995"), ((string?)funded["eventType"], (string?)funded["balData"]![0]!["cashBal"]));
    }

    [Fact]
    public async Task case_13_an_order_by_socket_is_answered_first_and_pushed_afterwards()
    {
        await using var okx = await OkxLoopback.Start();
        var line = await okx.DialLoggedIn();
        await line.Subscribe(Orders);
        await line.Send("""{"id":"15","op":"order","args":[{"instIdCode":10461,"tdMode":"cross","side":"buy","ordType":"limit","px":"59000","sz":"1","clOrdId":"a1"}]}""");
        var answer = await line.Next();
        Assert.Equal(("15", "order", "0", "0"), ((string?)answer["id"], (string?)answer["op"], (string?)answer["code"], (string?)answer["data"]![0]!["sCode"]));
        var pushed = await line.Row("orders");
        Assert.Equal(("ETH-USDT-SWAP", "live", "1"), ((string?)pushed["instId"], (string?)pushed["state"], (string?)pushed["sz"]));
        await line.Send("""{"id":"16","op":"cancel-order","args":[{"instIdCode":10461,"clOrdId":"a1"}]}""");
        Assert.Equal("0", (string?)(await line.Next())["code"]);
        Assert.Equal(("canceled", "1"), await Ended(line));
        await line.Send("""{"id":"17","op":"order","args":[{"instId":"ETH-USDT-SWAP","tdMode":"cross","side":"buy","ordType":"limit","px":"59000","sz":"1"}]}""");
        Assert.Equal("50014", (string?)(await line.Next())["code"]);
    }

    private static async Task<(string?, string?)> Ended(OkxLine line)
    {
        var row = await line.Row("orders");
        return ((string?)row["state"], (string?)row["cancelSource"]);
    }

    private static decimal Number(JsonObject row, string name) => decimal.Parse((string)row[name]!, CultureInfo.InvariantCulture);
}
