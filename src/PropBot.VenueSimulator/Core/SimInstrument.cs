namespace PropBot.VenueSimulator.Core;

/// <summary>What may be done with an instrument now; a skin has its own words for these.</summary>
public enum SimInstrumentStatus
{
    Trading,

    /// <summary>Only post-only orders, and cancels and amendments of them (OKX <c>post_only</c>).</summary>
    PostOnly,

    /// <summary>Only orders that reduce a position.</summary>
    ReduceOnly,

    /// <summary>Listed, not open yet.</summary>
    Pending,
    Suspended,

    /// <summary>Being settled or delivered.</summary>
    Settling,
    Closed,
}

/// <summary>A change of steps that is announced (OKX <c>upcChg</c>). Null = stays.</summary>
/// <param name="EffectiveAt">Venue time.</param>
public sealed record SimUpcomingChange(decimal? Tick, decimal? Step, decimal? MinQuantity, DateTimeOffset EffectiveAt);

/// <summary>One perpetual as a venue lists it. Quantities are base coin on both venues; <see cref="ContractSize"/> (base per contract) is for a skin that
/// speaks in contracts.</summary>
/// <param name="Symbol">The house's name, e.g. <c>BTCUSDT</c>; a skin maps it to its own.</param>
/// <param name="Step">Quantity step, base.</param>
/// <param name="MinQuantity">Smallest order, base.</param>
/// <param name="MinNotional">Smallest order value in USDT; 0 where the venue has none.</param>
/// <param name="StartPrice">Where the generated price process begins, USDT.</param>
public sealed record SimInstrument(
    string Symbol, string Base, string Quote, decimal Tick, decimal Step, decimal MinQuantity, decimal MaxQuantity, decimal MinNotional, decimal ContractSize,
    decimal StartPrice)
{
    public SimInstrumentStatus Status { get; init; }

    /// <summary>Null: nothing is announced.</summary>
    public SimUpcomingChange? Upcoming { get; init; }

    public bool OnTick(decimal price) => price % Tick == 0m;

    public bool OnStep(decimal quantity) => quantity % Step == 0m;

    public static SimInstrument Binance(string symbol) => symbol switch
    {
        "BTCUSDT" => new(symbol, "BTC", "USDT", 0.1m, 0.001m, 0.001m, 1000m, 100m, 1m, 60_000m),
        "ETHUSDT" => new(symbol, "ETH", "USDT", 0.01m, 0.001m, 0.001m, 10_000m, 20m, 1m, 2_500m),
        "SOLUSDT" => new(symbol, "SOL", "USDT", 0.01m, 0.01m, 0.01m, 1_000_000m, 5m, 1m, 150m),
        _ => new(symbol, BaseOf(symbol), "USDT", 0.001m, 0.1m, 0.1m, 1_000_000m, 5m, 1m, Plausible(symbol)),
    };

    public static SimInstrument Okx(string symbol) => symbol switch
    {
        "BTCUSDT" => new(symbol, "BTC", "USDT", 0.1m, 0.0001m, 0.0001m, 10_000m, 0m, 0.01m, 60_000m),
        "ETHUSDT" => new(symbol, "ETH", "USDT", 0.01m, 0.001m, 0.001m, 100_000m, 0m, 0.1m, 2_500m),
        "SOLUSDT" => new(symbol, "SOL", "USDT", 0.01m, 0.01m, 0.01m, 1_000_000m, 0m, 1m, 150m),
        _ => new(symbol, BaseOf(symbol), "USDT", 0.001m, 0.1m, 0.1m, 1_000_000m, 0m, 1m, Plausible(symbol)),
    };

    private static string BaseOf(string symbol) => symbol.EndsWith("USDT", StringComparison.Ordinal) ? symbol[..^4] : symbol;

    private static decimal Plausible(string symbol) => 5m + Math.Round((decimal)(Dice.For(0, symbol).Uniform() * 40.0), 2);
}
