using PropBot.Trading.Ledger;

namespace PropBot.Trading.Tests.Ledger;

public sealed class EmergencyLogTests : IDisposable
{
    private readonly LedgerRoom room = new();

    public void Dispose() => room.Dispose();

    [Fact]
    public void lines_survive_a_restart_in_order()
    {
        using (var log = new EmergencyLog(room.Path))
        {
            Assert.Null(log.Append("cancel all binance"));
            Assert.Null(log.Append("two\nlines ü"));
        }

        using var again = new EmergencyLog(room.Path);
        Assert.Equal([new EmergencyLine(1, "cancel all binance"), new EmergencyLine(2, "two lines ü")], again.ReadPending());
    }

    [Fact]
    public void its_room_on_the_disk_is_taken_in_advance()
    {
        using var log = new EmergencyLog(room.Path);
        Assert.Equal(1 << 20, new FileInfo(room.File("emergency.log")).Length);
        log.Append("a line takes no more room");
        Assert.Equal(1 << 20, new FileInfo(room.File("emergency.log")).Length);
    }

    [Fact]
    public void a_line_is_in_the_file_when_append_returns()
    {
        using var log = new EmergencyLog(room.Path);
        log.Append("now");
        using var copy = CopyAsIfKilled(_ => { });
        using var after = new EmergencyLog(copy.Path);
        Assert.Equal([new EmergencyLine(1, "now")], after.ReadPending());
    }

    [Fact]
    public void merged_lines_are_not_pending_and_later_ones_stay()
    {
        using (var log = new EmergencyLog(room.Path))
        {
            log.Append("a");
            log.Append("b");
            var read = log.ReadPending();
            log.Append("c");
            Assert.Null(log.MarkMerged(read[^1].Number));
            Assert.Equal(["c"], log.ReadPending().Select(line => line.Text));
        }

        using var again = new EmergencyLog(room.Path);
        Assert.Equal(["c"], again.ReadPending().Select(line => line.Text));
        again.Append("d");
        Assert.True(again.ReadPending()[^1].Number > again.ReadPending()[0].Number);
    }

    [Fact]
    public void a_torn_line_is_left_out_and_the_next_one_is_whole()
    {
        using (var log = new EmergencyLog(room.Path))
        {
            log.Append("whole");
            log.Append("torn in the middle");
        }

        using var torn = CopyAsIfKilled(bytes => bytes.AsSpan(bytes.AsSpan().IndexOf("middle"u8)).Fill((byte)'\n'));
        using (var log = new EmergencyLog(torn.Path)) log.Append("after");
        using var again = new EmergencyLog(torn.Path);
        Assert.Equal(["whole", "after"], again.ReadPending().Select(line => line.Text));
    }

    [Fact]
    public void an_altered_line_is_left_out()
    {
        using (var log = new EmergencyLog(room.Path)) log.Append("close 1 BTC");
        using var altered = CopyAsIfKilled(bytes => bytes[bytes.AsSpan().IndexOf("1 BTC"u8)] = (byte)'9');
        using var again = new EmergencyLog(altered.Path);
        Assert.Empty(again.ReadPending());
    }

    [Fact]
    public void a_used_up_log_is_kept_beside_and_the_numbers_go_on()
    {
        using (var log = new EmergencyLog(room.Path))
        {
            for (var i = 0; i < 6; i++) log.Append(new string('x', 100_000));
            Assert.Null(log.MarkMerged(6));
            Assert.Null(log.Append("fresh"));
            Assert.Equal(9, Assert.Single(log.ReadPending()).Number);
        }

        Assert.True(File.Exists(room.File("emergency.log.7")));
        using var again = new EmergencyLog(room.Path);
        Assert.Equal([new EmergencyLine(9, "fresh")], again.ReadPending());
    }

    [Fact]
    public void more_than_was_claimed_still_fits_while_the_disk_gives()
    {
        using (var log = new EmergencyLog(room.Path))
            for (var i = 0; i < 12; i++) Assert.Null(log.Append(new string('x', 100_000)));
        using var again = new EmergencyLog(room.Path);
        Assert.Equal(12, again.ReadPending().Count);
    }

    private LedgerRoom CopyAsIfKilled(Action<byte[]> damage)
    {
        var copy = new LedgerRoom();
        using var source = new FileStream(room.File("emergency.log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[source.Length];
        source.ReadExactly(bytes);
        damage(bytes);
        File.WriteAllBytes(copy.File("emergency.log"), bytes);
        return copy;
    }
}
