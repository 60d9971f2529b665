using Dapper;
using PropBot.Trading.Ledger;

namespace PropBot.Workflows.Engine.Pumping;

/// <summary>A row the pump has to look at now. <c>Due</c>: UTC unix µs.</summary>
internal sealed record DueRow(string Instance, int Token, string Node, string Kind, string Name, string Key, string Spec, long Due);

/// <summary>What the pump asks the ledger for; every question goes along an index (a test holds it to that).</summary>
internal static class PumpReads
{
    public const string DueNow =
        """
        SELECT instance, token, node, kind, name, key, spec, due FROM workflow_wait
        WHERE due IS NOT NULL AND due <= @now AND kind = @kind ORDER BY due LIMIT @most
        """;

    public const string NextDue = "SELECT min(due) FROM workflow_wait WHERE due IS NOT NULL AND due > @now";
    public const string OpenApprovals = "SELECT instance, token FROM workflow_wait WHERE kind = 'task' AND name = 'approval'";
    public const string LastCommand = "SELECT max(at) FROM workflow_command";
    public const string ExpiredMessages = "SELECT count(*) FROM workflow_message WHERE expires <= @now";

    public static List<DueRow> Due(ILedger ledger, string kind, DateTimeOffset now, int most) => ledger.Read(db => db
        .Query<(string Instance, long Token, string Node, string Kind, string Name, string Key, string Spec, long Due)>(DueNow, new { now = LedgerTime.ToMicroseconds(now), kind, most })
        .Select(row => new DueRow(row.Instance, (int)row.Token, row.Node, row.Kind, row.Name, row.Key, row.Spec, row.Due)).ToList());

    public static DateTimeOffset? Next(ILedger ledger, DateTimeOffset now) =>
        ledger.Read(db => db.ExecuteScalar<long?>(NextDue, new { now = LedgerTime.ToMicroseconds(now) })) is { } due ? LedgerTime.FromMicroseconds(due) : null;

    public static List<(string Instance, int Token)> Approvals(ILedger ledger) =>
        ledger.Read(db => db.Query<(string Instance, long Token)>(OpenApprovals).Select(row => (row.Instance, (int)row.Token)).ToList());

    public static DateTimeOffset? Last(ILedger ledger) =>
        ledger.Read(db => db.ExecuteScalar<long?>(LastCommand)) is { } at ? LedgerTime.FromMicroseconds(at) : null;

    public static bool AnyExpiredMessage(ILedger ledger, DateTimeOffset now) =>
        ledger.Read(db => db.ExecuteScalar<long>(ExpiredMessages, new { now = LedgerTime.ToMicroseconds(now) })) > 0;
}
