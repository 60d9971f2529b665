using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Orders;

/// <summary>Carries amendments out. One that is refused at once answers with its code, and with <c>cxlOnFail</c> takes the order along; one that fails after it
/// was accepted is told on the orders channel only (wire-protocols §2.7, §2.8.4).</summary>
public sealed class OkxAmendments(VenueCore venue, OkxAmending amending, OkxPriceBand band)
{
    private const string FailedAndCanceled = "1";

    /// <summary>Null when the request was accepted.</summary>
    public OkxError? Amend(OkxParameters request, SimOrder order, OkxContract contract)
    {
        var (size, price, wrong) = Changes(request, order, contract);
        var requestId = request["reqId"];
        if (wrong is null && order.IsOpen && WouldTake(order, price))
        {
            if (!request.IsTrue("cxlOnFail")) amending.Refuse(order, requestId);
            else amending.During(requestId, FailedAndCanceled, () => venue.Amend(order.Symbol, order.Id, null, size, price));
            return null;
        }

        wrong ??= amending.During(requestId, null, () => venue.Amend(order.Symbol, order.Id, null, size, price)) switch
        {
            // Nothing to change is no error on OKX: the request is accepted and the order stays as it is.
            SimOutcome.Accepted or SimOutcome.Refused { Why: SimRefusal.NothingToChange } => null,
            SimOutcome.Refused { Why: SimRefusal.PriceOutOfBand } => band.Refusal(contract),
            SimOutcome.Refused { Why: SimRefusal.MarginInsufficient } => OkxError.MarginShort,
            _ => OkxError.AmendTooLate,
        };
        if (wrong is not null && order.IsOpen && request.IsTrue("cxlOnFail")) venue.Cancel(order.Symbol, order.Id, null);
        return wrong;
    }

    private bool WouldTake(SimOrder order, decimal? price)
    {
        if (order.TimeInForce != SimTimeInForce.PostOnly || price is not { } asked) return false;
        var top = venue.Book(order.Symbol, 1);
        return order.Side == SimSide.Buy ? top.BestAsk is { } ask && asked >= ask.Price : top.BestBid is { } bid && asked <= bid.Price;
    }

    private (decimal? Size, decimal? Price, OkxError? Wrong) Changes(OkxParameters request, SimOrder order, OkxContract contract)
    {
        if (request["newSz"] is null && request["newPx"] is null) return (null, null, OkxError.ParameterEmpty("newSz or newPx"));
        if (!Number(request, "newSz", out var size)) return (null, null, OkxError.ParameterWrong("newSz"));
        if (!Number(request, "newPx", out var price)) return (null, null, OkxError.ParameterWrong("newPx"));
        if (size % contract.LotSz > 0m) return (null, null, OkxError.OffLot);
        if (price % contract.TickSz > 0m) return (null, null, OkxError.PriceOffTick);
        if (price is { } asked && request["pxAmendType"] == "1") price = band.Within(contract, order.Side == SimSide.Buy, asked);
        return (size is { } given ? contract.ToBase(given) : null, price, null);
    }

    /// <summary>Null when it is not there; false when it is no number above 0.</summary>
    private static bool Number(OkxParameters request, string name, out decimal? value)
    {
        value = OkxText.TryNumber(request[name], out var number) ? number : null;
        return request[name] is null || value > 0m;
    }
}
