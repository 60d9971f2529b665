using Microsoft.Data.Sqlite;
using PropBot.Trading.Ledger;

namespace PropBot.Workflows.Tests.Engine.Store;

/// <summary>A real ledger in a folder of its own that commits on the caller's thread, one unit a commit.</summary>
internal sealed class StepLedger : ILedger, IAsyncDisposable
{
    private readonly TimeProvider clock;
    private readonly bool own;
    private LedgerStore store;

    public StepLedger(TimeProvider clock, string? directory = null, LedgerSync sync = LedgerSync.Off)
    {
        this.clock = clock;
        own = directory is null;
        Directory = directory ?? System.IO.Directory.CreateTempSubdirectory("propbot-flow-").FullName;
        Sync = sync;
        store = Open();
    }

    public string Directory { get; }

    public LedgerSync Sync { get; }

    public bool Writable => store.Writable;

    public string StoreTag => store.StoreTag;

    public int Epoch => store.Epoch;

    public Task Write(Action<LedgerTransaction> unit)
    {
        var done = store.Write(unit);
        while (store.Step()) continue;
        return done;
    }

    public T Read<T>(Func<SqliteConnection, T> query) => store.Read(query);

    public async Task Reopen()
    {
        await store.DisposeAsync();
        store = Open();
    }

    public long Count(string sql, params object[] values) => Read(db =>
    {
        using var command = db.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++) command.Parameters.AddWithValue($"${i + 1}", values[i]);
        return (long)command.ExecuteScalar()!;
    });

    public List<string> Texts(string sql, params object[] values) => Read(db =>
    {
        using var command = db.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++) command.Parameters.AddWithValue($"${i + 1}", values[i]);
        using var rows = command.ExecuteReader();
        List<string> all = [];
        while (rows.Read()) all.Add(rows.GetString(0));
        return all;
    });

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        SqliteConnection.ClearAllPools();
        if (own) System.IO.Directory.Delete(Directory, recursive: true);
    }

    private LedgerStore Open() => LedgerStore.Open(new LedgerOptions(Directory, "paper", Sync, OwnThread: false), clock);
}
