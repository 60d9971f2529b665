using Microsoft.Data.Sqlite;
using PropBot.Trading.Ledger;

namespace PropBot.Workflows.Tests.Engine.Crash;

internal sealed class ProcessDiedException(string where) : Exception(where);

/// <summary>One life of a process: it dies at its n-th point and does nothing afterwards.</summary>
internal sealed class Life(int diesAt)
{
    public static Life Immortal => new(int.MaxValue);

    public int Points { get; private set; }

    public bool Dead { get; private set; }

    public string Where { get; private set; } = "";

    public void Point(string where)
    {
        if (!Dead && ++Points < diesAt) return;
        if (!Dead) Where = where;
        Dead = true;
        throw new ProcessDiedException(where);
    }

    public void MustLive()
    {
        if (Dead) throw new ProcessDiedException("a dead process does nothing");
    }
}

/// <summary>A ledger whose process dies before a commit, in the middle of one (nothing of it stays), or after it and before anybody knows.</summary>
internal sealed class MortalLedger(ILedger inner, Life life) : ILedger
{
    public bool Writable => inner.Writable;

    public string StoreTag => inner.StoreTag;

    public int Epoch => inner.Epoch;

    public async Task Write(Action<LedgerTransaction> unit)
    {
        life.Point("before a commit");
        await inner.Write(tx =>
        {
            unit(tx);
            life.Point("inside a commit");
        });
        life.Point("after a commit");
    }

    public T Read<T>(Func<SqliteConnection, T> query)
    {
        life.MustLive();
        return inner.Read(query);
    }
}
