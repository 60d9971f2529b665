using Microsoft.Data.Sqlite;
using PropBot.Trading.Ledger;

namespace PropBot.Trading.Control;

/// <summary>Table <c>permit</c>. Issuing is the workflow's, everything after it the desk's.</summary>
public static class PermitStore
{
    private const string Columns = "id, kind, payload, hold_epoch, boot_id, by, issued_at, state, why";

    /// <summary>Idempotent: the same id again changes nothing.</summary>
    public static void Issue(LedgerTransaction tx, Permit permit) => tx.Execute(
        "insert into permit(id, kind, payload, hold_epoch, boot_id, by, issued_at, state) values(?1, ?2, ?3, ?4, ?5, ?6, ?7, 'issued') on conflict(id) do nothing",
        permit.Id, permit.Kind, permit.Payload, permit.HoldEpoch, permit.BootId, permit.By, permit.IssuedAt);

    /// <exception cref="InvalidOperationException">It was used or voided before, or never issued: the unit is undone.</exception>
    public static void Begin(LedgerTransaction tx, string id, DateTimeOffset at)
    {
        if (tx.Execute("update permit set state='using', decided_at=?2 where id=?1 and state='issued'", id, at) == 0)
            throw new InvalidOperationException($"permit {id} is not open");
    }

    public static void Use(LedgerTransaction tx, string id, DateTimeOffset at) =>
        tx.Execute("update permit set state='used', decided_at=?2 where id=?1 and state='using'", id, at);

    public static void Void(LedgerTransaction tx, string id, string why, DateTimeOffset at) =>
        tx.Execute("update permit set state='void', decided_at=?2, why=?3 where id=?1 and state in ('issued', 'using')", id, at, why);

    /// <summary>The workflow's way back: only while the desk has not begun. False: it has, or it is decided already.</summary>
    public static bool TakeBack(LedgerTransaction tx, string id, DateTimeOffset at) =>
        tx.Execute("update permit set state='void', decided_at=?2, why='taken_back' where id=?1 and state='issued'", id, at) > 0
        || tx.Scalar("select state from permit where id=?1", id) is "void";

    /// <summary>
    /// At the start, for permits of other boots. One that was being used has its rows in the ledger, in the unit that marked it: where they
    /// hold beyond a restart it was used, and where the start puts HOLD and SAFE_MODE over them (R1) it came to nothing. What nobody used never can be.
    /// </summary>
    public static void SettleFormer(LedgerTransaction tx, string bootId, DateTimeOffset at)
    {
        tx.Execute(
            "update permit set state='used', decided_at=?2 where boot_id<>?1 and state='using' and kind not in (?3, ?4)",
            bootId, at, PermitKinds.LeaveHold, PermitKinds.SafeModeOff);
        tx.Execute("update permit set state='void', decided_at=?2, why='former_boot' where boot_id<>?1 and state in ('issued', 'using')", bootId, at);
    }

    public static Permit? Find(SqliteConnection db, string id) => Read(db, "where id=$a", id).FirstOrDefault();

    /// <summary>Issued in this boot and not yet looked at by the desk.</summary>
    public static IReadOnlyList<Permit> Open(SqliteConnection db, string bootId) => Read(db, "where boot_id=$a and state='issued' order by issued_at", bootId);

    /// <summary>Used or void since then, oldest first.</summary>
    public static IReadOnlyList<Permit> Decided(SqliteConnection db, DateTimeOffset since) =>
        Read(db, "where state in ('used', 'void') and decided_at >= cast($a as integer) order by decided_at", LedgerTime.ToMicroseconds(since).ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static List<Permit> Read(SqliteConnection db, string where, string value)
    {
        using var command = db.CreateCommand();
#pragma warning disable CA2100 // The condition is one of this file's own literals.
        command.CommandText = $"select {Columns} from permit {where}";
#pragma warning restore CA2100
        command.Parameters.AddWithValue("$a", value);
        using var row = command.ExecuteReader();
        var found = new List<Permit>();
        while (row.Read())
        {
            found.Add(new Permit(row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt64(3), row.GetString(4), row.GetString(5), LedgerTime.FromMicroseconds(row.GetInt64(6)))
            {
                State = Enum.Parse<PermitState>(row.GetString(7), ignoreCase: true),
                Why = row.GetString(8),
            });
        }

        return found;
    }
}
