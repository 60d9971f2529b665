using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Approvals.Factors;
using PropBot.Workflows.Approvals.Operators;

namespace PropBot.Workflows.Approvals;

/// <summary>How long requests live and who may decide them.</summary>
public sealed record ApprovalOptions(TwoPersonPolicy Policy)
{
    /// <summary>R10: 15 minutes for leaving HOLD.</summary>
    public TimeSpan ValidFor { get; init; } = TimeSpan.FromMinutes(15);
}

/// <summary>Somebody deciding, and through which door.</summary>
/// <param name="Channel">Goes into the audit: <c>api</c>, <c>web</c>.</param>
public sealed record Actor(Identity Identity, string? Stated, string Channel);

/// <summary>
/// The requests of ledger.db, kept in memory for readers. Each step is one transaction (row, audit, event) before memory shows it;
/// when that cannot be written the answer is <c>ledger_unavailable</c> and nothing has changed.
/// </summary>
public sealed class ApprovalBook : IDisposable
{
    private const int Kept = 200;

    private readonly ILedger ledger;
    private readonly TimeProvider clock;
    private readonly SecondFactors secondFactors;
    private readonly ApprovalOptions options;
    private readonly SemaphoreSlim oneAtATime = new(1, 1);
    private ImmutableList<Approval> all;

    private ApprovalBook(ILedger ledger, TimeProvider clock, SecondFactors secondFactors, ApprovalOptions options)
    {
        (this.ledger, this.clock, this.secondFactors, this.options) = (ledger, clock, secondFactors, options);
        all = [.. ApprovalRows.Latest(ledger, Kept)];
    }

    /// <summary>Reads what earlier runs left, pending requests included (R10).</summary>
    public static ApprovalBook Open(ILedger ledger, TimeProvider clock, SecondFactors secondFactors, ApprovalOptions options) =>
        new(ledger, clock, secondFactors, options);

    /// <summary>Oldest first, at most the last 200.</summary>
    public IReadOnlyList<Approval> All => Volatile.Read(ref all);

    /// <summary>The newest request of an action, whatever became of it, or null.</summary>
    public Approval? Newest(string action) => All.LastOrDefault(a => a.Action == action);

    /// <summary>Asks. While a request of this action is pending, that one is the answer. Refused: <c>reason_required</c>, <c>forbidden</c>.</summary>
    /// <param name="payload">Frozen with the request and shown to whoever decides: JSON object, <c>{}</c> when there is nothing to say.</param>
    public Task<ApprovalAnswer> Request(Actor who, string action, string? reason, HoldBinding hold, string payload = "{}") => Answered(async () =>
    {
        await CloseOutdated(hold);
        if (TwoPersonRule.OnRequest(who.Identity, options.Policy) is { } objection) return await Refuse(who, action, "REQUEST", ApprovalAnswer.From(objection));
        if (string.IsNullOrWhiteSpace(reason)) return ApprovalAnswer.ReasonRequired;
        if (Pending(action) is { } open) return new ApprovalAnswer.Given(open);
        var asked = Make(who, action, reason.Trim(), hold) with { PayloadJson = payload };
        await ledger.Write(tx =>
        {
            ApprovalRows.Insert(tx, asked);
            Audit(tx, who, action, "REQUEST", new { status = "requested", request_id = asked.Id, reason = asked.Reason, payload = asked.PayloadJson, stated = asked.RequestedBy.Shown });
            tx.Event("INFO", $"{action}_requested", Json(new { reason = asked.Reason, requested_by = asked.RequestedBy.Shown, request_id = asked.Id }));
        });
        all = all.Add(asked).Count > Kept ? all.Add(asked).RemoveAt(0) : all.Add(asked);
        return new ApprovalAnswer.Given(asked);
    });

    /// <summary>
    /// The second person's yes. Refused, in this order: <c>resume_request_missing</c>, <c>request_expired</c>, <c>state_changed</c>,
    /// <c>confirm_locked</c>, <c>approve_token_missing</c>, <c>invalid_token</c>, <c>forbidden</c>, <c>same_operator</c>.
    /// </summary>
    public Task<ApprovalAnswer> Confirm(Actor who, string action, string? secondFactorText, HoldBinding hold) => Answered(async () =>
    {
        await CloseOutdated(hold);
        if (Pending(action) is not { } open) return NothingToDecide(action);
        if (await secondFactors.Present(who, $"{action.ToUpperInvariant()}_APPROVE", secondFactorText) is { } wrongFactor) return wrongFactor;
        if (TwoPersonRule.OnConfirm(open.RequestedBy, who.Identity, who.Stated, options.Policy) is { } objection)
            return await Refuse(who, action, "APPROVE", ApprovalAnswer.From(objection));
        return await Approve(open, who);
    });

    /// <summary>Any operator says no, or the requester takes it back.</summary>
    public Task<ApprovalAnswer> Close(Actor who, string action, HoldBinding hold) => Answered(async () =>
    {
        await CloseOutdated(hold);
        if (Pending(action) is not { } open) return NothingToDecide(action);
        if (!who.Identity.MayAct) return await Refuse(who, action, "REJECT", ApprovalAnswer.NotAnOperator);
        var own = open.RequestedBy.Identity == who.Identity.Name;
        return new ApprovalAnswer.Given(own
            ? await Decide(open, ApprovalEvent.TakenBack, who, "WITHDRAW", "withdrawn")
            : await Decide(open, ApprovalEvent.Refused, who, "REJECT", "rejected"));
    });

    /// <summary>The desk would not use the permit (it had moved meanwhile): the approval is spent without effect.</summary>
    public Task<ApprovalAnswer> Spend(Approval approved, string why) => Answered(async () =>
        new ApprovalAnswer.Given(await Decide(approved, ApprovalEvent.Overtaken, Desk, "PERMIT_VOID", why)));

    /// <summary>Closes what has expired or was overtaken by a new HOLD reason; called every second and before each step.</summary>
    public Task Tick(HoldBinding hold) => Alone(async () =>
    {
        await CloseOutdated(hold);
        return null;
    });

    /// <summary>Removing a role closes that person's pending requests (R9). <paramref name="mayAct"/> answers by identity name.</summary>
    public Task CloseOrphaned(Func<string, bool> mayAct) => Alone(async () =>
    {
        foreach (var orphan in all.Where(a => a.Pending && !mayAct(a.RequestedBy.Identity)))
            await Decide(orphan, ApprovalEvent.Overtaken, Desk, "SUPERSEDE", "requester_lost_role");
        return null;
    });

    public void Dispose() => oneAtATime.Dispose();

    private static Actor Desk { get; } = new(new Identity("system", Role.Operator), null, "desk");

    private Approval? Pending(string action) => all.LastOrDefault(a => a.Action == action && a.Pending);

    private ApprovalAnswer.Refused NothingToDecide(string action) => Newest(action)?.Status switch
    {
        ApprovalStatus.Expired => ApprovalAnswer.Expired,
        ApprovalStatus.Superseded => ApprovalAnswer.StateChanged,
        _ => ApprovalAnswer.Missing(action),
    };

    /// <summary>The ledger is asked in the deciding transaction whether both still are operators: memory may be a moment behind.</summary>
    private async Task<ApprovalAnswer> Approve(Approval open, Actor who)
    {
        try
        {
            return new ApprovalAnswer.Given(await Decide(open, ApprovalEvent.Confirmed, who, "APPROVE", "approved", tx =>
            {
                if (!MayStillAct(tx, who.Identity.Name, who.Identity.Shared) || !MayStillAct(tx, open.RequestedBy.Identity, open.RequestedBy.Shared)) throw new RoleLostException();
            }));
        }
        catch (RoleLostException)
        {
            return await Refuse(who, open.Action, "APPROVE", ApprovalAnswer.NotAnOperator);
        }
    }

    private static bool MayStillAct(LedgerTransaction tx, string name, bool shared) => shared || OperatorRows.RoleOf(tx, name) == Role.Operator;

    private async Task CloseOutdated(HoldBinding hold)
    {
        var now = clock.GetUtcNow();
        foreach (var open in all.Where(a => a.Pending))
        {
            if (now >= open.ExpiresAt) await Decide(open, ApprovalEvent.TimePassed, Desk, "EXPIRE", "expired");
            else if (open.Hold != hold) await Decide(open, ApprovalEvent.Overtaken, Desk, "SUPERSEDE", "state_changed");
        }
    }

    private async Task<Approval> Decide(
        Approval before, ApprovalEvent fact, Actor who, string step, string status, Action<LedgerTransaction>? check = null)
    {
        var after = before with
        {
            Status = before.Status.After(fact),
            DecidedBy = Person.Of(who.Identity, who.Stated).Shown,
            DecidedAt = clock.GetUtcNow(),
        };
        await ledger.Write(tx =>
        {
            check?.Invoke(tx);
            ApprovalRows.Decide(tx, after, before.Status);
            Audit(tx, who, before.Action, step, new { status, request_id = before.Id, requested_by = before.RequestedBy.Shown });
            tx.Event("INFO", $"{before.Action}_{after.Status.Word()}", Json(new { actor = after.DecidedBy, request_id = before.Id, reason = before.Reason }));
        });
        all = all.Replace(before, after);
        return after;
    }

    /// <summary>A refusal stands whether or not its audit row can be written.</summary>
    private async Task<ApprovalAnswer> Refuse(Actor who, string action, string step, ApprovalAnswer.Refused answer)
    {
        try
        {
            await ledger.Write(tx => Audit(tx, who, action, step, new { status = "denied", code = answer.Code }));
        }
        catch (LedgerUnavailableException)
        {
            // The refusal itself needs no disk.
        }
        return answer;
    }

    private async Task<ApprovalAnswer> Answered(Func<Task<ApprovalAnswer>> step) => (await Alone(async () => await step()))!;

    private async Task<ApprovalAnswer?> Alone(Func<Task<ApprovalAnswer?>> step)
    {
        await oneAtATime.WaitAsync();
        try
        {
            return await step();
        }
        catch (LedgerUnavailableException)
        {
            return ApprovalAnswer.Unwritable;
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    private Approval Make(Actor who, string action, string reason, HoldBinding hold)
    {
        var now = clock.GetUtcNow();
        var content = $"{action}\n{who.Identity.Name}\n{UnixMicros.Of(now)}\n{hold.Epoch}\n{hold.Reasons}\n{all.Count}\n{reason}";
        return new Approval
        {
            Id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)))[..32],
            Action = action,
            Reason = reason,
            Hold = hold,
            RequestedBy = Person.Of(who.Identity, who.Stated),
            RequestedAt = now,
            ExpiresAt = now + options.ValidFor,
        };
    }

    private static void Audit(LedgerTransaction tx, Actor who, string action, string step, object details) =>
        tx.Audit(who.Identity.Name, who.Identity.Role.Word(), $"{action.ToUpperInvariant()}_{step}", who.Channel, Json(details));

    private static string Json(object value) => JsonSerializer.Serialize(value);

    private sealed class RoleLostException : Exception;
}
