namespace PropBot.Trading.Desk.Mirrors;

/// <summary>Where the mirrors lie. All paths absolute (R39).</summary>
/// <param name="Directory">DATA_DIR</param>
public sealed record MirrorOptions(string Directory)
{
    /// <summary>RUNTIME_STATE_PATH</summary>
    public string RuntimeStatePath { get; init; } = Path.Combine(Directory, "runtime_state.json");

    /// <summary>POSITIONS_STORE_PATH</summary>
    public string PositionsPath { get; init; } = Path.Combine(Directory, "hedge_positions.json");

    /// <summary>HEDGE_LOG_PATH</summary>
    public string HedgeLogPath { get; init; } = Path.Combine(Directory, "hedge_log.json");

    public string ExecutionStatsPath { get; init; } = Path.Combine(Directory, "execution_stats.json");

    /// <summary>PNL_HISTORY_PATH</summary>
    public string PnlHistoryPath { get; init; } = Path.Combine(Directory, "pnl_history.json");

    /// <summary>CAPITAL_STATE_PATH</summary>
    public string CapitalStatePath { get; init; } = Path.Combine(Directory, "capital_state.json");

    /// <summary>RECONCILIATION_ALERTS_PATH</summary>
    public string ReconciliationAlertsPath { get; init; } = Path.Combine(Directory, "reconciliation_alerts.json");

    /// <summary>OPS_ALERTS_FILE</summary>
    public string AlertsPath { get; init; } = Path.Combine(Directory, "ops_alerts.json");

    /// <summary>OPS_ALERTS_MAX_RECORDS: the newest so many; the ledger keeps all.</summary>
    public int MostAlerts { get; init; } = 500;
}
