using Microsoft.Data.Sqlite;
using PropBot.Trading.Ledger;

namespace PropBot.Testing;

/// <summary>A real ledger in a temporary folder, whose writes can be made to fail and whose use can be counted.</summary>
public sealed class TestLedger : ILedger, IAsyncDisposable, IDisposable
{
    private readonly TimeProvider clock;
    private LedgerStore store;

    public TestLedger(TimeProvider clock)
    {
        this.clock = clock;
        Directory = System.IO.Directory.CreateTempSubdirectory("propbot-ledger-").FullName;
        store = Open();
    }

    public string Directory { get; }

    /// <summary>While true every write fails as a full disk does.</summary>
    public bool Broken { get; set; }

    /// <summary>While true no write is ever acknowledged.</summary>
    public bool Hangs { get; set; }

    public int Reads { get; private set; }

    public bool Writable => !Broken && store.Writable;

    public string StoreTag => store.StoreTag;

    public int Epoch => store.Epoch;

    public Task Write(Action<LedgerTransaction> unit)
    {
        if (Hangs) return new TaskCompletionSource().Task;
        return Broken ? Task.FromException(new LedgerUnavailableException("the disk is full", inner: null)) : store.Write(unit);
    }

    public T Read<T>(Func<SqliteConnection, T> query)
    {
        Reads++;
        return store.Read(query);
    }

    /// <summary>What a restart of the process does.</summary>
    public async Task Reopen()
    {
        await store.DisposeAsync();
        store = Open();
    }

    /// <summary>Rows of the audit: <c>actor action details</c>, oldest first.</summary>
    public IReadOnlyList<string> Audits() => store.Read(db =>
    {
        using var command = db.CreateCommand();
        command.CommandText = "SELECT actor || ' ' || action || ' ' || details FROM audit ORDER BY seq";
        using var rows = command.ExecuteReader();
        List<string> all = [];
        while (rows.Read()) all.Add(rows.GetString(0));
        return all;
    });

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        SqliteConnection.ClearAllPools();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private LedgerStore Open() => LedgerStore.Open(new LedgerOptions(Directory, "paper", LedgerSync.Off), clock);
}
