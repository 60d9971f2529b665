using PropBot.Trading.Incidents;
using PropBot.Trading.Settings.Rules;
using PropBot.Trading.Watchdogs;

namespace PropBot.Trading.Settings;

/// <summary>Reads what the watchdogs compare with.</summary>
internal static class WatchBuilder
{
    public static WatchOptions Of(SettingValues values) => new()
    {
        Throttle = new ThrottleOptions
        {
            AutoHedgeFailures = (int?)values.Whole("RISK_GUARD_AUTO_HEDGE_FAILURES"),
            RejectionBurst = (int)Whole(values, "RISK_GUARD_REJECTION_BURST"),
            RejectionWindow = Seconds(values, "RISK_GUARD_REJECTION_WINDOW_SECONDS"),
            PartialStalledAfter = Seconds(values, "PARTIAL_HEDGE_THROTTLE_SECONDS"),
        },
        Health = new HealthOptions
        {
            Window = Seconds(values, "WATCHDOG_WINDOW_SEC"),
            LagMs = Bound(values, "WATCHDOG_LAG_DEGRADED_MS", "WATCHDOG_LAG_DOWN_MS"),
            Disconnects = Bound(values, "WATCHDOG_DISCONNECTS_DEGRADED", "WATCHDOG_DISCONNECTS_DOWN"),
            ServerErrors = Bound(values, "WATCHDOG_5XX_DEGRADED", "WATCHDOG_5XX_DOWN"),
            Timeouts = Bound(values, "WATCHDOG_TIMEOUTS_DEGRADED", "WATCHDOG_TIMEOUTS_DOWN"),
            Rejects = Bound(values, "WATCHDOG_REJECTS_DEGRADED", "WATCHDOG_REJECTS_DOWN"),
        },
        Host = new HostOptions
        {
            DiskForOpensMb = Whole(values, "HOST_DISK_OPENS_MB"),
            DiskHoldMb = Whole(values, "HOST_DISK_HOLD_MB"),
            MemoryMb = Whole(values, "HOST_MEMORY_MB"),
        },
        Alarms = new AlarmOptions
        {
            PartialFor = Seconds(values, "PARTIAL_HEDGE_ALERT_SECONDS"),
            NotionalRatio = Number(values, "RUNAWAY_NOTIONAL_ALERT_RATIO"),
            CancelRatio = Number(values, "RUNAWAY_CANCEL_ALERT_RATIO"),
            UncheckedFor = Seconds(values, "AUTO_HEDGE_STALL_ALERT_SECONDS"),
            FailingFor = Seconds(values, "AUTO_HEDGE_SUCCESS_ALERT_SECONDS"),
        },
        Maintenance = WatchRules.Windows(values) is { Count: > 0 } windows ? [.. windows.Select(text => MaintenanceWindow.Parse(text)!)] : [],
    };

    public static SloOptions Slo(SettingValues values) => new()
    {
        WsGapMs = Number(values, "SLO_WS_GAP_MS_P95"),
        OrderCycleMs = Number(values, "SLO_ORDER_CYCLE_MS_P95"),
        RejectRate = Number(values, "SLO_REJECT_RATE"),
        CancelFailRate = Number(values, "SLO_CANCEL_FAIL_RATE"),
        DataAgeMs = Number(values, "SLO_DATA_AGE_MS_P95"),
        DayDrawdownBps = Number(values, "SLO_MAX_DAY_DRAWDOWN_BPS"),
        HoldAfter = TimeSpan.FromMinutes((double)Number(values, "SLO_HOLD_MINUTES")),
    };

    private static HealthBound Bound(SettingValues values, string degraded, string down) => new(Number(values, degraded), Number(values, down));

    private static TimeSpan Seconds(SettingValues values, string name) => TimeSpan.FromSeconds((double)Number(values, name));

    private static decimal Number(SettingValues values, string name) => values.Number(name) ?? throw Missing(name);

    private static long Whole(SettingValues values, string name) => values.Whole(name) ?? throw Missing(name);

    private static InvalidOperationException Missing(string name) => new($"{name} passed every check and still has no value");
}
