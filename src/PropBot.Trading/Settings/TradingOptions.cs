using PropBot.Trading.Control;
using PropBot.Trading.Hedging;
using PropBot.Trading.Incidents;
using PropBot.Trading.Instruments;
using PropBot.Trading.MarketData;
using PropBot.Trading.Opportunities;
using PropBot.Trading.Reconciliation;
using PropBot.Trading.Risk;
using PropBot.Trading.Risk.Measures;
using PropBot.Trading.Strategies;
using PropBot.Trading.Watchdogs;

namespace PropBot.Trading.Settings;

/// <summary>Everything the desk needs to know at start, already validated. The records' own defaults are the paper profile's.</summary>
public sealed record TradingOptions
{
    /// <summary>PROFILE: <c>paper</c>, <c>testnet</c> or <c>live</c>.</summary>
    public string Profile { get; init; } = "paper";

    /// <summary>DATA_DIR, absolute (R39).</summary>
    public required string DataDirectory { get; init; }

    /// <summary>SYMBOLS</summary>
    public PairUniverse Universe { get; init; } = new(["BTCUSDT", "ETHUSDT", "SOLUSDT"]);

    /// <summary>Symbols hedges may be opened on; the rest of the universe is only there for what is still open. Null = all.</summary>
    public IReadOnlyList<string>? OpensOn { get; init; }

    /// <summary>MARGIN_MODE: <c>isolated</c> or <c>cross</c> (R21).</summary>
    public string MarginMode { get; init; } = "isolated";

    /// <summary>LEVERAGE, set on both venues and read back.</summary>
    public decimal Leverage { get; init; } = 2m;

    /// <summary>DEDICATED_ACCOUNT: an operator says that nobody else uses the accounts (R3, R21).</summary>
    public bool DedicatedAccount { get; init; }

    /// <summary>BINANCE_ORDERS_BY_REST</summary>
    public bool BinanceOrdersByRest { get; init; }

    /// <summary>OKX_ORDERS_BY_REST</summary>
    public bool OkxOrdersByRest { get; init; }

    /// <summary>TRADE_ONLY_KEYS: an operator says that keys whose rights are not told may not withdraw (R21).</summary>
    public bool TradeOnlyKeys { get; init; }

    /// <summary>DRY_RUN_MODE or DRY_RUN_ONLY: one latch (R6).</summary>
    public bool DryRun { get; init; }

    /// <summary>POLL_INTERVAL_SEC</summary>
    public int PollIntervalSec { get; init; } = 5;

    /// <summary>LOOP_PAIR: narrows the universe to one symbol; empty = all.</summary>
    public string LoopPair { get; init; } = "";

    /// <summary>LOOP_VENUES</summary>
    public IReadOnlyList<string> LoopVenues { get; init; } = ["binance", "okx"];

    /// <summary>TWO_MAN_RULE</summary>
    public bool TwoManRule { get; init; } = true;
    public OpportunityOptions Opportunities { get; init; } = new();
    public HedgingOptions Hedging { get; init; } = new();
    public LimitOptions Limits { get; init; } = new();

    /// <summary>The gate's own limits; <see cref="GateLimits"/> is all it compares with.</summary>
    public RiskLimits Risk { get; init; } = new();

    /// <summary>Each limit has one home in these options; the gate sees them together.</summary>
    public RiskLimits GateLimits() => Risk with
    {
        Caps = Limits,
        MaxDailyLossUsdt = Limits.MaxDailyLossUsdt,
        MaxBookAge = MarketData.MaxQuoteAge,
        ClockSkewHold = MarketData.ClockSkewHold,
        NakedBudgetUsdtSeconds = NakedBudgetUsdtSeconds,
        Capital = Capital,
    };

    /// <summary>What the environment (or a default) says of every setting that can loosen, as text by key; what is in force may be tighter (R14).</summary>
    public IReadOnlyDictionary<string, string> Loosenable { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public MarketDataOptions MarketData { get; init; } = new();

    /// <summary>NAKED_BUDGET_USDT_SECONDS (R51)</summary>
    public decimal NakedBudgetUsdtSeconds { get; init; } = 100_000m;

    public CapitalOptions Capital { get; init; } = new();
    public StrategyOptions Strategies { get; init; } = new();

    /// <summary>AUTOPILOT_ENABLE: permits, and arms nothing (R20).</summary>
    public bool AutopilotPermitted { get; init; }
    public ReconciliationOptions Reconciliation { get; init; } = new();

    /// <summary>What the watchdogs compare with.</summary>
    public WatchOptions Watch { get; init; } = new();

    /// <summary>Limits of the service levels.</summary>
    public SloOptions Slo { get; init; } = new();
}
