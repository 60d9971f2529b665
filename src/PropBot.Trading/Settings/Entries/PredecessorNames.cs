namespace PropBot.Trading.Settings.Entries;

/// <summary>
/// Names an operator may still carry in an old environment file. They are known, so nobody searches for a typo, and each is answered with
/// a warning when set, so nobody believes it works.
/// </summary>
internal static class PredecessorNames
{
    private const string Later = "this version does not act on it";

    public static readonly IReadOnlyDictionary<string, string> Unused = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["BINANCE_UM_BASE_TESTNET"] = "use BINANCE_FUTURES_API_URL",
        ["BINANCE_LV_BASE_URL"] = "use BINANCE_FUTURES_API_URL",
        ["BINANCE_LV_API_KEY_TESTNET"] = "use BINANCE_UM_API_KEY_TESTNET",
        ["BINANCE_LV_API_SECRET_TESTNET"] = "use BINANCE_UM_API_SECRET_TESTNET",
        ["ENABLE_PLACE_TEST_ORDERS"] = "on testnet DRY_RUN_MODE decides",
        ["REDUCE_ONLY"] = "every closing order is reduce-only by itself",
        ["SCAN_INTERVAL_SEC"] = "every quote is looked at",
        ["SCAN_LEVERAGE_SUGGESTION"] = "use LEVERAGE",
        ["OPS_ALERTS_DIR"] = "use OPS_ALERTS_FILE and OPS_APPROVALS_FILE",
        ["HOLD_UNKNOWN_ALERT_SECONDS"] = "every HOLD has its reason",
        ["ORCHESTRATOR_ALERT_INTERVAL_SEC"] = "each change is told within a second",
        ["POSTGRES_DSN"] = Later,
    };
}
