using System.IO.Compression;
using System.Text;
using System.Text.Json;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Tests.Exchanges.Binance;
using PropBot.Trading.Exchanges.BinanceMarket;
using PropBot.Trading.Instruments;
using Xunit.Abstractions;

namespace PropBot.Trading.Tests.Exchanges.BinanceMarket;

public class BinanceWireTests(ITestOutputHelper output)
{
    private readonly BinanceWire wire = new(new PairUniverse(["ETHUSDT", "BTCUSDT"]));

    public static TheoryData<string> BothForms(string message) =>
        new(message, $$"""{"stream":"btcusdt@something","data":{{message}}}""");

    [Theory]
    [MemberData(nameof(BothForms), BinanceSamples.BookTicker)]
    public void case_52_a_book_ticker_is_read_raw_and_wrapped(string message)
    {
        var fields = Read(message);
        Assert.Equal(MarketMessage.BookTicker, fields.Kind);
        Assert.Equal(1, fields.Pair);
        Assert.Equal((25.3519m, 31.21m, 25.3652m, 40.66m), (fields.Bid, fields.BidQuantity, fields.Ask, fields.AskQuantity));
        Assert.Equal((400900217, 1568014460893), (fields.LastId, fields.EventMs));
    }

    [Theory]
    [MemberData(nameof(BothForms), BinanceSamples.Mark)]
    public void a_mark_price_is_read_raw_and_wrapped(string message)
    {
        var fields = Read(message);
        Assert.Equal(MarketMessage.Mark, fields.Kind);
        Assert.Equal((11794.15m, 0.00038167m, 1562306400000), (fields.Mark, fields.Rate, fields.TimeMs));
    }

    [Theory]
    [MemberData(nameof(BothForms), BinanceSamples.Depth)]
    public void a_depth_difference_is_read_raw_and_wrapped(string message)
    {
        var depth = Read(message).Depth!;
        Assert.Equal((157, 160, 149, false, 1), (depth.FirstId, depth.LastId, depth.PreviousId, depth.IsSnapshot, depth.Pair));
        Assert.Equal([new Level(0.0024m, 10m), new Level(0.0023m, 0m)], depth.Bids[..depth.BidCount]);
        Assert.Equal([new Level(0.0026m, 100m)], depth.Asks[..depth.AskCount]);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(123456789), depth.VenueTime);
    }

    [Fact]
    public void the_order_of_fields_does_not_matter()
    {
        var depth = Read("""{"a":[["2","1","extra"]],"b":[["1","3"]],"pu":4,"u":6,"U":5,"E":9,"e":"depthUpdate","s":"ETHUSDT"}""").Depth!;
        Assert.Equal((0, 5, 6, 4, 1, 1), (depth.Pair, depth.FirstId, depth.LastId, depth.PreviousId, depth.BidCount, depth.AskCount));
    }

    [Fact]
    public void a_snapshot_carries_its_number_in_last_id()
    {
        var depth = BinanceWire.ReadSnapshot(Encoding.UTF8.GetBytes(BinanceSamples.Snapshot), pair: 1);
        Assert.True(depth.IsSnapshot);
        Assert.Equal((1027024, 1, 2), (depth.LastId, depth.BidCount, depth.AskCount));
        Assert.Equal(new Level(4.000002m, 12m), depth.Asks[0]);
    }

    [Theory]
    [InlineData("""{"e":"bookTicker","u":1,"E":1,"s":"BTCUSDT","b":"1","B":"1","a":"2","A":"1","st":2}""")]
    [InlineData("""{"e":"bookTicker","u":1,"E":1,"s":"BTCUSD_PERP","b":"1","B":"1","a":"2","A":"1"}""")]
    [InlineData("""{"e":"depthUpdate","s":"DOGEUSDT","U":1,"u":2,"pu":0,"b":[],"a":[]}""")]
    public void case_52_coin_margined_and_foreign_symbols_have_no_pair(string message)
    {
        var fields = Read(message);
        Assert.Equal(-1, fields.Pair);
        Assert.Null(fields.Depth);
    }

    [Theory]
    [InlineData("""{"result":null,"id":1}""", MarketMessage.Acknowledged)]
    [InlineData("""{"error":{"code":2,"msg":"Invalid request"},"id":"x"}""", MarketMessage.Refused)]
    [InlineData("""{"e":"aggTrade","s":"BTCUSDT","a":26129,"p":"0.01","q":"1","m":true}""", MarketMessage.Other)]
    [InlineData("[1,2]", MarketMessage.Other)]
    internal void what_is_not_market_data_is_told_apart(string message, MarketMessage kind) => Assert.Equal(kind, Read(message).Kind);

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("""{"e":"bookTicker","s":"BTCUSDT","b":"1",""")]
    [InlineData("""{"e":"bookTicker","s":"BTCUSDT","b":"one"}""")]
    [InlineData("""{"e":"depthUpdate","s":"BTCUSDT","b":[["1","x"]]}""")]
    public void garbage_is_an_exception_that_the_socket_turns_into_a_reconnect(string message) =>
        Assert.True(Record.Exception(() => Read(message)) is JsonException or FormatException);

    [Fact]
    public void neither_book_tickers_nor_depth_make_garbage()
    {
        byte[] ticker = Encoding.UTF8.GetBytes(BinanceSamples.BookTicker), depth = Encoding.UTF8.GetBytes(BinanceSamples.Depth);
        Both(ticker, depth, 2000);
        // The pool belongs to the process: other tests may empty it meanwhile. One object a message would be 480,000 bytes at least.
        var before = GC.GetAllocatedBytesForCurrentThread();
        Both(ticker, depth, 10_000);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
    }

    [Fact]
    public void case_08_the_recorded_night_is_read_to_the_last_line()
    {
        var path = RecordingPath();
        if (path is null)
        {
            output.WriteLine("NOT RUN: the recordings are not beside this project (../shared/market-data)");
            return;
        }

        using var lines = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        long tickers = 0, depths = 0, gaps = 0, previous = -1, crossed = 0;
        while (lines.ReadLine() is { } line)
        {
            var fields = Read(line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
            if (fields.Kind == MarketMessage.BookTicker)
            {
                tickers++;
                if (fields.Bid >= fields.Ask || fields.BidQuantity <= 0m) crossed++;
            }

            if (fields.Depth is not { } depth) continue;
            depths++;
            if (previous >= 0 && depth.PreviousId != previous) gaps++;
            previous = depth.LastId;
            DepthUpdate.Return(depth);
        }

        output.WriteLine($"{tickers} book tickers, {depths} depth differences, {gaps} gaps");
        Assert.Equal((66_089, 0, 0), (tickers, crossed, gaps));
        Assert.True(depths > 1000);
    }

    [Theory]
    [InlineData("binance-coinm-btcusd_perp-20240808.gz", "BTCUSD_PERP", 48_270, 19_136, 26_847)]
    [InlineData("binance-spot-btcusdt-20240808.gz", "BTCUSDT", 41_249, 0, 3_451)]
    public void case_08_every_recorded_message_of_the_venues_other_markets_is_read_as_well(string file, string symbol, int lines, int tickers, int depths)
    {
        if (RecordingPath(file) is not { } path)
        {
            output.WriteLine("NOT RUN: the recordings are not beside this project (../shared/market-data)");
            return;
        }

        var other = new BinanceWire(new PairUniverse([symbol]));
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        var (read, foundTickers, foundDepths) = (0, 0, 0);
        while (reader.ReadLine() is { } line)
        {
            read++;
            var message = Encoding.UTF8.GetBytes(line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
            if (message.AsSpan().StartsWith("{\"lastUpdateId\""u8))
            {
                var snapshot = BinanceWire.ReadSnapshot(message, 0);
                Assert.True(snapshot.BidCount > 500 && snapshot.Bids[0].Price < snapshot.Asks[0].Price);
                continue;
            }

            other.Read(message, out var fields);
            if (fields.Kind == MarketMessage.BookTicker) foundTickers++;
            if (fields.Depth is not { } depth) continue;
            foundDepths++;
            Assert.True(depth.LastId >= depth.FirstId && depth.Pair == 0);
            DepthUpdate.Return(depth);
        }

        Assert.Equal((lines, tickers, depths), (read, foundTickers, foundDepths));
    }

    private static string? RecordingPath(string file = "binance-usdm-btcusdt-20240808.gz")
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "market-data", file);
            if (File.Exists(candidate)) return candidate;
        }

        return null;
    }

    private void Both(byte[] ticker, byte[] depth, int times)
    {
        for (var i = 0; i < times; i++)
        {
            wire.Read(ticker, out _);
            wire.Read(depth, out var fields);
            DepthUpdate.Return(fields.Depth!);
        }
    }

    private MarketFields Read(string message)
    {
        wire.Read(Encoding.UTF8.GetBytes(message), out var fields);
        return fields;
    }
}
