using static PropBot.Trading.Settings.Entries.Entry;

namespace PropBot.Trading.Settings.Entries;

internal static class LimitSettings
{
    public static readonly IReadOnlyList<Setting> All =
    [
        Whole("MAX_OPEN_POSITIONS", "count", 1, 1000, Per("3", "3", null), "Hedges open at once.") with { Loosens = Loosening.Up, IsRiskLimit = true },
        Positive("MAX_NOTIONAL_PER_POSITION_USDT", "USDT", Per("50000", "50000", null), "Notional of one hedge leg.") with { Loosens = Loosening.Up, IsRiskLimit = true },
        Positive("MAX_TOTAL_NOTIONAL_USDT", "USDT", Per("150000", "150000", null), "Notional of all open hedges together.") with
        { Aliases = ["MAX_TOTAL_NOTIONAL_USD"], Loosens = Loosening.Up, IsRiskLimit = true },
        Number("MAX_LEVERAGE", "×", 1m, 125m, Per("5", "5", null), "Highest leverage any order may imply.") with { Loosens = Loosening.Up, IsRiskLimit = true },
        Whole("MAX_ORDERS_PER_MIN", "count", 1, 100_000, Per("300", "300", "120"), "Orders in a sliding minute before the runaway guard trips (R35).") with { Loosens = Loosening.Up },
        Whole("MAX_CANCELS_PER_MIN", "count", 1, 100_000, Per("600", "600", "240"), "Cancels in a sliding minute before the runaway guard trips; emergency cancels are never refused (R35, R4).") with
        { Loosens = Loosening.Up },
        Positive("MAX_DAILY_LOSS_USDT", "USDT", ProfileDefaults.None, "Equity lost since 00:00 UTC, unrealised included (R33).") with
        { Aliases = ["MAX_DAILY_LOSS_USD", "DAILY_LOSS_CAP_USDT"], Loosens = Loosening.Up, IsRiskLimit = true },
        Positive("MAX_UNREALIZED_LOSS_USD", "USDT", ProfileDefaults.None, "Unrealised loss of all open hedges.") with
        { Aliases = ["MAX_UNREALIZED_LOSS_USDT"], Loosens = Loosening.Up },
        Positive("MAX_POSITION_USDT", "USDT", ProfileDefaults.None, "Notional per symbol; the plain name is the default for all.") with
        { PerWhat = "SYMBOL", Loosens = Loosening.Up, IsRiskLimit = true },
        Whole("MAX_OPEN_ORDERS", "count", 1, 10_000, ProfileDefaults.None, "Orders open at once per venue; the plain name is the default for both.") with
        { PerWhat = "VENUE", Loosens = Loosening.Up, IsRiskLimit = true },
        Positive("MAX_VENUE_NOTIONAL_USDT", "USDT", ProfileDefaults.None, "Notional per venue (R51).") with { PerWhat = "VENUE", Loosens = Loosening.Up },
        Positive("MAX_NET_DELTA_USDT", "USDT", Same("50"), "What a coin may lean to one side over both venues before more is opened on it.") with { Loosens = Loosening.Up },
        Number("MAX_MARGIN_RATIO", "fraction", 0.01m, 0.95m, Same("0.8"), "Maintenance margin / equity above which a venue takes nothing new; 1 is liquidation (contract 7.14).") with { Loosens = Loosening.Up },
        Positive("CAPITAL_TOTAL_USDT", "USDT", ProfileDefaults.None, "Capital the desk may bind; reported beside what is used, and blocks nothing (R51).") with { Loosens = Loosening.Up },
        Positive("CAPITAL_LIMIT", "USDT", ProfileDefaults.None, "Capital per strategy; headroom is reported against it, and it blocks nothing (R51).") with
        { PerWhat = "STRATEGY", Loosens = Loosening.Up },
        Positive("MAX_VAR_24H_USDT", "USDT", ProfileDefaults.None, "Basis VaR over 24 h of what is open, beyond which nothing more opens (R51).") with { Loosens = Loosening.Up },
        Positive("NAKED_BUDGET_USDT_SECONDS", "USDT·s", Same("100000"), "Naked exposure a UTC day may use, money times time; then HOLD naked_budget (R51).") with { Loosens = Loosening.Up },
    ];
}
