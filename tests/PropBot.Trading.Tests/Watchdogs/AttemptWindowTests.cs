using PropBot.Trading.Watchdogs;

namespace PropBot.Trading.Tests.Watchdogs;

public class AttemptWindowTests
{
    private const string Btc = "BTCUSDT";
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly AttemptWindow window = new();
    private int legs;

    [Fact]
    public void one_failed_leg_of_two_says_nothing_yet()
    {
        Add(true, 1m);
        Add(false, null);
        Assert.Equal((null, null), Read(Noon));
    }

    [Fact]
    public void the_means_are_of_absolute_values_from_three_fills_on()
    {
        Add(true, -8m);
        Add(true, 4m);
        Assert.Null(Read(Noon).Slippage);
        Add(true, 6m);
        Assert.Equal(6m, Read(Noon).Slippage);
    }

    [Fact]
    public void the_failure_rate_is_of_the_last_eight()
    {
        for (var i = 0; i < 4; i++) Add(false, null);
        Assert.Equal(1m, Read(Noon).Failures);
        for (var i = 0; i < 5; i++) Add(true, 0m);
        Assert.Equal(3m / 8m, Read(Noon).Failures);
    }

    [Fact]
    public void further_tries_of_a_leg_are_one_attempt_and_a_fill_makes_it_good()
    {
        for (var i = 0; i < 5; i++) window.Add(Btc, new Attempt("tried okx", Noon, false, null));
        Assert.Equal(1, window.Of(Btc, Noon).Attempts);
        window.Add(Btc, new Attempt("tried okx", Noon, true, 2m));
        for (var i = 0; i < 3; i++) Add(true, 0m);
        Assert.Equal(0m, Read(Noon).Failures);
    }

    [Fact]
    public void what_it_stops_cannot_keep_it_stopped()
    {
        for (var i = 0; i < 8; i++) Add(false, null);
        Assert.Equal(1m, Read(Noon.AddMinutes(29)).Failures);
        Assert.Null(Read(Noon.AddMinutes(30)).Failures);
    }

    [Fact]
    public void each_symbol_has_its_own() => Assert.Equal(ExecutionQuality.Unknown, window.Of("ETHUSDT", Noon));

    private void Add(bool success, decimal? slippage) => window.Add(Btc, new Attempt($"h{++legs} okx", Noon, success, slippage));

    private (decimal? Slippage, decimal? Failures) Read(DateTimeOffset at) => window.Of(Btc, at) is var quality ? (quality.MeanSlippageBps, quality.FailureRate) : default;
}
