using System.Globalization;
using Microsoft.Data.Sqlite;

namespace PropBot.Trading.Ledger;

/// <summary>A unit of work and the promise given for it.</summary>
internal sealed class LedgerUnit(Action<LedgerTransaction> work)
{
    // Continuations never run on the writer: a slow caller must not hold up everybody's commits.
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Action<LedgerTransaction> Work { get; } = work;

    public Task Task => done.Task;

    /// <summary>The unit's own exception; only its savepoint is undone.</summary>
    public Exception? Fault { get; set; }

    public void Acknowledge()
    {
        if (Fault is null) done.TrySetResult();
        else done.TrySetException(Fault);
    }

    public void Refuse(Exception why) => done.TrySetException(why);
}

/// <summary>The one writer connection: runs a group of units in one transaction. Used by one thread at a time.</summary>
internal sealed class LedgerWriter : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly Statements db;
    private readonly WriterTransaction transaction;
    private readonly TimeProvider clock;
    private volatile bool writable = true;

    public LedgerWriter(SqliteConnection connection, Statements db, TimeProvider clock)
    {
        this.connection = connection;
        this.db = db;
        this.clock = clock;
        transaction = new WriterTransaction(db, clock);
    }

    public bool Writable => writable;

    /// <summary>Commits the group and then acknowledges each unit; never throws.</summary>
    public void Commit(IReadOnlyList<LedgerUnit> group)
    {
        try
        {
            db.RollbackQuietly();
            db.Execute("BEGIN IMMEDIATE");
            // A group that writes nothing would commit on a full disk too, so after a failure a real write must prove the recovery.
            if (!writable) Prove();
            foreach (var unit in group) Run(unit);
            db.Execute("COMMIT");
            writable = true;
        }
        catch (Exception failure)
        {
            writable = false;
            db.RollbackQuietly();
            var why = new LedgerUnavailableException($"The ledger cannot take writes: {failure.Message}", failure);
            foreach (var unit in group) unit.Refuse(why);
            return;
        }

        foreach (var unit in group) unit.Acknowledge();
    }

    public void Dispose()
    {
        db.Dispose();
        connection.Dispose();
    }

    private void Run(LedgerUnit unit)
    {
        db.Execute("SAVEPOINT unit");
        transaction.Lend();
        try
        {
            unit.Work(transaction);
        }
        catch (Exception fault)
        {
            unit.Fault = fault;
        }
        finally
        {
            transaction.TakeBack();
        }

        if (transaction.StorageFault is { } lost) throw lost;
        if (db.AutoCommit) throw new InvalidOperationException("A unit ended the group's transaction.", unit.Fault);
        if (unit.Fault is not null) db.Execute("ROLLBACK TO unit");
        db.Execute("RELEASE unit");
    }

    private void Prove() => db.Execute(
        "INSERT INTO meta (key, value) VALUES ('recovered_at', ?1) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture));
}
