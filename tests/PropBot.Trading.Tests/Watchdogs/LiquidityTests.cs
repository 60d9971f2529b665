using PropBot.Trading.Instruments;
using PropBot.Trading.Watchdogs;

namespace PropBot.Trading.Tests.Watchdogs;

public class LiquidityTests
{
    private static readonly FundsLimits Limits = new(1_000m, 0.8m, 5m, TimeSpan.FromSeconds(45));
    private static readonly VenueFunds Good = new(Venue.Okx, TimeSpan.FromSeconds(45), 1_000m, 10_000m, 0.79m, 49_999m);

    public static TheoryData<string, VenueFunds> Objections() => new()
    {
        { "balance_unavailable", Good with { Age = null } },
        { "balance_unavailable", Good with { Age = TimeSpan.FromSeconds(46) } },
        { "balance_unavailable", Good with { MarginRatio = null } },
        { "free_below_order_notional", Good with { FreeUsdt = 999.99m } },
        { "margin_ratio_high", Good with { MarginRatio = 0.8m } },
        { "free_share_low", Good with { EquityUsdt = 20_001m } },
        { "free_share_low", Good with { EquityUsdt = 0m } },
        { "leverage_at_limit", Good with { PositionsUsdt = 50_000m } },
    };

    [Fact]
    public void on_the_last_values_that_are_allowed_nothing_is_blocked() =>
        Assert.Equal((false, "ok"), Of(Good) is var reading ? (reading.Blocked, reading.Reason) : default);

    [Theory, MemberData(nameof(Objections))]
    public void each_bad_account_blocks_and_says_which_and_why(string why, VenueFunds funds)
    {
        var reading = Of(funds);
        Assert.Equal((true, $"okx:{why}"), (reading.Blocked, reading.Reason));
        Assert.False(Assert.Single(reading.Venues, entry => entry.Venue == Venue.Okx).RiskOk);
    }

    [Fact]
    public void used_is_what_is_not_free() => Assert.Equal(9_000m, Of(Good).Venues[1].UsedUsdt);

    [Fact]
    public void in_dry_run_the_accounts_are_shown_and_block_nothing()
    {
        var reading = Liquidity.Of([Good with { Venue = Venue.Binance }, Good with { MarginRatio = 0.99m }], Limits, dryRun: true);
        Assert.Equal((false, "dry_run_mode"), (reading.Blocked, reading.Reason));
        Assert.Equal("margin_ratio_high", reading.Venues[1].Reason);
    }

    [Fact]
    public void until_both_were_read_it_is_not_measured() => Assert.False(Of(Good with { Age = null }).Measured);

    [Theory]
    [InlineData(0.85, 5000, true)]
    [InlineData(0.8499, 5000, false)]
    [InlineData(0.1, 9.99, true)]
    [InlineData(0.1, 10, false)]
    public void an_account_near_a_margin_call_or_without_means_is_critical(double ratio, double free, bool critical) =>
        Assert.Equal(critical, Of(Good with { MarginRatio = (decimal)ratio, FreeUsdt = (decimal)free }).Venues[1].Critical);

    private static LiquidityReading Of(VenueFunds okx) => Liquidity.Of([Good with { Venue = Venue.Binance }, okx], Limits, dryRun: false);
}
