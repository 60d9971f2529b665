using System.Text.Json.Nodes;

namespace PropBot.VenueSimulator.Tests.Okx;

public class OkxOrderTests
{
    [Fact]
    public async Task contracts_and_base_coin_agree_to_the_last_digit()
    {
        await using var okx = await OkxLoopback.Start();
        await okx.Place(Order("buy", "ioc", "0.37", "60001"));
        // 0.37 contracts of 0.01 BTC.
        Assert.Equal(0.0037m, okx.World.Okx.Position("BTCUSDT").Position.Quantity);
        var position = await okx.Row("/api/v5/account/positions?instType=SWAP");
        Assert.Equal(("BTC-USDT-SWAP", "0.37", "60001", "isolated"), (Text(position, "instId"), Text(position, "pos"), Text(position, "avgPx"), Text(position, "mgnMode")));
        var fill = await okx.Row("/api/v5/trade/fills?instType=SWAP");
        // 0.0037 × 60001 × 0.0005, paid and therefore negative.
        Assert.Equal(("0.37", "-0.11100185", "-0.0005", "T"), (Text(fill, "fillSz"), Text(fill, "fee"), Text(fill, "feeRate"), Text(fill, "execType")));
    }

    [Fact]
    public async Task case_19_an_ioc_keeps_what_it_got_and_is_canceled_for_the_rest()
    {
        await using var okx = await OkxLoopback.Start();
        var ack = await okx.Place(Order("buy", "ioc", "80", "60001", "a1"));
        Assert.Equal(("0", "a1"), (Text(ack, "sCode"), Text(ack, "clOrdId")));
        var order = await okx.Row("/api/v5/trade/order?instId=BTC-USDT-SWAP&clOrdId=a1");
        Assert.Equal(("canceled", "50", "80", "14", "60001"), (Text(order, "state"), Text(order, "accFillSz"), Text(order, "sz"), Text(order, "cancelSource"), Text(order, "avgPx")));
    }

    [Theory]
    [InlineData("post_only", "1", "60001", "31")]
    [InlineData("fok", "80", "60001", "13")]
    public async Task case_20_what_cannot_stand_is_accepted_and_then_canceled(string type, string size, string price, string source)
    {
        await using var okx = await OkxLoopback.Start();
        Assert.Equal("0", Text(await okx.Place(Order("buy", type, size, price, "a1")), "sCode"));
        var order = await okx.Row("/api/v5/trade/order?instId=BTC-USDT-SWAP&clOrdId=a1");
        Assert.Equal(("canceled", "0", source, ""), (Text(order, "state"), Text(order, "accFillSz"), Text(order, "cancelSource"), Text(order, "avgPx")));
    }

    [Fact]
    public async Task case_23_a_limit_rests_is_found_among_the_pending_and_can_be_canceled_once()
    {
        await using var okx = await OkxLoopback.Start();
        var placed = await okx.Place(Order("buy", "limit", "1", "59000", "a1"));
        var pending = await okx.Row("/api/v5/trade/orders-pending?instType=SWAP");
        Assert.Equal(("live", Text(placed, "ordId")), (Text(pending, "state"), Text(pending, "ordId")));
        var cancel = """{"instId":"BTC-USDT-SWAP","clOrdId":"a1"}""";
        Assert.Equal("0", (string?)(await okx.Post("/api/v5/trade/cancel-order", cancel)).Body["code"]);
        Assert.Empty(await okx.Rows("/api/v5/trade/orders-pending?instType=SWAP"));
        var again = (await okx.Post("/api/v5/trade/cancel-order", cancel)).Body;
        Assert.Equal(("1", "51400"), ((string?)again["code"], (string?)again["data"]![0]!["sCode"]));
        Assert.Equal("1", Text(await okx.Row("/api/v5/trade/orders-history?instType=SWAP"), "cancelSource"));
    }

    [Fact]
    public async Task a_resting_order_fills_as_maker_when_the_market_comes_to_it()
    {
        await using var okx = await OkxLoopback.Start();
        await okx.Place(Order("sell", "post_only", "2", "60005", "a1"));
        okx.Market.Bids = [new(60_006m, 1m)];
        okx.Market.Asks = [new(60_007m, 1m)];
        okx.Advance(TimeSpan.FromSeconds(1));
        var order = await okx.Row("/api/v5/trade/order?instId=BTC-USDT-SWAP&clOrdId=a1");
        // 0.02 × 60005 × 0.0002.
        Assert.Equal(("filled", "60005", "-0.24002"), (Text(order, "state"), Text(order, "avgPx"), Text(order, "fee")));
        Assert.Equal("M", Text(await okx.Row("/api/v5/trade/fills?instId=BTC-USDT-SWAP"), "execType"));
    }

    [Theory]
    [InlineData("""{"instId":"XXX-USDT-SWAP","tdMode":"cross","side":"buy","ordType":"ioc","px":"60000","sz":"1"}""", "51001")]
    [InlineData("""{"instId":"BTC-USDT-SWAP","tdMode":"cross","side":"buy","ordType":"ioc","px":"60000","sz":"0.005"}""", "51020")]
    [InlineData("""{"instId":"BTC-USDT-SWAP","tdMode":"cross","side":"buy","ordType":"ioc","px":"60000","sz":"0.015"}""", "51121")]
    [InlineData("""{"instId":"BTC-USDT-SWAP","tdMode":"cross","side":"buy","ordType":"ioc","px":"60000.05","sz":"1"}""", "51150")]
    [InlineData("""{"instId":"BTC-USDT-SWAP","tdMode":"cross","side":"buy","ordType":"ioc","px":"66000","sz":"1"}""", "51006")]
    [InlineData("""{"instId":"BTC-USDT-SWAP","tdMode":"cross","side":"buy","ordType":"ioc","px":"60000","sz":"100000"}""", "51008")]
    [InlineData("""{"instId":"BTC-USDT-SWAP","tdMode":"cross","side":"buy","ordType":"ioc","px":"60000","sz":"1","reduceOnly":true}""", "51169")]
    [InlineData("""{"instId":"BTC-USDT-SWAP","tdMode":"cross","side":"buy","ordType":"ioc","px":"60000","sz":"1","posSide":"long"}""", "51000")]
    [InlineData("""{"instId":"BTC-USDT-SWAP","tdMode":"cross","side":"buy","ordType":"ioc","px":"60000","sz":"1","clOrdId":"a-1"}""", "51000")]
    [InlineData("""{"instId":"BTC-USDT-SWAP","tdMode":"cross","side":"buy","ordType":"ioc","px":"60000"}""", "50014")]
    public async Task case_09_a_refusal_is_code_1_with_the_reason_in_the_item(string body, string code)
    {
        await using var okx = await OkxLoopback.Start();
        var (status, answer) = await okx.Post("/api/v5/trade/order", body);
        var item = answer["data"]![0]!.AsObject();
        Assert.Equal((200, "1", code, ""), (status, (string?)answer["code"], Text(item, "sCode"), Text(item, "ordId")));
        Assert.Empty(okx.World.Okx.Orders());
    }

    [Fact]
    public async Task case_27_a_client_id_is_refused_while_it_is_open_and_free_afterwards()
    {
        await using var okx = await OkxLoopback.Start();
        await okx.Place(Order("buy", "limit", "1", "59000", "a1"));
        Assert.Equal("51016", Text(await okx.Place(Order("buy", "limit", "1", "59000", "a1")), "sCode"));
        await okx.Post("/api/v5/trade/cancel-order", """{"instId":"BTC-USDT-SWAP","clOrdId":"a1"}""");
        Assert.Equal("0", Text(await okx.Place(Order("buy", "limit", "1", "59000", "a1")), "sCode"));
    }

    [Fact]
    public async Task an_order_past_its_exp_time_is_not_executed()
    {
        await using var okx = await OkxLoopback.Start();
        var now = okx.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        var late = await okx.Post("/api/v5/trade/order", Order("buy", "ioc", "1", "60001"), ("expTime", $"{now - 1}"));
        Assert.Equal("50036", (string?)late.Body["code"]);
        Assert.Empty(okx.World.Okx.Orders());
        var timely = await okx.Post("/api/v5/trade/order", Order("buy", "ioc", "1", "60001"), ("expTime", $"{now}"));
        Assert.Equal("0", (string?)timely.Body["code"]);
    }

    [Fact]
    public async Task case_30_a_batch_of_one_works_and_a_mixed_batch_is_code_2()
    {
        await using var okx = await OkxLoopback.Start();
        var one = (await okx.Post("/api/v5/trade/batch-orders", $"[{Order("buy", "limit", "1", "59000", "a1")}]")).Body;
        Assert.Equal("0", (string?)one["code"]);
        Assert.False(string.IsNullOrEmpty((string?)one["inTime"]));
        var mixed = (await okx.Post("/api/v5/trade/batch-orders", $"[{Order("buy", "limit", "1", "59000", "a2")},{Order("buy", "limit", "0.001", "59000")}]")).Body;
        Assert.Equal(("2", "0", "51020"), ((string?)mixed["code"], (string?)mixed["data"]![0]!["sCode"], (string?)mixed["data"]![1]!["sCode"]));
        var cancels = """[{"instId":"BTC-USDT-SWAP","clOrdId":"a1"},{"instId":"BTC-USDT-SWAP","clOrdId":"a2"}]""";
        Assert.Equal("0", (string?)(await okx.Post("/api/v5/trade/cancel-batch-orders", cancels)).Body["code"]);
        Assert.Empty(okx.World.Okx.OpenOrders());
    }

    [Fact]
    public async Task case_21_reduce_only_is_cut_to_the_position_and_never_turns_it()
    {
        await using var okx = await OkxLoopback.Start();
        await okx.Place(Order("buy", "ioc", "3", "60001"));
        await okx.Place("""{"instId":"BTC-USDT-SWAP","tdMode":"isolated","side":"sell","ordType":"ioc","px":"59999","sz":"10","reduceOnly":true,"clOrdId":"a1"}""");
        var order = await okx.Row("/api/v5/trade/order?instId=BTC-USDT-SWAP&clOrdId=a1");
        Assert.Equal(("filled", "3", "true", "-0.06"), (Text(order, "state"), Text(order, "accFillSz"), Text(order, "reduceOnly"), Text(order, "pnl")));
        Assert.Empty(await okx.Rows("/api/v5/account/positions"));
    }

    [Fact]
    public async Task close_position_closes_the_whole_and_refuses_when_flat()
    {
        await using var okx = await OkxLoopback.Start();
        await okx.Place(Order("sell", "market", "70", ""));
        var close = """{"instId":"BTC-USDT-SWAP","mgnMode":"isolated"}""";
        Assert.Equal("0", (string?)(await okx.Post("/api/v5/trade/close-position", close)).Body["code"]);
        Assert.Empty(okx.World.Okx.Positions());
        Assert.Equal("51023", (string?)(await okx.Post("/api/v5/trade/close-position", close)).Body["code"]);
    }

    [Fact]
    public async Task case_25_an_amended_order_keeps_its_id()
    {
        await using var okx = await OkxLoopback.Start();
        var placed = await okx.Place(Order("buy", "limit", "1", "59000", "a1"));
        var amended = (await okx.Post("/api/v5/trade/amend-order", """{"instId":"BTC-USDT-SWAP","clOrdId":"a1","newSz":"2","newPx":"59100"}""")).Body;
        Assert.Equal("0", (string?)amended["code"]);
        var order = await okx.Row($"/api/v5/trade/order?instId=BTC-USDT-SWAP&ordId={Text(placed, "ordId")}");
        Assert.Equal(("2", "59100", "live"), (Text(order, "sz"), Text(order, "px"), Text(order, "state")));
    }

    [Fact]
    public async Task an_order_canceled_unfilled_is_forgotten_after_two_hours()
    {
        await using var okx = await OkxLoopback.Start();
        await okx.Place(Order("buy", "fok", "80", "60001", "a1"));
        okx.Advance(TimeSpan.FromMinutes(119));
        Assert.Single(await okx.Rows("/api/v5/trade/orders-history?instType=SWAP"));
        okx.Advance(TimeSpan.FromMinutes(2));
        var (_, body) = await okx.Get("/api/v5/trade/order?instId=BTC-USDT-SWAP&clOrdId=a1");
        Assert.Equal("51603", (string?)body["code"]);
        Assert.Empty(await okx.Rows("/api/v5/trade/orders-history?instType=SWAP"));
    }

    [Fact]
    public async Task case_32_the_dead_mans_switch_cancels_what_rests_unless_it_is_refreshed()
    {
        await using var okx = await OkxLoopback.Start();
        await okx.Place(Order("buy", "limit", "1", "59000", "a1"));
        Assert.Equal("51000", (string?)(await okx.Post("/api/v5/trade/cancel-all-after", """{"timeOut":"9"}""")).Body["code"]);
        await okx.Post("/api/v5/trade/cancel-all-after", """{"timeOut":"10"}""");
        okx.Advance(TimeSpan.FromSeconds(9));
        await okx.Post("/api/v5/trade/cancel-all-after", """{"timeOut":"10"}""");
        okx.Advance(TimeSpan.FromSeconds(9));
        Assert.Single(okx.World.Okx.OpenOrders());
        okx.Advance(TimeSpan.FromSeconds(1));
        var order = await okx.Row("/api/v5/trade/order?instId=BTC-USDT-SWAP&clOrdId=a1");
        Assert.Equal(("canceled", "20"), (Text(order, "state"), Text(order, "cancelSource")));
    }

    internal static string Order(string side, string type, string size, string price, string clientId = "") => new JsonObject
    {
        ["instId"] = "BTC-USDT-SWAP",
        ["tdMode"] = "isolated",
        ["side"] = side,
        ["ordType"] = type,
        ["sz"] = size,
        ["px"] = price,
        ["clOrdId"] = clientId,
    }.ToJsonString();

    private static string? Text(JsonObject row, string name) => (string?)row[name];
}
