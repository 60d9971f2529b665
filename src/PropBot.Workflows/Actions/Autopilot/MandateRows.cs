using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using PropBot.Trading.Control;
using PropBot.Trading.Ledger;

namespace PropBot.Workflows.Actions.Autopilot;

/// <param name="Id">The request it was approved by.</param>
/// <param name="AskedIn">The boot its gates were last asked in; a permit is written in that one only.</param>
/// <param name="Refused">What stood against it when it was last asked.</param>
public sealed record Mandate(
    string Id, bool Armed, string Binding, DateTimeOffset Until, DateTimeOffset ArmedAt, string RequestedBy, string ApprovedBy, string AskedIn, IReadOnlyList<GateShut> Refused, string Why);

/// <summary>Tables <c>mandate</c> and <c>mandate_use</c>.</summary>
public static class MandateRows
{
    private const string Columns = "id, state, binding, until, armed_at, requested_by, approved_by, asked_in, refused, why";

    public static Mandate? Find(LedgerTransaction tx, string id) => Of(tx.Rows($"SELECT {Columns} FROM mandate WHERE id = ?1", id));

    public static Mandate? InForce(LedgerTransaction tx) => Of(tx.Rows($"SELECT {Columns} FROM mandate WHERE state = 'armed'"));

    public static Mandate? InForce(SqliteConnection db) => Of(
        [.. db.Query($"SELECT {Columns} FROM mandate WHERE state = 'armed'").Cast<IDictionary<string, object?>>().Select(row => row.Values.ToArray())]);

    internal static void Arm(LedgerTransaction tx, Mandate mandate) => tx.Execute(
        "INSERT INTO mandate (id, state, binding, until, armed_at, requested_by, approved_by) VALUES (?1, 'armed', ?2, ?3, ?4, ?5, ?6)",
        mandate.Id, mandate.Binding, mandate.Until, mandate.ArmedAt, mandate.RequestedBy, mandate.ApprovedBy);

    internal static void Asked(LedgerTransaction tx, string id, string boot, IReadOnlyList<GateShut> refused) => tx.Execute(
        "UPDATE mandate SET asked_in = ?2, refused = ?3 WHERE id = ?1", id, boot, refused.Count == 0 ? "" : JsonSerializer.Serialize(refused));

    internal static void Used(LedgerTransaction tx, string permit, string mandate, string boot, DateTimeOffset at) =>
        tx.Execute("INSERT INTO mandate_use (permit, mandate, boot_id, at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (permit) DO NOTHING", permit, mandate, boot, at);

    /// <summary>Of every mandate: another one must not start the count anew.</summary>
    internal static long UsesSince(LedgerTransaction tx, DateTimeOffset since) => (long)(tx.Scalar("SELECT count(*) FROM mandate_use WHERE at > ?1", since) ?? 0L);

    /// <summary>Why the desk did not use the permit that this boot wrote; empty when it did, or none was written.</summary>
    internal static string VoidIn(LedgerTransaction tx, string mandate, string boot) =>
        tx.Scalar("SELECT p.why FROM mandate_use u JOIN permit p ON p.id = u.permit WHERE u.mandate = ?1 AND u.boot_id = ?2 AND p.state = 'void' ORDER BY u.at DESC LIMIT 1", mandate, boot) as string ?? "";

    /// <summary>Ends it for good, and takes back a permit that the desk has not begun to use. False: it was not in force.</summary>
    public static bool End(LedgerTransaction tx, string id, string why, DateTimeOffset at)
    {
        if (tx.Execute("UPDATE mandate SET state = 'ended', ended_at = ?2, why = ?3 WHERE id = ?1 AND state = 'armed'", id, at, why) == 0) return false;
        foreach (var row in tx.Rows("SELECT permit FROM mandate_use WHERE mandate = ?1", id)) PermitStore.TakeBack(tx, (string)row[0]!, at);
        return true;
    }

    private static Mandate? Of(IReadOnlyList<object?[]> rows)
    {
        if (rows is not [var row]) return null;
        return new Mandate(
            Text(row[0]), Text(row[1]) == "armed", Text(row[2]), LedgerTime.FromMicroseconds((long)row[3]!), LedgerTime.FromMicroseconds((long)row[4]!), Text(row[5]), Text(row[6]), Text(row[7]),
            Text(row[8]) is { Length: > 0 } refused ? JsonSerializer.Deserialize<List<GateShut>>(refused)! : [], Text(row[9]));
    }

    private static string Text(object? cell) => (string)cell!;
}
