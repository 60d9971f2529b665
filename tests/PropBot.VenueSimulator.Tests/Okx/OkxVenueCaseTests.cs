using System.Globalization;
using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Faults;
using PropBot.VenueSimulator.Okx;
using PropBot.VenueSimulator.Okx.Sockets;

namespace PropBot.VenueSimulator.Tests.Okx;

public sealed class OkxVenueCaseTests : IDisposable
{
    private const string Instruments = """{"channel":"instruments","instType":"SWAP"}""";
    private const string Books = """{"channel":"books","instId":"BTC-USDT-SWAP"}""";
    private readonly OkxInMemory okx = new();

    [Fact]
    public async Task case_11_a_new_tick_is_announced_pushed_and_in_force_at_its_time()
    {
        var line = okx.Open(OkxDoor.Public);
        line.Subscribe(Instruments);
        Assert.Equal(3, Assert.Single(line.Pushes("instruments"))["data"]!.AsArray().Count);
        okx.Venue.Faults.Apply(new FaultRule("okx", FaultKind.TickChange) { Match = "BTCUSDT", Tick = 0.5m, Step = 0.001m, Announce = TimeSpan.FromSeconds(20) });
        var announced = Assert.Single(line.Rows("instruments"));
        var at = okx.Venue.Now.AddSeconds(20).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        Assert.Equal([("tickSz", "0.5", at), ("lotSz", "0.1", at)], announced["upcChg"]!.AsArray().Select(c => ((string)c!["param"]!, (string)c["newValue"]!, (string)c["effTime"]!)));
        Assert.Equal("0.1", (string?)announced["tickSz"]);
        okx.Advance(TimeSpan.FromSeconds(21));
        var row = Assert.Single(line.Rows("instruments"));
        Assert.Equal(("0.5", "0.1", 0), ((string?)row["tickSz"], (string?)row["lotSz"], row["upcChg"]!.AsArray().Count));
        Assert.Equal("0.5", (string?)(await okx.Row("/api/v5/public/instruments?instType=SWAP&instId=BTC-USDT-SWAP"))["tickSz"]);
        Assert.Equal("51150", (string?)(await okx.Place(OkxOrderTests.Order("buy", "limit", "1", "59000.1")))["sCode"]);
        Assert.Equal("0", (string?)(await okx.Place(OkxOrderTests.Order("buy", "limit", "1", "59000.5")))["sCode"]);
    }

    [Theory]
    [InlineData(SimInstrumentStatus.Suspended, "suspend", "51022", "51022")]
    [InlineData(SimInstrumentStatus.Pending, "preopen", "51021", "51021")]
    [InlineData(SimInstrumentStatus.PostOnly, "post_only", "54072", "0")]
    [InlineData(SimInstrumentStatus.Settling, "suspend", "51030", "51030")]
    [InlineData(SimInstrumentStatus.ReduceOnly, "live", "54094", "54094")]
    public async Task case_12_a_changed_state_is_pushed_refuses_what_it_must_and_lets_cancels_through(
        SimInstrumentStatus status, string word, string limit, string postOnly)
    {
        await okx.Place(OkxOrderTests.Order("buy", "limit", "1", "59000", "a1"));
        var line = okx.Open(OkxDoor.Public);
        line.Subscribe(Instruments);
        line.TakeAll();
        okx.Venue.Faults.Apply(new FaultRule("okx", FaultKind.SymbolStatus) { Match = "BTCUSDT", Status = status });
        Assert.Equal(word, (string?)Assert.Single(line.Rows("instruments"))["state"]);
        Assert.Equal(limit, (string?)(await okx.Place(OkxOrderTests.Order("buy", "limit", "1", "59000")))["sCode"]);
        Assert.Equal(postOnly, (string?)(await okx.Place(OkxOrderTests.Order("buy", "post_only", "1", "59000")))["sCode"]);
        Assert.Equal("0", (string?)(await okx.Item("/api/v5/trade/cancel-order", """{"instId":"BTC-USDT-SWAP","clOrdId":"a1"}"""))["sCode"]);
    }

    [Fact]
    public void case_48_a_gap_breaks_the_chain_and_a_reset_keeps_it_with_smaller_numbers()
    {
        var line = okx.Open(OkxDoor.Public);
        line.Subscribe(Books);
        var last = Sequence(Assert.Single(line.Pushes("books")), "seqId");
        last = Chained(line, last, 0.6m);
        okx.Fault(FaultKind.BookGap, "BTCUSDT");
        Assert.Empty(Change(line, 0.65m));
        var broken = Moved(line, 0.7m);
        Assert.True(Sequence(broken, "prevSeqId") > last);
        last = Sequence(broken, "seqId");
        okx.Fault(FaultKind.BookReset, "BTCUSDT");
        var reset = Moved(line, 0.8m);
        Assert.Equal(last, Sequence(reset, "prevSeqId"));
        Assert.True(Sequence(reset, "seqId") < last);
        Assert.Equal(0, (int)reset["data"]![0]!["checksum"]!);
        Chained(line, Sequence(reset, "seqId"), 0.9m);
    }

    [Fact]
    public async Task case_49_a_snapshot_by_rest_joins_the_pushed_changes()
    {
        var line = okx.Open(OkxDoor.Public);
        line.Subscribe(Books);
        line.TakeAll();
        var before = Sequence(Moved(line, 0.6m), "seqId");
        var snapshot = await okx.Row("/api/v5/market/books?instId=BTC-USDT-SWAP&sz=400");
        Assert.Equal(before, (long)snapshot["seqId"]!);
        Assert.Equal(before, Sequence(Moved(line, 0.7m), "prevSeqId"));
    }

    [Fact]
    public async Task case_53_the_next_settlement_and_the_one_after_tell_the_interval_and_a_change_is_pushed()
    {
        var line = okx.Open(OkxDoor.Public);
        line.Subscribe("""{"channel":"funding-rate","instId":"BTC-USDT-SWAP"}""");
        Assert.Equal((4d, 8d), Hours(Assert.Single(line.Rows("funding-rate"))));
        okx.Venue.Faults.Apply(new FaultRule("okx", FaultKind.FundingInterval) { Match = "BTCUSDT", Hours = 1 });
        Assert.Equal((1d, 1d), Hours(line.Rows("funding-rate")[^1]));
        Assert.Equal((1d, 1d), Hours(await okx.Row("/api/v5/public/funding-rate?instId=BTC-USDT-SWAP")));
    }

    [Fact]
    public async Task case_58_a_snapshot_of_several_pages_is_whole_with_its_last_page_only()
    {
        using var paged = new OkxInMemory(new OkxSkinOptions(SnapshotPage: 2));
        foreach (var coin in new[] { "BTC", "ETH", "SOL" })
        {
            await paged.Place(OkxOrderTests.Order("buy", "ioc", "1", "60001").Replace("BTC-USDT-SWAP", coin + "-USDT-SWAP", StringComparison.Ordinal));
        }

        var line = paged.LogIn();
        line.Subscribe("""{"channel":"positions","instType":"SWAP"}""");
        var pages = line.Pushes("positions");
        Assert.Equal([(1, false, 2), (2, true, 1)], pages.Select(p => ((int)p["curPage"]!, (bool)p["lastPage"]!, p["data"]!.AsArray().Count)));
    }

    [Fact]
    public async Task case_57_each_channel_has_its_door_and_each_wrong_door_its_code()
    {
        Assert.Equal("64001", Refusal(okx.Open(OkxDoor.Public), """{"channel":"candle1m","instId":"BTC-USDT-SWAP"}"""));
        Assert.Equal("64002", Refusal(okx.Open(OkxDoor.Business), """{"channel":"tickers","instId":"BTC-USDT-SWAP"}"""));
        Assert.Equal("60018", Refusal(okx.Open(OkxDoor.Public), """{"channel":"orders","instType":"SWAP"}"""));
        Assert.Equal("60018", Refusal(okx.Open(OkxDoor.Public), """{"channel":"nonsense"}"""));
        Assert.Equal("60011", Refusal(okx.Open(OkxDoor.Public), """{"channel":"books-l2-tbt","instId":"BTC-USDT-SWAP"}"""));
        Assert.Equal("64003", Refusal(okx.LogIn(OkxDoor.Public), """{"channel":"books-l2-tbt","instId":"BTC-USDT-SWAP"}"""));
        Assert.Equal("64003", Refusal(okx.LogIn(), """{"channel":"fills"}"""));
        Assert.Equal("60019", (string?)okx.LogIn().Ask("""{"id":"1","op":"dance","args":[]}""")["code"]);
        Assert.Equal("60028", (string?)okx.LogIn(OkxDoor.Business).Ask("""{"id":"1","op":"order","args":[{"instIdCode":10459}]}""")["code"]);
        Assert.Equal("60013", (string?)okx.LogIn().Ask("""{"id":"1","op":"order","args":[]}""")["code"]);
        Assert.Equal("51001", (string?)okx.LogIn().Ask("""{"id":"1","op":"order","args":[{"instIdCode":1,"tdMode":"cross","side":"buy","ordType":"market","sz":"1"}]}""")["data"]![0]!["sCode"]);
        Assert.Equal("51010", (string?)(await okx.Post("/api/v5/trade/mass-cancel", """{"instType":"OPTION","instFamily":"BTC-USD"}"""))["code"]);
    }

    [Fact]
    public void candles_are_pushed_every_second_and_once_more_when_they_are_finished()
    {
        var line = okx.Open(OkxDoor.Business);
        line.Subscribe("""{"channel":"candle1m","instId":"BTC-USDT-SWAP"}""");
        for (var i = 0; i < 61; i++) okx.Advance(TimeSpan.FromSeconds(1));
        var rows = line.Pushes("candle1m").Select(frame => frame["data"]![0]!.AsArray()).ToList();
        Assert.All(rows, row => Assert.Equal(9, row.Count));
        Assert.Single(rows, row => (string?)row[8] == "1");
        Assert.Equal(2, rows.Select(row => (string?)row[0]).Distinct().Count());
    }

    [Fact]
    public async Task a_position_near_its_end_is_warned_about_once()
    {
        await okx.Place(OkxOrderTests.Order("buy", "ioc", "50", "60001"));
        var line = okx.LogIn();
        line.Subscribe("""{"channel":"liquidation-warning","instType":"SWAP"}""");
        okx.Market.Mark = 57_500m;
        okx.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("BTC-USDT-SWAP", (string?)Assert.Single(line.Rows("liquidation-warning"))["instId"]);
    }

    public void Dispose() => okx.Dispose();

    private static string? Refusal(OkxTalk line, string arg) => (string?)line.Ask($$"""{"op":"subscribe","args":[{{arg}}]}""")["code"];

    private static long Sequence(JsonObject push, string name) => (long)push["data"]![0]![name]!;

    private static (double ToNext, double Between) Hours(JsonObject row)
    {
        DateTimeOffset At(string name) => DateTimeOffset.FromUnixTimeMilliseconds(long.Parse((string)row[name]!, CultureInfo.InvariantCulture));
        return ((At("fundingTime") - At("ts")).TotalHours, (At("nextFundingTime") - At("fundingTime")).TotalHours);
    }

    private long Chained(OkxTalk line, long last, decimal quantity)
    {
        var push = Moved(line, quantity);
        Assert.Equal(last, Sequence(push, "prevSeqId"));
        return Sequence(push, "seqId");
    }

    private JsonObject Moved(OkxTalk line, decimal quantity) => Assert.Single(Change(line, quantity));

    /// <summary>Changes the best bid and returns the pushes it brought.</summary>
    private List<JsonObject> Change(OkxTalk line, decimal quantity)
    {
        line.TakeAll();
        okx.Market.Bids = [new(59_999m, quantity)];
        okx.Advance(TimeSpan.FromMilliseconds(100));
        return line.Pushes("books");
    }
}
