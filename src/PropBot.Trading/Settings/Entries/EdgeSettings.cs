using static PropBot.Trading.Settings.Entries.Entry;

namespace PropBot.Trading.Settings.Entries;

internal static class EdgeSettings
{
    private const string FeesFromAccount = "fees are read from the account (R23)";

    public static readonly IReadOnlyList<Setting> All =
    [
        List("SYMBOLS", Same("BTCUSDT,ETHUSDT,SOLUSDT"), "The universe: perpetuals both venues list, in Binance spelling (R41).") with { Loosens = Loosening.More },
        Text("LOOP_PAIR", "Narrows the auto-hedge to one symbol of SYMBOLS; empty means all."),
        List("LOOP_VENUES", Same("binance,okx"), "Venues the auto-hedge may use; without both nothing is opened (R41).") with { Loosens = Loosening.More },
        Whole("POLL_INTERVAL_SEC", "s", 1, 3600, Same("5"), "Pause of the slow loop (mirrors, reports)."),
        Positive("ORDER_NOTIONAL_USDT", "USDT", Per("1000", "50", "50"),
            "Size of one hedge leg. Paper uses 1,000: 50 USDT buys less than one lot of BTC that both venues take (0.001 BTC) and lies below Binance's usual minimum notional, so no BTC hedge could open. On testnet and live raise it on purpose.") with
        { Loosens = Loosening.Up },
        Number("MIN_SPREAD_BPS", "bps", 0m, 1000m, Same("1.0"), "Least net edge after fees, drift, funding and expected close (R23).") with { Loosens = Loosening.Down },
        Number("MAX_SLIPPAGE_BPS", "bps", 0m, 500m, Same("2"), "Slippage of a preview that names none.") with { Loosens = Loosening.Up },
        Whole("MAX_QUOTE_AGE_MS", "ms", 100, 60_000, Same("1500"), "An older book opens nothing.") with { Loosens = Loosening.Up },
        Whole("CLOCK_SKEW_HOLD_THRESHOLD_MS", "ms", 10, 5_000, Per("200", "200", "150"), "HOLD when |offset| − uncertainty reaches this twice running (R34).") with { Loosens = Loosening.Up },
        Number("TAKER_FEE_BPS_BINANCE", "bps", 0m, 100m, ProfileDefaults.None, "The predecessor's fee assumption for Binance.") with { Loosens = Loosening.Down, NotActedOn = FeesFromAccount },
        Number("TAKER_FEE_BPS_OKX", "bps", 0m, 100m, ProfileDefaults.None, "The predecessor's fee assumption for OKX.") with { Loosens = Loosening.Down, NotActedOn = FeesFromAccount },
    ];
}
