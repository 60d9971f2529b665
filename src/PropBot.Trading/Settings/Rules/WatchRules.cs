using PropBot.Trading.Watchdogs;

namespace PropBot.Trading.Settings.Rules;

/// <summary>What the watchdogs' settings must be to each other.</summary>
internal static class WatchRules
{
    private static readonly (string Lower, string Upper)[] Ordered =
    [
        ("WATCHDOG_LAG_DEGRADED_MS", "WATCHDOG_LAG_DOWN_MS"), ("WATCHDOG_DISCONNECTS_DEGRADED", "WATCHDOG_DISCONNECTS_DOWN"), ("WATCHDOG_5XX_DEGRADED", "WATCHDOG_5XX_DOWN"),
        ("WATCHDOG_TIMEOUTS_DEGRADED", "WATCHDOG_TIMEOUTS_DOWN"), ("WATCHDOG_REJECTS_DEGRADED", "WATCHDOG_REJECTS_DOWN"), ("HOST_DISK_HOLD_MB", "HOST_DISK_OPENS_MB"),
    ];

    public static IReadOnlyList<string> Windows(SettingValues values) => values.List("MAINTENANCE_WINDOWS");

    public static void Check(SettingValues values, Findings findings)
    {
        foreach (var text in Windows(values).Where(text => MaintenanceWindow.Parse(text) is null))
            findings.Problem("MAINTENANCE_WINDOWS", $"'{(text.Length <= 60 ? text : text[..60] + "…")}' is no window; write okx=2026-03-01T02:00Z/2026-03-01T04:00Z, binance=… or *=… for both");
        foreach (var (lower, upper) in Ordered)
            if (values.Number(lower) is { } low && values.Number(upper) is { } high && low > high) findings.Problem(lower, $"is above {upper}; the first step must come before the second");
    }
}
