using static PropBot.Trading.Settings.Entries.Entry;

namespace PropBot.Trading.Settings.Entries;

/// <summary>Keys and addresses (R50). Default addresses: venue documents of 2026 for production and demo trading.</summary>
internal static class VenueSettings
{
    public static readonly IReadOnlyList<Setting> All =
    [
        Secret("BINANCE_API_KEY", "Live key of the Binance USD-M (sub)account, without withdrawal right.") with { Aliases = ["BINANCE_LV_API_KEY"] },
        Secret("BINANCE_API_SECRET", "Its secret.") with { Aliases = ["BINANCE_LV_API_SECRET"] },
        Secret("OKX_API_KEY", "Live key of the OKX (sub)account, without withdrawal right."),
        Secret("OKX_API_SECRET", "Its secret."),
        Secret("OKX_API_PASSPHRASE", "Its passphrase."),
        Secret("BINANCE_UM_API_KEY_TESTNET", "Binance demo key."),
        Secret("BINANCE_UM_API_SECRET_TESTNET", "Its secret."),
        Secret("OKX_API_KEY_TESTNET", "OKX demo-trading key."),
        Secret("OKX_API_SECRET_TESTNET", "Its secret."),
        Secret("OKX_API_PASSPHRASE_TESTNET", "Its passphrase."),
        Switch("DEDICATED_ACCOUNT", Same("false"),
            "Live: you say that both venues' (sub)accounts are used by PropBot alone. The kill switch cancels every order of the account; what is not ours and can be seen turns the preflight red all the same.") with { Loosens = Loosening.On },
        Switch("TRADE_ONLY_KEYS", Same("false"),
            "Live: you say that a key whose rights the venue does not tell (Binance futures) may not withdraw. A right that can be read counts more.") with { Loosens = Loosening.On },
        Address("BINANCE_FUTURES_API_URL", Per(null, "https://demo-fapi.binance.com", "https://fapi.binance.com"), "Binance REST base; paper uses the simulated venue."),
        Address("BINANCE_FUTURES_WS_URL", Per(null, "wss://fstream.binancefuture.com", "wss://fstream.binance.com"), "Binance stream base without a path."),
        Address("BINANCE_FUTURES_WS_API_URL", Per(null, null, "wss://ws-fapi.binance.com/ws-fapi/v1"),
            "Binance WebSocket API for orders. Empty: orders go by REST. The demo venue publishes none: set it on testnet only if it serves the account that the REST address shows."),
        Address("OKX_API_URL", Per(null, "https://openapi.okx.com", "https://openapi.okx.com"), "OKX REST base; set the host of your account's region.") with { Aliases = ["OKX_FUTURES_API_URL"] },
        Switch("BINANCE_ORDERS_BY_REST", Same("false"), "Binance orders and cancels go by REST alone; otherwise by the WebSocket API whenever it is set and ready, which is faster."),
        Switch("OKX_ORDERS_BY_REST", Same("false"), "OKX orders and cancels go by REST alone; otherwise by the private WebSocket whenever it is ready, which is faster."),
        Address("OKX_WS_URL", Per(null, "wss://wspap.okx.com:8443", "wss://ws.okx.com:8443"), "OKX stream base without a path."),
    ];
}
