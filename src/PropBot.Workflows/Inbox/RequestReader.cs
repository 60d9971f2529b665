using System.Collections.Immutable;
using Dapper;
using Microsoft.Data.Sqlite;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Approvals;
using PropBot.Workflows.Courier;
using PropBot.Workflows.Engine.Kernel;
using PropBot.Workflows.Engine.Store;

namespace PropBot.Workflows.Inbox;

/// <summary>Instances as requests. An instance that never came to people (refused by its check) is none.</summary>
internal static class RequestReader
{
    private const int Newest = 200;

    /// <summary>The newest ones, oldest first.</summary>
    public static ImmutableList<Request> Load(SqliteConnection db)
    {
        var events = db.Query<Passed>(
            $"""
            SELECT instance AS Instance, at AS At, what AS What, node AS Node, actor AS Actor, outcome AS Outcome FROM workflow_event
            WHERE instance IN (SELECT id FROM workflow_instance ORDER BY started DESC LIMIT {Newest}) ORDER BY instance, n
            """).ToLookup(passed => passed.Instance, StringComparer.Ordinal);
        var dues = db.Query<(string Instance, long Token, long Due)>(
            "SELECT instance, token, min(due) FROM workflow_wait WHERE kind = 'timer' AND due IS NOT NULL GROUP BY instance, token")
            .ToDictionary(row => (row.Instance, (int)row.Token), row => LedgerTime.FromMicroseconds(row.Due));
        return
        [
            .. db.Query<Row>($"SELECT id AS Id, process AS Process, state AS State, started AS Started FROM workflow_instance ORDER BY started DESC LIMIT {Newest}")
                .Reverse().SelectMany(row => All(db, row, [.. events[row.Id]], dues)).OrderBy(request => request.RequestedAt),
        ];
    }

    private static IEnumerable<Request> All(SqliteConnection db, Row row, IReadOnlyList<Passed> passed, Dictionary<(string, int), DateTimeOffset> dues) =>
        row.Process == PartialCourier.Process ? CompletionReader.Of(db, row.Id, row.Process, FlowJson.ReadState(row.State), dues)
        : Of(row, passed, dues) is { } request ? [request]
        : [];

    private static Request? Of(Row row, IReadOnlyList<Passed> passed, Dictionary<(string, int), DateTimeOffset> dues)
    {
        var state = FlowJson.ReadState(row.State);
        if (!state.Vars.TryGetValue("request", out var id) || !state.People.TryGetValue(Bpmn.Words.RequestedBy, out var asker)) return null;
        var waiting = state.Tokens.FirstOrDefault(token => state.Waits.Any(wait => wait.Token == token.Number && wait.Node == token.Node && wait.Kind == WaitKind.Task));
        var (status, by) = Fate(state, waiting, passed);
        if (status is null) return null;
        return new Request
        {
            Id = id,
            Process = row.Process,
            Instance = row.Id,
            Parameters = state.Vars.Remove("request"),
            RequestedBy = asker,
            RequestedAt = LedgerTime.FromMicroseconds(row.Started),
            Status = status.Value,
            Outcome = state.Outcome,
            Permit = state.Vars.GetValueOrDefault("permit", ""),
        }.WaitingAt(waiting, waiting is not null && dues.TryGetValue((row.Id, waiting.Number), out var due) ? due : null).DecidedAs(by);
    }

    private static Request WaitingAt(this Request request, Token? waiting, DateTimeOffset? expires) => waiting is null
        ? request
        : request with { Token = waiting.Number, PayloadHash = PayloadHash.Of(waiting.Payload), ExpiresAt = expires };

    private static Request DecidedAs(this Request request, Passed? by) => by is null
        ? request
        : request with { DecidedBy = by.Actor, DecidedAt = LedgerTime.FromMicroseconds(by.At) };

    // What took the question away says what became of it; a permit that the desk voided, or could not be written, spends the approval.
    private static (ApprovalStatus? Status, Passed? By) Fate(FlowState state, Token? waiting, IReadOnlyList<Passed> passed)
    {
        if (waiting is not null) return (ApprovalStatus.Pending, null);
        if (passed.FirstOrDefault(one => one.What == "task_decided") is { } decided) return (Decided(state, decided, passed), decided);
        foreach (var one in passed)
        {
            switch (one.What)
            {
                case "timer_due": return (ApprovalStatus.Expired, one);
                case "signal_raised": return (ApprovalStatus.Superseded, one);
                case "cancelled": return (one.Actor == "system" ? ApprovalStatus.Superseded : ApprovalStatus.Withdrawn, one);
            }
        }

        return (null, null);
    }

    private static ApprovalStatus Decided(FlowState state, Passed decided, IReadOnlyList<Passed> passed) => decided.Outcome switch
    {
        "reject" => ApprovalStatus.Rejected,
        "withdraw" => ApprovalStatus.Withdrawn,
        // A mandate that was given stays given, whatever becomes of its uses.
        _ when state.Vars.ContainsKey("mandate_until") => ApprovalStatus.Approved,
        _ => Refused.Contains(state.Outcome) || passed.Any(one => one.Outcome is "permit.void" or "voided") ? ApprovalStatus.Superseded : ApprovalStatus.Approved,
    };

    /// <summary>Ends after an approval that wrote nothing, by their ids in the diagrams.</summary>
    private static readonly ImmutableHashSet<string> Refused = ["state_changed", "blocked_now"];

    private sealed record Row(string Id, string Process, string State, long Started);

    private sealed record Passed(string Instance, long At, string What, string Node, string Actor, string Outcome);
}
