using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Faults;

namespace PropBot.VenueSimulator.Tests.Binance;

public class MarketCaseTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task case_11_a_changed_tick_shows_in_the_listing_and_on_its_stream_and_binds_at_once()
    {
        using var line = new BinanceLine();
        var ear = line.Connect("/market/ws/!contractInfo");
        line.Faults.Apply(new FaultRule("binance", FaultKind.TickChange) { Match = "BTCUSDT", Tick = 0.5m, Step = 0.01m });
        var filters = line.Open("/fapi/v1/exchangeInfo")["symbols"]![0]!["filters"]!.AsArray();

        Assert.Equal("0.5", filters.Single(f => f!["filterType"]!.ToString() == "PRICE_FILTER")!["tickSize"]!.ToString());
        Assert.Equal("0.01", filters.Single(f => f!["filterType"]!.ToString() == "LOT_SIZE")!["stepSize"]!.ToString());
        Assert.Equal("BTCUSDT", Assert.Single(ear.Events("contractInfo"))["s"]!.ToString());
        Assert.Equal(-4014, await line.No("POST", BinanceLine.Order, BinanceLine.Limit + "&quantity=1&price=59000.2"));
    }

    [Fact]
    public async Task case_12_a_symbol_that_is_not_trading_takes_no_orders_and_cancels_still_work()
    {
        using var line = new BinanceLine();
        await line.Place(BinanceLine.Limit + "&quantity=1&price=59000&newClientOrderId=before");
        var halt = line.Faults.Apply(new FaultRule("binance", FaultKind.SymbolStatus) { Match = "BTCUSDT", Status = SimInstrumentStatus.Settling });
        Assert.Equal("SETTLING", line.Open("/fapi/v1/exchangeInfo")["symbols"]![0]!["status"]!.ToString());
        Assert.Equal(-1122, await line.No("POST", BinanceLine.Order, BinanceLine.Limit + "&quantity=1&price=59000"));
        await line.Ok("DELETE", BinanceLine.Order, "symbol=BTCUSDT&origClientOrderId=before");
        line.Faults.Clear(halt);
        await line.Place(BinanceLine.Limit + "&quantity=1&price=59000");
    }

    [Fact]
    public async Task case_12_where_only_reducing_is_allowed_opening_is_refused_and_closing_is_not()
    {
        using var line = new BinanceLine();
        await line.Place("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=1");
        line.Faults.Apply(new FaultRule("binance", FaultKind.SymbolStatus) { Match = "BTCUSDT", Status = SimInstrumentStatus.ReduceOnly });
        Assert.Equal(-4140, await line.No("POST", BinanceLine.Order, BinanceLine.Limit + "&quantity=1&price=59000"));
        await line.Place("symbol=BTCUSDT&side=SELL&type=MARKET&quantity=1&reduceOnly=true");
    }

    [Fact]
    public void case_45_a_snapshot_taken_before_the_first_event_is_not_straddled_and_the_next_one_is()
    {
        using var line = new BinanceLine();
        Move(line);
        var early = line.Open("/fapi/v1/depth", "symbol=BTCUSDT")["lastUpdateId"]!.GetValue<long>();
        Move(line);
        Move(line);
        var ear = line.Connect("/public/ws/btcusdt@depth@100ms");
        Move(line);
        Move(line);
        var first = ear.Events("depthUpdate")[0];

        Assert.True(first["U"]!.GetValue<long>() > early + 1, "The early snapshot is fetched again by who follows the rule.");
        var late = line.Open("/fapi/v1/depth", "symbol=BTCUSDT")["lastUpdateId"]!.GetValue<long>();
        line.Bench.Pass(Step);
        Assert.Contains(ear.Events("depthUpdate"), e => e["U"]!.GetValue<long>() <= late && e["u"]!.GetValue<long>() >= late);
    }

    [Fact]
    public void case_46_a_lost_number_shows_as_a_gap_between_two_events()
    {
        using var line = new BinanceLine();
        var ear = line.Connect("/public/ws/btcusdt@depth@100ms");
        for (var i = 0; i < 3; i++) Move(line);
        Assert.All(Pairs(ear), p => Assert.Equal(p.Last, p.Previous));
        line.Faults.Apply(new FaultRule("binance", FaultKind.BookGap) { Match = "BTCUSDT", Size = 5 });
        for (var i = 0; i < 3; i++) Move(line);
        Assert.Single(Pairs(ear), p => p.Last != p.Previous);
    }

    [Fact]
    public void case_47_a_level_that_left_is_told_with_quantity_nought()
    {
        using var line = new BinanceLine();
        var ear = line.Connect("/public/ws/btcusdt@depth@100ms");
        Move(line);
        line.Bench.Pass(Step);
        ear.Told.Clear();
        line.Bench.Market.Ask += 0.1m;
        line.Bench.Pass(Step);
        line.Bench.Pass(Step);
        var gone = Assert.Single(ear.Events("depthUpdate"))["a"]!.AsArray().Single(l => l![1]!.ToString() == "0")!;
        Assert.Equal("60000.1", gone[0]!.ToString());
    }

    [Theory]
    [InlineData("/public/ws/")]
    [InlineData("/ws/")]
    [InlineData("/private/ws/")]
    public void case_51_a_stream_of_another_class_is_listed_and_silent(string address)
    {
        using var line = new BinanceLine();
        var (wrong, right) = (line.Connect(address + "btcusdt@markPrice@1s"), line.Connect("/market/ws/btcusdt@markPrice@1s"));
        for (var i = 0; i < 30; i++) line.Bench.Pass(Step);
        Assert.Equal(3, right.Events("markPriceUpdate").Count);
        Assert.Empty(wrong.Told);
        Assert.Equal("btcusdt@markPrice@1s", wrong.Ask("LIST_SUBSCRIPTIONS")["result"]![0]!.ToString());
    }

    [Fact]
    public void case_52_raw_and_wrapped_payloads_are_the_same_and_carry_their_contract_type()
    {
        using var line = new BinanceLine();
        var (raw, wrapped) = (line.Connect("/public/ws/btcusdt@bookTicker"), line.Connect("/public/stream?streams=btcusdt@bookTicker"));
        Move(line);
        Assert.Equal("btcusdt@bookTicker", wrapped.Told[0]["stream"]!.ToString());
        Assert.Equal(raw.Told[0].ToJsonString(), wrapped.Told[0]["data"]!.ToJsonString());
        Assert.Equal((1, "BTCUSDT"), (raw.Told[0]["st"]!.GetValue<int>(), raw.Told[0]["ps"]!.ToString()));
        Assert.False(wrapped.Ask("SET_PROPERTY", """["combined",false]""").AsObject().ContainsKey("error"));
        Assert.False(wrapped.Ask("GET_PROPERTY", id: "2")["result"]!.GetValue<bool>());
        Move(line);
        Assert.Null(wrapped.Told[^1]["stream"]);
    }

    [Fact]
    public void a_silent_door_keeps_its_heartbeat_and_a_delayed_push_comes_later()
    {
        using var line = new BinanceLine();
        var ear = line.Connect("/public/ws/btcusdt@bookTicker");
        var silence = line.Faults.Apply(new FaultRule("binance", FaultKind.Silent) { Match = "public" });
        Move(line);
        line.Bench.Pass(TimeSpan.FromMinutes(3));
        Assert.Empty(ear.Told);
        Assert.Equal(1, ear.Pings);
        line.Faults.Clear(silence);
        line.Faults.Apply(new FaultRule("binance", FaultKind.PushDelay) { Match = "bookTicker", Latency = TimeSpan.FromSeconds(1), Count = 1 });
        Move(line);
        Assert.Empty(ear.Told);
        line.Bench.Pass(TimeSpan.FromSeconds(1));
        Assert.Single(ear.Told);
    }

    private static IEnumerable<(long Last, long Previous)> Pairs(SessionEar ear)
    {
        var events = ear.Events("depthUpdate");
        return events.Zip(events.Skip(1), (a, b) => (a["u"]!.GetValue<long>(), b["pu"]!.GetValue<long>()));
    }

    private static void Move(BinanceLine line)
    {
        line.Bench.Market.Bid -= 0.1m;
        line.Bench.Pass(Step);
    }
}
