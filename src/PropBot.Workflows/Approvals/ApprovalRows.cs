using Dapper;
using PropBot.Trading.Ledger;

namespace PropBot.Workflows.Approvals;

/// <summary>Requests and wrong second factors as rows of ledger.db (003_people.sql).</summary>
internal static class ApprovalRows
{
    public static void Insert(LedgerTransaction tx, Approval a) => tx.Execute(
        """
        INSERT INTO approval (id, action, reason, payload, hold_epoch, hold_reasons, requested_by, requester_shared, requester_stated,
                              requested_at, expires_at, status)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
        """,
        a.Id, a.Action, a.Reason, a.PayloadJson, a.Hold.Epoch, a.Hold.Reasons, a.RequestedBy.Identity, a.RequestedBy.Shared ? 1L : 0L,
        a.RequestedBy.Stated, UnixMicros.Of(a.RequestedAt), UnixMicros.Of(a.ExpiresAt), a.Status.Word());

    /// <summary>Compare and set: two decisions on one request cannot both land.</summary>
    public static void Decide(LedgerTransaction tx, Approval after, ApprovalStatus before)
    {
        var changed = tx.Execute(
            "UPDATE approval SET status = ?1, decided_by = ?2, decided_at = ?3 WHERE id = ?4 AND status = ?5",
            after.Status.Word(), after.DecidedBy, UnixMicros.Of(after.DecidedAt ?? after.RequestedAt), after.Id, before.Word());
        if (changed != 1) throw new InvalidOperationException($"request {after.Id} was not {before.Word()} any more");
    }

    public static IReadOnlyList<Approval> Latest(ILedger ledger, int count) => ledger.Read(db => db.Query<Row>(
        """
        SELECT id, action, reason, payload, hold_epoch AS HoldEpoch, hold_reasons AS HoldReasons, requested_by AS RequestedBy,
               requester_shared AS RequesterShared, requester_stated AS RequesterStated, requested_at AS RequestedAt, expires_at AS ExpiresAt,
               status, decided_by AS DecidedBy, decided_at AS DecidedAt
        FROM approval ORDER BY status = 'pending' DESC, requested_at DESC LIMIT @count
        """,
        new { count }).Select(row => row.ToApproval()).OrderBy(a => a.RequestedAt).ToList());

    public static void InsertWrong(LedgerTransaction tx, string identity, DateTimeOffset at, DateTimeOffset forgetBefore)
    {
        tx.Execute("DELETE FROM wrong_second_factor WHERE at < ?1", UnixMicros.Of(forgetBefore));
        tx.Execute("INSERT INTO wrong_second_factor (identity, at) VALUES (?1, ?2)", identity, UnixMicros.Of(at));
    }

    public static IReadOnlyList<(string Identity, DateTimeOffset At)> Wrong(ILedger ledger) => ledger.Read(db => db
        .Query<(string Identity, long At)>("SELECT identity, at FROM wrong_second_factor ORDER BY at")
        .Select(row => (row.Identity, UnixMicros.ToTime(row.At))).ToList());

    private sealed class Row
    {
        public string Id { get; init; } = "";
        public string Action { get; init; } = "";
        public string Reason { get; init; } = "";
        public string Payload { get; init; } = "";
        public long HoldEpoch { get; init; }
        public string HoldReasons { get; init; } = "";
        public string RequestedBy { get; init; } = "";
        public long RequesterShared { get; init; }
        public string RequesterStated { get; init; } = "";
        public long RequestedAt { get; init; }
        public long ExpiresAt { get; init; }
        public string Status { get; init; } = "";
        public string? DecidedBy { get; init; }
        public long? DecidedAt { get; init; }

        public Approval ToApproval() => new()
        {
            Id = Id,
            Action = Action,
            Reason = Reason,
            PayloadJson = Payload,
            Hold = new HoldBinding(HoldEpoch, HoldReasons),
            RequestedBy = new Person(RequestedBy, RequesterShared != 0, RequesterStated),
            RequestedAt = UnixMicros.ToTime(RequestedAt),
            ExpiresAt = UnixMicros.ToTime(ExpiresAt),
            Status = ApprovalWords.ParseStatus(Status),
            DecidedBy = DecidedBy,
            DecidedAt = DecidedAt is { } at ? UnixMicros.ToTime(at) : null,
        };
    }
}
