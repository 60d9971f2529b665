using System.Collections.Immutable;
using System.Globalization;
using PropBot.Trading.Amounts;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Hedging;
using PropBot.Trading.Risk;
using PropBot.Web.Endpoints.Views;
using PropBot.Workflows.Approvals;
using PropBot.Workflows.Inbox;

namespace PropBot.Web.Actions;

/// <summary>Everything else two people decide: limits, SAFE_MODE on live, DRY_RUN; and any open request by its id (R5, R6, R10, R13).</summary>
public sealed class RequestActions(DeskLine desk, RequestBox box)
{
    public const string RaiseLimit = "raise-limit";
    public const string ExitSafeMode = "exit-safe-mode";
    public const string ExitDryRun = "exit-dry-run";
    private static readonly string[] NoScope = ["", "-", "none", "default", "__default__"];

    /// <summary>Leaving SAFE_MODE or DRY_RUN.</summary>
    public async Task<Answer> AskExit(Actor who, string process, string? reason)
    {
        var now = desk.Snapshot;
        if (WhyNot(process, now) is { } why) return why;
        return await Ask(who, new Wish(process, reason, ImmutableSortedDictionary<string, string>.Empty, []));
    }

    /// <summary>Asks a second person; 202 while that is open, 200 where one person was enough.</summary>
    public async Task<Answer> Ask(Actor who, Wish wish) => Pending(await box.Ask(who, wish));

    /// <param name="id">Null: the newest of its kind.</param>
    /// <param name="shown">Hash of what the person was shown, where the door has shown it.</param>
    public async Task<Answer> ConfirmOf(Actor who, string process, string? id, string? secondFactor, string? shown = null)
    {
        var request = id is null ? box.Newest(process) : Found(id, process);
        if (id is not null && request is null) return RefusalTable.Answer("request_not_found", $"There is no request '{id}' of this kind.", desk.Snapshot);
        return Confirmed(await box.Confirm(who, request, process.Replace('-', '_'), secondFactor, shown));
    }

    /// <summary>Contract 1.9: the codes are the predecessor's.</summary>
    public async Task<Answer> AskLimit(Actor who, string? limit, string? scope, decimal? value, string? reason, DateTimeOffset? until)
    {
        if (Incomplete(limit, value, reason) is { } missing) return missing;
        if (LimitTable.Find(limit!) is not { } row) return Refuse("risk_limit_unsupported", $"'{limit}' is no limit; use one of {string.Join(", ", LimitTable.All.Select(known => known.Word))}.");
        if (until <= desk.Now) return Refuse("risk_limit_invalid_value", "until has passed already; leave it out for a raise that stays.");
        var named = ScopeOf(row, scope);
        if (RaisesNothing(row, named, value!.Value) is { } pointless) return pointless;
        var parameters = ImmutableSortedDictionary<string, string>.Empty
            .Add("limit", row.Word).Add("scope", named).Add("value", Decimals.Plain(value.Value)).Add("until", until is { } end ? end.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture) : "");
        return Pending(await box.Ask(who, new Wish(RaiseLimit, reason, parameters, ["limit", "scope"])));
    }

    public async Task<Answer> ConfirmLimit(Actor who, string? id, string? secondFactor)
    {
        var request = id is null ? null : Found(id, RaiseLimit);
        if (request is null) return RefusalTable.Answer("request_not_found", $"There is no request to raise a limit called '{id}'.", desk.Snapshot);
        if (!request.Pending) return NotPending(request);
        return Confirmed(await box.Confirm(who, request, RaiseLimit.Replace('-', '_'), secondFactor));
    }

    /// <summary>Lowering: one person, at once (R13).</summary>
    public async Task<Answer> LowerLimit(Actor who, string? limit, string? scope, decimal? value)
    {
        if (string.IsNullOrWhiteSpace(limit)) return Refuse("risk_limit_required", "Name the limit to lower, like max_position_usdt.");
        if (value is not { } wanted) return Refuse("risk_limit_value_required", "Give the value the limit is to be lowered to.");
        return await desk.Send(new DeskCommand.LowerLimit(Person.Of(who.Identity, who.Stated).Shown, limit.Trim(), scope?.Trim() ?? "", wanted)) switch
        {
            CommandResult.Refused refused => RefusalTable.Answer(refused, desk.Snapshot),
            var done => Answers.Ok(new { status = "lowered", limit = done.Data["limit"], scope = done.Data["scope"], value = done.Data["value"], ts = desk.Now }),
        };
    }

    /// <summary>Any open request by its id or an unambiguous beginning of it.</summary>
    public async Task<Answer> Confirm(Actor who, string id, string? secondFactor, string? shown)
    {
        if (Found(id) is not { } request) return RefusalTable.Answer("request_not_found", $"There is no request '{id}'.", desk.Snapshot);
        if (!request.Pending) return NotPending(request);
        return Confirmed(await box.Confirm(who, request, request.Action, secondFactor, shown));
    }

    public async Task<Answer> Close(Actor who, string id)
    {
        if (Found(id) is not { } request) return RefusalTable.Answer("request_not_found", $"There is no request '{id}'.", desk.Snapshot);
        if (!request.Pending) return NotPending(request);
        return await box.Close(who, request, request.Action) switch
        {
            InboxAnswer.Given given => Answers.Ok(new { approval = ApprovalViews.Record(given.Request), ts = desk.Now }),
            InboxAnswer.No no => RefusalTable.Answer(no.Why, desk.Snapshot),
            _ => throw new InvalidOperationException("an answer is given or no"),
        };
    }

    private Request? Found(string id, string? process = null)
    {
        var all = box.All.Where(request => process is null || request.Process == process).ToList();
        if (all.Find(request => request.Id == id) is { } exact) return exact;
        var begins = id.Length < 6 ? [] : all.Where(request => request.Id.StartsWith(id, StringComparison.OrdinalIgnoreCase)).ToList();
        return begins.Count == 1 ? begins[0] : null;
    }

    internal Answer Pending(InboxAnswer answer) => answer switch
    {
        InboxAnswer.Given given => new Answer(StatusCodes.Status202Accepted, new { status = "pending", request_id = given.Request.Id, request = ApprovalViews.Record(given.Request), ts = desk.Now }),
        InboxAnswer.Settled settled => Answers.Ok(new { status = "applied", outcome = settled.End, ts = desk.Now }),
        InboxAnswer.No no => RefusalTable.Answer(no.Why, desk.Snapshot),
        _ => throw new InvalidOperationException("an answer is given, settled or no"),
    };

    private Answer Confirmed(InboxAnswer answer) => answer switch
    {
        InboxAnswer.Given given => Answers.Ok(new { status = "approved", request_id = given.Request.Id, request = ApprovalViews.Record(given.Request), limits = RiskViews.Limits(desk.Snapshot), safe_mode = desk.Snapshot.State.SafeMode(), dry_run_mode = desk.Snapshot.DryRun, ts = desk.Now }),
        InboxAnswer.No no => RefusalTable.Answer(no.Why, desk.Snapshot),
        _ => throw new InvalidOperationException("an answer is given or no"),
    };

    private Answer? Incomplete(string? limit, decimal? value, string? reason)
    {
        if (string.IsNullOrWhiteSpace(limit)) return Refuse("risk_limit_required", "Name the limit to raise, like max_position_usdt.");
        if (value is not { } wanted) return Refuse("risk_limit_value_required", "Give the value the limit is to be raised to.");
        if (string.IsNullOrWhiteSpace(reason)) return Refuse("risk_limit_reason_required", "Say why the limit may be raised.");
        return wanted > 0m ? null : Refuse("risk_limit_invalid_value", $"{limit} must be greater than 0, not {Decimals.Plain(wanted)}.");
    }

    private Answer? RaisesNothing(LimitRow row, string scope, decimal wanted)
    {
        var views = desk.Snapshot.Limits.Where(view => view.Limit == row.Word).ToList();
        var binds = views.Find(view => string.Equals(view.Scope, scope, StringComparison.OrdinalIgnoreCase)) ?? views.Find(view => view.Scope.Length == 0);
        if (binds?.Value is not { } current) return Refuse("risk_limit_must_increase", $"{row.Word} does not bind for this scope: there is nothing to raise. Setting it tightens and takes one person (risk/limit-lower).");
        return wanted > current ? null : Refuse("risk_limit_must_increase", $"{row.Word} is {Decimals.Plain(current)} already; lowering it takes one person (risk/limit-lower).");
    }

    private static string ScopeOf(LimitRow row, string? scope)
    {
        if (scope is null || NoScope.Contains(scope.Trim().ToLowerInvariant())) return "";
        return row.Scope == LimitScope.Symbol ? scope.Trim().ToUpperInvariant() : scope.Trim().ToLowerInvariant();
    }

    // The file's own check says no in the same cases; here each has its code and sentence.
    private static Answer? WhyNot(string process, DeskSnapshot now)
    {
        if (process == ExitDryRun && !now.DryRun) return RefusalTable.Answer("dry_run_not_active", "DRY_RUN is off already: there is nothing to leave.", now);
        if (now.State.HoldActive()) return RefusalTable.Answer("hold_active", "HOLD is active: two people leave it first (R5, R51).", now);
        if (process == ExitSafeMode && !now.State.SafeMode()) return RefusalTable.Answer("safe_mode_not_active", "SAFE_MODE is off already: there is nothing to leave.", now);
        if (process == ExitDryRun && now.Hedges.Any(hedge => hedge.Simulated && !hedge.State.IsOver()))
            return RefusalTable.Answer("simulated_hedge_open", "Simulated hedges are open: close them first, so that no record changes its nature (R6).", now);
        return now.Blocks.IsEmpty ? null : RefusalTable.Answer("blocked", "", now);
    }

    private Answer NotPending(Request request) => RefusalTable.Answer("request_not_pending", $"The request is {request.Status.Word()}{(request.DecidedBy is { } by ? $" by {by}" : "")}: there is nothing to decide.", desk.Snapshot);

    private Answer Refuse(string code, string text) => RefusalTable.Answer(code, text, desk.Snapshot);
}
