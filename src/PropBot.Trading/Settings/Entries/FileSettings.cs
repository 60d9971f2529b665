using static PropBot.Trading.Settings.Entries.Entry;

namespace PropBot.Trading.Settings.Entries;

internal static class FileSettings
{
    public static readonly IReadOnlyList<Setting> All =
    [
        new("DATA_DIR", SettingKind.Path, "Root of every run-time file that has no path of its own (R39).") { Defaults = Same("data") },
        File("RUNTIME_STATE_PATH", "runtime_state.json", "Mirror of the desk's state; the truth is the ledger (R45)."),
        File("POSITIONS_STORE_PATH", "hedge_positions.json", "Mirror of the hedges."),
        File("HEDGE_LOG_PATH", "hedge_log.json", "Mirror of the hedge log."),
        File("EXECUTION_STATS_PATH", "execution_stats.json", "Mirror of execution quality."),
        File("PNL_HISTORY_PATH", "pnl_history.json", "Mirror of the PnL history."),
        File("OPS_ALERTS_FILE", "ops_alerts.json", "Mirror of the alerts."),
        Whole("OPS_ALERTS_MAX_RECORDS", "count", 1, 10_000, Same("500"), "Newest alerts in that mirror; the ledger keeps all."),
        File("OPS_APPROVALS_FILE", "ops_approvals.json", "Mirror of the approvals."),
        File("DAILY_REPORTS_PATH", "daily_reports.json", "Mirror of the daily reports."),
        File("RECONCILIATION_ALERTS_PATH", "reconciliation_alerts.json", "Mirror of what reconciliation found."),
        File("CAPITAL_STATE_PATH", "capital_state.json", "Mirror of the capital in use."),
        Text("RECORD_DIR", "Folder where the market data heard is recorded, one file per venue and symbol, for replays; empty records nothing."),
        File("SNAPSHOT_DIR", "snapshots", "Folder of the snapshot files (R40)."),
    ];
}
