using PropBot.Trading.Instruments;
using PropBot.Trading.Watchdogs;

namespace PropBot.Trading.Tests.Watchdogs;

public class MaintenanceTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly MaintenanceWindow Window = new(Venue.Okx, Noon, Noon.AddHours(1), "planned");

    [Theory]
    [InlineData(-10.01, false, false)]
    [InlineData(-10, true, false)]
    [InlineData(-0.01, true, false)]
    [InlineData(0, false, true)]
    [InlineData(59.99, false, true)]
    [InlineData(60, false, false)]
    public void ten_minutes_before_it_is_near_and_in_it_active(double minutes, bool near, bool active)
    {
        var reading = MaintenanceCalendar.Of(Venue.Okx, [Window], Noon.AddMinutes(minutes));
        Assert.Equal((near, active), (reading.Near is not null, reading.Active is not null));
    }

    [Fact]
    public void the_other_venue_is_not_concerned() => Assert.Null(MaintenanceCalendar.Of(Venue.Binance, [Window], Noon).Active);

    [Fact]
    public void one_without_an_end_lasts_until_it_is_taken_back() =>
        Assert.NotNull(MaintenanceCalendar.Of(Venue.Okx, [Window with { End = null }], Noon.AddDays(9)).Active);

    [Theory]
    [InlineData("okx=2026-03-01T12:00Z/2026-03-01T13:00Z", true)]
    [InlineData("*=2026-03-01T12:00Z/2026-03-01T13:00Z", true)]
    [InlineData(" binance-um = 2026-03-01T13:00+01:00 / 2026-03-01T14:00+01:00 ", true)]
    [InlineData("okx=2026-03-01T13:00Z/2026-03-01T12:00Z", false)]
    [InlineData("okx=2026-03-01T12:00Z", false)]
    [InlineData("kraken=2026-03-01T12:00Z/2026-03-01T13:00Z", false)]
    [InlineData("soon", false)]
    public void a_window_is_read_or_refused(string text, bool good)
    {
        var window = MaintenanceWindow.Parse(text);
        Assert.Equal(good, window is not null);
        if (window is not null) Assert.Equal((Noon, (DateTimeOffset?)Noon.AddHours(1)), (window.Begin, window.End));
    }
}
