using System.Collections.Immutable;
using PropBot.Trading.Incidents;

namespace PropBot.Trading.Tests.Incidents;

public class SloTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly SloOptions Options = new();
    private static readonly SloReadings Kept = new()
    {
        WsGapMsP95 = 400m,
        OrderCycleMsP95 = 200m,
        RejectRate = 0.5m,
        CancelFailRate = 0.3m,
        DataAgeMsP95 = 5_000m,
        ReconMismatch = 0m,
        MaxDayDrawdownBps = 300m,
    };

    public static TheoryData<string, SloReadings> Beyond() => new()
    {
        { "ws_gap_ms_p95 > 400", Kept with { WsGapMsP95 = 401m } },
        { "order_cycle_ms_p95 > 200", Kept with { OrderCycleMsP95 = 201m } },
        { "reject_rate > 0.5", Kept with { RejectRate = 0.501m } },
        { "cancel_fail_rate > 0.3", Kept with { CancelFailRate = 0.301m } },
        { "data_age_ms_p95 > 5000", Kept with { DataAgeMsP95 = 5_001m } },
        { "max_day_drawdown_bps > 300", Kept with { MaxDayDrawdownBps = 300.01m } },
    };

    [Fact]
    public void on_its_limit_every_level_is_kept() => Assert.All(Next([], Kept, Noon), level => Assert.Equal(SloState.Kept, level.State));

    [Theory, MemberData(nameof(Beyond))]
    public void beyond_it_is_breached_at_once_and_critical_after_five_minutes(string reason, SloReadings readings)
    {
        var levels = Next([], readings, Noon);
        var broken = Assert.Single(levels, level => level.State != SloState.Kept);
        Assert.Equal((SloState.Breached, reason), (broken.State, broken.Reason));
        levels = Next(levels, readings, Noon.AddSeconds(299));
        Assert.Contains(levels, level => level.State == SloState.Breached);
        Assert.Contains(Next(levels, readings, Noon.AddSeconds(300)), level => level.State == SloState.Critical);
    }

    [Fact]
    public void every_level_is_seen_to_break() =>
        Assert.Equal(SloTable.Metrics.Except([SloTable.ReconMismatch]), Beyond().Select(row => ((string)row[0]).Split(' ')[0]));

    [Fact]
    public void a_mismatch_is_critical_at_once() => Assert.Equal(SloState.Critical, Next([], Kept with { ReconMismatch = 1m }, Noon).Single(l => l.Metric == "recon_mismatch").State);

    [Fact]
    public void one_good_reading_begins_the_five_minutes_anew()
    {
        var broken = Kept with { RejectRate = 0.9m };
        var levels = Next(Next(Next([], broken, Noon), Kept, Noon.AddMinutes(4)), broken, Noon.AddMinutes(4.5));
        Assert.Contains(Next(levels, broken, Noon.AddMinutes(6)), level => level.State == SloState.Breached);
    }

    [Fact]
    public void what_was_not_measured_is_not_listed() => Assert.Equal(["reject_rate"], Next([], new SloReadings { RejectRate = 0m }, Noon).Select(level => level.Metric));

    private static ImmutableArray<SloLevel> Next(ImmutableArray<SloLevel> before, SloReadings readings, DateTimeOffset now) => SloTable.Next(before, readings, Options, now);
}
