using Microsoft.Data.Sqlite;

namespace PropBot.Trading.Ledger;

/// <summary>
/// The ledger file <c>&lt;dir&gt;/ledger.db</c>: one writer with group commit, pooled readers, one process. Everything queued while a
/// commit is on its way to the disk goes into the next one together.
/// </summary>
public sealed class LedgerStore : ILedger, IAsyncDisposable
{
    /// <summary>Bounds how long the first unit of a group waits for the last.</summary>
    private const int LargestGroup = 1024;

    private readonly LedgerOptions options;
    private readonly LedgerLock held;
    private readonly LedgerWriter writer;
    private readonly ReaderPool readers;
    private readonly Queue<LedgerUnit> queue = [];
    private readonly object gate = new();
    private readonly Lock stepping = new();
    private readonly TaskCompletionSource drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool closing;

    private LedgerStore(LedgerOptions options, LedgerLock held, LedgerWriter writer, LedgerStamp stamp)
    {
        this.options = options;
        this.held = held;
        this.writer = writer;
        readers = new ReaderPool(options.DatabasePath);
        (StoreTag, Epoch) = stamp;
        if (options.OwnThread) new Thread(Drain) { IsBackground = true, Name = "ledger writer" }.Start();
        else drained.SetResult();
    }

    public bool Writable => writer.Writable;

    public string StoreTag { get; }

    public int Epoch { get; }

    /// <exception cref="LedgerLockedException">Another process has it.</exception>
    /// <exception cref="ProfileMismatchException">It belongs to another profile.</exception>
    /// <exception cref="LedgerBrokenException">It is no ledger, changed or newer.</exception>
    public static LedgerStore Open(LedgerOptions options, TimeProvider clock)
    {
        Directory.CreateDirectory(options.Directory);
        var directory = LedgerLock.Take(options.Directory, clock);
        var connection = LedgerFile.Connection(options);
        try
        {
            var db = LedgerFile.Open(connection, options);
            LedgerStamp.RefuseOtherProfile(db, options);
            new LedgerSchema(db, options, clock).Apply();
            var stamp = LedgerStamp.ReadOrCreate(db, options, clock);
            return new LedgerStore(options, directory, new LedgerWriter(connection, db, clock), stamp);
        }
        catch (Exception failure)
        {
            connection.Dispose();
            directory.Dispose();
            if (failure is not SqliteException) throw;
            throw new LedgerBrokenException(
                $"{options.DatabasePath} cannot be opened as a ledger: {failure.Message}. Keep the file, restore the last backup, or start with an empty DATA_DIR.", failure);
        }
    }

    public Task Write(Action<LedgerTransaction> unit)
    {
        var entry = new LedgerUnit(unit);
        lock (gate)
        {
            if (closing)
            {
                entry.Refuse(new LedgerUnavailableException("The ledger is closed.", inner: null));
                return entry.Task;
            }

            queue.Enqueue(entry);
            Monitor.Pulse(gate);
        }

        return entry.Task;
    }

    public T Read<T>(Func<SqliteConnection, T> query) => readers.Read(query);

    /// <summary>Binds the ledger to the venue accounts, by venue word (R45). The first time writes; another account later faults.</summary>
    /// <exception cref="ProfileMismatchException">Through the task.</exception>
    public Task StampAccounts(IReadOnlyDictionary<string, string> accountIds) => Write(unit => LedgerStamp.Accounts(unit, accountIds));

    /// <summary>One group commit on the caller's thread; only without <see cref="LedgerOptions.OwnThread"/>.</summary>
    /// <returns>False when nothing was queued.</returns>
    public bool Step()
    {
        if (options.OwnThread) throw new InvalidOperationException("The ledger commits on its own thread.");
        lock (stepping) return CommitNext();
    }

    /// <summary>Commits what is queued, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (gate)
        {
            closing = true;
            Monitor.PulseAll(gate);
        }

        await drained.Task;
        lock (stepping)
        {
            while (CommitNext()) continue;
            readers.Dispose();
            writer.Dispose();
        }

        held.Dispose();
    }

    private void Drain()
    {
        while (WaitForWork()) CommitNext();
        drained.SetResult();
    }

    /// <returns>False when the store closes and nothing is left.</returns>
    private bool WaitForWork()
    {
        lock (gate)
        {
            while (queue.Count == 0 && !closing) Monitor.Wait(gate);
            return queue.Count > 0;
        }
    }

    private bool CommitNext()
    {
        List<LedgerUnit> group;
        lock (gate)
        {
            if (queue.Count == 0) return false;
            group = new List<LedgerUnit>(Math.Min(queue.Count, LargestGroup));
            while (group.Count < LargestGroup && queue.TryDequeue(out var unit)) group.Add(unit);
        }

        writer.Commit(group);
        return true;
    }
}
