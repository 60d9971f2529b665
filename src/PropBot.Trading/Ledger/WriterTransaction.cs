using Microsoft.Data.Sqlite;

namespace PropBot.Trading.Ledger;

/// <summary>The one transaction object of the writer, lent to one unit after the other.</summary>
internal sealed class WriterTransaction(Statements db, TimeProvider clock) : LedgerTransaction
{
    private bool lent;

    /// <summary>Set when the database itself failed, even if the unit swallowed the exception: the whole group is lost then.</summary>
    public SqliteException? StorageFault { get; private set; }

    public void Lend()
    {
        lent = true;
        StorageFault = null;
    }

    public void TakeBack() => lent = false;

    public override int Execute(string sql, params ReadOnlySpan<object?> parameters)
    {
        RefuseOutside();
        try
        {
            return db.Execute(sql, parameters);
        }
        catch (SqliteException failure) when (StorageFaults.Is(failure))
        {
            StorageFault = failure;
            throw;
        }
    }

    public override object? Scalar(string sql, params ReadOnlySpan<object?> parameters)
    {
        RefuseOutside();
        try
        {
            return db.Scalar(sql, parameters);
        }
        catch (SqliteException failure) when (StorageFaults.Is(failure))
        {
            StorageFault = failure;
            throw;
        }
    }

    public override IReadOnlyList<object?[]> Rows(string sql, params ReadOnlySpan<object?> parameters)
    {
        RefuseOutside();
        try
        {
            return db.Rows(sql, parameters);
        }
        catch (SqliteException failure) when (StorageFaults.Is(failure))
        {
            StorageFault = failure;
            throw;
        }
    }

    public override void Audit(string actor, string role, string action, string channel, string detailsJson) =>
        AuditChain.Append(this, new AuditEntry(LedgerTime.ToMicroseconds(clock.GetUtcNow()), actor, role, action, channel, detailsJson));

    public override void Event(string level, string code, string payloadJson) =>
        Execute("INSERT INTO event (at, level, code, payload) VALUES (?1, ?2, ?3, ?4)", clock.GetUtcNow(), level, code, payloadJson);

    private void RefuseOutside()
    {
        if (!lent) throw new InvalidOperationException("A LedgerTransaction is valid only while its unit runs.");
        if (StorageFault is not null) throw new InvalidOperationException("The database failed inside this unit; nothing more can be written in it.", StorageFault);
    }
}
