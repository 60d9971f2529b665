using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Instruments;
using PropBot.Web.Actions;
using PropBot.Workflows.Actions.Autopilot;
using PropBot.Workflows.Approvals;
using PropBot.Workflows.Inbox;

namespace PropBot.Web.Endpoints.Views;

/// <summary>Overview, safety, state and control as the predecessor shaped them (contract 1.3-1.5), filled with what is measured.</summary>
public sealed class StatusViews(DeskLine line, RequestBox book, AutopilotBook autopilot, WebOptions options)
{
    public object Overview()
    {
        var desk = line.Snapshot;
        var pending = book.All.Count(a => a.Pending);
        var components = ComponentViews.All(desk, HealthViews.MaxDeskAge, line.Now, pending);
        return new Dictionary<string, object?>(Common(desk))
        {
            ["ts"] = line.Now,
            ["overall"] = ComponentViews.Overall(desk, components),
            ["scores"] = ComponentViews.Scores(components),
            ["slo"] = WatchViews.Levels(desk),
            ["thresholds"] = WatchViews.Thresholds(desk),
            ["edge_guard"] = WatchViews.EdgeGuard(desk),
            ["components"] = components,
            ["alerts"] = Alerts(desk, components),
            ["build_version"] = options.BuildVersion,
            ["profile"] = desk.Profile,
            ["hold_reason"] = desk.ShownHoldReason?.Code,
            ["hold_source"] = desk.ShownHoldReason?.Source,
            ["hold_since"] = desk.ShownHoldReason?.Since,
            ["hold_reasons"] = desk.HoldReasons.Select(Reason),
            ["root_cause_required"] = desk.HoldReasons.Any(held => held.Severity == HoldSeverity.P0),
            ["blocks"] = Blocks(desk),
            ["preflight"] = desk.Preflight.Select(check => new { name = check.Name, green = check.Green, detail = check.Detail }),
            ["safety"] = Safety(),
            ["resume_request"] = ResumeRequest(desk),
            ["clock_skew_s"] = RiskViews.ClockSkew(desk),
            ["flags"] = Flags(desk),
            ["operational_flags"] = OperationalFlags(desk),
            ["kill"] = Kill(desk.Kill),
            ["flatten"] = Flatten(desk.Flatten),
            ["desync"] = desk.Truth.Reconciliation.IsDesync,
            ["reconciliation"] = TruthViews.Reconciliation(desk),
            ["daily_loss"] = TruthViews.DailyLoss(desk.Truth),
            ["exposure"] = TruthViews.Exposure(desk.Truth.Real),
            ["dead_man"] = DeadMen(desk),
            ["refusals"] = RiskViews.Refusals(desk),
            ["risk"] = MeasureViews.RiskSnapshot(desk),
            ["execution"] = StrategyViews.Execution(desk.Measures.Execution),
            ["capital"] = Trading.Desk.Mirrors.CapitalJson.Of(desk.Measures.Capital),
            ["started_at"] = desk.StartedAt,
            ["boot_id"] = desk.BootId,
        };
    }

    public object Components()
    {
        var desk = line.Snapshot;
        return new Dictionary<string, object?>(Common(desk))
        {
            ["ts"] = line.Now,
            ["build_version"] = options.BuildVersion,
            ["hold_reason"] = desk.ShownHoldReason?.Code,
            ["components"] = ComponentViews.All(desk, HealthViews.MaxDeskAge, line.Now, book.All.Count(a => a.Pending)),
            ["incidents"] = desk.Watch.Incidents.Select(WatchViews.Incident),
        };
    }

    public object Slo()
    {
        var desk = line.Snapshot;
        return new Dictionary<string, object?>(Common(desk))
        {
            ["ts"] = line.Now,
            ["build_version"] = options.BuildVersion,
            ["slo"] = WatchViews.Levels(desk),
            ["thresholds"] = WatchViews.Thresholds(desk),
            ["alerts"] = WatchViews.Alerts(desk),
        };
    }

    private static IEnumerable<object> Alerts(DeskSnapshot desk, IEnumerable<Component> components) => WatchViews.Alerts(desk).Concat(
        components.Where(c => c.Status == "ERROR" && c.Id != "slo_watchdog").Select(c => new { severity = "error", title = c.Title, msg = c.Summary, since = desk.At, component_id = c.Id }));

    public object Safety()
    {
        var desk = line.Snapshot;
        var safety = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["hold_active"] = desk.State.HoldActive(),
            ["hold_reason"] = desk.ShownHoldReason?.Code,
            ["hold_source"] = desk.ShownHoldReason?.Source,
            ["hold_since"] = desk.ShownHoldReason?.Since,
            ["hold_epoch"] = desk.HoldEpoch,
            ["hold_reasons"] = desk.HoldReasons.Select(Reason),
            ["last_released_ts"] = desk.LastReleasedAt,
            ["clock_skew_s"] = RiskViews.ClockSkew(desk),
            ["clock_skew_checked_ts"] = desk.Venues.Select(v => v.Clock?.At).Max(),
            ["risk_snapshot"] = RiskViews.Governor(desk),
            ["liquidity_blocked"] = desk.Watch.Liquidity.Blocked,
            ["liquidity_reason"] = desk.Watch.Liquidity.Reason,
            ["liquidity_snapshot"] = WatchViews.Balances(desk.Watch.Liquidity),
            ["root_cause_required"] = desk.HoldReasons.Any(held => held.Severity == HoldSeverity.P0),
            ["blocks"] = Blocks(desk),
            ["desync_detected"] = desk.Truth.Reconciliation.IsDesync,
            ["reconciliation"] = TruthViews.Reconciliation(desk),
            ["counters"] = new { orders_placed_last_min = desk.Runaway.OrdersLastMinute, cancels_last_min = desk.Runaway.CancelsLastMinute },
            ["limits"] = new { max_orders_per_min = desk.Runaway.OrdersLimit, max_cancels_per_min = desk.Runaway.CancelsLimit },
        };
        if (ResumeRequest(desk) is { } request) safety["resume_request"] = request;
        return safety;
    }

    public object State()
    {
        var desk = line.Snapshot;
        return new Dictionary<string, object?>(Common(desk))
        {
            ["ts"] = line.Now,
            ["flags"] = OperationalFlags(desk),
            ["dry_run"] = desk.DryRun,
            ["two_man_rule"] = desk.Control.TwoManRule,
            ["control"] = Control(desk),
            ["safety"] = Safety(),
            ["pnl"] = PositionViews.Pnl(desk),
            ["positions"] = PositionViews.VenuePositions(desk),
            ["portfolio"] = PositionViews.Portfolio(desk),
            ["loop_config"] = new { pair = desk.Control.LoopPair, venues = desk.Control.LoopVenues, notional_usdt = desk.Control.OrderNotionalUsdt },
            ["risk"] = RiskViews.Governor(desk),
            ["risk_blocked"] = !desk.Blocks.IsEmpty,
            ["risk_reasons"] = desk.Blocks.Select(b => b.Code),
        };
    }

    public object ControlState()
    {
        var desk = line.Snapshot;
        var guards = ComponentViews.All(desk, HealthViews.MaxDeskAge, line.Now, 0).Where(c => c.Group == "P0").ToDictionary(c => c.Id, c => c.Status, StringComparer.Ordinal);
        return new Dictionary<string, object?>(Control(desk)) { ["guards"] = guards, ["hold_active"] = desk.State.HoldActive(), ["dry_run_only"] = desk.DryRun };
    }

    /// <summary>The control object of PATCH and state (contract 1.4). Taker fees are the account's own; null while unread.</summary>
    public static Dictionary<string, object?> Control(DeskSnapshot desk) => new(StringComparer.Ordinal)
    {
        ["mode"] = desk.State.Mode(),
        ["safe_mode"] = desk.State.SafeMode(),
        ["two_man_rule"] = desk.Control.TwoManRule,
        ["approvals"] = new Dictionary<string, object>(),
        ["preflight_passed"] = desk.PreflightAt is not null && desk.Preflight.All(check => check.Green),
        ["last_preflight_ts"] = desk.PreflightAt,
        ["deployment_mode"] = desk.Profile,
        ["environment"] = desk.Profile,
        // Legs are IOC limit orders (R25), so these two are facts, not settings.
        ["post_only"] = false,
        ["reduce_only"] = false,
        ["dry_run"] = desk.DryRun,
        ["dry_run_mode"] = desk.DryRun,
        ["order_notional_usdt"] = desk.Control.OrderNotionalUsdt,
        ["max_slippage_bps"] = desk.Control.MaxSlippageBps,
        ["taker_fee_bps_binance"] = TakerFee(desk, Venue.Binance),
        ["taker_fee_bps_okx"] = TakerFee(desk, Venue.Okx),
        ["poll_interval_sec"] = desk.Control.PollIntervalSec,
        ["min_spread_bps"] = desk.Control.MinSpreadBps,
        ["auto_loop"] = desk.Control.AutoLoop,
        ["loop_pair"] = desk.Control.LoopPair,
        ["loop_venues"] = desk.Control.LoopVenues,
    };

    public static object? Kill(KillView? kill) => kill is null
        ? null
        : new
        {
            id = kill.Id,
            at = kill.At,
            by = kill.By,
            flatten = kill.Flatten.Word(),
            pending = kill.Pending,
            detail = kill.Detail,
            proof = kill.Proof.Select(read => new { venue = read.Venue.Word(), read = read.Read, asked_at = read.AskedAt, answered_at = read.AnsweredAt, open_orders = read.OpenOrders, open_positions = read.OpenPositions }),
        };

    /// <summary>What flattening would leave naked if it were asked for now (R3).</summary>
    public static object Flatten(FlattenView view) => new { matched = Left(view.Matched), each_venue = Left(view.EachVenue) };

    private static object Left(System.Collections.Immutable.ImmutableArray<NakedLeg> legs) => new
    {
        naked_usdt = FlattenView.Sum(legs).Amount,
        legs = legs.Select(leg => new { hedge_id = leg.HedgeId, symbol = leg.Symbol, venue = leg.Venue.Word(), side = leg.Side == Side.Buy ? "long" : "short", quantity = leg.Quantity.Value, usdt = leg.Usdt.Amount }),
    };

    /// <summary>The venues' own switches over our resting orders (R32): what is armed, until when, and what is wrong.</summary>
    private static IEnumerable<object> DeadMen(DeskSnapshot desk) =>
        from venue in desk.Venues
        from man in venue.DeadMen
        select new { venue = venue.Venue.Word(), symbol = man.Symbol, fires_at = man.FiresAt, trouble = man.Trouble, trouble_since = man.TroubleSince };

    internal static decimal? TakerFee(DeskSnapshot desk, Venue venue) => desk.Venues.FirstOrDefault(v => v.Venue == venue)?.TakerFee?.Value;

    /// <summary>The newest request, as long as it belongs to the HOLD that is or the one just left.</summary>
    private object? ResumeRequest(DeskSnapshot desk)
    {
        var newest = book.Newest("resume");
        var gone = newest is { Status: ApprovalStatus.Superseded or ApprovalStatus.Withdrawn or ApprovalStatus.Rejected or ApprovalStatus.Expired };
        var another = desk.State.HoldActive() && newest is { Status: ApprovalStatus.Approved };
        return gone || another ? null : ApprovalViews.ResumeRequest(newest);
    }

    private Dictionary<string, object?> Common(DeskSnapshot desk)
    {
        var standing = autopilot.Read();
        return new(StringComparer.Ordinal)
        {
            ["mode"] = desk.State.Mode(),
            ["hold_active"] = desk.State.HoldActive(),
            ["safe_mode"] = desk.State.SafeMode(),
            ["dry_run_mode"] = desk.DryRun,
            ["two_man_resume_required"] = desk.State.HoldActive() && desk.Control.TwoManRule,
            ["resume_pending"] = book.Newest("resume") is { Pending: true },
            ["runaway_guard"] = new
            {
                limits = new { max_orders_per_min = desk.Runaway.OrdersLimit, max_cancels_per_min = desk.Runaway.CancelsLimit },
                counters = new { orders_placed_last_min = desk.Runaway.OrdersLastMinute, cancels_last_min = desk.Runaway.CancelsLastMinute },
                near_limit = desk.Runaway.IsNearLimit,
            },
            ["auto_hedge"] = AutoHedge(desk),
            ["realized_pnl_usdt"] = desk.RealisedPnl.Amount,
            ["realized_pnl_today_usdt"] = desk.RealisedPnlToday.Amount,
            ["naked_notional_usdt"] = desk.NakedNotional.Amount,
            ["autopilot"] = AutopilotViews.Block(desk, standing),
            ["autopilot_status"] = AutopilotViews.Status(desk),
            ["last_autopilot_action"] = AutopilotViews.LastAction(desk, standing),
            ["last_autopilot_reason"] = AutopilotViews.LastReason(desk, standing),
        };
    }

    private static object AutoHedge(DeskSnapshot desk) => new
    {
        auto_enabled = desk.AutoHedge.Enabled,
        last_opportunity_checked_ts = desk.AutoHedge.LastCheckedAt,
        last_execution_result = desk.AutoHedge.LastResult,
        consecutive_failures = desk.AutoHedge.ConsecutiveFailures,
        on_hold = desk.State.HoldActive(),
        last_execution_ts = desk.AutoHedge.LastExecutionAt,
        last_success_ts = desk.AutoHedge.LastSuccessAt,
    };

    private static object Flags(DeskSnapshot desk) => new
    {
        safe_mode = desk.State.SafeMode(),
        hold_active = desk.State.HoldActive(),
        dry_run_mode = desk.DryRun,
        auto_hedge = desk.AutoHedge.Enabled,
        auto_loop = desk.Control.AutoLoop,
        two_man_rule = desk.Control.TwoManRule,
        kill_pending = desk.Kill is { Pending: true },
        desync = desk.Truth.Reconciliation.IsDesync,
        ledger_writable = desk.LedgerWritable,
    };

    private static Dictionary<string, object?> OperationalFlags(DeskSnapshot desk) => new(StringComparer.Ordinal)
    {
        ["MODE"] = desk.Profile,
        ["SAFE_MODE"] = desk.State.SafeMode(),
        ["TWO_MAN_RULE"] = desk.Control.TwoManRule,
        ["POST_ONLY"] = false,
        ["REDUCE_ONLY"] = false,
        ["ENV"] = desk.Profile,
        ["DRY_RUN"] = desk.DryRun,
        ["DRY_RUN_MODE"] = desk.DryRun,
        ["ORDER_NOTIONAL_USDT"] = desk.Control.OrderNotionalUsdt,
        ["MAX_SLIPPAGE_BPS"] = desk.Control.MaxSlippageBps,
        ["TAKER_FEE_BPS_BINANCE"] = TakerFee(desk, Venue.Binance),
        ["TAKER_FEE_BPS_OKX"] = TakerFee(desk, Venue.Okx),
        ["POLL_INTERVAL_SEC"] = desk.Control.PollIntervalSec,
        ["MIN_SPREAD_BPS"] = desk.Control.MinSpreadBps,
        ["AUTO_LOOP"] = desk.Control.AutoLoop,
        ["LOOP_PAIR"] = desk.Control.LoopPair,
        ["LOOP_VENUES"] = desk.Control.LoopVenues,
    };

    private static object Reason(HoldReason reason) => new { code = reason.Code, source = reason.Source, since = reason.Since, severity = reason.Severity.ToString() };

    private static object Blocks(DeskSnapshot desk) => desk.Blocks.Select(b => new { code = b.Code, text = b.Text });
}
