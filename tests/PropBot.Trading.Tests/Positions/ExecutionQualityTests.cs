using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;

namespace PropBot.Trading.Tests.Positions;

public class ExecutionQualityTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(Side.Buy, 60_000, 60_006, 1)]
    [InlineData(Side.Buy, 60_000, 59_994, -1)]
    [InlineData(Side.Sell, 60_000, 59_994, 1)]
    [InlineData(Side.Sell, 60_000, 60_006, -1)]
    public void slippage_is_positive_when_the_fill_was_worse(Side side, int planned, int filled, int bps) =>
        Assert.Equal(new Bps(bps), ExecutionStat.SlippageOf(side, new Price(planned), new Price(filled)));

    [Fact]
    public void rates_are_of_real_attempts_and_a_venue_is_red_at_three_failures_in_ten()
    {
        var stats = Enumerable.Range(0, 10).Select(i => Stat(Venue.Binance, success: i >= 3, slippage: i))
            .Concat(Enumerable.Range(0, 10).Select(i => Stat(Venue.Okx, success: i >= 2, slippage: 1m)))
            .Append(Stat(Venue.Okx, success: false, slippage: 90m) with { Simulated = true }).ToList();
        var quality = ExecutionQuality.Of(stats);
        Assert.Equal((20, 1, 0.75m), (quality.Attempts, quality.Simulated, quality.SuccessRate));
        Assert.Equal([(Venue.Binance, 10, 0.3m, 4.5m, true), (Venue.Okx, 10, 0.2m, 1m, false)], quality.Venues.Select(v => (v.Venue, v.Attempts, v.FailureRate!.Value, v.MeanSlippage!.Value.Value, v.IsRed)));

        // Mean (45 + 10) / 20; the 19th of the 20 sorted slippages.
        Assert.Equal((2.75m, 8m), (quality.MeanSlippage!.Value.Value, quality.SlippageP95!.Value.Value));
        Assert.Equal(15, quality.Newest.Length);
        Assert.True(quality.Newest[0].Simulated);
    }

    [Fact]
    public void nothing_attempted_says_nothing()
    {
        var none = ExecutionQuality.Of([]);
        Assert.Equal((0, null, null), (none.Attempts, none.SuccessRate, none.MeanSlippage));
        Assert.All(none.Venues, venue => Assert.Equal((null, false), (venue.FailureRate, venue.IsRed)));
    }

    [Fact]
    public void the_files_shape_reads_back_as_it_was()
    {
        var stat = Stat(Venue.Okx, success: false, slippage: 1.25m) with { FailureReason = "insufficient_margin" };
        Assert.Equal(stat, ExecutionStat.FromJson(stat.ToJson()));
        Assert.Equal(
            "{\"timestamp\":\"2026-03-02T12:00:00+00:00\",\"symbol\":\"BTCUSDT\",\"venue\":\"okx\",\"side\":\"short\",\"planned_px\":60000,\"real_fill_px\":60003,\"size\":0.02,"
            + "\"success\":false,\"dry_run\":false,\"slippage_bps\":1.25,\"failure_reason\":\"insufficient_margin\"}",
            stat.ToJson());
        Assert.Null(ExecutionStat.FromJson("{\"venue\":\"kraken\"}"));
    }

    private static ExecutionStat Stat(Venue venue, bool success, decimal slippage) => new(
        Noon, "BTCUSDT", venue, venue == Venue.Binance ? Side.Buy : Side.Sell, new Price(60_000m), new Price(60_003m), new Quantity(0.02m), success, false, new Bps(slippage), null);
}
