namespace PropBot.Trading.Exchanges.Binance;

/// <summary>Where Binance USD-M is and how patient the connector is. The defaults are the live venue's (wire protocols 1.1).</summary>
public sealed record BinanceOptions
{
    /// <summary>BINANCE_FUTURES_API_URL: scheme and host, no path.</summary>
    public string RestUrl { get; init; } = "https://fapi.binance.com";

    /// <summary>BINANCE_FUTURES_WS_URL: scheme and host; <c>/public</c>, <c>/market</c> and <c>/private</c> are appended (the split of 2026).</summary>
    public string StreamUrl { get; init; } = "wss://fstream.binance.com";

    /// <summary>BINANCE_FUTURES_WS_API_URL: the WebSocket trading API with its path (1.9); empty: there is none, orders go by REST.</summary>
    public string WsApiUrl { get; init; } = "";

    /// <summary>How long a signed read stays valid on its way; an order's window comes from its own validity (R31) and is never longer than this.</summary>
    public TimeSpan RecvWindow { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long beyond an order's validity its answer is awaited before the outcome is called unknown.</summary>
    public TimeSpan OrderPatience { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan ClockEvery { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Depth and best quotes of all symbols silent for so long: the connection is dead (P15).</summary>
    public TimeSpan PublicSilence { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Mark prices come once a second.</summary>
    public TimeSpan MarketSilence { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A listen key lives 60 minutes (1.8).</summary>
    public TimeSpan ListenKeyEvery { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How far before the last proof of life a catch-up reads again; the venue's REST side may lag its stream (1.8).</summary>
    public TimeSpan CatchUpOverlap { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>When fills are read once more after a catch-up: what happened just before the socket opened may reach the REST side late (1.8).</summary>
    public TimeSpan SecondLookAfter { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How far back the first catch-up of a process reads.</summary>
    public TimeSpan FirstCatchUp { get; init; } = TimeSpan.FromHours(24);

    public TimeSpan FundingInfoEvery { get; init; } = TimeSpan.FromMinutes(10);
    public TimeSpan FirstBackoff { get; init; } = TimeSpan.FromMilliseconds(250);
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(30);
}
