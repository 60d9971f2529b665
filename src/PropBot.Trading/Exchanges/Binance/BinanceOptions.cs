namespace PropBot.Trading.Exchanges.Binance;

/// <summary>Where Binance USD-M is and how patient the connector is. The defaults are the live venue's (wire protocols 1.1).</summary>
public sealed record BinanceOptions
{
    /// <summary>BINANCE_FUTURES_API_URL: scheme and host, no path.</summary>
    public string RestUrl { get; init; } = "https://fapi.binance.com";

    /// <summary>BINANCE_FUTURES_WS_URL: scheme and host; <c>/public</c>, <c>/market</c> and <c>/private</c> are appended (the split of 2026).</summary>
    public string StreamUrl { get; init; } = "wss://fstream.binance.com";

    /// <summary>
    /// BINANCE_FUTURES_WS_API_URL: order entry by WebSocket, the whole address with its path (1.9). Empty: orders go by REST only, as on the
    /// demo venue, which publishes no such address.
    /// </summary>
    public string WsApiUrl { get; init; } = "";

    /// <summary>Orders go by REST although <see cref="WsApiUrl"/> is set.</summary>
    public bool PreferRest { get; init; }

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

    /// <summary>
    /// Each kind of stream, and each pair's mark price, must have data within this time, again and again: the venue accepts any subscription and a wrong
    /// one stays silent (1.7).
    /// </summary>
    public TimeSpan StreamProofEvery { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A listen key lives 60 minutes (1.8).</summary>
    public TimeSpan ListenKeyEvery { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How far before the last proof of life a catch-up reads again; the venue's REST side may lag its stream (1.8).</summary>
    public TimeSpan CatchUpOverlap { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>When fills are read once more after a catch-up: what happened just before the socket opened may reach the REST side late (1.8).</summary>
    public TimeSpan SecondLookAfter { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How far back the first catch-up of a process reads.</summary>
    public TimeSpan FirstCatchUp { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How soon the stream must speak of an order the venue took, and what REST knows (its normal delay is under a second).</summary>
    public TimeSpan EventPatience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the private stream's word is compared with REST; 5 weight each.</summary>
    public TimeSpan PrivateProofEvery { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How often exchangeInfo is read again (weight 1); a told change, or a refusal that casts doubt, does it at once.</summary>
    public TimeSpan InstrumentsEvery { get; init; } = TimeSpan.FromMinutes(5);

    public TimeSpan FundingInfoEvery { get; init; } = TimeSpan.FromMinutes(10);
    public TimeSpan FirstBackoff { get; init; } = TimeSpan.FromMilliseconds(250);
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(30);
}
