namespace PropBot.VenueSimulator.Core;

public enum SimSide
{
    Buy,
    Sell,
}

public enum SimOrderType
{
    Limit,
    Market,
}

public enum SimTimeInForce
{
    GoodTillCancel,
    ImmediateOrCancel,
    FillOrKill,
    PostOnly,

    /// <summary>Rests until <see cref="SimOrderRequest.GoodTill"/>, then expires.</summary>
    GoodTillDate,
}

/// <summary><c>Expired</c> is an end the venue made, <c>Canceled</c> one the user (or a dead-man switch) made; a skin may show both as the same word.</summary>
public enum SimOrderState
{
    New,
    PartiallyFilled,
    Filled,
    Canceled,
    Expired,
}

/// <summary>Why an order ended without being filled whole.</summary>
public enum SimEndReason
{
    None,
    User,
    DeadMan,
    ImmediateRemainder,
    MarketRemainder,
    FillOrKillUnfillable,
    PostOnlyWouldTake,
    ReduceOnly,
    Liquidation,

    /// <summary>It met an order of the same account: taker, maker or both ended (Binance EXPIRED_IN_MATCH, OKX cancelSource 32).</summary>
    SelfTrade,
    GoodTillDate,

    /// <summary>It would have met more makers than one order may (OKX cancelSource 33).</summary>
    TooManyMakers,
    AutoDeleverage,

    /// <summary>An amendment that asked for it failed (OKX <c>cxlOnFail</c>).</summary>
    AmendFailed,
}

/// <summary>An order as the user asked for it. Quantity in base coin.</summary>
/// <param name="Price">Null for a market order.</param>
/// <param name="Tag">The group a dead-man switch may name (OKX).</param>
/// <param name="Isolated">Margin mode asked for with the order; null = the symbol's setting. It takes effect only while the symbol is flat.</param>
/// <param name="Note">Words of the skin that it wants back with the order.</param>
public sealed record SimOrderRequest(
    string Symbol, SimSide Side, SimOrderType Type, decimal Quantity, decimal? Price, SimTimeInForce TimeInForce = SimTimeInForce.GoodTillCancel,
    bool ReduceOnly = false, string ClientId = "", string? Tag = null, bool? Isolated = null, string? Note = null)
{
    /// <summary>Null: the account's default. A fill-or-kill ignores it.</summary>
    public SimSelfTrade? SelfTrade { get; init; }

    /// <summary>With <see cref="SimTimeInForce.GoodTillDate"/>: venue time.</summary>
    public DateTimeOffset? GoodTill { get; init; }

    /// <summary>Instead of a price.</summary>
    public SimPriceMatch PriceMatch { get; init; }

    /// <summary>A price outside the limits is moved to the limit instead of refused.</summary>
    public bool ClampPrice { get; init; }
    public SimPositionSide PositionSide { get; init; }
    public SimOrderOrigin Origin { get; init; }
}

/// <summary>An order as the venue keeps it; a new value for each change. Quantities in base coin, values in USDT.</summary>
public sealed record SimOrder(
    long Id, string Symbol, string ClientId, SimSide Side, SimOrderType Type, SimTimeInForce TimeInForce, decimal Quantity, decimal? Price, bool ReduceOnly,
    DateTimeOffset CreatedAt)
{
    public string? Tag { get; init; }
    public string? Note { get; init; }
    public SimSelfTrade SelfTrade { get; init; }
    public DateTimeOffset? GoodTill { get; init; }
    public SimPriceMatch PriceMatch { get; init; }
    public SimPositionSide PositionSide { get; init; }
    public SimOrderOrigin Origin { get; init; }

    /// <summary>How often it was amended.</summary>
    public int Amends { get; init; }

    /// <summary>The fault board lets it fill no further; null = no cap.</summary>
    public decimal? FillCap { get; init; }
    public SimOrderState State { get; init; }
    public decimal Filled { get; init; }

    /// <summary>Σ price × quantity of the fills.</summary>
    public decimal FilledValue { get; init; }

    /// <summary>Σ fees, positive = paid.</summary>
    public decimal Fee { get; init; }
    public decimal Realised { get; init; }
    public SimEndReason EndReason { get; init; }
    public DateTimeOffset UpdatedAt { get; init; } = CreatedAt;
    public long LastTradeId { get; init; }

    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsOpen => State is SimOrderState.New or SimOrderState.PartiallyFilled;

    [System.Text.Json.Serialization.JsonIgnore]
    public decimal Remaining => Quantity - Filled;

    /// <summary>It may only make a position smaller: asked for so, or the closing side of a two-sided position.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool Reduces => ReduceOnly || (PositionSide, Side) is (SimPositionSide.Long, SimSide.Sell) or (SimPositionSide.Short, SimSide.Buy);

    /// <summary>0 while nothing is filled.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public decimal AveragePrice => Filled == 0m ? 0m : FilledValue / Filled;
}

/// <param name="Fee">USDT, positive = paid.</param>
/// <param name="Realised">Profit this fill realised, USDT, fee not included.</param>
public sealed record SimFill(
    long TradeId, long OrderId, string Symbol, string ClientId, SimSide Side, decimal Price, decimal Quantity, decimal Fee, decimal Realised, bool Maker,
    DateTimeOffset Time)
{
    public SimPositionSide PositionSide { get; init; }
    public SimOrderOrigin Origin { get; init; }
}

public enum SimRefusal
{
    UnknownSymbol,
    DuplicateClientId,
    PostOnlyWouldTake,
    FillOrKillUnfillable,
    ReduceOnlyRejected,
    MarginInsufficient,
    PriceOutOfBand,
    TooManyOpenOrders,
    NoLiquidity,
    UnknownOrder,
    OrderDone,
    NothingToChange,
    OpenOrdersInTheWay,
    PositionInTheWay,
    OutOfRange,

    /// <summary>The instrument takes no orders now.</summary>
    NotTrading,

    /// <summary>The instrument takes post-only orders only.</summary>
    OnlyPostOnly,

    /// <summary>The instrument takes orders only that reduce a position.</summary>
    OnlyReducing,
    TooManyAmends,

    /// <summary>The order's position side does not fit the account's position mode.</summary>
    WrongPositionSide,
}

/// <summary>What the venue's engine answers to a placement, cancel or amendment.</summary>
public abstract record SimOutcome
{
    /// <param name="Order">The order after everything that happened at once (fills, expiry).</param>
    public sealed record Accepted(SimOrder Order) : SimOutcome;

    public sealed record Refused(SimRefusal Why) : SimOutcome;
}
