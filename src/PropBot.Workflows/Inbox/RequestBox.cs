using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Actions;
using PropBot.Workflows.Approvals;
using PropBot.Workflows.Approvals.Factors;
using PropBot.Workflows.Courier;
using PropBot.Workflows.Engine;
using PropBot.Workflows.Engine.Kernel;

namespace PropBot.Workflows.Inbox;

/// <summary>The doors' way to the engine: ask, confirm, take back, and read what is open. Made to be used by any thread.</summary>
public sealed class RequestBox(ILedger ledger, IWorkflows workflows, CourierRound courier, SecondFactors factors, TwoPersonPolicy policy, TimeProvider clock)
{
    private static readonly ImmutableArray<string> Hidden = ["preview", "frozen", "permit", "outcome"];
    private readonly StuckRequests stuck = new(ledger, workflows, clock);
    private ImmutableList<Request>? known;
    private long asked;

    /// <summary>The newest 200, oldest first.</summary>
    public IReadOnlyList<Request> All => Volatile.Read(ref known) ?? Reread();

    /// <summary>Something was committed: what was read is old.</summary>
    public void Forget() => Volatile.Write(ref known, null);

    public Request? Newest(string process) => All.LastOrDefault(request => request.Process == process);

    public Request? Find(string id) => All.LastOrDefault(request => request.Id == id);

    /// <summary>Asks. While the same question is open, that one is the answer. Refused: <c>reason_required</c>, <c>forbidden</c>, and what the check of the file says.</summary>
    public Task<InboxAnswer> Ask(Actor who, Wish wish) => Guarded(async () =>
    {
        if (TwoPersonRule.OnRequest(who.Identity, policy) is { } objection) return No(ApprovalAnswer.From(objection));
        if (string.IsNullOrWhiteSpace(wish.Reason)) return No(ApprovalAnswer.ReasonRequired);
        await courier.Step();
        if (Same(wish) is { } open) return new InboxAnswer.Given(open);
        var id = NewId(who, wish);
        var vars = wish.Parameters.SetItem("request", id).SetItem("reason", wish.Reason.Trim());
        var answer = await workflows.Start(new StartCommand(new CommandId($"request/{id}"), wish.Process, KeyOf(wish), vars, who));
        Forget();
        if (answer is CommandAnswer.NotAllowed { Why: "already_running" } && Same(wish) is { } raced) return new InboxAnswer.Given(raced);
        if (answer is not (CommandAnswer.Applied or CommandAnswer.AlreadyApplied)) return No(RequestWords.Of(answer, wish.Process));
        if (Find(id) is not { } made) return NobodyAsked(wish.Process, answer);
        await ledger.Write(tx => RequestNotes.Asked(tx, made));
        return new InboxAnswer.Given(made);
    });

    /// <summary>
    /// The second person's yes; answered when the desk has decided on the permit. Refused, in this order: <c>…_request_missing</c>,
    /// <c>request_expired</c>, <c>state_changed</c>, second factor, <c>forbidden</c>, <c>same_operator</c>, and the desk's own codes.
    /// </summary>
    /// <param name="shown">Hash of what the person was shown; null = the doors without a preview take what waits now.</param>
    public Task<InboxAnswer> Confirm(Actor who, Request? request, string action, string? secondFactor, string? shown = null) => Guarded(async () =>
    {
        await courier.Step();
        Forget();
        var open = request is null ? null : Find(request.Id);
        if (open is not { Pending: true }) return No(NothingToDecide(open, action));
        if (await factors.Present(who, $"{open.Action.ToUpperInvariant()}_APPROVE", secondFactor) is { } wrong) return No(wrong);
        if (await Decide(who, open, "approve", shown ?? open.PayloadHash, secondFactor: true) is { } refused) return No(refused);
        return await Settled(open);
    });

    /// <summary>The requester takes it back, any other operator rejects it.</summary>
    public Task<InboxAnswer> Close(Actor who, Request? request, string action) => Guarded(async () =>
    {
        await courier.Step();
        Forget();
        var open = request is null ? null : Find(request.Id);
        if (open is not { Pending: true }) return No(NothingToDecide(open, action));
        var own = open.RequestedBy.Identity == who.Identity.Name && (!open.RequestedBy.Shared || open.RequestedBy.Shown == Person.Of(who.Identity, who.Stated).Shown);
        if (await Decide(who, open, own ? "withdraw" : "reject", null, secondFactor: false) is { } refused) return No(refused);
        return new InboxAnswer.Given(Find(open.Id)!);
    });

    /// <summary>R9: removing a role closes that person's open requests. <paramref name="mayAct"/> answers by identity name.</summary>
    public async Task CloseOrphaned(Func<string, bool> mayAct)
    {
        foreach (var orphan in All.Where(request => request.Pending && !request.RequestedBy.Shared && !mayAct(request.RequestedBy.Identity)).ToList())
        {
            // A hedge's own flow goes on without the question: it looks again at what stands.
            if (StuckRequests.Owns(orphan)) await stuck.Supersede(orphan);
            else if (orphan.Process == PartialCourier.Process)
                await workflows.Publish(new MessageCommand(new CommandId($"orphan/{orphan.Id}"), PartialCourier.Over, orphan.Parameters["hedge"], FlowState.Nothing, TimeSpan.FromSeconds(10)));
            else await workflows.Drop(new CommandId($"orphan/{orphan.Id}"), orphan.Instance, "requester_lost_role");
            Forget();
        }
    }

    /// <summary>Asks a second person to skip a failed step (<paramref name="outcome"/> = how it shall count), or to end an instance that carries an approval (null).</summary>
    public Task<InboxAnswer> AskStuck(Actor who, string instance, int token, string? outcome, string? reason) => Guarded(async () =>
    {
        if (TwoPersonRule.OnRequest(who.Identity, policy) is { } objection) return No(ApprovalAnswer.From(objection));
        if (string.IsNullOrWhiteSpace(reason)) return No(ApprovalAnswer.ReasonRequired);
        var (id, why) = await stuck.Ask(who, outcome is null ? StuckRequests.Cancel : StuckRequests.Skip, instance, token, outcome ?? "", reason.Trim());
        Forget();
        if (why is not null) return No(why);
        var made = Find(id)!;
        await ledger.Write(tx => RequestNotes.Asked(tx, made));
        return new InboxAnswer.Given(made);
    });

    private async Task<ApprovalAnswer.Refused?> Decide(Actor who, Request open, string outcome, string? hash, bool secondFactor)
    {
        if (StuckRequests.Owns(open))
        {
            var refused = await stuck.Decide(open, outcome, who);
            Forget();
            return refused;
        }

        var id = new CommandId($"decide/{open.Id}/{who.Identity.Name}/{UnixMicros.Of(clock.GetUtcNow())}/{Interlocked.Increment(ref asked)}");
        var answer = await workflows.Decide(new DecideCommand(id, open.Instance, open.Token, outcome, who, hash, secondFactor));
        Forget();
        return answer is CommandAnswer.Applied or CommandAnswer.AlreadyApplied ? null : RequestWords.Of(answer, open.Action);
    }

    // An approval that became a permit is over when the desk has used or voided it; until then nobody is told that anything was loosened.
    private async Task<InboxAnswer> Settled(Request approved)
    {
        var now = Find(approved.Id)!;
        if (now.Status == ApprovalStatus.Superseded) return No(ApprovalAnswer.StateChanged);
        if (now.Permit.Length == 0) return new InboxAnswer.Given(now);
        var result = await courier.Deliver(now.Permit);
        await courier.Step();
        Forget();
        if (result is CommandResult.Refused refused) return No(new ApprovalAnswer.Refused(refused.Code, refused.Text));
        return new InboxAnswer.Given(Find(approved.Id)!);
    }

    private static ApprovalAnswer.Refused NothingToDecide(Request? request, string action) => request?.Status switch
    {
        ApprovalStatus.Expired => ApprovalAnswer.Expired,
        ApprovalStatus.Superseded => ApprovalAnswer.StateChanged,
        _ => ApprovalAnswer.Missing(action),
    };

    private Request? Same(Wish wish) => All.LastOrDefault(request =>
        request.Pending && request.Process == wish.Process
        && wish.Same.All(name => request.Parameters.GetValueOrDefault(name, "") == wish.Parameters.GetValueOrDefault(name, "")));

    /// <summary>The engine runs one instance a key: where a question has no parameters of its own, one at a time.</summary>
    private static string KeyOf(Wish wish) => wish.Same.IsEmpty ? wish.Process : string.Join('/', wish.Same.Select(name => wish.Parameters.GetValueOrDefault(name, "")).Append(wish.Parameters.GetValueOrDefault("value", "")));

    // It ended before it came to people: because one person may do it, or because the check of the file said no.
    private InboxAnswer NobodyAsked(string process, CommandAnswer answer)
    {
        var ended = answer is CommandAnswer.Applied applied
            ? ledger.Read(db => Dapper.SqlMapper.QueryFirstOrDefault<(string Outcome, string State)>(db, "SELECT outcome, state FROM workflow_instance WHERE id = @id", new { id = applied.Detail }))
            : ("", "");
        if (RequestWords.NeedsNobody(process, ended.Item1)) return new InboxAnswer.Settled(ended.Item1);
        var preview = ended.Item2.Length == 0 ? "" : FlowJson.ReadState(ended.Item2).Vars.GetValueOrDefault("preview", "");
        return Preview.ReadRefused(preview) is { } why ? No(new ApprovalAnswer.Refused(why.Code, why.Text)) : No(RequestWords.Stopped(process, ended.Item1));
    }

    private string NewId(Actor who, Wish wish)
    {
        var content = $"{wish.Process}\n{who.Identity.Name}\n{UnixMicros.Of(clock.GetUtcNow())}\n{Interlocked.Increment(ref asked)}\n{wish.Reason}\n{FlowJson.Write(wish.Parameters)}\n{ledger.StoreTag}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)))[..32];
    }

    private ImmutableList<Request> Reread()
    {
        ImmutableList<Request> read = ledger.Read(db => RequestReader.Load(db).AddRange(StuckRequests.Load(db)).Sort((one, other) => one.RequestedAt.CompareTo(other.RequestedAt)));
        Volatile.Write(ref known, read);
        return read;
    }

    private static InboxAnswer.No No(ApprovalAnswer.Refused why) => new(why);

    private static async Task<InboxAnswer> Guarded(Func<Task<InboxAnswer>> act)
    {
        try
        {
            return await act();
        }
        catch (LedgerUnavailableException)
        {
            return No(ApprovalAnswer.Unwritable);
        }
    }

    /// <summary>Parameters as people gave them, without what the flow wrote for itself.</summary>
    public static ImmutableSortedDictionary<string, string> Given(Request request) => request.Parameters.RemoveRange(Hidden);
}
