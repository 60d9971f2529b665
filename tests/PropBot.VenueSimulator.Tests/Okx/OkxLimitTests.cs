using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Okx;
using PropBot.VenueSimulator.Okx.Sockets;

namespace PropBot.VenueSimulator.Tests.Okx;

public sealed class OkxLimitTests : IDisposable
{
    private const string Order = "/api/v5/trade/order";
    private const string Cancel = "/api/v5/trade/cancel-order";
    private readonly OkxInMemory okx = new();

    [Fact]
    public async Task case_42_the_sixty_first_order_of_an_instrument_is_50011_cancels_flow_and_other_instruments_too()
    {
        for (var i = 0; i < 60; i++) Assert.Equal("0", (string?)(await okx.Place(Rest($"a{i}")))["sCode"]);
        var (status, body) = (await okx.Call("POST", Order, Rest("b")))!.Value;
        Assert.Equal((429, "50011"), (status, (string?)body["code"]));
        Assert.Equal("0", (string?)(await okx.Item(Cancel, """{"instId":"BTC-USDT-SWAP","clOrdId":"a1"}"""))["sCode"]);
        Assert.Equal("0", (string?)(await okx.Place(Rest("c").Replace("BTC-", "SOL-", StringComparison.Ordinal)))["sCode"]);
        okx.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("0", (string?)(await okx.Place(Rest("b")))["sCode"]);
    }

    [Fact]
    public async Task case_42_rest_and_socket_share_the_bucket_of_an_operation()
    {
        var line = okx.LogIn();
        for (var i = 0; i < 30; i++) await okx.Place(Rest($"a{i}"));
        for (var i = 0; i < 30; i++) Assert.Equal("0", (string?)line.Ask(BySocket(i))["code"]);
        Assert.Equal("50011", (string?)line.Ask(BySocket(30))["code"]);
        Assert.Equal(60, okx.Venue.OpenOrders().Count);
    }

    [Fact]
    public async Task case_42_a_thousand_new_orders_in_two_seconds_are_50061_and_cancels_still_flow()
    {
        foreach (var inst in new[] { "BTC-USDT-SWAP", "ETH-USDT-SWAP", "SOL-USDT-SWAP" }) await Fill(inst, 15);
        // 900 of 1000 are used; batches and single orders have buckets of their own but share the account's.
        foreach (var inst in new[] { "BTC-USDT-SWAP", "ETH-USDT-SWAP" })
        {
            for (var i = 0; i < 50; i++) await okx.Call("POST", Order, OkxOrderTests.Order("buy", "fok", "1", "59000").Replace("BTC-USDT-SWAP", inst, StringComparison.Ordinal));
        }

        var (status, body) = (await okx.Call("POST", Order, Rest("more")))!.Value;
        Assert.Equal((200, "50061"), (status, (string?)body["code"]));
        Assert.Equal("51400", (string?)(await okx.Item(Cancel, """{"instId":"BTC-USDT-SWAP","clOrdId":"nobody"}"""))["sCode"]);
    }

    [Fact]
    public async Task case_42_each_endpoint_has_its_own_limit()
    {
        for (var i = 0; i < 5; i++) Assert.Equal("0", (string?)(await okx.Get("/api/v5/account/config"))["code"]);
        Assert.Equal("50011", (string?)(await okx.Get("/api/v5/account/config"))["code"]);
        Assert.Equal("0", (string?)(await okx.Get("/api/v5/account/balance"))["code"]);
    }

    [Fact]
    public void case_44_the_four_hundred_and_eighty_first_request_of_an_hour_is_60014()
    {
        var line = okx.Open(OkxDoor.Public);
        for (var i = 0; i < 240; i++)
        {
            line.Send("""{"op":"subscribe","args":[{"channel":"tickers","instId":"BTC-USDT-SWAP"}]}""");
            line.Send("""{"op":"unsubscribe","args":[{"channel":"tickers","instId":"BTC-USDT-SWAP"}]}""");
        }

        var refused = line.Ask("""{"op":"subscribe","args":[{"channel":"tickers","instId":"BTC-USDT-SWAP"}]}""");
        Assert.Equal(("error", "60014"), ((string?)refused["event"], (string?)refused["code"]));
        okx.Clock.Jump(TimeSpan.FromHours(1));
        Assert.Equal("subscribe", (string?)line.Ask("""{"op":"subscribe","args":[{"channel":"tickers","instId":"BTC-USDT-SWAP"}]}""")["event"]);
    }

    [Fact]
    public void case_44_three_connections_a_second_are_let_in_from_one_address()
    {
        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => okx.Skin.MayConnect("127.0.0.1")));
        Assert.True(okx.Skin.MayConnect("127.0.0.2"));
        okx.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(okx.Skin.MayConnect("127.0.0.1"));
    }

    [Fact]
    public void case_56_each_new_connection_of_a_private_channel_is_told_the_count_and_the_thirty_first_loses_it()
    {
        for (var i = 1; i <= 30; i++)
        {
            var line = okx.LogIn();
            line.Subscribe("""{"channel":"account"}""");
            var count = line.Take();
            Assert.Equal(("channel-conn-count", "account", $"{i}"), ((string?)count["event"], (string?)count["channel"], (string?)count["connCount"]));
        }

        var last = okx.LogIn();
        last.Subscribe("""{"channel":"account"}""");
        Assert.Equal("channel-conn-count-error", (string?)last.Take()["event"]);
        okx.Venue.Deposit(1m);
        Assert.True(last.IsQuiet);
    }

    [Fact]
    public void case_56_a_frame_beyond_64_kilobytes_ends_the_connection_with_1009()
    {
        var line = okx.Open(OkxDoor.Public);
        line.Send(new string('x', OkxSession.LongestFrame + 1));
        Assert.Equal(1009, line.CloseCode);
    }

    [Theory]
    [InlineData(OkxEnvironment.Demo, "1", "0")]
    [InlineData(OkxEnvironment.Demo, "", "50101")]
    [InlineData(OkxEnvironment.Live, "1", "50101")]
    [InlineData(OkxEnvironment.Live, "", "0")]
    [InlineData(OkxEnvironment.Either, "1", "0")]
    [InlineData(OkxEnvironment.Either, "", "0")]
    public async Task case_06_a_key_of_the_other_environment_is_50101(OkxEnvironment environment, string header, string code)
    {
        using var other = new OkxInMemory(new OkxSkinOptions(environment));
        var answer = (await other.Call("GET", "/api/v5/account/balance", "", ("x-simulated-trading", header)))!.Value;
        Assert.Equal((code == "0" ? 200 : 401, code), (answer.Status, (string?)answer.Body["code"]));
    }

    public void Dispose() => okx.Dispose();

    private static string Rest(string id) => OkxOrderTests.Order("buy", "limit", "1", "59000", id);

    private static string BySocket(int number) => new JsonObject
    {
        ["id"] = $"{number}",
        ["op"] = "order",
        ["args"] = new JsonArray(new JsonObject
        {
            ["instIdCode"] = 10459,
            ["tdMode"] = "cross",
            ["side"] = "buy",
            ["ordType"] = "limit",
            ["px"] = "59000",
            ["sz"] = "1",
            ["clOrdId"] = $"w{number}",
        }),
    }.ToJsonString();

    /// <summary>Batches of twenty that end at once, because they cannot be filled.</summary>
    private async Task Fill(string inst, int batches)
    {
        var order = OkxOrderTests.Order("buy", "fok", "1", "59000").Replace("BTC-USDT-SWAP", inst, StringComparison.Ordinal);
        for (var i = 0; i < batches; i++)
        {
            Assert.Equal("0", (string?)(await okx.Post("/api/v5/trade/batch-orders", $"[{string.Join(',', Enumerable.Repeat(order, 20))}]"))["code"]);
        }
    }
}
