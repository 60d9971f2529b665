using PropBot.Trading.Instruments;
using PropBot.Trading.Watchdogs;

namespace PropBot.Trading.Tests.Watchdogs;

public class AutoThrottleTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ThrottleLimits Limits = new(150_000m, 3, 3, new ThrottleOptions());
    private static readonly ThrottleFacts Calm = new(150_000m, 3, TimeSpan.FromSeconds(299), 2, 4);

    public static TheoryData<string, ThrottleFacts> Breaches() => new()
    {
        { AutoThrottle.TotalNotional, Calm with { NotionalUsdt = 150_000.01m } },
        { AutoThrottle.OpenPositions, Calm with { OpenPositions = 4 } },
        { AutoThrottle.PartialStalled, Calm with { OldestPartial = TimeSpan.FromSeconds(300) } },
        { AutoThrottle.AutoHedgeFailures, Calm with { AutoFailures = 3 } },
        { AutoThrottle.OrderRejections, Calm with { Rejections = 5 } },
    };

    [Fact]
    public void up_to_its_limits_nothing_is_a_breach() => Assert.Empty(AutoThrottle.Breaches(Calm, Limits));

    [Theory, MemberData(nameof(Breaches))]
    public void each_condition_is_a_reason_of_its_own(string reason, ThrottleFacts facts) =>
        Assert.Equal(reason, Assert.Single(AutoThrottle.Breaches(facts, Limits)).Reason);

    [Fact]
    public void every_row_of_the_table_is_seen_to_act() => Assert.Equal(AutoThrottle.Reasons, Breaches().Select(row => (string)row[0]));

    [Theory]
    [InlineData(null, 1, 3)]
    [InlineData(null, 7, 7)]
    [InlineData(2, 7, 2)]
    public void the_failures_allowed_follow_the_minutes_limit_unless_set(int? own, int perMinute, int expected) =>
        Assert.Equal(expected, (Limits with { MaxAutoFailuresPerMinute = perMinute, Options = new ThrottleOptions { AutoHedgeFailures = own } }).AutoFailures);

    [Fact]
    public void a_leg_tried_five_times_is_one_refusal()
    {
        var run = new RejectionRun(TimeSpan.FromSeconds(300));
        for (var i = 0; i < 5; i++) run.Refused(Venue.Okx, "h1", Noon);
        Assert.Equal(1, run.Count(Noon));
        run.Refused(Venue.Okx, "h2", Noon);
        Assert.Equal(2, run.Count(Noon));
    }

    [Fact]
    public void the_other_venues_yes_does_not_end_a_row_and_its_own_does()
    {
        var run = new RejectionRun(TimeSpan.FromSeconds(300));
        run.Refused(Venue.Okx, "h1", Noon);
        run.Accepted(Venue.Binance);
        Assert.Equal(1, run.Count(Noon));
        run.Accepted(Venue.Okx);
        Assert.Equal(0, run.Count(Noon));
    }

    [Fact]
    public void a_refusal_leaves_the_row_when_the_window_has_passed()
    {
        var run = new RejectionRun(TimeSpan.FromSeconds(300));
        run.Refused(Venue.Okx, "h1", Noon);
        Assert.Equal(1, run.Count(Noon.AddSeconds(299)));
        Assert.Equal(0, run.Count(Noon.AddSeconds(300)));
    }
}
