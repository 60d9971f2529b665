using PropBot.Trading.Positions;
using PropBot.Trading.Risk.Measures;

namespace PropBot.Trading.Tests.Risk.Measures;

public class RiskAdvisorTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void steady_profit_with_room_loosens_by_a_tenth()
    {
        var advice = Advise(false, (5m, 100_000m, 2, 0), (3m, 90_000m, 2, 0), (4m, 80_000m, 2, 0));
        Assert.Equal(("loosen", 165_000m, 4, false), (advice.Recommendation, advice.SuggestedMaxNotional, advice.SuggestedMaxPositions, advice.RecommendDryRun));
        Assert.Equal((150_000m, 3, 3), (advice.CurrentMaxNotional, advice.CurrentMaxPositions, advice.AnalysisWindow));
    }

    [Fact]
    public void at_seventy_percent_of_the_limit_there_is_no_room() =>
        Assert.Equal("maintain", Advise(false, (5m, 105_000m, 2, 0), (6m, 10_000m, 2, 0)).Recommendation);

    [Fact]
    public void losses_that_grow_with_partials_and_a_throttle_tighten_by_a_fifth()
    {
        var advice = Advise(true, (-1m, 50_000m, 1, 1), (-4m, 50_000m, 1, 1), (-9m, 50_000m, 1, 0));
        Assert.Equal(("tighten", 120_000m, 2, true), (advice.Recommendation, advice.SuggestedMaxNotional, advice.SuggestedMaxPositions, advice.RecommendDryRun));
    }

    [Fact]
    public void losses_that_shrink_are_no_reason_to_tighten() =>
        Assert.Equal("maintain", Advise(true, (-9m, 50_000m, 1, 1), (-4m, 50_000m, 1, 1), (-1m, 50_000m, 1, 1)).Recommendation);

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public void without_a_throttle_or_without_partials_it_maintains(bool throttled, int partial) =>
        Assert.Equal("maintain", Advise(throttled, (-1m, 50_000m, 1, partial), (-9m, 50_000m, 1, partial)).Recommendation);

    [Fact]
    public void only_the_newest_five_count_in_whatever_order_they_come()
    {
        (decimal, decimal, int, int)[] six = [(-100m, 0m, 0, 0), (1m, 0m, 1, 0), (1m, 0m, 1, 0), (1m, 0m, 1, 0), (1m, 0m, 1, 0), (1m, 0m, 1, 0)];
        Assert.Equal(("loosen", 5), (Advise(false, six).Recommendation, Advise(false, six).AnalysisWindow));
    }

    [Fact]
    public void without_snapshots_it_maintains_and_says_so() => Assert.StartsWith("insufficient data", Advise(true).Reason, StringComparison.Ordinal);

    [Fact]
    public void one_position_is_the_least_it_suggests() =>
        Assert.Equal(1, RiskAdvisor.Of(Snapshots((-1m, 1m, 0, 1), (-9m, 1m, 0, 1)), 100m, 1, throttled: true).SuggestedMaxPositions);

    private static RiskAdvice Advise(bool throttled, params (decimal Pnl, decimal Exposure, int Open, int Partial)[] oldestFirst) =>
        RiskAdvisor.Of(Snapshots(oldestFirst).Reverse(), 150_000m, 3, throttled);

    private static IEnumerable<PnlSnapshot> Snapshots(params (decimal Pnl, decimal Exposure, int Open, int Partial)[] oldestFirst) =>
        oldestFirst.Select((s, i) => PnlSnapshot.Draw(Noon.AddMinutes(5 * i), "periodic", [], Marks.None, 0m) with
        {
            UnrealizedPnlTotal = s.Pnl,
            TotalExposureUsdTotal = s.Exposure,
            OpenPositions = s.Open,
            PartialPositions = s.Partial,
        });
}
