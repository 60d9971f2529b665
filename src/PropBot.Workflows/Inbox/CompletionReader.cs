using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Microsoft.Data.Sqlite;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Actions;
using PropBot.Workflows.Approvals;
using PropBot.Workflows.Engine.Kernel;
using PropBot.Workflows.Engine.Store;

namespace PropBot.Workflows.Inbox;

/// <summary>
/// The completions that somebody asked for inside a <c>partial-hedge</c> instance, as requests. One instance may hold several: each choice of
/// <c>complete</c> that came as far as a second person is one. Read from the journal, so that they stay after the flow has gone on.
/// </summary>
internal static class CompletionReader
{
    public const string Action = "complete_hedge";
    private const string Choose = "choose";
    private const string Approve = "approve";

    public static IEnumerable<Request> Of(SqliteConnection db, string instance, string process, FlowState state, IReadOnlyDictionary<(string, int), DateTimeOffset> dues)
    {
        var lines = db.Query<Line>(
            "SELECT n AS N, at AS At, what AS What, node AS Node, actor AS Actor, outcome AS Outcome, detail AS Detail FROM workflow_event WHERE instance = @instance ORDER BY n", new { instance }).ToList();
        var waiting = state.Tokens.FirstOrDefault(token => token.Node == Approve && state.Waits.Any(wait => wait.Token == token.Number && wait.Kind == WaitKind.Task));
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i] is not { What: "task_decided", Node: Choose, Outcome: "complete" } asked) continue;
            var after = lines.Skip(i + 1).TakeWhile(line => line is not { What: "task_decided", Node: Choose }).ToList();
            if (Made(instance, process, state, asked, after) is not { } request) continue;
            yield return request.Pending && waiting is not null
                ? request with { Token = waiting.Number, PayloadHash = PayloadHash.Of(waiting.Payload), ExpiresAt = dues.TryGetValue((instance, waiting.Number), out var due) ? due : null }
                : request;
        }
    }

    // Null: it was not possible, so nobody was asked.
    private static Request? Made(string instance, string process, FlowState state, Line asked, List<Line> after)
    {
        if (after.Find(line => line is { What: "job_done", Node: "freeze", Outcome: "may_complete" }) is not { } frozen) return null;
        if (FlowJson.ReadInput(asked.Detail) is not FlowInput.TaskDecided chosen || FlowJson.ReadInput(frozen.Detail) is not FlowInput.JobDone shown) return null;
        var (status, by) = Fate([.. after.SkipWhile(line => line.N <= frozen.N)]);
        return new Request
        {
            Id = IdOf(instance, asked.N),
            Process = process,
            Action = Action,
            Instance = instance,
            Parameters = shown.Vars.SetItem("hedge", state.Vars.GetValueOrDefault("hedge", "")).SetItem("reason", chosen.Vars.GetValueOrDefault("reason", "")),
            RequestedBy = chosen.Who,
            RequestedAt = LedgerTime.FromMicroseconds(asked.At),
            Status = status,
            DecidedBy = by?.Actor,
            DecidedAt = by is null ? null : LedgerTime.FromMicroseconds(by.At),
        };
    }

    // What took the question away says what became of it; an approval whose order was not sent is spent.
    private static (ApprovalStatus Status, Line? By) Fate(IReadOnlyList<Line> after)
    {
        foreach (var line in after)
        {
            ApprovalStatus? status = line switch
            {
                { What: "task_decided", Node: Approve } => Decided(line, after),
                { What: "timer_due", Node: "approval_late" } => ApprovalStatus.Expired,
                { What: "signal_raised" or "message_arrived" } => ApprovalStatus.Superseded,
                { What: "cancelled" } => ApprovalStatus.Withdrawn,
                _ => null,
            };
            if (status is { } known) return (known, line);
        }

        return (ApprovalStatus.Pending, null);
    }

    private static ApprovalStatus Decided(Line decided, IReadOnlyList<Line> after) => decided.Outcome switch
    {
        "reject" => ApprovalStatus.Rejected,
        "withdraw" => ApprovalStatus.Withdrawn,
        _ => after.Any(line => line is { What: "job_failed", Node: "complete", Outcome: ActionErrors.StateChanged }) ? ApprovalStatus.Superseded : ApprovalStatus.Approved,
    };

    private static string IdOf(string instance, long n) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{instance}/{n.ToString(CultureInfo.InvariantCulture)}")))[..32];

    private sealed record Line(long N, long At, string What, string Node, string Actor, string Outcome, string Detail);
}
