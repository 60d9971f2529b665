using PropBot.Trading.Ledger;

namespace PropBot.Trading.Tests.Ledger;

public sealed class RunMarkerTests : IDisposable
{
    private readonly LedgerRoom room = new();

    public void Dispose() => room.Dispose();

    [Fact]
    public void a_failing_disk_is_a_value()
    {
        File.CreateSymbolicLink(room.File("run.marker"), "/dev/full");
        Assert.Contains("run.marker", new RunMarker(room.Path).Write("RUN"), StringComparison.Ordinal);
    }

    [Fact]
    public void the_run_marker_is_there_until_it_is_deleted()
    {
        var marker = new RunMarker(room.Path);
        Assert.False(marker.Exists);
        Assert.Null(marker.Delete());
        Assert.Null(marker.Write("RUN since 12:00"));
        Assert.True(new RunMarker(room.Path).Exists);
        Assert.Null(marker.Delete());
        Assert.False(new RunMarker(room.Path).Exists);
    }

    [Fact]
    public void a_run_marker_emptied_but_not_yet_removed_does_not_count()
    {
        File.WriteAllText(room.File("run.marker"), "");
        Assert.False(new RunMarker(room.Path).Exists);
    }
}
