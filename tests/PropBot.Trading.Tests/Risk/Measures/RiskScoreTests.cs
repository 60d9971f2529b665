using PropBot.Trading.Risk.Measures;

namespace PropBot.Trading.Tests.Risk.Measures;

public class RiskScoreTests
{
    [Fact]
    public void the_largest_part_is_the_score()
    {
        var score = RiskScore.Of(
            RiskScore.Use.Of(30m, 100m, "MAX_VAR_24H_USDT"), RiskScore.Use.Of(0.02m, 1m, ""), RiskScore.Use.Of(97_500m, 150_000m, "MAX_TOTAL_NOTIONAL_USDT"),
            RiskScore.Use.Of(-20m, 500m, "MAX_DAILY_LOSS_USDT"), Stability.Yellow);
        Assert.Equal(65m, score.Value);
        Assert.Equal([("var", 30m), ("stress", 2m), ("exposure", 65m), ("daily_loss", 0m), ("msr", 50m)], score.Parts.Select(part => (part.Name, part.Score!.Value)));
    }

    [Fact]
    public void what_is_not_known_says_so_and_what_is_over_its_limit_is_a_hundred()
    {
        var score = RiskScore.Of(
            RiskScore.Use.Of(null, 100m, "MAX_VAR_24H_USDT"), RiskScore.Use.Of(1.35m, 1m, ""), RiskScore.Use.Of(10m, 100m, ""), RiskScore.Use.Of(5m, null, "MAX_DAILY_LOSS_USDT"), Stability.Green);
        Assert.Equal(100m, score.Value);
        Assert.Equal([(null, "unknown"), (100m, ""), (10m, ""), (null, "MAX_DAILY_LOSS_USDT is not set"), (0m, "")], score.Parts.Select(part => (part.Score, part.Why)));
    }

    [Fact]
    public void red_stability_alone_is_a_hundred()
    {
        var none = RiskScore.Use.Of(0m, 1m, "");
        Assert.Equal(100m, RiskScore.Of(none, none, none, none, Stability.Red).Value);
    }
}
