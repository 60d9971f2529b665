using PropBot.Trading.Amounts;
using PropBot.Trading.Control;
using PropBot.Trading.Hedging;
using PropBot.Trading.Instruments;
using PropBot.Trading.MarketData;
using PropBot.Trading.Opportunities;
using PropBot.Trading.Reconciliation;
using PropBot.Trading.Settings.Approved;
using PropBot.Trading.Settings.Rules;

namespace PropBot.Trading.Settings;

/// <summary>Builds the options from values in which no problem was found; a missing one is then a broken promise of the registry.</summary>
internal static class OptionsBuilder
{
    public static TradingOptions Trading(SettingValues values) => new()
    {
        Profile = values.Profile,
        DataDirectory = Path(values, "DATA_DIR"),
        Universe = new PairUniverse(values.List("SYMBOLS")),
        MarginMode = Word(values, "MARGIN_MODE"),
        Leverage = Number(values, "LEVERAGE"),
        DedicatedAccount = Switch(values, "DEDICATED_ACCOUNT"),
        TradeOnlyKeys = Switch(values, "TRADE_ONLY_KEYS"),
        BinanceOrdersByRest = Switch(values, "BINANCE_ORDERS_BY_REST"),
        OkxOrdersByRest = Switch(values, "OKX_ORDERS_BY_REST"),
        DryRun = values.Switch("DRY_RUN_MODE") == true || values.Switch("DRY_RUN_ONLY") == true,
        PollIntervalSec = Whole(values, "POLL_INTERVAL_SEC"),
        LoopPair = values.Text("LOOP_PAIR")?.ToUpperInvariant() ?? "",
        LoopVenues = [.. values.List("LOOP_VENUES").Select(VenueWord).Distinct(StringComparer.Ordinal)],
        TwoManRule = Switch(values, "TWO_MAN_RULE"),
        Opportunities = Opportunities(values),
        Hedging = Hedging(values),
        Limits = Limits(values),
        Reconciliation = new ReconciliationOptions { Every = Seconds(values, "RECONCILE_INTERVAL_SEC"), DustUsdt = Number(values, "MAX_DUST_USDT") },
        Risk = RiskOptions.Of(values),
        Watch = WatchBuilder.Of(values),
        Slo = WatchBuilder.Slo(values),
        Loosenable = values.Found.Where(found => SettingsBaseline.Entry(found.Key) is not null).ToDictionary(found => found.Key, found => found.Value.Text, StringComparer.Ordinal),
        Capital = RiskOptions.Capital(values),
        Strategies = RiskOptions.Strategies(values),
        NakedBudgetUsdtSeconds = Number(values, "NAKED_BUDGET_USDT_SECONDS"),
        AutopilotPermitted = Switch(values, "AUTOPILOT_ENABLE"),
        MarketData = new MarketDataOptions { MaxQuoteAge = Milliseconds(values, "MAX_QUOTE_AGE_MS"), ClockSkewHold = Milliseconds(values, "CLOCK_SKEW_HOLD_THRESHOLD_MS") },
    };

    public static ProcessOptions Host(SettingValues values) => new()
    {
        Profile = values.Profile,
        ModeLabel = ProfileChoice.Label(values.Text("MODE"), values.Profile),
        Root = values.Resolve("."),
        DataDirectory = Path(values, "DATA_DIR"),
        BuildVersion = values.Text("BUILD_VERSION"),
        Language = Word(values, "PROPBOT_LANG"),
        Door = new DoorOptions(
            Text(values, "API_HOST"), Whole(values, "API_PORT"), Switch(values, "API_BEHIND_PROXY"), Switch(values, "AUTH_ENABLED"),
            values.Secret("API_TOKEN"), values.Secret("APPROVE_TOKEN"), values.FullPath("SECRETS_STORE_PATH"),
            TimeSpan.FromSeconds(Whole(values, "IDEM_TTL_SEC")), Whole(values, "API_RATE_PER_MIN"), Whole(values, "API_BURST"))
        {
            TelegramOperators = values.IsSet("TELEGRAM_OPERATORS") ? TelegramOperators.Read(values.List("TELEGRAM_OPERATORS")).People : null,
        },
        Files = Files(values),
        PaperVenues = new PaperVenueOptions(
            Whole(values, "SIM_SEED"), Whole(values, "SIM_BINANCE_PORT"), Whole(values, "SIM_OKX_PORT"), VenueRules.ExternalVenues(values),
            [.. values.List("SIM_SOURCE").Select(values.Resolve)], values.Secret("SIM_KEY"), values.Secret("SIM_SECRET"), values.Secret("SIM_PASSPHRASE")),
        Addresses = values.IsPaper ? null : new VenueAddresses(
            Base(values, "BINANCE_FUTURES_API_URL"), Base(values, "BINANCE_FUTURES_WS_URL"), values.Text("BINANCE_FUTURES_WS_API_URL")?.TrimEnd('/') ?? "",
            Base(values, "OKX_API_URL"), Base(values, "OKX_WS_URL")),
        Keys = VenueRules.KeyNames(values.Profile).Where(pair => pair.Value.All(values.IsSet)).ToDictionary(pair => pair.Key, pair => Keys(values, pair.Value)),
    };

    private static OpportunityOptions Opportunities(SettingValues values) => new()
    {
        OrderNotionalUsdt = Number(values, "ORDER_NOTIONAL_USDT"),
        MinSpread = Bps(values, "MIN_SPREAD_BPS"),
        MaxSlippage = Bps(values, "MAX_SLIPPAGE_BPS"),
        // Only paper may trade on a guess before its own history exists (R23).
        ClosePrior = values.IsPaper ? new OpportunityOptions().ClosePrior : null,
    };

    private static HedgingOptions Hedging(SettingValues values) => new()
    {
        AutoHedge = Switch(values, "AUTO_HEDGE_ENABLED"),
        AttemptPause = Seconds(values, "AUTO_HEDGE_SCAN_SECS"),
        MaxFailuresPerMinute = Whole(values, "MAX_AUTO_FAILS_PER_MIN"),
        LegDeadline = Milliseconds(values, "HEDGE_LEG_DEADLINE_MS"),
        LegMaxSlippage = Bps(values, "HEDGE_LEG_MAX_SLIPPAGE_BPS"),
        LegOrder = Word(values, "HEDGE_LEG_ORDER") == "concurrent" ? LegOrder.Concurrent : LegOrder.Sequential,
        LegFailure = Word(values, "LEG_FAILURE_POLICY") == "unwind" ? LegFailurePolicy.Unwind : LegFailurePolicy.Hold,
        OrderValidity = Milliseconds(values, "ORDER_VALID_MS"),
        MaxDustUsdt = Number(values, "MAX_DUST_USDT"),
        NakedMaxTime = Seconds(values, "NAKED_MAX_SECONDS"),
        NakedMaxLossUsdt = Number(values, "NAKED_MAX_LOSS_USDT"),
        NakedAutoUnwind = Switch(values, "NAKED_AUTO_UNWIND"),
        LiquidationWarnPct = Number(values, "LIQ_DISTANCE_WARN_PCT"),
        LiquidationActPct = Number(values, "LIQ_DISTANCE_ACT_PCT"),
        HoldProtectiveExits = Switch(values, "HOLD_PROTECTIVE_EXITS"),
        TakeProfit = Bps(values, "EXIT_TAKE_PROFIT_BPS"),
        MaxHold = TimeSpan.FromSeconds((double)(Number(values, "EXIT_MAX_HOLD_MINUTES") * 60m)),
        Stop = Bps(values, "EXIT_STOP_BPS"),
    };

    private static LimitOptions Limits(SettingValues values) => new()
    {
        MaxOpenPositions = Whole(values, "MAX_OPEN_POSITIONS"),
        MaxNotionalPerPositionUsdt = Number(values, "MAX_NOTIONAL_PER_POSITION_USDT"),
        MaxTotalNotionalUsdt = Number(values, "MAX_TOTAL_NOTIONAL_USDT"),
        MaxLeverage = Number(values, "MAX_LEVERAGE"),
        MaxOrdersPerMinute = Whole(values, "MAX_ORDERS_PER_MIN"),
        MaxCancelsPerMinute = Whole(values, "MAX_CANCELS_PER_MIN"),
        MaxDailyLossUsdt = values.Number("MAX_DAILY_LOSS_USDT"),
    };

    private static RunTimeFiles Files(SettingValues values) => new()
    {
        RuntimeState = RunTimeFile(values, "RUNTIME_STATE_PATH"),
        Positions = RunTimeFile(values, "POSITIONS_STORE_PATH"),
        HedgeLog = RunTimeFile(values, "HEDGE_LOG_PATH"),
        ExecutionStats = RunTimeFile(values, "EXECUTION_STATS_PATH"),
        PnlHistory = RunTimeFile(values, "PNL_HISTORY_PATH"),
        Alerts = RunTimeFile(values, "OPS_ALERTS_FILE"),
        MostAlerts = Whole(values, "OPS_ALERTS_MAX_RECORDS"),
        Approvals = RunTimeFile(values, "OPS_APPROVALS_FILE"),
        DailyReports = RunTimeFile(values, "DAILY_REPORTS_PATH"),
        ReconciliationAlerts = RunTimeFile(values, "RECONCILIATION_ALERTS_PATH"),
        CapitalState = RunTimeFile(values, "CAPITAL_STATE_PATH"),
        SnapshotFolder = RunTimeFile(values, "SNAPSHOT_DIR"),
        RecordFolder = values.FullPath("RECORD_DIR"),
    };

    private static VenueKeys Keys(SettingValues values, string[] names) =>
        new(new Secret(Text(values, names[0])), new Secret(Text(values, names[1])), new Secret(names.Length > 2 ? Text(values, names[2]) : ""));

    private static string VenueWord(string word) => Venues.TryParse(word, out var venue) ? venue.Word() : throw Missing(word);

    private static string RunTimeFile(SettingValues values, string name) =>
        SettingRegistry.Find(name) is { } setting ? values.RunTimeFile(setting) ?? throw Missing(name) : throw Missing(name);

    private static string Path(SettingValues values, string name) => values.FullPath(name) ?? throw Missing(name);

    private static string Base(SettingValues values, string name) => Text(values, name).TrimEnd('/');

    private static string Text(SettingValues values, string name) => values.Text(name) ?? throw Missing(name);

    private static string Word(SettingValues values, string name) => Text(values, name).ToLowerInvariant();

    private static bool Switch(SettingValues values, string name) => values.Switch(name) ?? throw Missing(name);

    private static decimal Number(SettingValues values, string name) => values.Number(name) ?? throw Missing(name);

    private static int Whole(SettingValues values, string name) => (int)(values.Whole(name) ?? throw Missing(name));

    private static Bps Bps(SettingValues values, string name) => new(Number(values, name));

    private static TimeSpan Milliseconds(SettingValues values, string name) => TimeSpan.FromMilliseconds(Whole(values, name));

    private static TimeSpan Seconds(SettingValues values, string name) => TimeSpan.FromSeconds((double)Number(values, name));

    private static InvalidOperationException Missing(string name) => new($"{name} passed every check and still has no value");
}
