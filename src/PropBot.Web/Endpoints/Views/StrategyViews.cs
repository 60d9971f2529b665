using PropBot.Trading.Desk.Measures;
using PropBot.Trading.Desk.Mirrors;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;

namespace PropBot.Web.Endpoints.Views;

/// <summary>Orchestrator plan, strategy status and execution quality (contract 1.8, 7.11, 7.15). Pure.</summary>
public static class StrategyViews
{
    public static object Plan(StrategyPlanView plan) => new
    {
        strategies = plan.Decisions.Select(decision => new
        {
            name = decision.Name,
            decision = decision.Decision,
            reason = decision.Reason,
            status_reason = decision.State.LastError ?? (decision.State.IsFrozen ? decision.State.Frozen : ""),
            last_result = decision.State.LastResult,
            last_error = decision.State.LastError,
            last_run_ts = decision.State.LastRunAt is { } at ? at.ToUnixTimeMilliseconds() / 1000m : (decimal?)null,
            cooldown_sec = (decimal)decision.Terms.Cooldown.TotalSeconds,
            cooldown_remaining_sec = decision.CooldownRemaining is { } left ? (decimal)left.TotalSeconds : (decimal?)null,
            enabled = decision.State.Enabled,
            frozen = decision.State.Frozen,
            frozen_since = decision.State.FrozenAt,
            failures_in_a_row = decision.State.FailuresInARow,
            realised_today_usdt = plan.At is { } now ? decision.State.RealisedOn(DateOnly.FromDateTime(now.UtcDateTime)) : 0m,
            changed_by = decision.State.ChangedBy,
            changed_reason = decision.State.ChangedReason,
        }),
        ts = plan.At,
        risk_gates = new
        {
            hold_active = plan.Gates.HoldActive,
            safe_mode = plan.Gates.SafeMode,
            dry_run_mode = plan.Gates.DryRun,
            autopilot_enabled = plan.Gates.Autopilot,
            risk_caps_ok = plan.Gates.RiskCapsOk,
            reason_if_blocked = plan.Gates.Blocked,
        },
    };

    public static object Status(MeasuresView measures) => new
    {
        orchestrator = new
        {
            enabled_strategies = measures.Strategies.Decisions.Where(d => d.State.Enabled).Select(d => d.Name).Order(StringComparer.Ordinal),
            autopilot_active = measures.Autopilot,
            last_decision_ts = measures.Strategies.At,
            strategies = measures.Strategies.Decisions.ToDictionary(d => d.Name, d => new { d.State.Enabled, d.Decision, d.Reason, d.State.Frozen }),
        },
        capital_headroom = CapitalJson.Headroom(measures.Capital),
    };

    public static object Execution(ExecutionQuality quality) => new
    {
        attempts = quality.Attempts,
        simulated = quality.Simulated,
        success_rate = quality.SuccessRate,
        mean_slippage_bps = quality.MeanSlippage?.Value,
        p95_slippage_bps = quality.SlippageP95?.Value,
        venues = quality.Venues.Select(venue => new
        {
            venue = venue.Venue.Word(),
            attempts = venue.Attempts,
            failure_rate = venue.FailureRate,
            mean_slippage_bps = venue.MeanSlippage?.Value,
            red = venue.IsRed,
        }),
        newest = quality.Newest.Select(stat => System.Text.Json.Nodes.JsonNode.Parse(stat.ToJson())),
    };
}
