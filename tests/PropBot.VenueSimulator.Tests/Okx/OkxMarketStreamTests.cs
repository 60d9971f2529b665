using System.Globalization;
using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Tests.Okx;

public class OkxMarketStreamTests
{
    private const string Books = """{"channel":"books","instId":"BTC-USDT-SWAP"}""";

    [Fact]
    public async Task case_57_each_argument_is_acknowledged_or_refused_by_itself()
    {
        await using var okx = await OkxLoopback.Start();
        var line = await okx.Dial("public");
        await line.Send("""{"id":"7","op":"subscribe","args":[{"channel":"mark-price","instId":"BTC-USDT-SWAP"},{"channel":"orders","instType":"SWAP"},{"channel":"books5","instId":"NO-USDT-SWAP"}]}""");
        var ack = await line.Next();
        Assert.Equal(("7", "subscribe", "mark-price"), ((string?)ack["id"], (string?)ack["event"], (string?)ack["arg"]!["channel"]));
        Assert.False(string.IsNullOrEmpty((string?)ack["connId"]));
        Assert.Equal("60000", (string?)(await line.Next())["data"]![0]!["markPx"]);
        Assert.Equal(("7", "60018"), await Refusal(line));
        Assert.Equal(("7", "60018"), await Refusal(line));
        await line.Send("nonsense");
        Assert.Equal("60012", (string?)(await line.Next())["code"]);
    }

    [Fact]
    public async Task case_48_a_book_built_from_snapshot_and_updates_is_the_venues_book()
    {
        await using var okx = await OkxLoopback.Start();
        var line = await okx.Dial("public");
        await line.Subscribe(Books);
        var snapshot = await line.Push("books");
        var row = snapshot["data"]![0]!;
        Assert.Equal(("snapshot", -1, 0), ((string?)snapshot["action"], (int)row["prevSeqId"]!, (int)row["checksum"]!));
        var (bids, asks) = (new SortedDictionary<decimal, string>(), new SortedDictionary<decimal, string>());
        var last = Apply(row, bids, asks);
        const int seed = 11;
        var dice = new Random(seed);
        for (var move = 0; move < 40; move++)
        {
            okx.Market.Bids = [.. Enumerable.Range(1, 20).Select(i => new BookLevel(60_000m - i - dice.Next(2), 0.0001m * dice.Next(1, 99))).DistinctBy(l => l.Price)];
            okx.Market.Asks = [.. Enumerable.Range(1, 20).Select(i => new BookLevel(60_000m + i, 0.0001m * dice.Next(1, 99)))];
            okx.Advance(TimeSpan.FromMilliseconds(100));
            var update = await line.Push("books");
            Assert.Equal(("update", last), ((string?)update["action"], (long)update["data"]![0]!["prevSeqId"]!));
            last = Apply(update["data"]![0]!, bids, asks);
        }

        var whole = await okx.Row("/api/v5/market/books?instId=BTC-USDT-SWAP&sz=400");
        Assert.Equal(last, (long)whole["seqId"]!);
        Assert.Equal(Levels(whole["bids"]!), bids.Reverse().Select(l => (l.Key, l.Value)));
        Assert.Equal(Levels(whole["asks"]!), asks.Select(l => (l.Key, l.Value)));
    }

    [Fact]
    public async Task case_48_a_quiet_book_says_so_after_a_minute_with_both_numbers_the_same()
    {
        await using var okx = await OkxLoopback.Start();
        var line = await okx.Dial("public");
        await line.Subscribe(Books);
        var sequence = (long)(await line.Row("books"))["seqId"]!;
        for (var round = 0; round < 3; round++)
        {
            okx.Clock.Advance(TimeSpan.FromSeconds(20));
            if (round == 2) break;
            await line.Send("ping");
            Assert.Equal("pong", await line.NextText());
        }

        var beat = await line.Row("books");
        Assert.Equal((sequence, sequence), ((long)beat["prevSeqId"]!, (long)beat["seqId"]!));
        Assert.Empty(beat["bids"]!.AsArray());
    }

    [Fact]
    public async Task best_prices_come_before_the_book_and_the_book_before_its_five_levels()
    {
        await using var okx = await OkxLoopback.Start();
        var line = await okx.Dial("public");
        await line.Subscribe("""{"channel":"books5","instId":"BTC-USDT-SWAP"}""");
        await line.Push("books5");
        await line.Subscribe(Books);
        await line.Push("books");
        await line.Subscribe("""{"channel":"bbo-tbt","instId":"BTC-USDT-SWAP"}""");
        await line.Push("bbo-tbt");
        okx.Market.Bids = [new(59_999.5m, 0.25m)];
        okx.Advance(TimeSpan.FromMilliseconds(100));
        var channels = new List<string?>();
        for (var i = 0; i < 3; i++)
        {
            var frame = await line.Next();
            channels.Add((string?)frame["arg"]!["channel"]);
            Assert.Equal(["59999.5", "25", "0", "1"], frame["data"]![0]!["bids"]![0]!.AsArray().Select(part => (string?)part));
        }

        Assert.Equal(["bbo-tbt", "books", "books5"], channels);
    }

    [Fact]
    public async Task case_56_a_silent_connection_is_closed_with_4004_and_a_ping_keeps_one_open()
    {
        await using var okx = await OkxLoopback.Start();
        var silent = await okx.Dial("public");
        var alive = await okx.Dial("public");
        // Both are known to the venue once it answered.
        foreach (var line in new[] { silent, alive })
        {
            await line.Send("ping");
            Assert.Equal("pong", await line.NextText());
        }

        okx.Clock.Advance(TimeSpan.FromSeconds(29));
        await alive.Send("ping");
        Assert.Equal("pong", await alive.NextText());
        okx.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await silent.NextText());
        Assert.Equal(4004, silent.CloseCode);
        await alive.Send("ping");
        Assert.Equal("pong", await alive.NextText());
    }

    [Fact]
    public async Task a_trade_names_the_side_of_the_taker()
    {
        await using var okx = await OkxLoopback.Start();
        var line = await okx.Dial("public");
        await line.Subscribe("""{"channel":"trades","instId":"BTC-USDT-SWAP"}""");
        await okx.Place(OkxOrderTests.Order("buy", "ioc", "2", "60001"));
        await okx.Place(OkxOrderTests.Order("buy", "post_only", "3", "60000"));
        okx.Market.Asks = [new(60_000m, 1m)];
        okx.Advance(TimeSpan.FromMilliseconds(100));
        var taken = await line.Row("trades");
        Assert.Equal(("buy", "2", "60001"), ((string?)taken["side"], (string?)taken["sz"], (string?)taken["px"]));
        var made = await line.Row("trades");
        Assert.Equal(("sell", "3", "60000"), ((string?)made["side"], (string?)made["sz"], (string?)made["px"]));
    }

    [Fact]
    public async Task after_unsubscribing_nothing_more_comes()
    {
        await using var okx = await OkxLoopback.Start();
        var line = await okx.Dial("public");
        await line.Subscribe(Books);
        await line.Push("books");
        await line.Send($$"""{"op":"unsubscribe","args":[{{Books}}]}""");
        Assert.Equal("unsubscribe", (string?)(await line.Next())["event"]);
        okx.Market.Bids = [new(59_999.5m, 0.25m)];
        okx.Advance(TimeSpan.FromMilliseconds(100));
        await line.Send("ping");
        Assert.Equal("pong", await line.NextText());
    }

    [Fact]
    public async Task instruments_and_funding_say_what_the_contract_is()
    {
        await using var okx = await OkxLoopback.Start();
        var instruments = await okx.Rows("/api/v5/public/instruments?instType=SWAP");
        Assert.Equal(
            [("BTC-USDT-SWAP", 10459, "0.01", "0.1", "0.01", "0.01"), ("ETH-USDT-SWAP", 10461, "0.1", "0.01", "0.01", "0.01"), ("SOL-USDT-SWAP", 10463, "1", "0.01", "0.01", "0.01")],
            instruments.Select(i => ((string?)i!["instId"], (int)i["instIdCode"]!, (string?)i["ctVal"], (string?)i["tickSz"], (string?)i["lotSz"], (string?)i["minSz"])));
        var funding = await okx.Rows("/api/v5/public/funding-rate?instId=ANY");
        Assert.Equal(3, funding.Count);
        // The clock stands at 12:00; settlements are at 16:00 and 00:00.
        Assert.Equal(("0.0001", "1767628800000", "1767657600000"), ((string?)funding[0]!["fundingRate"], (string?)funding[0]!["fundingTime"], (string?)funding[0]!["nextFundingTime"]));
        var limit = await okx.Row("/api/v5/public/price-limit?instId=BTC-USDT-SWAP");
        Assert.Equal(("63000", "57000", true), ((string?)limit["buyLmt"], (string?)limit["sellLmt"], (bool)limit["enabled"]!));
        var ticker = await okx.Row("/api/v5/market/ticker?instId=BTC-USDT-SWAP");
        Assert.Equal(("60001", "50", "59999"), ((string?)ticker["askPx"], (string?)ticker["askSz"], (string?)ticker["bidPx"]));
    }

    private static async Task<(string?, string?)> Refusal(OkxLine line)
    {
        var frame = await line.Next();
        return ((string?)frame["id"], (string?)frame["code"]);
    }

    private static long Apply(JsonNode row, SortedDictionary<decimal, string> bids, SortedDictionary<decimal, string> asks)
    {
        foreach (var (side, into) in new[] { (row["bids"]!, bids), (row["asks"]!, asks) })
        {
            foreach (var (price, size) in Levels(side))
            {
                if (size == "0") Assert.True(into.Remove(price), $"nothing to delete at {price}");
                else into[price] = size;
            }
        }

        return (long)row["seqId"]!;
    }

    private static List<(decimal Price, string Size)> Levels(JsonNode side) =>
        [.. side.AsArray().Select(level => (decimal.Parse((string)level![0]!, CultureInfo.InvariantCulture), (string)level[1]!))];
}
