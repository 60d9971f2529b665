using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Microsoft.Data.Sqlite;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Approvals;
using PropBot.Workflows.Engine;
using PropBot.Workflows.Engine.Kernel;

namespace PropBot.Workflows.Inbox;

/// <summary>
/// Skipping a failed step, or ending an instance that carries an approval: two people (§3.3). Shown and decided like every other request;
/// the engine looks at both people, at the step and at what stands before it in the transaction that does it.
/// </summary>
internal sealed class StuckRequests(ILedger ledger, IWorkflows workflows, TimeProvider clock)
{
    public const string Skip = "skip-instance";
    public const string Cancel = "cancel-instance";
    private static readonly TimeSpan Validity = TimeSpan.FromMinutes(15);

    public static bool Owns(Request request) => request.Process is Skip or Cancel;

    public static IReadOnlyList<Request> Load(SqliteConnection db) =>
    [
        .. db.Query<Row>("SELECT id, kind, instance, token, outcome, reason, identity, shared, stated, at, expires, status, decided_by AS DecidedBy, decided_at AS DecidedAt FROM stuck_request ORDER BY at DESC LIMIT 50")
            .Select(row => row.ToRequest()),
    ];

    /// <summary>Null when it was asked; else why not.</summary>
    /// <param name="outcome">Of a skip: how the step shall count.</param>
    public async Task<(string Id, ApprovalAnswer.Refused? Why)> Ask(Actor who, string kind, string instance, int token, string outcome, string reason)
    {
        if (ledger.Read(db => WhyNot(db, kind, instance, token)) is { } why) return ("", why);
        var (now, person) = (clock.GetUtcNow(), Person.Of(who.Identity, who.Stated));
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}\n{instance}\n{token}\n{outcome}\n{person.Identity}\n{UnixMicros.Of(now)}")))[..32];
        await ledger.Write(tx => tx.Execute(
            """
            INSERT INTO stuck_request (id, kind, instance, token, outcome, reason, identity, shared, stated, at, expires) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
            ON CONFLICT (id) DO NOTHING
            """,
            id, kind, instance, token, outcome, reason, person.Identity, person.Shared, person.Stated, now, now + Validity));
        return (id, null);
    }

    /// <summary>Null when it was done, or closed.</summary>
    public async Task<ApprovalAnswer.Refused?> Decide(Request open, string outcome, Actor who)
    {
        if (open.ExpiresAt <= clock.GetUtcNow())
        {
            await Close(open.Id, ApprovalStatus.Expired, "system");
            return ApprovalAnswer.Expired;
        }

        var by = Person.Of(who.Identity, who.Stated).Shown;
        if (outcome != "approve")
        {
            if (!who.Identity.MayAct) return ApprovalAnswer.NotAnOperator;
            await Close(open.Id, outcome == "withdraw" ? ApprovalStatus.Withdrawn : ApprovalStatus.Rejected, by);
            return null;
        }

        var asked = open.RequestedBy;
        var first = new Actor(new Identity(asked.Identity, Role.Operator, asked.Shared), asked.Stated, "api");
        var id = new CommandId($"stuck/{open.Id}");
        var answer = open.Process == Skip
            ? await workflows.Skip(new TokenCommand(id, open.Instance, int.Parse(open.Parameters["token"], CultureInfo.InvariantCulture), first), open.Parameters["outcome"], who)
            : await workflows.Cancel(id, open.Instance, first, who);
        if (answer is not (CommandAnswer.Applied or CommandAnswer.AlreadyApplied)) return RequestWords.Of(answer, open.Action);
        await Close(open.Id, ApprovalStatus.Approved, by);
        return null;
    }

    public Task Supersede(Request orphan) => Close(orphan.Id, ApprovalStatus.Superseded, "system");

    private Task Close(string id, ApprovalStatus status, string by) => ledger.Write(tx => tx.Execute(
        "UPDATE stuck_request SET status = ?2, decided_by = ?3, decided_at = ?4 WHERE id = ?1 AND status = 'pending'", id, status.Word(), by, clock.GetUtcNow()));

    private static ApprovalAnswer.Refused? WhyNot(SqliteConnection db, string kind, string instance, int token)
    {
        if (db.QueryFirstOrDefault<string>("SELECT state FROM workflow_instance WHERE id = @instance AND status = 'running'", new { instance }) is not { } text)
            return new("request_not_found", "There is no running instance of that id.");
        var state = FlowJson.ReadState(text);
        if (kind == Cancel) return state.Approved is null ? new("one_person_cancels", "Nobody has approved anything in it: one person cancels it.") : null;
        return state.Waits.Any(wait => wait.Token == token && wait.Kind == WaitKind.Incident) ? null : new("nothing_to_skip", "That token has no incident: only a step that has failed is skipped.");
    }

    private sealed record Row(
        string Id, string Kind, string Instance, long Token, string Outcome, string Reason, string Identity, long Shared, string Stated, long At, long Expires, string Status, string DecidedBy, long? DecidedAt)
    {
        public Request ToRequest() => new()
        {
            Id = Id,
            Process = Kind,
            Instance = Instance,
            Parameters = ImmutableSortedDictionary<string, string>.Empty.Add("reason", Reason).Add("token", Token.ToString(CultureInfo.InvariantCulture)).Add("outcome", Outcome),
            RequestedBy = new Person(Identity, Shared != 0, Stated),
            RequestedAt = LedgerTime.FromMicroseconds(At),
            ExpiresAt = LedgerTime.FromMicroseconds(Expires),
            Status = Enum.Parse<ApprovalStatus>(Status, ignoreCase: true),
            DecidedBy = DecidedBy.Length == 0 ? null : DecidedBy,
            DecidedAt = DecidedAt is { } at ? LedgerTime.FromMicroseconds(at) : null,
        };
    }
}
