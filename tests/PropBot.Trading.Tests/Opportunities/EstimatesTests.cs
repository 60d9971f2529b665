using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;
using PropBot.Trading.Opportunities;

namespace PropBot.Trading.Tests.Opportunities;

public sealed class EstimatesTests
{
    [Fact]
    public void drift_is_half_a_bps_a_fill_until_twenty_fills_are_known()
    {
        var drift = new DriftEstimate();
        for (var i = 0; i < 19; i++) drift.Add(Side.Buy, new Price(10_000m), new Price(10_003m));
        Assert.Equal(2m, drift.Current.Value);
        drift.Add(Side.Buy, new Price(10_000m), new Price(10_003m));
        Assert.Equal(12m, drift.Current.Value);
    }

    [Fact]
    public void a_sell_filled_lower_than_planned_slipped_as_a_buy_filled_higher()
    {
        var drift = new DriftEstimate();
        for (var i = 0; i < 10; i++)
        {
            drift.Add(Side.Sell, new Price(10_000m), new Price(9_998m));
            drift.Add(Side.Buy, new Price(10_000m), new Price(10_001m));
        }

        Assert.Equal(6m, drift.Current.Value);
    }

    [Fact]
    public void drift_forgets_fills_older_than_the_last_five_hundred()
    {
        var drift = new DriftEstimate();
        for (var i = 0; i < 100; i++) drift.Add(Side.Buy, new Price(10_000m), new Price(10_100m));
        for (var i = 0; i < 500; i++) drift.Add(Side.Buy, new Price(10_000m), new Price(10_001m));
        Assert.Equal(4m, drift.Current.Value);
        Assert.Equal(500, drift.Count);
    }

    [Fact]
    public void the_expected_hold_is_the_longest_until_something_closed_then_the_median_at_most_the_longest()
    {
        var hold = new HoldEstimate(TimeSpan.FromHours(8));
        Assert.Equal(TimeSpan.FromHours(8), hold.Current);
        foreach (var minutes in new[] { 30, 5, 10 }) hold.Add(TimeSpan.FromMinutes(minutes));
        Assert.Equal(TimeSpan.FromMinutes(10), hold.Current);
        for (var i = 0; i < 10; i++) hold.Add(TimeSpan.FromHours(20));
        Assert.Equal(TimeSpan.FromHours(8), hold.Current);
    }
}
