using System.Collections.Immutable;
using Dapper;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Approvals;
using PropBot.Workflows.Courier;
using PropBot.Workflows.Engine;
using PropBot.Workflows.Engine.Kernel;

namespace PropBot.Workflows.Inbox;

/// <summary>The doors' way to the flow of a partial hedge: choose, and ask a second person for its completion (R28).</summary>
public sealed class HedgeBox(ILedger ledger, IWorkflows workflows, CourierRound courier, RequestBox box, TwoPersonPolicy policy, TimeProvider clock)
{
    private static readonly ApprovalAnswer.Refused NotAsked = new(
        "hedge_not_waiting", "The flow of this hedge does not wait for a choice now: it looks at the venues, or an order is at work. Look again in half a minute.", TimeSpan.FromSeconds(30));

    private long asked;

    public Request? Completion(string hedge, string? id = null) => box.All.LastOrDefault(request =>
        request.Action == CompletionReader.Action && request.Parameters.GetValueOrDefault("hedge") == hedge && (id is null || request.Id == id));

    /// <summary>Tells the flow what one operator chose, where it waits for that.</summary>
    /// <returns>False: it does not wait for people now; it looks by itself at what stands.</returns>
    public async Task<bool> Choose(Actor who, string hedge, string outcome, ImmutableSortedDictionary<string, string>? vars = null)
    {
        await courier.Step();
        if (Waiting(hedge) is not var (instance, token)) return false;
        var id = new CommandId($"choose/{instance}/{token}/{outcome}/{who.Identity.Name}/{UnixMicros.Of(clock.GetUtcNow())}/{Interlocked.Increment(ref asked)}");
        var answer = await workflows.Decide(new DecideCommand(id, instance, token, outcome, who, null, SecondFactor: false) { Vars = vars ?? FlowState.Nothing });
        box.Forget();
        return answer is CommandAnswer.Applied;
    }

    /// <summary>Refused: <c>forbidden</c>, <c>reason_required</c>, <c>hedge_not_waiting</c>, <c>completion_not_possible</c>.</summary>
    public async Task<InboxAnswer> Ask(Actor who, string hedge, string? reason)
    {
        try
        {
            if (TwoPersonRule.OnRequest(who.Identity, policy) is { } objection) return new InboxAnswer.No(ApprovalAnswer.From(objection));
            if (string.IsNullOrWhiteSpace(reason)) return new InboxAnswer.No(new ApprovalAnswer.Refused("reason_required", "Say why the hedge is to be completed: give a reason."));
            if (Completion(hedge) is { Pending: true } open) return new InboxAnswer.Given(open);
            if (!await Choose(who, hedge, "complete", FlowState.Nothing.Add("reason", reason.Trim()))) return new InboxAnswer.No(NotAsked);
            if (Completion(hedge) is not { Pending: true } made)
                return new InboxAnswer.No(new ApprovalAnswer.Refused("completion_not_possible", "The hedge cannot be completed now: what is missing has no price, or something stands against it."));
            await ledger.Write(tx => RequestNotes.Asked(tx, made));
            return new InboxAnswer.Given(made);
        }
        catch (LedgerUnavailableException)
        {
            return new InboxAnswer.No(ApprovalAnswer.Unwritable);
        }
    }

    private (string Instance, int Token)? Waiting(string hedge) => ledger.Read(db => db.Query<(string Instance, long Token)>(
        """
        SELECT w.instance, w.token FROM workflow_wait w JOIN workflow_instance i ON i.id = w.instance
        WHERE i.process = @Process AND i.key = @hedge AND i.status = 'running' AND w.kind = 'task' AND w.name = 'choice'
        """, new { PartialCourier.Process, hedge }).Select(row => ((string, int)?)(row.Instance, (int)row.Token)).FirstOrDefault());
}
