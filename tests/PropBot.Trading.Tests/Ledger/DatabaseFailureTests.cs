using PropBot.Trading.Ledger;

namespace PropBot.Trading.Tests.Ledger;

public sealed class DatabaseFailureTests : IDisposable
{
    private readonly LedgerRoom room = new();

    public void Dispose() => room.Dispose();

    [Fact]
    public async Task a_full_disk_faults_the_whole_group_and_nothing_of_it_stays()
    {
        await using var store = room.Open();
        LedgerRoom.Table(store);
        Fill(store);
        var small = store.Write(unit => unit.Execute("UPDATE meta SET value = 'touched' WHERE key = 'created_at'"));
        var big = store.Write(LedgerRoom.Fact(new string('x', 100_000)));
        store.Step();
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => small);
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => big);
        Assert.False(store.Writable);
        Assert.Equal("0", LedgerRoom.Text(store, "SELECT count(*) FROM meta WHERE value = 'touched'"));
    }

    [Fact]
    public async Task a_unit_that_swallows_the_failure_does_not_hide_it()
    {
        await using var store = room.Open();
        LedgerRoom.Table(store);
        Fill(store);
        var blind = store.Write(unit =>
        {
            try
            {
                LedgerRoom.Fact(new string('x', 100_000))(unit);
            }
            catch (Exception)
            {
                // That is the point.
            }
        });
        store.Step();
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => blind);
    }

    [Fact]
    public async Task the_next_write_tries_again()
    {
        await using var store = room.Open();
        LedgerRoom.Table(store);
        Fill(store);
        _ = store.Write(LedgerRoom.Fact(new string('x', 100_000)));
        store.Step();
        Assert.False(store.Writable);
        var freed = store.Write(unit => unit.Execute("PRAGMA max_page_count = 1000000"));
        var again = store.Write(LedgerRoom.Fact(new string('x', 100_000)));
        store.Step();
        await freed;
        await again;
        Assert.True(store.Writable);
    }

    [Fact]
    public async Task someone_elses_write_lock_makes_the_ledger_unavailable_until_it_is_gone()
    {
        await using var store = room.Open(room.Options with { BusyTimeout = TimeSpan.Zero });
        LedgerRoom.Table(store);
        using (var other = room.Raw())
        {
            LedgerRoom.Text(other, "BEGIN IMMEDIATE");
            var refused = store.Write(LedgerRoom.Fact("refused"));
            store.Step();
            await Assert.ThrowsAsync<LedgerUnavailableException>(() => refused);
            Assert.False(store.Writable);
        }

        var taken = store.Write(LedgerRoom.Fact("taken"));
        store.Step();
        await taken;
        Assert.True(store.Writable);
        Assert.Equal("taken", LedgerRoom.Facts(store));
    }

    [Fact]
    public async Task a_unit_that_ends_the_groups_transaction_is_not_acknowledged()
    {
        await using var store = room.Open();
        LedgerRoom.Table(store);
        var rude = store.Write(unit => unit.Execute("ROLLBACK"));
        var next = store.Write(LedgerRoom.Fact("lost with it"));
        store.Step();
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => rude);
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => next);
    }

    /// <summary>As if the disk had just no room for another page.</summary>
    private static void Fill(LedgerStore store)
    {
        _ = store.Write(unit => unit.Execute($"PRAGMA max_page_count = {unit.Scalar("PRAGMA page_count")}"));
        store.Step();
    }
}
