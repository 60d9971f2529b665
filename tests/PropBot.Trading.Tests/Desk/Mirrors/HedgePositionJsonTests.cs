using System.Text.Json.Nodes;
using PropBot.Trading.Amounts;
using PropBot.Trading.Desk.Mirrors;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;

namespace PropBot.Trading.Tests.Desk.Mirrors;

public class HedgePositionJsonTests
{
    [Fact]
    public void an_open_hedge_has_the_predecessors_record_shape()
    {
        const string Expected = """
            {"id":"h1","timestamp":"2026-01-05T12:00:00.000000+00:00","status":"open","state":"hedged","reason":"","initiator":"auto_hedge",
             "symbol":"BTCUSDT","long_venue":"binance","short_venue":"okx","notional_usdt":1000,"entry_spread_bps":10,"leverage":2,
             "entry_long_price":50000,"entry_short_price":50050,"pnl_usdt":0,"base_size":0.02,"simulated":false,
             "edge":{"entry_bps":24.97,"close_bps":1.5,"fees_bps":19,"drift_bps":2,"funding_bps":1,"net_bps":1.47},
             "legs":[{"venue":"binance","symbol":"BTCUSDT","side":"long","notional_usdt":1000,"entry_price":50000,"leverage":2,
                      "timestamp":"2026-01-05T12:00:00.000000+00:00","status":"filled","simulated":false,"filled_qty":0.02,"base_size":0.02,
                      "fees_usdt":0.5,"funding_usdt":0,"raw":{}},
                     {"venue":"okx","symbol":"BTCUSDT","side":"short","notional_usdt":1001,"entry_price":50050,"leverage":2,
                      "timestamp":"2026-01-05T12:00:00.000000+00:00","status":"filled","simulated":false,"filled_qty":0.02,"base_size":0.02,
                      "fees_usdt":0.5,"funding_usdt":0,"raw":{}}]}
            """;
        Assert.Equal(MirrorJson.Text(JsonNode.Parse(Expected)!), MirrorJson.Text(HedgePositionJson.Of(Samples.Hedge())));
    }

    [Fact]
    public void a_partial_hedge_shows_the_missing_leg_without_a_price()
    {
        var json = HedgePositionJson.Of(Samples.Hedge() with { State = HedgeState.Partial, Reason = "hedge_leg_failed", Short = Samples.Leg(Venue.Okx, Side.Sell, 0m, null) });
        Assert.Equal("partial", Text(json["status"]));
        Assert.Equal("partial", Text(json["legs"]![0]!["status"]));
        Assert.Equal("missing", Text(json["legs"]![1]!["status"]));
        Assert.Null(json["legs"]![1]!["entry_price"]);
        Assert.Equal(0m, (decimal)json["legs"]![1]!["notional_usdt"]!);
        Assert.Equal(1000m, (decimal)json["notional_usdt"]!);
    }

    [Fact]
    public void a_closed_hedge_keeps_its_size_and_adds_the_exits()
    {
        var json = HedgePositionJson.Of(Samples.Hedge() with
        {
            State = HedgeState.Closed,
            ClosedAt = Samples.Noon.AddHours(1),
            Realised = Money.OfUsdt(1.25m),
            Long = Samples.Leg(Venue.Binance, Side.Buy, 0.02m, 50000m, 0.02m, 50100m),
            Short = Samples.Leg(Venue.Okx, Side.Sell, 0.02m, 50050m, 0.02m, 50110m),
        });
        Assert.Equal("closed", Text(json["status"]));
        Assert.Equal((50100m, 50110m, 1.25m, 0.02m), ((decimal)json["exit_long_price"]!, (decimal)json["exit_short_price"]!, (decimal)json["pnl_usdt"]!, (decimal)json["base_size"]!));
        Assert.Equal("2026-01-05T13:00:00.000000+00:00", Text(json["closed_ts"]));
        Assert.Equal(("closed", 50110m), (Text(json["legs"]![1]!["status"]), (decimal)json["legs"]![1]!["exit_price"]!));
    }

    [Fact]
    public void half_closed_legs_show_what_is_still_open()
    {
        var json = HedgePositionJson.Of(Samples.Hedge() with
        {
            State = HedgeState.Closing,
            Long = Samples.Leg(Venue.Binance, Side.Buy, 0.02m, 50000m, 0.015m, 50100m),
            Short = Samples.Leg(Venue.Okx, Side.Sell, 0.02m, 50050m, 0.015m, 50110m),
        });
        Assert.Equal(("open", "closing"), (Text(json["status"]), Text(json["state"])));
        Assert.Equal((0.005m, 0.005m, 250m), ((decimal)json["base_size"]!, (decimal)json["legs"]![0]!["base_size"]!, (decimal)json["notional_usdt"]!));
    }

    [Fact]
    public void legs_that_differ_while_closing_are_partial() =>
        Assert.Equal("partial", HedgePositionJson.Status(Samples.Hedge() with { State = HedgeState.Closing, Long = Samples.Leg(Venue.Binance, Side.Buy, 0.02m, 50000m, 0.02m, 50100m) }));

    [Theory]
    [InlineData(HedgeState.Planned, false, "planned")]
    [InlineData(HedgeState.Exposed, false, "partial")]
    [InlineData(HedgeState.Hedged, false, "open")]
    [InlineData(HedgeState.Hedged, true, "simulated")]
    [InlineData(HedgeState.Partial, true, "partial")]
    [InlineData(HedgeState.Closing, false, "open")]
    [InlineData(HedgeState.Closed, true, "closed")]
    [InlineData(HedgeState.Abandoned, false, "abandoned")]
    public void each_state_has_its_old_word(HedgeState state, bool simulated, string word) =>
        Assert.Equal(word, HedgePositionJson.Status(Samples.Hedge() with { State = state, Simulated = simulated }));

    [Fact]
    public void the_book_is_oldest_first_and_holds_no_hedge_that_never_filled()
    {
        var book = HedgePositionJson.Book(
        [
            Samples.Hedge("new") with { OpenedAt = Samples.Noon.AddMinutes(1) },
            Samples.Hedge("planned") with { State = HedgeState.Planned },
            Samples.Hedge("abandoned") with { State = HedgeState.Abandoned },
            Samples.Hedge("old"),
        ]);
        Assert.Equal(["old", "new"], book.Select(record => Text(record!["id"])));
    }

    private static string Text(JsonNode? node) => (string)node!;
}
