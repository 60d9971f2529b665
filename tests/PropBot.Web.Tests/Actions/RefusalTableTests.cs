using PropBot.Testing;
using PropBot.Trading.Control;
using PropBot.Web.Actions;

namespace PropBot.Web.Tests.Actions;

public sealed class RefusalTableTests
{
    public static TheoryData<string, int, RefusalForm> Expected() => new()
    {
        { "hold_active", 423, RefusalForm.Lock },
        { "not_running", 423, RefusalForm.Lock },
        { "kill_pending", 423, RefusalForm.Lock },
        { "safe_mode", 403, RefusalForm.Word },
        { "hold_not_active", 409, RefusalForm.Word },
        { "state_changed", 409, RefusalForm.Word },
        { "blocked", 409, RefusalForm.Blocked },
        { "plan_moved", 409, RefusalForm.Word },
        { "resume_request_missing", 409, RefusalForm.Word },
        { "request_expired", 409, RefusalForm.Word },
        { "raise_limit_request_missing", 409, RefusalForm.Word },
        { "exit_dry_run_request_missing", 409, RefusalForm.Word },
        { "exit_safe_mode_request_missing", 409, RefusalForm.Word },
        { "request_not_pending", 409, RefusalForm.Word },
        { "request_not_found", 404, RefusalForm.Word },
        { "requester_lost_role", 409, RefusalForm.Word },
        { "not_requester", 403, RefusalForm.Word },
        { "clock_jumped", 409, RefusalForm.Word },
        { "behind_approval", 403, RefusalForm.Word },
        { "two_people_needed", 403, RefusalForm.Word },
        { "former_boot", 409, RefusalForm.Word },
        { "permit_in_use", 409, RefusalForm.Word },
        { "taken_back", 409, RefusalForm.Word },
        { "dry_run_not_active", 409, RefusalForm.Word },
        { "safe_mode_not_active", 409, RefusalForm.Word },
        { "simulated_hedge_open", 409, RefusalForm.Word },
        { "hold_between_legs", 423, RefusalForm.Lock },
        { "reason_required", 400, RefusalForm.Word },
        { "root_cause_required", 400, RefusalForm.Word },
        { "approve_token_missing", 401, RefusalForm.Word },
        { "invalid_token", 401, RefusalForm.Word },
        { "confirm_locked", 429, RefusalForm.Word },
        { "same_operator", 403, RefusalForm.Word },
        { "forbidden", 403, RefusalForm.Word },
        { "operator_unknown", 404, RefusalForm.Word },
        { "role_not_lower", 403, RefusalForm.Word },
        { "unfreeze_strategy_request_missing", 409, RefusalForm.Word },
        { "rpi_change_request_missing", 409, RefusalForm.Word },
        { "autopilot_already_armed", 409, RefusalForm.Word },
        { "autopilot_not_armed", 409, RefusalForm.Word },
        { "autopilot_disabled", 409, RefusalForm.Word },
        { "autopilot_gates_shut", 409, RefusalForm.Word },
        { "account_unknown", 409, RefusalForm.Word },
        { "autopilot_arming_request_missing", 409, RefusalForm.Word },
        { "skip_instance_request_missing", 409, RefusalForm.Word },
        { "cancel_instance_request_missing", 409, RefusalForm.Word },
        { "nothing_to_skip", 409, RefusalForm.Word },
        { "one_person_cancels", 409, RefusalForm.Word },
        { "operators_request_missing", 409, RefusalForm.Word },
        { "operator_exists", 409, RefusalForm.Word },
        { "token_in_use", 409, RefusalForm.Word },
        { "telegram_user_taken", 409, RefusalForm.Word },
        { "telegram_user_unknown", 404, RefusalForm.Word },
        { "role_not_higher", 409, RefusalForm.Word },
        { "totp_not_pending", 409, RefusalForm.Word },
        { "totp_not_enrolled", 409, RefusalForm.Word },
        { "draft_not_found", 404, RefusalForm.Word },
        { "draft_unreadable", 422, RefusalForm.Word },
        { "draft_has_findings", 409, RefusalForm.Word },
        { "draft_not_checked", 409, RefusalForm.Word },
        { "draft_from_file", 409, RefusalForm.Word },
        { "too_many_drafts", 409, RefusalForm.Word },
        { "publish_workflow_request_missing", 409, RefusalForm.Word },
        { "audit_chain_broken", 409, RefusalForm.Word },
        { "two_people_required", 403, RefusalForm.Word },
        { "profile_forbids", 403, RefusalForm.Word },
        { "hedge_not_found", 404, RefusalForm.Word },
        { "hedge_not_partial", 409, RefusalForm.Word },
        { "hedge_not_waiting", 409, RefusalForm.Word },
        { "completion_not_possible", 409, RefusalForm.Word },
        { "complete_hedge_request_missing", 409, RefusalForm.Word },
        { "not_proven", 409, RefusalForm.Word },
        { "venue_dark", 409, RefusalForm.Word },
        { "unknown_strategy", 404, RefusalForm.Word },
        { "strategy_frozen", 409, RefusalForm.Word },
        { "strategy_not_frozen", 409, RefusalForm.Word },
        { "msr_red", 409, RefusalForm.Word },
        { "rpi_too_fast", 409, RefusalForm.Word },
        { "insufficient_data", 409, RefusalForm.Word },
        { "incident_not_found", 404, RefusalForm.Word },
        { "ledger_unavailable", 503, RefusalForm.Word },
        { "desk_not_answering", 503, RefusalForm.Word },
    };

    [Theory]
    [MemberData(nameof(Expected))]
    public void a_code_has_its_status_and_form(string code, int status, RefusalForm form) => Assert.Equal(new RefusalRow(status, form), RefusalTable.Of(code));

    [Fact]
    public void every_row_of_the_table_is_expected_here() =>
        Assert.Equal(RefusalTable.Rows.Keys.Order(StringComparer.Ordinal), Expected().Select(row => (string)row[0]).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("invalid_notional")]
    [InlineData("per_position_limit_exceeded")]
    [InlineData("too_many_open_positions")]
    [InlineData("total_notional_limit_exceeded")]
    [InlineData("leverage_limit_exceeded")]
    [InlineData("spread_below_threshold")]
    [InlineData("a_word_nobody_has_thought_of_yet")]
    public void the_gates_words_are_400(string code) => Assert.Equal(new RefusalRow(400), RefusalTable.Of(code));

    [Theory]
    [InlineData("orders_per_min_limit_exceeded:2>1")]
    [InlineData("cancels_per_min_limit_exceeded:9>8")]
    public void the_runaway_guards_words_carry_numbers_and_are_423(string code) => Assert.Equal(new RefusalRow(423, RefusalForm.Lock), RefusalTable.Of(code));

    [Fact]
    public void blocks_are_listed_by_code()
    {
        var desk = new FakeDesk(new ManualClock());
        desk.Set(s => s with { Blocks = [new Block("partial", "hedge h1 is partial"), new Block("desync", "okx shows another position")] });
        var body = System.Text.Json.JsonSerializer.SerializeToElement(RefusalTable.Answer("blocked", "", desk.Snapshot).Body);

        Assert.Equal(["partial", "desync"], body.GetProperty("blocked_by").EnumerateArray().Select(code => code.GetString()));
    }
}
