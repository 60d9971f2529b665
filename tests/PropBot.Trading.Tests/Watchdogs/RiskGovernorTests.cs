using PropBot.Trading.Watchdogs;

namespace PropBot.Trading.Tests.Watchdogs;

public class RiskGovernorTests
{
    private static readonly GovernorLimits Limits = new(2_500m, 75_000m, 1_000m);
    private static readonly GovernorFacts Calm = new(2_499.99m, 75_000m, 999.99m, [], []);

    public static TheoryData<string, GovernorFacts> Breaches() => new()
    {
        { "maintenance", Calm with { MaintenanceVenues = ["okx is in maintenance"] } },
        { "risk_limit breach: MAX_DAILY_LOSS_USDT", Calm with { DailyLostUsdt = 2_500m } },
        { "risk_limit breach: MAX_TOTAL_NOTIONAL_USDT", Calm with { NotionalUsdt = 75_000.01m } },
        { "risk_limit breach: MAX_UNREALIZED_LOSS_USD", Calm with { UnrealisedLostUsdt = 1_000m } },
        { "clock_skew", Calm with { SkewedVenues = ["okx's clock is 250 ms off"] } },
    };

    [Fact]
    public void up_to_its_limits_nothing_is_a_breach() => Assert.Empty(RiskGovernor.Breaches(Calm, Limits));

    [Theory, MemberData(nameof(Breaches))]
    public void each_condition_is_a_reason_of_its_own(string reason, GovernorFacts facts)
    {
        var breach = Assert.Single(RiskGovernor.Breaches(facts, Limits));
        Assert.Equal(reason, breach.Reason);
        Assert.True(breach.Text.Length > 5, breach.Text);
    }

    [Fact]
    public void every_row_of_the_table_is_seen_to_act() => Assert.Equal(RiskGovernor.Reasons, Breaches().Select(row => (string)row[0]));

    [Fact]
    public void all_that_stand_are_told_not_only_the_first() =>
        Assert.Equal(2, RiskGovernor.Breaches(Calm with { DailyLostUsdt = 3_000m, UnrealisedLostUsdt = 3_000m }, Limits).Count());

    [Fact]
    public void what_cannot_be_evaluated_or_was_never_limited_is_no_breach()
    {
        Assert.Empty(RiskGovernor.Breaches(Calm with { DailyLostUsdt = null, UnrealisedLostUsdt = null }, Limits));
        Assert.Empty(RiskGovernor.Breaches(Calm with { DailyLostUsdt = 9_999m, UnrealisedLostUsdt = 9_999m }, new GovernorLimits(null, 75_000m, null)));
    }
}
