using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Tests.Binance;

public class StreamTests
{
    [Theory]
    [InlineData("/public/ws/btcusdt@bookTicker")]
    [InlineData("/public/stream?streams=btcusdt@bookTicker")]
    [InlineData("/ws/btcusdt@bookTicker")]
    [InlineData("/public/stream?streams=")]
    [InlineData("/public/ws/0")]
    public async Task every_form_of_address_delivers_public_streams(string path)
    {
        await using var client = await BinanceClient.Start();
        await using var stream = await client.Stream(path);
        await stream.Ask("SUBSCRIBE", """["btcusdt@bookTicker"]""", "1");
        Move(client, 59_999m);
        var message = await stream.Until(m => m["e"] is not null || m["data"] is not null);

        Assert.Equal(path.Contains("stream", StringComparison.Ordinal), message["data"] is not null);
        Assert.Equal("59999", (message["data"] ?? message)["b"]!.ToString());
    }

    [Theory]
    [InlineData("1")]
    [InlineData("\"9d32157c556d4c8c95a45c6f5b3d1a2b\"")]
    public async Task requests_are_answered_with_their_own_id_and_subscriptions_are_listed(string id)
    {
        await using var client = await BinanceClient.Start();
        await using var stream = await client.Stream("/public/ws");
        var answer = await stream.Ask("SUBSCRIBE", """["btcusdt@depth@100ms","unknown@thing"]""", id);
        Assert.True(answer.AsObject().ContainsKey("result"));
        Assert.Null(answer["result"]);
        Assert.Equal(["btcusdt@depth@100ms", "unknown@thing"], (await stream.Ask("LIST_SUBSCRIPTIONS", "[]", id))["result"]!.AsArray().Select(s => s!.ToString()));
        await stream.Ask("UNSUBSCRIBE", """["unknown@thing"]""", id);
        Assert.Single((await stream.Ask("LIST_SUBSCRIPTIONS", "[]", id))["result"]!.AsArray());
        Assert.NotNull((await stream.Ask("DANCE", "[]", id))["error"]);
    }

    [Fact]
    public async Task case_45_depth_changes_chain_and_carry_a_snapshot_taken_after_the_subscription_to_the_venues_book()
    {
        await using var client = await BinanceClient.Start();
        await using var stream = await client.Stream("/public/ws/btcusdt@depth@100ms");
        await stream.Ask("LIST_SUBSCRIPTIONS", "[]", "1");
        var (_, snapshot) = await client.Raw(HttpMethod.Get, "/fapi/v1/depth", "symbol=BTCUSDT&limit=1000", "", null);
        var last = snapshot["lastUpdateId"]!.GetValue<long>();
        var (bids, asks) = (Side(snapshot["bids"]!), Side(snapshot["asks"]!));
        var previous = -1L;
        for (var round = 1; round <= 20 || previous < client.Bench.Venue.Book("BTCUSDT").Sequence; round++)
        {
            if (round <= 20) Move(client, 59_999.9m - (round * 0.1m));
            var change = await stream.EventInTime("depthUpdate");
            var (first, u) = (change["U"]!.GetValue<long>(), change["u"]!.GetValue<long>());
            if (u < last) continue;
            if (previous < 0) Assert.True(first <= last, $"The first change begins at {first}, the snapshot ends at {last}.");
            else Assert.Equal(previous, change["pu"]!.GetValue<long>());
            previous = u;
            Apply(bids, change["b"]!);
            Apply(asks, change["a"]!);
        }

        var book = client.Bench.Venue.Book("BTCUSDT");
        Assert.Equal(book.Sequence, previous);
        Assert.Equal(book.Bids.OrderBy(l => l.Price), bids.Select(l => new BookLevel(l.Key, l.Value)));
        Assert.Equal(book.Asks, asks.Select(l => new BookLevel(l.Key, l.Value)));
    }

    [Fact]
    public async Task case_51_mark_prices_come_on_the_market_class_and_never_on_the_public_one()
    {
        await using var client = await BinanceClient.Start();
        await using var market = await client.Stream("/market/ws/btcusdt@markPrice@1s");
        await using var open = await client.Stream("/public/ws/btcusdt@markPrice@1s");
        await market.Ask("LIST_SUBSCRIPTIONS", "[]", "1");
        await open.Ask("LIST_SUBSCRIPTIONS", "[]", "1");
        var mark = await market.EventInTime("markPriceUpdate");
        market.Run(TimeSpan.FromSeconds(4));
        Assert.Equal(("60000", "0.0001"), (mark["p"]!.ToString(), mark["r"]!.ToString()));
        await open.Send("""{"method":"LIST_SUBSCRIPTIONS","params":[],"id":7}""");
        Assert.Equal(7, (await open.Next())["id"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("/private/ws/{key}")]
    [InlineData("/private/ws?listenKey={key}&events=ORDER_TRADE_UPDATE/ACCOUNT_UPDATE/TRADE_LITE")]
    [InlineData("/private/stream?listenKey={key}")]
    [InlineData("/private/stream?streams=")]
    public async Task fills_reach_the_user_stream_once_each_with_the_position_after_them(string path)
    {
        await using var client = await BinanceClient.Start();
        var key = await ListenKey(client);
        await using var stream = await client.Stream(path.Replace("{key}", key, StringComparison.Ordinal));
        await stream.Ask("SUBSCRIBE", $"[\"{key}\"]", "1");
        client.Bench.Buy(1.5m, 60_000.1m, SimTimeInForce.ImmediateOrCancel, "mine");
        var told = new List<JsonNode>();
        while (told.Count < 5) told.Add(Payload(await stream.Next()));

        Assert.Equal(
            ["ORDER_TRADE_UPDATE NEW", "TRADE_LITE ", "ORDER_TRADE_UPDATE TRADE", "ACCOUNT_UPDATE ", "ORDER_TRADE_UPDATE EXPIRED"],
            told.Select(t => $"{t["e"]} {t["o"]?["x"]}"));
        var fill = told[2]["o"]!;
        Assert.Equal(("mine", "1", "60000.1", "PARTIALLY_FILLED"), (fill["c"]!.ToString(), fill["l"]!.ToString(), fill["L"]!.ToString(), fill["X"]!.ToString()));
        Assert.Equal(60_000.1m * 0.00045m, decimal.Parse(fill["n"]!.ToString()));
        Assert.Equal("1", told[3]["a"]!["P"]![0]!["pa"]!.ToString());
        Assert.Equal("2", told[4]["o"]!["er"]!.ToString());
    }

    private static async Task<string> ListenKey(BinanceClient client) =>
        (await client.Raw(HttpMethod.Post, "/fapi/v1/listenKey", "", "")).Json["listenKey"]!.ToString();

    private static JsonNode Payload(JsonNode message) => message["data"] ?? message;

    private static void Move(BinanceClient client, decimal bid)
    {
        client.Bench.Market.Bid = bid;
        client.Bench.Pass(TimeSpan.FromMilliseconds(50));
    }

    private static SortedDictionary<decimal, decimal> Side(JsonNode levels)
    {
        var side = new SortedDictionary<decimal, decimal>();
        Apply(side, levels);
        return side;
    }

    private static void Apply(SortedDictionary<decimal, decimal> side, JsonNode levels)
    {
        foreach (var level in levels.AsArray())
        {
            var (price, quantity) = (decimal.Parse(level![0]!.ToString()), decimal.Parse(level[1]!.ToString()));
            if (quantity == 0m) side.Remove(price);
            else side[price] = quantity;
        }
    }
}
