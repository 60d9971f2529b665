using PropBot.Trading.Desk;
using PropBot.Workflows.Approvals;

namespace PropBot.Web.Actions;

/// <summary>How the body of a refusal is shaped (contract 1.1).</summary>
public enum RefusalForm
{
    /// <summary><c>{"detail": code}</c></summary>
    Word = 0,

    /// <summary><c>{"detail": {"error": code, "reason": hold reason}}</c></summary>
    Lock = 1,

    /// <summary><c>{"detail": "blocked", "blocked_by": [code, …]}</c></summary>
    Blocked = 2,
}

public sealed record RefusalRow(int Status, RefusalForm Form = RefusalForm.Word);

/// <summary>Refusal code → HTTP, the only place. A code that is not listed is the gate's: 400 with its word.</summary>
public static class RefusalTable
{
    private static readonly RefusalRow Gate = new(400);

    public static readonly IReadOnlyDictionary<string, RefusalRow> Rows = new Dictionary<string, RefusalRow>(StringComparer.Ordinal)
    {
        ["hold_active"] = new(423, RefusalForm.Lock),
        ["not_running"] = new(423, RefusalForm.Lock),
        ["hold_between_legs"] = new(423, RefusalForm.Lock),
        ["kill_pending"] = new(423, RefusalForm.Lock),
        ["safe_mode"] = new(403),
        ["hold_not_active"] = new(409),
        ["state_changed"] = new(409),
        ["blocked"] = new(409, RefusalForm.Blocked),
        ["plan_moved"] = new(409),
        ["resume_request_missing"] = new(409),
        ["request_expired"] = new(409),
        ["raise_limit_request_missing"] = new(409),
        ["exit_dry_run_request_missing"] = new(409),
        ["exit_safe_mode_request_missing"] = new(409),
        ["request_not_pending"] = new(409),
        ["request_not_found"] = new(404),
        ["requester_lost_role"] = new(409),
        ["not_requester"] = new(403),
        ["clock_jumped"] = new(409),
        ["behind_approval"] = new(403),
        ["two_people_needed"] = new(403),
        ["former_boot"] = new(409),
        ["permit_in_use"] = new(409),
        ["taken_back"] = new(409),
        ["dry_run_not_active"] = new(409),
        ["safe_mode_not_active"] = new(409),
        ["simulated_hedge_open"] = new(409),
        ["reason_required"] = new(400),
        ["root_cause_required"] = new(400),
        ["approve_token_missing"] = new(401),
        ["invalid_token"] = new(401),
        ["confirm_locked"] = new(429),
        ["same_operator"] = new(403),
        ["forbidden"] = new(403),
        ["operator_unknown"] = new(404),
        ["role_not_lower"] = new(403),
        ["unfreeze_strategy_request_missing"] = new(409),
        ["rpi_change_request_missing"] = new(409),
        ["autopilot_already_armed"] = new(409),
        ["autopilot_not_armed"] = new(409),
        ["autopilot_disabled"] = new(409),
        ["autopilot_gates_shut"] = new(409),
        ["account_unknown"] = new(409),
        ["autopilot_arming_request_missing"] = new(409),
        ["skip_instance_request_missing"] = new(409),
        ["cancel_instance_request_missing"] = new(409),
        ["nothing_to_skip"] = new(409),
        ["one_person_cancels"] = new(409),
        ["operators_request_missing"] = new(409),
        ["operator_exists"] = new(409),
        ["token_in_use"] = new(409),
        ["telegram_user_taken"] = new(409),
        ["telegram_user_unknown"] = new(404),
        ["role_not_higher"] = new(409),
        ["totp_not_pending"] = new(409),
        ["totp_not_enrolled"] = new(409),
        ["draft_not_found"] = new(404),
        ["draft_unreadable"] = new(422),
        ["draft_has_findings"] = new(409),
        ["draft_not_checked"] = new(409),
        ["draft_from_file"] = new(409),
        ["too_many_drafts"] = new(409),
        ["publish_workflow_request_missing"] = new(409),
        ["audit_chain_broken"] = new(409),
        ["two_people_required"] = new(403),
        ["profile_forbids"] = new(403),
        ["hedge_not_found"] = new(404),
        ["hedge_not_partial"] = new(409),
        ["hedge_not_waiting"] = new(409),
        ["completion_not_possible"] = new(409),
        ["complete_hedge_request_missing"] = new(409),
        ["not_proven"] = new(409),
        ["venue_dark"] = new(409),
        ["unknown_strategy"] = new(404),
        ["strategy_frozen"] = new(409),
        ["strategy_not_frozen"] = new(409),
        ["msr_red"] = new(409),
        ["rpi_too_fast"] = new(409),
        ["insufficient_data"] = new(409),
        ["incident_not_found"] = new(404),
        ["ledger_unavailable"] = new(503),
        ["desk_not_answering"] = new(503),
    };

    /// <summary>The runaway guard's codes carry their numbers: <c>orders_per_min_limit_exceeded:2&gt;1</c>.</summary>
    private static readonly string[] LockedByPrefix = ["orders_per_min_limit_exceeded", "cancels_per_min_limit_exceeded", "runaway_"];

    public static RefusalRow Of(string code)
    {
        if (Rows.TryGetValue(code, out var row)) return row;
        return LockedByPrefix.Any(prefix => code.StartsWith(prefix, StringComparison.Ordinal)) ? new RefusalRow(423, RefusalForm.Lock) : Gate;
    }

    public static Answer Answer(string code, string text, DeskSnapshot desk, TimeSpan? retryAfter = null)
    {
        var row = Of(code);
        return row.Form switch
        {
            RefusalForm.Lock => new Answer(row.Status, new { detail = new { error = code, reason = desk.ShownHoldReason?.Code }, message = text }, text, retryAfter),
            RefusalForm.Blocked => Blocked(row.Status, desk),
            _ => Answers.Refused(row.Status, code, text, retryAfter),
        };
    }

    public static Answer Answer(CommandResult.Refused refused, DeskSnapshot desk) => Answer(refused.Code, refused.Text, desk);

    public static Answer Answer(ApprovalAnswer.Refused refused, DeskSnapshot desk) => Answer(refused.Code, refused.Text, desk, refused.RetryAfter);

    private static Answer Blocked(int status, DeskSnapshot desk)
    {
        var text = string.Join(" ", desk.Blocks.Select(b => b.Text));
        return new Answer(status, new { detail = "blocked", blocked_by = desk.Blocks.Select(b => b.Code), blocks = desk.Blocks.Select(b => new { code = b.Code, text = b.Text }), message = text }, text);
    }
}
