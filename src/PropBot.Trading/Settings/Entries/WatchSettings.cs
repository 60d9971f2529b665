using static PropBot.Trading.Settings.Entries.Entry;

namespace PropBot.Trading.Settings.Entries;

internal static class WatchSettings
{
    public static readonly IReadOnlyList<Setting> All =
    [
        Whole("RISK_GUARD_AUTO_HEDGE_FAILURES", "count", 1, 1000, ProfileDefaults.None, "Failed automatic attempts in a row within a minute that are HOLD AUTO_THROTTLE/AUTO_HEDGE_FAILURES; unset: MAX_AUTO_FAILS_PER_MIN, at least 3.") with { Loosens = Loosening.Up },
        Whole("RISK_GUARD_REJECTION_BURST", "count", 1, 1000, Same("5"), "Hedges in a row of which one venue refused an order that are HOLD AUTO_THROTTLE/ORDER_REJECTIONS.") with { Loosens = Loosening.Up },
        Number("RISK_GUARD_REJECTION_WINDOW_SECONDS", "s", 10m, 86_400m, Same("300"), "How long a refusal counts in that row.") with { Loosens = Loosening.Down },
        Number("PARTIAL_HEDGE_THROTTLE_SECONDS", "s", 10m, 86_400m, Same("300"), "A hedge partial for so long is HOLD AUTO_THROTTLE/PARTIAL_HEDGE_STALLED.") with { Loosens = Loosening.Up },
        Number("PARTIAL_HEDGE_ALERT_SECONDS", "s", 1m, 86_400m, Same("300"), "A hedge partial for so long is told as partial_hedge_stalled."),
        Number("RUNAWAY_NOTIONAL_ALERT_RATIO", "fraction", 0.01m, 1m, Same("0.8"), "With this share of MAX_TOTAL_NOTIONAL_USDT open runaway_notional_warning is told."),
        Number("RUNAWAY_CANCEL_ALERT_RATIO", "fraction", 0.01m, 1m, Same("0.8"), "With this share of MAX_CANCELS_PER_MIN used runaway_cancel_rate is told."),
        Number("AUTO_HEDGE_STALL_ALERT_SECONDS", "s", 1m, 86_400m, Same("180"), "A running auto-hedge that looks at no quote for so long is told as auto_hedge_stalled."),
        Number("AUTO_HEDGE_SUCCESS_ALERT_SECONDS", "s", 1m, 86_400m, Same("600"), "A running auto-hedge that only fails for so long is told as auto_hedge_no_success."),
        Number("WATCHDOG_WINDOW_SEC", "s", 60m, 3600m, Same("600"), "Over which the venue watchdog measures lag and rates."),
        Up("WATCHDOG_LAG_DEGRADED_MS", "ms", 1m, 60_000m, "400", "Age of stream messages at their arrival, p95, from which a venue is DEGRADED."),
        Up("WATCHDOG_LAG_DOWN_MS", "ms", 1m, 60_000m, "1200", "… and DOWN, which is a HOLD."),
        Up("WATCHDOG_DISCONNECTS_DEGRADED", "per minute", 1m, 1000m, "2", "Lost streams in a minute from which a venue is DEGRADED."),
        Up("WATCHDOG_DISCONNECTS_DOWN", "per minute", 1m, 1000m, "6", "… and DOWN."),
        Up("WATCHDOG_5XX_DEGRADED", "fraction", 0.001m, 1m, "0.02", "Share of questions answered with HTTP 5xx from which a venue is DEGRADED."),
        Up("WATCHDOG_5XX_DOWN", "fraction", 0.001m, 1m, "0.10", "… and DOWN."),
        Up("WATCHDOG_TIMEOUTS_DEGRADED", "fraction", 0.001m, 1m, "0.02", "Share of calls without an answer from which a venue is DEGRADED."),
        Up("WATCHDOG_TIMEOUTS_DOWN", "fraction", 0.001m, 1m, "0.10", "… and DOWN."),
        Up("WATCHDOG_REJECTS_DEGRADED", "fraction", 0.001m, 1m, "0.01", "Share of orders a venue refused from which it is DEGRADED."),
        Up("WATCHDOG_REJECTS_DOWN", "fraction", 0.001m, 1m, "0.05", "… and DOWN."),
        List("MAINTENANCE_WINDOWS", ProfileDefaults.None, "Planned maintenance: okx=2026-03-01T02:00Z/2026-03-01T04:00Z, *= for both venues; nothing opens ten minutes before, in it is HOLD maintenance."),
        Whole("HOST_DISK_OPENS_MB", "MB", 50, 1_000_000, Same("500"), "With less free space under DATA_DIR nothing is opened.") with { Loosens = Loosening.Down },
        Whole("HOST_DISK_HOLD_MB", "MB", 20, 1_000_000, Same("200"), "With less the desk goes on HOLD disk_low.") with { Loosens = Loosening.Down },
        Whole("HOST_MEMORY_MB", "MB", 256, 1_000_000, Same("4096"), "With more memory in the process nothing is opened.") with { Loosens = Loosening.Up },
        Number("SLO_WS_GAP_MS_P95", "ms", 1m, 600_000m, Per("400", "600", "600"), "Longest silences of one market's streams, p95; beyond it for SLO_HOLD_MINUTES is a HOLD, as for every service level.") with { Loosens = Loosening.Up },
        Number("SLO_ORDER_CYCLE_MS_P95", "ms", 1m, 600_000m, Per("200", "300", "300"), "From an order's decision to the venue's last word on it, p95.") with { Loosens = Loosening.Up },
        Up("SLO_REJECT_RATE", "fraction", 0.001m, 1m, "0.5", "Share of our orders that venues refused."),
        Up("SLO_CANCEL_FAIL_RATE", "fraction", 0.001m, 1m, "0.3", "Share of our cancels that failed."),
        Up("SLO_DATA_AGE_MS_P95", "ms", 1m, 600_000m, "5000", "Age of the books while their stream stands, p95."),
        Up("SLO_MAX_DAY_DRAWDOWN_BPS", "bps", 1m, 10_000m, "300", "Equity lost since 00:00 UTC, of the day's base."),
        Up("SLO_HOLD_MINUTES", "min", 0m, 1440m, "5", "How long a breach may last before the desk goes on HOLD."),
    ];

    private static Setting Up(string name, string unit, decimal min, decimal max, string standard, string meaning) =>
        Number(name, unit, min, max, Same(standard), meaning) with { Loosens = Loosening.Up };
}
