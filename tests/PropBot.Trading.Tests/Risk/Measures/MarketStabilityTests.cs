using PropBot.Trading.Risk.Measures;
using PropBot.Trading.Watchdogs;

namespace PropBot.Trading.Tests.Risk.Measures;

public class MarketStabilityTests
{
    private static readonly StabilityFacts Calm = new()
    {
        OpenPartialOrDesync = false,
        SinceHedgeFailure = TimeSpan.MaxValue,
        WorstVenue = HealthLevel.Ok,
        ClockSkewBreached = false,
        SigmaOverMedian = 1m,
        StressBreached = false,
        MeanSlippageBps = 0.4m,
        DataAgeP95 = TimeSpan.FromMilliseconds(200),
        MarginBuffer = 30m,
    };

    public static TheoryData<string, Stability, string> Rows => new()
    {
        { "partial", Stability.Red, "red:open_partial_or_desync" },
        { "failed", Stability.Red, "red:hedge_failed" },
        { "down", Stability.Red, "red:venue" },
        { "skew", Stability.Red, "red:clock_skew" },
        { "sigma 4.01", Stability.Red, "red:basis_volatility" },
        { "stress", Stability.Red, "red:stress" },
        { "degraded", Stability.Yellow, "yellow:venue" },
        { "sigma 4", Stability.Yellow, "yellow:basis_volatility" },
        { "sigma 2.01", Stability.Yellow, "yellow:basis_volatility" },
        { "slippage 3.01", Stability.Yellow, "yellow:slippage" },
        { "age 1001", Stability.Yellow, "yellow:data_age" },
        { "buffer 1.99", Stability.Yellow, "yellow:margin_buffer" },
        { "no partial", Stability.Yellow, "unknown:open_partial_or_desync" },
        { "no failure", Stability.Yellow, "unknown:hedge_failed" },
        { "no venue", Stability.Yellow, "unknown:venue" },
        { "no skew", Stability.Yellow, "unknown:clock_skew" },
        { "no sigma", Stability.Yellow, "unknown:basis_volatility" },
        { "no stress", Stability.Yellow, "unknown:stress" },
        { "no slippage", Stability.Yellow, "unknown:slippage" },
        { "no age", Stability.Yellow, "unknown:data_age" },
        { "no buffer", Stability.Yellow, "unknown:margin_buffer" },
    };

    [Fact]
    public void all_calm_is_green_without_a_reason()
    {
        var reading = MarketStability.Of(Calm);
        Assert.Equal((Stability.Green, "green"), (reading.Colour, reading.Word));
        Assert.Empty(reading.Reasons);
    }

    [Fact]
    public void at_the_bound_itself_it_is_still_green() => Assert.Equal(
        Stability.Green,
        MarketStability.Of(Calm with { SigmaOverMedian = 2m, MeanSlippageBps = 3m, DataAgeP95 = TimeSpan.FromSeconds(1), MarginBuffer = 2m, SinceHedgeFailure = TimeSpan.FromMinutes(15.1) }).Colour);

    [Theory]
    [MemberData(nameof(Rows))]
    public void each_input_alone_colours_it(string row, Stability colour, string reason)
    {
        var reading = MarketStability.Of(Worse(row));
        Assert.Equal(colour, reading.Colour);
        Assert.Equal<string>([reason], reading.Reasons);
    }

    [Fact]
    public void the_worst_decides_and_comes_first()
    {
        var reading = MarketStability.Of(Calm with { MeanSlippageBps = 5m, DataAgeP95 = null, StressBreached = true });
        Assert.Equal(Stability.Red, reading.Colour);
        Assert.Equal<string>(["red:stress", "yellow:slippage", "unknown:data_age"], reading.Reasons);
    }

    private static StabilityFacts Worse(string row) => row switch
    {
        "partial" => Calm with { OpenPartialOrDesync = true },
        "failed" => Calm with { SinceHedgeFailure = TimeSpan.FromMinutes(15) },
        "down" => Calm with { WorstVenue = HealthLevel.Down },
        "skew" => Calm with { ClockSkewBreached = true },
        "sigma 4.01" => Calm with { SigmaOverMedian = 4.01m },
        "sigma 4" => Calm with { SigmaOverMedian = 4m },
        "sigma 2.01" => Calm with { SigmaOverMedian = 2.01m },
        "stress" => Calm with { StressBreached = true },
        "degraded" => Calm with { WorstVenue = HealthLevel.Degraded },
        "slippage 3.01" => Calm with { MeanSlippageBps = 3.01m },
        "age 1001" => Calm with { DataAgeP95 = TimeSpan.FromMilliseconds(1_001) },
        "buffer 1.99" => Calm with { MarginBuffer = 1.99m },
        "no partial" => Calm with { OpenPartialOrDesync = null },
        "no failure" => Calm with { SinceHedgeFailure = null },
        "no venue" => Calm with { WorstVenue = null },
        "no skew" => Calm with { ClockSkewBreached = null },
        "no sigma" => Calm with { SigmaOverMedian = null },
        "no stress" => Calm with { StressBreached = null },
        "no slippage" => Calm with { MeanSlippageBps = null },
        "no age" => Calm with { DataAgeP95 = null },
        "no buffer" => Calm with { MarginBuffer = null },
        _ => throw new ArgumentOutOfRangeException(nameof(row), row, null),
    };
}
