using PropBot.Trading.Watchdogs;

namespace PropBot.Trading.Tests.Watchdogs;

public class HostHealthTests
{
    private const long Mega = 1_048_576;
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly HostReading Well = new(500 * Mega, 4_096 * Mega, Noon);

    [Fact]
    public void on_the_last_values_that_are_allowed_there_is_no_objection() => Assert.Empty(HostHealth.Of(Well, new HostOptions(), Noon.AddSeconds(60)));

    [Theory]
    [InlineData(499, false)]
    [InlineData(200, false)]
    [InlineData(199, true)]
    public void little_disk_refuses_and_less_holds(long megabytes, bool holds)
    {
        var objection = Assert.Single(HostHealth.Of(Well with { DiskFree = megabytes * Mega }, new HostOptions(), Noon));
        Assert.Equal((HostHealth.DiskLow, holds), (objection.Code, objection.Holds));
    }

    [Fact]
    public void too_much_memory_refuses() =>
        Assert.Equal(HostHealth.MemoryHigh, Assert.Single(HostHealth.Of(Well with { ProcessMemory = (4_096 * Mega) + 1 }, new HostOptions(), Noon)).Code);

    [Fact]
    public void what_was_not_read_refuses()
    {
        Assert.Equal(HostHealth.Unknown, Assert.Single(HostHealth.Of(null, new HostOptions(), Noon)).Code);
        Assert.Equal(HostHealth.Unknown, Assert.Single(HostHealth.Of(Well with { DiskFree = null }, new HostOptions(), Noon)).Code);
        Assert.Equal(HostHealth.Unknown, Assert.Single(HostHealth.Of(Well, new HostOptions(), Noon.AddSeconds(61))).Code);
    }

    [Theory]
    [InlineData(0.05, null)]
    [InlineData(60.05, null)]
    [InlineData(60.06, 60.01)]
    [InlineData(-1.95, null)]
    [InlineData(-1.96, -2.01)]
    public void the_wall_clock_may_be_slewed_and_not_set(double wall, double? jump) =>
        Assert.Equal(jump, HostHealth.Jump(TimeSpan.FromMilliseconds(wall * 1000), TimeSpan.FromMilliseconds(50))?.TotalSeconds);
}
