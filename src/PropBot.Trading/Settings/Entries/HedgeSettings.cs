using static PropBot.Trading.Settings.Entries.Entry;

namespace PropBot.Trading.Settings.Entries;

internal static class HedgeSettings
{
    public static readonly IReadOnlyList<Setting> All =
    [
        Switch("AUTO_HEDGE_ENABLED", Per("true", "false", "false"), "Opens and closes hedges by itself while the desk runs.") with { Aliases = ["AUTO_HEDGE_ENABLE"], Loosens = Loosening.On },
        Number("AUTO_HEDGE_SCAN_SECS", "s", 0.5m, 3600m, Same("2"), "Least pause between two automatic attempts on one pair."),
        Whole("MAX_AUTO_FAILS_PER_MIN", "count", 1, 1000, Same("3"), "More failed automatic attempts within a minute are a HOLD.") with { Loosens = Loosening.Up },
        Whole("HEDGE_LEG_DEADLINE_MS", "ms", 100, 30_000, Same("3000"), "How long leg B of an open may be retried (R27).") with { Loosens = Loosening.Up },
        Number("HEDGE_LEG_MAX_SLIPPAGE_BPS", "bps", 0m, 500m, Same("10"), "Leg B's cap around its planned price; retries do not move it (R25).") with { Loosens = Loosening.Up },
        Word("HEDGE_LEG_ORDER", ["sequential", "concurrent"], Same("sequential"), "Thinner book first, or both legs at once (R25)."),
        Word("LEG_FAILURE_POLICY", ["hold", "unwind"], Same("hold"), "After leg B failed: stay partial in HOLD up to the naked bound, or unwind leg A at once (R27)."),
        Whole("ORDER_VALID_MS", "ms", 100, 1000, Same("1000"), "Validity every order carries, so that absence can be proven (R31).") with { Loosens = Loosening.Up },
        Number("MAX_DUST_USDT", "USDT", 0m, 1000m, Same("10"), "A residue below a venue's minimum is booked as dust up to this (R25).") with { Loosens = Loosening.Up },
        Number("NAKED_MAX_SECONDS", "s", 1m, 3600m, Same("60"), "A naked excess is unwound reduce-only after this long, in every state (R16).") with { Loosens = Loosening.Up },
        Positive("NAKED_MAX_LOSS_USDT", "USDT", Same("50"), "… or at this loss, whichever is first (R16).") with { Loosens = Loosening.Up },
        Number("LIQ_DISTANCE_WARN_PCT", "%", 1m, 90m, Same("15"), "A leg nearer to its liquidation than this pages (R15).") with { Loosens = Loosening.Down },
        Number("LIQ_DISTANCE_ACT_PCT", "%", 0.5m, 50m, Same("7"), "Nearer than this both legs are reduced by equal quantity, in every state (R15).") with { Loosens = Loosening.Down },
        Switch("HOLD_PROTECTIVE_EXITS", Same("true"), "The stop exit acts in HOLD too (R15).") with { Loosens = Loosening.Off },
        Switch("NAKED_AUTO_UNWIND", Same("true"), "false pages every minute instead of unwinding (R16).") with { Loosens = Loosening.Off },
        Number("EXIT_TAKE_PROFIT_BPS", "bps", 0m, 1000m, Same("1.0"), "Close when the close PnL reaches this part of the entry notional (R30)."),
        Number("EXIT_MAX_HOLD_MINUTES", "min", 1m, 43_200m, Same("480"), "Close after this long (R30).") with { Loosens = Loosening.Up },
        Number("EXIT_STOP_BPS", "bps", 1m, 10_000m, Same("50"), "Close when the mid basis moved against us by this since entry, for 10 s (R30).") with { Loosens = Loosening.Up },
        Number("RECONCILE_INTERVAL_SEC", "s", 2m, 300m, Same("10"), "How often both venues are compared with the ledger (P12); after a suspicion at once.") with { Loosens = Loosening.Up },
        Word("MARGIN_MODE", ["isolated", "cross"], Same("isolated"), "Set on both venues and read back (R21)."),
        Number("LEVERAGE", "×", 1m, 125m, Per("2", "2", "1"), "Set on both venues and read back; never above MAX_LEVERAGE (R21).") with { Loosens = Loosening.Up },
    ];
}
