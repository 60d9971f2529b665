using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Orders;

/// <summary>The venue's price limit as orders meet it, on the contract's ticks.</summary>
public sealed class OkxPriceBand(VenueCore venue)
{
    /// <summary>The most aggressive price an order of that side may name.</summary>
    public decimal Edge(OkxContract contract, bool isBuy)
    {
        var (highest, lowest) = venue.PriceLimits(contract.Symbol);
        return (isBuy ? Math.Floor(highest / contract.TickSz) : Math.Ceiling(lowest / contract.TickSz)) * contract.TickSz;
    }

    /// <summary>The price, or the edge when it is beyond (<c>pxAmendType</c> 1).</summary>
    public decimal Within(OkxContract contract, bool isBuy, decimal price)
    {
        var edge = Edge(contract, isBuy);
        return isBuy ? Math.Min(price, edge) : Math.Max(price, edge);
    }

    public OkxError Refusal(OkxContract contract)
    {
        var (highest, lowest) = venue.PriceLimits(contract.Symbol);
        return OkxError.OutsidePriceLimit(highest, lowest);
    }
}
