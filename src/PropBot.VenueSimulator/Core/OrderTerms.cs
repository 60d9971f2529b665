namespace PropBot.VenueSimulator.Core;

/// <summary>What happens when an order would meet one of the same account; the taker's mode decides (wire-protocols §1.6, §2.11).</summary>
public enum SimSelfTrade
{
    /// <summary>They trade with each other.</summary>
    None,
    ExpireTaker,
    ExpireMaker,
    ExpireBoth,
}

/// <summary>A price taken from the book when the order arrives: the best or the n-th level of the other side (opponent) or of its own (queue).</summary>
public enum SimPriceMatch
{
    None,
    Opponent,
    Opponent5,
    Opponent10,
    Opponent20,
    Queue,
    Queue5,
    Queue10,
    Queue20,
}

/// <summary>Who made an order. What is not <see cref="User"/> was never asked for through the API.</summary>
public enum SimOrderOrigin
{
    User,
    Liquidation,

    /// <summary>Auto-deleveraging of our position against another's liquidation.</summary>
    Adl,

    /// <summary>By the account's owner, elsewhere (web, app).</summary>
    Foreign,
}

/// <summary>Which position an order works on. One-way accounts know <see cref="Net"/> only, two-sided ones the other two only.</summary>
public enum SimPositionSide
{
    Net,
    Long,
    Short,
}

/// <summary>A change of a resting order; null leaves a figure as it is.</summary>
/// <param name="Quantity">The whole quantity, what is filled included; base coin.</param>
public sealed record SimAmendment(decimal? Quantity, decimal? Price)
{
    public SimPriceMatch PriceMatch { get; init; }

    /// <summary>A failure cancels the order (OKX <c>cxlOnFail</c>).</summary>
    public bool CancelOnFail { get; init; }

    /// <summary>A price outside the limits is moved to the limit instead of refused (OKX <c>pxAmendType</c> 1).</summary>
    public bool ClampPrice { get; init; }

    /// <summary>Told again with the result (OKX <c>reqId</c>, Binance <c>modifyId</c>).</summary>
    public string? RequestId { get; init; }
}

public enum SimAmendResult
{
    Done,

    /// <summary>Accepted, then failed; the order is as it was (OKX −1).</summary>
    Failed,

    /// <summary>Accepted, then failed, and the order is cancelled (OKX 1).</summary>
    FailedAndCanceled,
}

/// <summary>How an accepted amendment ended, told with the order's change.</summary>
public sealed record SimAmendNote(SimAmendResult Result, string? RequestId, SimRefusal? Why = null);
