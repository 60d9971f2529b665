using PropBot.VenueSimulator.Binance.Rest;
using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Binance.Algo;

internal enum AlgoType
{
    StopMarket,
    Stop,
    TakeProfitMarket,
    TakeProfit,
    TrailingStopMarket,
}

internal enum AlgoState
{
    New,
    Triggered,
    Finished,
    Canceled,
    Rejected,
    Expired,
}

/// <summary>A conditional order: it waits outside the book until its trigger is reached (wire-protocols §0.3 no 2). A new value for each change.</summary>
/// <param name="Quantity">0 with <paramref name="ClosePosition"/>.</param>
/// <param name="Trigger">The price that sets it off; of a trailing stop the best price seen so far, 0 before its activation.</param>
/// <param name="OnMark">Watches the mark price; else the last price.</param>
internal sealed record AlgoOrder(
    long Id, string ClientId, string Symbol, SimSide Side, AlgoType Type, decimal Quantity, decimal? Price, decimal Trigger, bool OnMark, bool ClosePosition,
    SimTimeInForce TimeInForce, DateTimeOffset CreatedAt)
{
    public AlgoState State { get; init; }
    public DateTimeOffset UpdatedAt { get; init; } = CreatedAt;
    public DateTimeOffset? TriggeredAt { get; init; }
    public bool PriceProtect { get; init; }
    public SimPositionSide PositionSide { get; init; }

    /// <summary>Of the order it becomes.</summary>
    public OrderTerms Terms { get; init; } = new(null, SimPriceMatch.None, null, ReduceOnly: false);

    /// <summary>Of a trailing stop: where it wakes up, and by how many percent the price must turn.</summary>
    public decimal? ActivatePrice { get; init; }
    public decimal? CallbackRate { get; init; }

    /// <summary>The order it became, 0 before.</summary>
    public long OrderId { get; init; }
    public string RejectReason { get; init; } = "";

    public bool IsOpen => State == AlgoState.New;

    /// <summary>True when it fires at a price that comes down to the trigger.</summary>
    public bool FiresFalling => Type is AlgoType.TakeProfit or AlgoType.TakeProfitMarket ? Side == SimSide.Buy : Side == SimSide.Sell;

    /// <summary>What this order is after the price has been seen there.</summary>
    public AlgoOrder Seen(decimal price) => Type == AlgoType.TrailingStopMarket ? Trailed(price) : this;

    public bool IsReached(decimal price)
    {
        if (Type == AlgoType.TrailingStopMarket) return Trigger > 0m && IsTurned(price);
        return FiresFalling ? price <= Trigger : price >= Trigger;
    }

    private AlgoOrder Trailed(decimal price)
    {
        if (Trigger == 0m)
        {
            var awake = ActivatePrice is not { } at || (Side == SimSide.Sell ? price >= at : price <= at);
            return awake ? this with { Trigger = price } : this;
        }

        return this with { Trigger = Side == SimSide.Sell ? Math.Max(Trigger, price) : Math.Min(Trigger, price) };
    }

    private bool IsTurned(decimal price)
    {
        var turn = (CallbackRate ?? 0m) / 100m;
        return Side == SimSide.Sell ? price <= Trigger * (1m - turn) : price >= Trigger * (1m + turn);
    }
}
