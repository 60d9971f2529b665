namespace PropBot.VenueSimulator.Core;

/// <summary>What makes one venue behave differently from the other. Rates are fractions of notional.</summary>
/// <param name="Index">0 or 1: which of the two books of the market source is this venue's.</param>
/// <param name="RefusesAtOnce">True: a post-only that would take and a fill-or-kill that cannot fill are refused in the reply (Binance); false: accepted, then
/// cancelled (OKX).</param>
/// <param name="PriceBand">A buy above mark × (1 + band) or a sell below mark × (1 − band) is refused.</param>
public sealed record VenueProfile(
    string Name, int Index, decimal MakerRate, decimal TakerRate, decimal PriceBand, bool RefusesAtOnce, long FirstOrderId, IReadOnlyList<SimInstrument> Instruments)
{
    public TimeSpan FundingInterval { get; init; } = TimeSpan.FromHours(8);

    /// <summary>Opening balance, USDT, booked once when the account is first made.</summary>
    public decimal OpeningDeposit { get; init; } = 100_000m;

    public int DefaultLeverage { get; init; } = 20;

    public int MaxLeverage { get; init; } = 125;

    /// <summary>Maintenance margin as a fraction of notional at mark.</summary>
    public decimal MaintenanceRate { get; init; } = 0.004m;

    public int MaxOpenOrdersPerSymbol { get; init; } = 200;

    public SimSelfTrade SelfTrade { get; init; } = SimSelfTrade.ExpireMaker;

    public int MaxAmends { get; init; } = 10_000;

    /// <summary>How many makers one taker may meet; what is left then is cancelled. Null = any.</summary>
    public int? MaxMakers { get; init; }

    /// <summary>A liquidation or deleveraging order has a client id of its own (Binance <c>autoclose-…</c>, <c>adl_autoclose</c>).</summary>
    public bool NamesSystemOrders { get; init; } = true;

    /// <summary>An amendment always goes to the end of the queue; false: not when only the quantity shrinks (OKX).</summary>
    public bool AmendLosesPlace { get; init; } = true;

    /// <summary>An amended order has no self-trade mode any more (Binance).</summary>
    public bool AmendForgetsSelfTrade { get; init; } = true;

    public static VenueProfile Binance(IEnumerable<string> symbols) =>
        new("binance", 0, 0.0002m, 0.00045m, 0.05m, RefusesAtOnce: true, 8_000_000_001, [.. symbols.Select(SimInstrument.Binance)]);

    public static VenueProfile Okx(IEnumerable<string> symbols) =>
        new("okx", 1, 0.0002m, 0.0005m, 0.05m, RefusesAtOnce: false, 3_000_000_000_000_000_001, [.. symbols.Select(SimInstrument.Okx)])
        {
            MaxOpenOrdersPerSymbol = 500,
            MaxLeverage = 100,
            MaxMakers = 1000,
            NamesSystemOrders = false,
            AmendLosesPlace = false,
            AmendForgetsSelfTrade = false,
        };
}
