using Microsoft.Data.Sqlite;
using PropBot.Trading.Ledger;

namespace PropBot.Testing.Desks;

/// <summary>The desk's ledger with a switch: while broken, every write is refused as a full disk refuses it.</summary>
public sealed class BreakableLedger(LedgerStore inner) : ILedger
{
    public bool Broken { get; set; }

    /// <summary>Every write is taken and never answered, as by a disk that hangs.</summary>
    public bool Hangs { get; set; }

    public bool Writable => !Broken && inner.Writable;

    public string StoreTag => inner.StoreTag;

    public int Epoch => inner.Epoch;

    public Task Write(Action<LedgerTransaction> unit) =>
        Hangs ? new TaskCompletionSource().Task : Broken ? Task.FromException(new LedgerUnavailableException("the disk is full", inner: null)) : inner.Write(unit);

    public T Read<T>(Func<SqliteConnection, T> query) => inner.Read(query);
}
