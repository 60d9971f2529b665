using System.Text.Json.Nodes;
using PropBot.Trading.Control;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;

namespace PropBot.Trading.Desk.Mirrors;

/// <summary>
/// <c>runtime_state.json</c> in the predecessor's shape (contract section 4). Holds only what the desk itself knows: approvals, autopilot
/// and limits are shown by their own doors, and quotes and clocks are left out because they would rewrite the file every second.
/// </summary>
public static class RuntimeStateJson
{
    public static JsonObject Of(DeskSnapshot desk) => new()
    {
        ["control"] = Control(desk),
        ["safety"] = Safety(desk),
        ["auto_hedge"] = AutoHedge(desk.AutoHedge),
        ["last_opportunity"] = LastOpportunity(desk),
        ["positions"] = HedgePositionJson.Book(desk.Hedges),
        ["boot_id"] = desk.BootId,
        ["state"] = StateWord(desk.State),
        ["mode"] = desk.State.Mode(),
        ["safe_mode"] = desk.State.SafeMode(),
        ["hold_active"] = desk.State.HoldActive(),
        ["two_man_resume_required"] = desk.State.HoldActive() && desk.Control.TwoManRule,
        ["hold_reason"] = desk.ShownHoldReason?.Code,
        ["hold_source"] = desk.ShownHoldReason?.Source,
        ["hold_since"] = MirrorJson.Time(desk.ShownHoldReason?.Since),
        ["last_hold_release_ts"] = MirrorJson.Time(desk.LastReleasedAt),
        ["runaway_counters"] = Counters(desk.Runaway),
        ["runaway_limits"] = Limits(desk.Runaway),
        ["auto_hedge_enabled"] = desk.AutoHedge.Enabled,
        ["auto_hedge_consecutive_failures"] = desk.AutoHedge.ConsecutiveFailures,
        ["auto_hedge_last_execution_result"] = desk.AutoHedge.LastResult,
        ["auto_hedge_last_execution_ts"] = MirrorJson.Time(desk.AutoHedge.LastExecutionAt),
        ["auto_hedge_last_success_ts"] = MirrorJson.Time(desk.AutoHedge.LastSuccessAt),
        ["operational_flags"] = OperationalFlags(desk),
    };

    /// <summary>The names of rulings 3.1.</summary>
    public static string StateWord(DeskState state) => state switch
    {
        DeskState.Hold => "HOLD",
        DeskState.StandbySafe => "STANDBY_SAFE",
        DeskState.Standby => "STANDBY",
        DeskState.Run => "RUN",
        DeskState.RunSafe => "RUN_SAFE",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "not a state of the desk"),
    };

    /// <summary>The control object of contract 1.4, as far as the desk knows it.</summary>
    public static JsonObject Control(DeskSnapshot desk) => new()
    {
        ["mode"] = desk.State.Mode(),
        ["safe_mode"] = desk.State.SafeMode(),
        ["two_man_rule"] = desk.Control.TwoManRule,
        ["preflight_passed"] = !desk.Preflight.IsEmpty && desk.Preflight.All(check => check.Green),
        ["last_preflight_ts"] = MirrorJson.Time(desk.PreflightAt),
        ["deployment_mode"] = desk.Profile,
        ["environment"] = desk.Profile,
        ["post_only"] = false,
        ["reduce_only"] = desk.State.SafeMode(),
        ["dry_run"] = desk.DryRun,
        ["dry_run_mode"] = desk.DryRun,
        ["order_notional_usdt"] = MirrorJson.Number(desk.Control.OrderNotionalUsdt),
        ["max_slippage_bps"] = MirrorJson.Number(desk.Control.MaxSlippageBps),
        ["min_spread_bps"] = MirrorJson.Number(desk.Control.MinSpreadBps),
        ["poll_interval_sec"] = desk.Control.PollIntervalSec,
        ["auto_loop"] = desk.Control.AutoLoop,
        ["loop_pair"] = desk.Control.LoopPair,
        ["loop_venues"] = Words(desk.Control.LoopVenues),
    };

    /// <summary>The same facts under the names of the old environment.</summary>
    public static JsonObject OperationalFlags(DeskSnapshot desk) => new()
    {
        ["MODE"] = desk.Profile,
        ["ENV"] = desk.Profile,
        ["SAFE_MODE"] = desk.State.SafeMode(),
        ["TWO_MAN_RULE"] = desk.Control.TwoManRule,
        ["POST_ONLY"] = false,
        ["REDUCE_ONLY"] = desk.State.SafeMode(),
        ["DRY_RUN"] = desk.DryRun,
        ["DRY_RUN_MODE"] = desk.DryRun,
        ["ORDER_NOTIONAL_USDT"] = MirrorJson.Number(desk.Control.OrderNotionalUsdt),
        ["MAX_SLIPPAGE_BPS"] = MirrorJson.Number(desk.Control.MaxSlippageBps),
        ["MIN_SPREAD_BPS"] = MirrorJson.Number(desk.Control.MinSpreadBps),
        ["POLL_INTERVAL_SEC"] = desk.Control.PollIntervalSec,
        ["AUTO_LOOP"] = desk.Control.AutoLoop,
        ["LOOP_PAIR"] = desk.Control.LoopPair,
        ["LOOP_VENUES"] = Words(desk.Control.LoopVenues),
    };

    private static JsonObject Safety(DeskSnapshot desk) => new()
    {
        ["hold_active"] = desk.State.HoldActive(),
        ["hold_reason"] = desk.ShownHoldReason?.Code,
        ["hold_source"] = desk.ShownHoldReason?.Source,
        ["hold_since"] = MirrorJson.Time(desk.ShownHoldReason?.Since),
        ["hold_epoch"] = desk.HoldEpoch,
        ["hold_reasons"] = new JsonArray([.. desk.HoldReasons.Select(Reason)]),
        ["last_released_ts"] = MirrorJson.Time(desk.LastReleasedAt),
        ["desync_detected"] = desk.Blocks.Any(block => block.Code == "desync"),
        ["blocks"] = new JsonArray([.. desk.Blocks.Select(block => new JsonObject { ["code"] = block.Code, ["text"] = block.Text })]),
        ["kill"] = desk.Kill is { } kill ? Kill(kill) : null,
        ["risk_snapshot"] = RiskSnapshot(desk),
    };

    private static JsonObject RiskSnapshot(DeskSnapshot desk)
    {
        var open = desk.Hedges.Where(hedge => hedge.State is HedgeState.Exposed or HedgeState.Hedged or HedgeState.Partial or HedgeState.Closing or HedgeState.Trimming).ToList();
        var legs = open.SelectMany(hedge => hedge.Legs.Select(leg => (hedge.Symbol, Venue: leg.Venue.Word(), Notional: leg.Open.Value * (leg.EntryPrice?.Value ?? 0m))))
            .ToList();
        return new JsonObject
        {
            ["total_notional_usd"] = MirrorJson.Number(legs.Sum(leg => leg.Notional)),
            ["naked_notional_usd"] = MirrorJson.Number(decimal.Round(desk.NakedNotional.Amount, 2)),
            ["daily_realized_pnl_usd"] = MirrorJson.Number(desk.RealisedPnlToday.Amount),
            ["exposure_by_symbol"] = Sums(legs.Select(leg => (leg.Symbol, leg.Notional))),
            ["exposure_by_venue"] = Sums(legs.Select(leg => (leg.Venue, leg.Notional))),
            ["open_positions"] = open.Count,
        };
    }

    private static JsonObject Sums(IEnumerable<(string Key, decimal Notional)> parts) =>
        new(parts.GroupBy(part => part.Key).Select(group => KeyValuePair.Create<string, JsonNode?>(group.Key, MirrorJson.Number(group.Sum(part => part.Notional)))));

    private static JsonObject Reason(HoldReason reason) => new() { ["reason"] = reason.Code, ["source"] = reason.Source, ["since"] = MirrorJson.Time(reason.Since) };

    private static JsonObject Kill(KillView kill) => new()
    {
        ["id"] = kill.Id,
        ["ts"] = MirrorJson.Time(kill.At),
        ["by"] = kill.By,
        ["flatten"] = kill.Flatten.Word(),
        ["pending"] = kill.Pending,
        ["detail"] = kill.Detail,
    };

    private static JsonObject AutoHedge(AutoHedgeView loop) => new()
    {
        ["enabled"] = loop.Enabled,
        ["last_opportunity_checked_ts"] = MirrorJson.Time(loop.LastCheckedAt),
        ["last_execution_result"] = loop.LastResult,
        ["last_execution_ts"] = MirrorJson.Time(loop.LastExecutionAt),
        ["consecutive_failures"] = loop.ConsecutiveFailures,
        ["last_success_ts"] = MirrorJson.Time(loop.LastSuccessAt),
    };

    /// <summary>The youngest hedge stands for the last opportunity: the edge of the moment changes with every quote.</summary>
    private static JsonObject LastOpportunity(DeskSnapshot desk)
    {
        var last = desk.Hedges.MaxBy(hedge => hedge.OpenedAt);
        var opportunity = last is null ? null : new JsonObject
        {
            ["id"] = last.Id,
            ["ts"] = MirrorJson.Time(last.OpenedAt),
            ["symbol"] = last.Symbol,
            ["long_venue"] = last.Long.Venue.Word(),
            ["short_venue"] = last.Short.Venue.Word(),
            ["spread_bps"] = MirrorJson.Number(last.Edge.Entry.Value),
            ["net_bps"] = MirrorJson.Number(last.Edge.Net.Value),
            ["notional_suggestion"] = MirrorJson.Number(last.Long.PlannedPrice.Times(last.Planned).Amount),
            ["leverage_suggestion"] = MirrorJson.Number(last.Leverage),
        };
        return new JsonObject { ["opportunity"] = opportunity, ["status"] = desk.State.Opens() ? "allowed" : "blocked_by_risk" };
    }

    private static JsonObject Counters(RunawayView runaway) => new() { ["orders_placed_last_min"] = runaway.OrdersLastMinute, ["cancels_last_min"] = runaway.CancelsLastMinute };

    private static JsonObject Limits(RunawayView runaway) => new() { ["max_orders_per_min"] = runaway.OrdersLimit, ["max_cancels_per_min"] = runaway.CancelsLimit };

    private static JsonArray Words(IEnumerable<string> words) => new([.. words.Select(word => JsonValue.Create(word))]);
}
