using Microsoft.Data.Sqlite;
using PropBot.Trading.Ledger;

namespace PropBot.Trading.Tests.Ledger;

public sealed class GroupCommitTests : IDisposable
{
    private readonly LedgerRoom room = new();

    public void Dispose() => room.Dispose();

    [Fact]
    public async Task nothing_is_acknowledged_before_the_commit()
    {
        await using var store = room.Open();
        LedgerRoom.Table(store);
        var first = store.Write(LedgerRoom.Fact("a"));
        var second = store.Write(LedgerRoom.Fact("b"));
        Assert.False(first.IsCompleted || second.IsCompleted);
        Assert.True(store.Step());
        Assert.True(first.IsCompletedSuccessfully && second.IsCompletedSuccessfully);
        Assert.False(store.Step());
    }

    [Fact]
    public async Task units_run_in_the_order_they_were_handed_in()
    {
        await using var store = room.Open();
        LedgerRoom.Table(store);
        for (var i = 0; i < 2000; i++) _ = store.Write(LedgerRoom.Fact($"{i}"));
        while (store.Step()) continue;
        Assert.Equal(string.Join(' ', Enumerable.Range(0, 2000)), LedgerRoom.Facts(store));
    }

    [Fact]
    public async Task a_throwing_unit_undoes_and_faults_only_itself()
    {
        await using var store = room.Open();
        LedgerRoom.Table(store);
        var before = store.Write(LedgerRoom.Fact("before"));
        var wrong = store.Write(unit =>
        {
            unit.Execute("INSERT INTO fact (word) VALUES ('undone')");
            throw new InvalidOperationException("mine");
        });
        var after = store.Write(LedgerRoom.Fact("after"));
        store.Step();
        await before;
        await after;
        Assert.Equal("mine", (await Assert.ThrowsAsync<InvalidOperationException>(() => wrong)).Message);
        Assert.Equal("before after", LedgerRoom.Facts(store));
        Assert.True(store.Writable);
    }

    [Fact]
    public async Task a_broken_constraint_is_the_units_own_fault()
    {
        await using var store = room.Open();
        LedgerRoom.Table(store);
        var first = store.Write(LedgerRoom.Fact("same"));
        var twin = store.Write(LedgerRoom.Fact("same"));
        var other = store.Write(LedgerRoom.Fact("other"));
        store.Step();
        await first;
        await other;
        Assert.Equal(19, (await Assert.ThrowsAsync<SqliteException>(() => twin)).SqliteErrorCode);
        Assert.Equal("same other", LedgerRoom.Facts(store));
    }

    [Fact]
    public async Task a_unit_sees_what_earlier_units_of_the_group_wrote()
    {
        await using var store = room.Open();
        LedgerRoom.Table(store);
        object? seen = null;
        _ = store.Write(LedgerRoom.Fact("a"));
        _ = store.Write(unit => seen = unit.Scalar("SELECT count(*) FROM fact"));
        store.Step();
        Assert.Equal(1L, seen);
    }

    [Fact]
    public async Task readers_see_only_commits_and_do_not_wait_for_the_writer()
    {
        await using var store = room.Open();
        LedgerRoom.Table(store);
        string? during = null;
        _ = store.Write(unit =>
        {
            unit.Execute("INSERT INTO fact (word) VALUES ('uncommitted')");
            during = LedgerRoom.Text(store, "SELECT count(*) FROM fact");
        });
        store.Step();
        Assert.Equal("0", during);
        Assert.Equal("1", LedgerRoom.Text(store, "SELECT count(*) FROM fact"));
    }

    [Fact]
    public async Task one_read_sees_one_instant()
    {
        await using var store = room.Open();
        LedgerRoom.Table(store);
        var (before, after) = store.Read(connection =>
        {
            var first = LedgerRoom.Text(connection, "SELECT count(*) FROM fact");
            _ = store.Write(LedgerRoom.Fact("meanwhile"));
            store.Step();
            return (first, LedgerRoom.Text(connection, "SELECT count(*) FROM fact"));
        });
        Assert.Equal(("0", "0"), (before, after));
        Assert.Equal("1", LedgerRoom.Text(store, "SELECT count(*) FROM fact"));
    }

    [Fact]
    public async Task a_reader_cannot_write()
    {
        await using var store = room.Open();
        Assert.Throws<SqliteException>(() => LedgerRoom.Text(store, "DELETE FROM meta"));
    }

    [Fact]
    public async Task the_transaction_is_void_after_its_unit()
    {
        await using var store = room.Open();
        LedgerTransaction? kept = null;
        _ = store.Write(unit => kept = unit);
        store.Step();
        Assert.Throws<InvalidOperationException>(() => kept!.Execute("DELETE FROM event"));
    }

    [Fact]
    public async Task with_its_own_thread_every_unit_of_every_caller_arrives()
    {
        await using var store = room.Open(room.Options with { OwnThread = true });
        await store.Write(unit => unit.Execute("CREATE TABLE fact (id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE)"));
        var callers = Enumerable.Range(0, 8).Select(caller => Task.WhenAll(Enumerable.Range(0, 250).Select(i => store.Write(LedgerRoom.Fact($"{caller}/{i}")))));
        await Task.WhenAll(callers);
        Assert.Equal("2000", LedgerRoom.Text(store, "SELECT count(*) FROM fact"));
    }

    [Fact]
    public async Task continuations_do_not_run_on_the_writer()
    {
        await using var store = room.Open(room.Options with { OwnThread = true });
        var writerThread = -1;
        var continued = store.Write(_ => writerThread = Environment.CurrentManagedThreadId)
            .ContinueWith(_ => Environment.CurrentManagedThreadId, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        Assert.NotEqual(writerThread, await continued);
    }

    [Fact]
    public async Task closing_commits_what_is_queued_and_then_refuses()
    {
        var store = room.Open();
        LedgerRoom.Table(store);
        var last = store.Write(LedgerRoom.Fact("last"));
        await store.DisposeAsync();
        await last;
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => store.Write(LedgerRoom.Fact("late")));
        await using var again = room.Open();
        Assert.Equal("last", LedgerRoom.Facts(again));
    }
}
