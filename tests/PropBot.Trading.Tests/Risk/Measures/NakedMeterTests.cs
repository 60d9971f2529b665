using PropBot.Trading.Risk.Measures;

namespace PropBot.Trading.Tests.Risk.Measures;

public class NakedMeterTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void it_is_money_times_time()
    {
        // 1,200 USDT for 2 s, 600 for half a second, then matched for an hour: 2,400 + 300.
        var meter = NakedMeter.Start(Noon).Look(Noon, 1_200m, out _).Look(Noon.AddSeconds(2), 600m, out var first).Look(Noon.AddSeconds(2.5), 0m, out _);
        Assert.Equal<NakedShare>([new NakedShare(new DateOnly(2026, 3, 2), 2_400m)], first);
        Assert.Equal(2_700m, meter.Look(Noon.AddHours(1), 0m, out var none).UsdtSeconds);
        Assert.Empty(none);
    }

    [Fact]
    public void each_utc_day_gets_its_own_seconds()
    {
        var meter = new NakedMeter(new DateTimeOffset(2026, 3, 2, 23, 59, 50, TimeSpan.Zero), 100m, 7m)
            .Look(new DateTimeOffset(2026, 3, 4, 0, 0, 5, TimeSpan.Zero), 0m, out var shares);
        Assert.Equal<NakedShare>(
            [new NakedShare(new DateOnly(2026, 3, 2), 1_000m), new NakedShare(new DateOnly(2026, 3, 3), 8_640_000m), new NakedShare(new DateOnly(2026, 3, 4), 500m)], shares);
        Assert.Equal(8_641_507m, meter.UsdtSeconds);
    }

    [Fact]
    public void a_clock_set_back_takes_nothing_away()
    {
        var meter = new NakedMeter(Noon, 100m, 50m).Look(Noon.AddSeconds(-3), 80m, out var shares);
        Assert.Empty(shares);
        Assert.Equal((50m, Noon), (meter.UsdtSeconds, meter.SeenAt));
    }

    [Theory]
    [InlineData(99_999, false)]
    [InlineData(100_000, true)]
    public void the_budget_is_spent_when_it_is_used_up(int used, bool spent) => Assert.Equal(spent, NakedBudget.IsSpent(used, 100_000m));
}
