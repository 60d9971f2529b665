namespace PropBot.Trading.Ledger;

/// <summary>
/// The one store (R45). Writers hand in units of work; each runs as a SAVEPOINT inside a group commit on the one writer and is
/// acknowledged after the commit reached the disk. Readers use their own connections and never block the writer.
/// </summary>
public interface ILedger
{
    /// <summary>
    /// Completes when <paramref name="unit"/> is durable. Faults with the unit's own exception (only that unit is undone), or with
    /// <see cref="LedgerUnavailableException"/> when the database cannot take writes (disk full, locked, corrupt).
    /// Units of one caller run in the order of their calls.
    /// </summary>
    Task Write(Action<LedgerTransaction> unit);

    /// <summary>Runs a query on a pooled read-only connection, now, on the caller's thread.</summary>
    T Read<T>(Func<Microsoft.Data.Sqlite.SqliteConnection, T> query);

    /// <summary>False after a failed commit, true again after the next good one.</summary>
    bool Writable { get; }

    /// <summary>Random letters and digits made when this ledger was created; part of every client order id.</summary>
    string StoreTag { get; }

    /// <summary>Grows by one at each restore from backup (R46); part of every client order id.</summary>
    int Epoch { get; }
}

/// <summary>The database cannot take writes now. Openings are refused, closings go on with the emergency log.</summary>
public sealed class LedgerUnavailableException : Exception
{
    public LedgerUnavailableException(string message, Exception? inner)
        : base(message, inner)
    {
    }
}
