using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Watchdogs;

namespace PropBot.Trading.Tests.Watchdogs;

public class VenueHealthTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly HealthOptions Options = new();
    private static readonly VenueMeasures Well = new(399m, 1, null, TimeSpan.FromSeconds(4), new CallCounts(1_000, 19, 19, 1_000, 9, 0));

    public static TheoryData<HealthLevel, VenueMeasures> Levels() => new()
    {
        { HealthLevel.Ok, Well },
        { HealthLevel.Degraded, Well with { LagP95Ms = 400m } },
        { HealthLevel.Down, Well with { LagP95Ms = 1_200m } },
        { HealthLevel.Degraded, Well with { DisconnectsLastMinute = 2 } },
        { HealthLevel.Down, Well with { DisconnectsLastMinute = 6 } },
        { HealthLevel.Degraded, Well with { Calls = new CallCounts(1_000, 20, 0, 0, 0, 0) } },
        { HealthLevel.Down, Well with { Calls = new CallCounts(1_000, 100, 0, 0, 0, 0) } },
        { HealthLevel.Degraded, Well with { Calls = new CallCounts(1_000, 0, 20, 0, 0, 0) } },
        { HealthLevel.Down, Well with { Calls = new CallCounts(500, 0, 100, 500, 0, 0) } },
        { HealthLevel.Degraded, Well with { Calls = new CallCounts(0, 0, 0, 1_000, 10, 0) } },
        { HealthLevel.Down, Well with { Calls = new CallCounts(0, 0, 0, 1_000, 50, 0) } },
        { HealthLevel.Degraded, Well with { DarkFor = TimeSpan.FromSeconds(1) } },
        { HealthLevel.Down, Well with { DarkFor = TimeSpan.FromSeconds(10) } },
        { HealthLevel.Degraded, Well with { SilentFor = TimeSpan.FromSeconds(5) } },
    };

    [Theory, MemberData(nameof(Levels))]
    public void each_measure_has_its_two_steps(HealthLevel level, VenueMeasures measures)
    {
        var health = VenueHealth.Start(Noon).Next(measures, Options, Noon);
        Assert.Equal(level, health.Level);
        Assert.Equal(level == HealthLevel.Ok, health.Why.Length == 0);
    }

    [Fact]
    public void one_lost_call_of_two_is_no_outage() =>
        Assert.Equal(HealthLevel.Ok, VenueHealth.Start(Noon).Next(Well with { Calls = new CallCounts(2, 0, 1, 0, 0, 0) }, Options, Noon).Level);

    [Fact]
    public void two_lost_calls_of_twenty_are_no_more_than_degraded() =>
        Assert.Equal(HealthLevel.Degraded, VenueHealth.Start(Noon).Next(Well with { Calls = new CallCounts(20, 0, 2, 0, 0, 0) }, Options, Noon).Level);

    [Fact]
    public void it_gets_worse_at_once_and_better_after_a_minute_of_it()
    {
        var down = VenueHealth.Start(Noon).Next(Well with { LagP95Ms = 2_000m }, Options, Noon);
        var soon = down.Next(Well, Options, Noon.AddSeconds(1)).Next(Well, Options, Noon.AddSeconds(60));
        Assert.Equal(HealthLevel.Down, soon.Level);
        Assert.Equal(HealthLevel.Ok, soon.Next(Well, Options, Noon.AddSeconds(61)).Level);
    }

    [Fact]
    public void a_flapping_venue_stays_what_it_was_at_its_worst()
    {
        var health = VenueHealth.Start(Noon);
        for (var second = 0; second < 600; second++)
            health = health.Next(second % 50 == 0 ? Well with { DisconnectsLastMinute = 6 } : Well, Options, Noon.AddSeconds(second));
        Assert.Equal(HealthLevel.Down, health.Level);
    }

    [Fact]
    public void a_venue_that_was_dark_is_back_at_once_and_watched_for_a_minute()
    {
        var dark = VenueHealth.Start(Noon).Next(Well with { DarkFor = TimeSpan.FromSeconds(30) }, Options, Noon);
        var back = dark.Next(Well, Options, Noon.AddSeconds(1));
        Assert.Equal(HealthLevel.Degraded, back.Level);
        Assert.Equal(HealthLevel.Degraded, back.Next(Well, Options, Noon.AddSeconds(60)).Level);
        Assert.Equal(HealthLevel.Ok, back.Next(Well, Options, Noon.AddSeconds(61)).Level);
    }

    [Fact]
    public void only_what_happened_within_the_window_counts()
    {
        var window = new CallWindow(TimeSpan.FromSeconds(600));
        window.Read(new CallCounts(1_000, 500, 0, 0, 0, 0), Noon);
        Assert.Equal(500, window.Read(new CallCounts(2_000, 1_000, 0, 0, 0, 0), Noon.AddSeconds(300)).ServerErrors);
        Assert.Equal(0, window.Read(new CallCounts(3_000, 1_000, 0, 0, 0, 0), Noon.AddSeconds(901)).ServerErrors);
    }

    [Fact]
    public void a_connector_counts_what_the_venue_said_and_not_our_own_no()
    {
        var tally = new CallTally();
        tally.Answered(200);
        tally.Answered(503);
        tally.Answered(418);
        tally.Lost();
        tally.Replied(new OrderReply.Accepted("1"));
        tally.Replied(new OrderReply.Unknown("time-out"));
        tally.Replied(new OrderReply.Refused(new VenueRefusal(RefusalKind.Other, "-1", "no")));
        tally.Replied(new OrderReply.Refused(new VenueRefusal(RefusalKind.LocalCheck, "lot", "ours")));
        tally.Replied(new OrderReply.Refused(new VenueRefusal(RefusalKind.RateLimited, "local", "ours") { IsLocal = true }));
        Assert.Equal(new CallCounts(4, 1, 2, 3, 1, 1), tally.Read());
    }

    [Fact]
    public void quantiles_are_within_an_eighth_and_forget_what_left_the_window()
    {
        var window = new LatencyWindow(TimeSpan.FromSeconds(600));
        for (var i = 1; i <= 1_000; i++) window.Add(TimeSpan.FromMilliseconds(i), Noon);
        var p95 = window.Quantile(0.95m, Noon)!.Value;
        Assert.InRange(p95, 950m, 950m * 1.125m);
        Assert.InRange(window.Quantile(0.005m, Noon)!.Value, 5m, 5m);
        Assert.Null(window.Quantile(0.95m, Noon, least: 1_001));
        Assert.Equal(0, window.Count(Noon.AddSeconds(611)));
        window.Add(TimeSpan.FromDays(2), Noon.AddSeconds(700));
        Assert.True(window.Quantile(0.95m, Noon.AddSeconds(700)) > 100_000m, Decimals.Plain(p95));
    }
}
