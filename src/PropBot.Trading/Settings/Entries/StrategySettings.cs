using static PropBot.Trading.Settings.Entries.Entry;

namespace PropBot.Trading.Settings.Entries;

internal static class StrategySettings
{
    public static readonly IReadOnlyList<Setting> All =
    [
        Positive("STRATEGY_BUDGET_USDT", "USDT", ProfileDefaults.None, "Notional a strategy may have open; a soft cap that the risk dial scales. The plain name is the default for all.") with
        { PerWhat = "STRATEGY", Loosens = Loosening.Up },
        Positive("STRATEGY_DAILY_LOSS_USDT", "USDT", Same("500"), "Realised loss of a strategy since 00:00 UTC that freezes it; the plain name is the default for all.") with
        { PerWhat = "STRATEGY", Loosens = Loosening.Up },
        Whole("STRATEGY_MAX_FAILURES", "count", 1, 100, Same("5"), "More failed runs in a row freeze a strategy; two people unfreeze it.") with { Loosens = Loosening.Up },
        Number("FUNDING_CAPTURE_MIN_BPS", "bps", 0m, 100m, Same("2"), "The least funding_capture must receive within its hold, counted at half as R23 counts.") with { Loosens = Loosening.Down },
        Number("FUNDING_CAPTURE_HOLD_HOURS", "h", 1m, 72m, Same("8"), "How long funding_capture expects to hold.") with { Loosens = Loosening.Up },
    ];
}
