using PropBot.Trading.Desk;
using PropBot.Trading.Desk.Watch;
using PropBot.Trading.Incidents;
using PropBot.Trading.Instruments;
using PropBot.Trading.Watchdogs;

namespace PropBot.Web.Endpoints.Views;

/// <summary>Service levels, edge guard, balances and incidents as JSON (contract 1.3, 7.9, 7.14, 7.18). Pure.</summary>
public static class WatchViews
{
    /// <summary>Metric → value; what could not be measured is not there (R43).</summary>
    public static IReadOnlyDictionary<string, decimal> Levels(DeskSnapshot desk) => desk.Watch.Levels.ToDictionary(l => l.Metric, l => l.Value, StringComparer.Ordinal);

    public static IReadOnlyDictionary<string, object> Thresholds(DeskSnapshot desk) =>
        desk.Watch.LevelLimits.ToDictionary(l => l.Key, l => (object)new { limit = l.Value, direction = "max" }, StringComparer.Ordinal);

    public static IEnumerable<object> Alerts(DeskSnapshot desk) => desk.Watch.Levels.Where(l => l.State != SloState.Kept).Select(l => new
    {
        severity = l.State == SloState.Critical ? "critical" : "error",
        title = l.Metric,
        msg = $"{l.Reason}: {Math.Round(l.Value, 4)}",
        since = l.Since,
        component_id = l.Metric == SloTable.ReconMismatch ? "recon" : "slo_watchdog",
    });

    /// <summary>The first symbol that is refused speaks for all; each has its own line in <c>symbols</c>.</summary>
    public static object EdgeGuard(DeskSnapshot desk)
    {
        var all = desk.Watch.EdgeGuard;
        var symbols = all.ToDictionary(guard => guard.Symbol, Word, StringComparer.Ordinal);
        if (all.IsEmpty) return new { allowed = false, reason = "not_evaluated", text = "", symbol = (string?)null, context = (object?)null, symbols };
        var refused = all.FirstOrDefault(guard => guard.Refusal is not null);
        var shown = refused ?? all[0];
        return new { allowed = refused is null, reason = Reason(shown), text = Text(shown), symbol = refused?.Symbol, context = Context(shown), symbols };
    }

    private static object Word(EdgeGuardView guard) => new { allowed = guard.Refusal is null, reason = Reason(guard), text = Text(guard) };

    private static string Reason(EdgeGuardView guard) => guard.Refusal?.Code ?? "ok";

    private static string Text(EdgeGuardView guard) => guard.Refusal?.Text ?? "";

    public static IEnumerable<object> Balances(LiquidityReading reading) => reading.Venues.Select(entry => new
    {
        venue = entry.Venue.Word(),
        free_usdt = entry.FreeUsdt,
        used_usdt = entry.UsedUsdt,
        equity_usdt = entry.EquityUsdt,
        margin_ratio = entry.MarginRatio,
        risk_ok = entry.RiskOk,
        reason = entry.Reason,
    });

    public static object Incident(Incident incident) => new
    {
        id = incident.Id,
        ts = incident.OpenedAt,
        kind = incident.Code,
        severity = incident.Severity.ToString(),
        source = incident.Source,
        details = incident.Detail,
        ended_ts = incident.EndedAt,
        open = incident.EndedAt is null,
        acked_by = incident.AckedBy,
        acked_ts = incident.AckedAt,
        root_cause = incident.RootCause,
        root_cause_by = incident.RootCauseBy,
        root_cause_ts = incident.RootCauseAt,
        timeline = incident.Timeline.Select(entry => new { ts = entry.At, kind = entry.Kind, by = entry.By, text = entry.Text }),
    };

    private static object Context(EdgeGuardView guard) => new
    {
        hold_active = guard.Facts.HoldReason is not null,
        hold_reason = guard.Facts.HoldReason,
        partial_positions = guard.Facts.Partials,
        avg_slippage_bps = guard.Facts.Execution.MeanSlippageBps,
        failure_rate = guard.Facts.Execution.FailureRate,
        attempts = guard.Facts.Execution.Attempts,
        pnl_trend_negative = Trading.Risk.Guards.EdgeGuards.IsFalling(guard.Facts.Unrealised),
        exposure_total = guard.Facts.ExposureUsdt,
        liquidity_blocked = guard.Facts.Liquidity.Blocked,
        liquidity_reason = guard.Facts.Liquidity.Reason,
    };
}
