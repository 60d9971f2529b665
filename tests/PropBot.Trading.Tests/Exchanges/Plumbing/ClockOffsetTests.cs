using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Tests.Exchanges.Plumbing;

public class ClockOffsetTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
    private readonly ClockOffset offset = new(Venue.Binance);

    [Fact]
    public void the_offset_is_taken_at_the_middle_of_the_round_trip_and_uncertain_by_half_of_it()
    {
        var reading = offset.Add(Noon, Ms(40), Noon + Ms(120));
        Assert.Equal(Ms(100), reading.Offset);
        Assert.Equal(Ms(20), reading.Uncertainty);
        Assert.Equal(Noon + Ms(100), offset.Corrected(Noon));
    }

    [Fact]
    public void the_fastest_of_the_last_eight_samples_speaks()
    {
        offset.Add(Noon, Ms(10), Noon + Ms(55));
        for (var i = 0; i < 7; i++) Assert.Equal(Ms(50), offset.Add(Noon, Ms(200), Noon + Ms(400)).Offset);
        Assert.Equal(Ms(300), offset.Add(Noon, Ms(200), Noon + Ms(400)).Offset);
    }

    [Fact]
    public void after_clearing_the_old_offset_stays_until_a_new_sample()
    {
        offset.Add(Noon, Ms(2), Noon + Ms(1001));
        offset.Clear();
        Assert.Equal(Noon + Ms(1000), offset.Corrected(Noon));
        offset.Add(Noon, Ms(500), Noon + Ms(250));
        Assert.Equal(Noon, offset.Corrected(Noon));
    }

    [Fact]
    public void without_a_sample_our_own_clock_is_all_there_is()
    {
        Assert.Null(offset.Latest);
        Assert.Equal(Noon, offset.Corrected(Noon));
    }

    private static TimeSpan Ms(int count) => TimeSpan.FromMilliseconds(count);
}
