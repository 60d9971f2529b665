using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Orders;

/// <summary>Places, cancels and amends; each answer is the item of a trade reply with its own <c>sCode</c> (wire-protocols §2.7). REST names the contract
/// by <c>instId</c>, a WebSocket by <c>instIdCode</c>, so the contract is found by the caller.</summary>
public sealed class OkxTrading(VenueCore venue, OkxReach reach)
{
    public JsonObject Place(OkxParameters order, OkxContract? contract)
    {
        var (ticket, refusal) = OkxTicket.Read(order, contract, venue.Header().HedgeMode);
        if (ticket is null) return Ack(order, "", refusal);
        return venue.Place(Request(ticket)) switch
        {
            SimOutcome.Accepted done => Ack(order, OkxText.Id(done.Order.Id), null),
            SimOutcome.Refused no => Ack(order, "", OkxRefusals.Of(no.Why, venue, ticket.Contract, Held(ticket.Contract, ticket.PositionSide))),
            _ => throw new InvalidOperationException("The core knows two outcomes."),
        };
    }

    public JsonObject Cancel(OkxParameters order, OkxContract? contract)
    {
        if (Unnamed(order, contract) is { } refusal) return Ack(order, order["ordId"] ?? "", refusal);
        var found = reach.Find(order, contract!);
        var outcome = found is null ? null : venue.Cancel(found.Symbol, found.Id, null);
        return Named(order, found, outcome is SimOutcome.Accepted ? null : OkxError.CancelTooLate);
    }

    /// <summary>Accepted means asked for: how it ended stands on the orders channel (<c>amendResult</c>).</summary>
    public JsonObject Amend(OkxParameters order, OkxContract? contract)
    {
        if (Unnamed(order, contract) is { } refusal) return Ack(order, order["ordId"] ?? "", refusal);
        if (reach.Find(order, contract!) is not { } found) return Ack(order, order["ordId"] ?? "", OkxError.AmendTooLate);
        var (change, wrong) = OkxChange.Read(order, contract!);
        if (change is null)
        {
            if (found.IsOpen && order.IsTrue("cxlOnFail")) venue.Cancel(found.Symbol, found.Id, null);
            return Named(order, found, wrong);
        }

        return venue.Amend(found.Symbol, found.Id, null, change) switch
        {
            // Nothing to change is no error on OKX: the request is accepted and the order stays as it is.
            SimOutcome.Accepted or SimOutcome.Refused { Why: SimRefusal.NothingToChange } => Named(order, found, null),
            SimOutcome.Refused no => Named(order, found, OkxRefusals.Of(no.Why, venue, contract!, Held(contract!, found.PositionSide))),
            _ => throw new InvalidOperationException("The core knows two outcomes."),
        };
    }

    /// <summary>Closes a whole position at the market; null when it was sent.</summary>
    public OkxError? Close(OkxParameters call, OkxContract contract)
    {
        var position = call["posSide"] switch { "long" => SimPositionSide.Long, "short" => SimPositionSide.Short, _ => SimPositionSide.Net };
        if (venue.Header().HedgeMode == (position == SimPositionSide.Net)) return OkxError.ParameterWrong("posSide");
        var held = Held(contract, position);
        if (held == 0m) return OkxError.NoPosition;
        var side = held > 0m ? SimSide.Sell : SimSide.Buy;
        var inTheWay = venue.OpenOrders(contract.Symbol).Where(order => order.Side == side && order.PositionSide == position).ToList();
        if (inTheWay.Count > 0 && !call.IsTrue("autoCxl")) return OkxError.ClosePending;
        foreach (var order in inTheWay) venue.Cancel(order.Symbol, order.Id, null);
        var request = new SimOrderRequest(
            contract.Symbol, side, SimOrderType.Market, Math.Abs(held), null, SimTimeInForce.ImmediateOrCancel, position == SimPositionSide.Net,
            call["clOrdId"] ?? "", call["tag"], Note: new OkxNote("market", call["mgnMode"] ?? "cross").ToString())
        { PositionSide = position };
        return venue.Place(request) is SimOutcome.Refused no ? OkxRefusals.Of(no.Why, venue, contract, held) : null;
    }

    private SimOrderRequest Request(OkxTicket ticket)
    {
        var contract = ticket.Contract;
        var side = ticket.IsBuy ? SimSide.Buy : SimSide.Sell;
        var (type, force) = ticket.Type switch
        {
            "optimal_limit_ioc" => (SimOrderType.Market, SimTimeInForce.ImmediateOrCancel),
            "post_only" => (SimOrderType.Limit, SimTimeInForce.PostOnly),
            "fok" => (SimOrderType.Limit, SimTimeInForce.FillOrKill),
            "ioc" => (SimOrderType.Limit, SimTimeInForce.ImmediateOrCancel),
            _ => (SimOrderType.Limit, SimTimeInForce.GoodTillCancel),
        };
        // A market order on a swap is a limit order at the edge of the price band; what does not fill rests there (§2.7).
        var price = type == SimOrderType.Market ? null : ticket.Type == "market" ? Edge(contract, ticket.IsBuy) : ticket.Price;
        return new SimOrderRequest(
            contract.Symbol, side, type, contract.ToBase(Trimmed(ticket)), price, force, ticket.ReduceOnly, ticket.ClientId,
            ticket.Tag.Length == 0 ? null : ticket.Tag, ticket.MarginMode == "isolated", new OkxNote(ticket.Type, ticket.MarginMode).ToString())
        {
            PositionSide = ticket.PositionSide,
            SelfTrade = ticket.SelfTrade,
            ClampPrice = ticket.MayMovePrice,
        };
    }

    /// <summary>OKX cuts a reduce-only order down to the position, so that it ends filled and never turns the position (§7 item 21).</summary>
    private decimal Trimmed(OkxTicket ticket)
    {
        var held = ticket.ReduceOnly ? ticket.Contract.ToContracts(Held(ticket.Contract, ticket.PositionSide)) : 0m;
        var reducible = ticket.IsBuy ? -held : held;
        return reducible > 0m ? Math.Min(ticket.Size, reducible) : ticket.Size;
    }

    private decimal Edge(OkxContract contract, bool isBuy)
    {
        var (highest, lowest) = venue.PriceLimits(contract.Symbol);
        return (isBuy ? Math.Floor(highest / contract.TickSz) : Math.Ceiling(lowest / contract.TickSz)) * contract.TickSz;
    }

    private decimal Held(OkxContract contract, SimPositionSide side) => venue.Position(contract.Symbol, side).Position.Quantity;

    private static OkxError? Unnamed(OkxParameters order, OkxContract? contract) =>
        contract is null ? OkxError.InstrumentUnknown
        : order["ordId"] is null && order["clOrdId"] is null ? OkxError.OrderIdNeeded
        : null;

    private JsonObject Named(OkxParameters order, SimOrder? found, OkxError? refusal)
    {
        var ack = Ack(order, found is null ? order["ordId"] ?? "" : OkxText.Id(found.Id), refusal);
        if (found is not null) ack["clOrdId"] = found.ClientId;
        return ack;
    }

    private JsonObject Ack(OkxParameters order, string orderId, OkxError? refusal) => new()
    {
        ["clOrdId"] = order["clOrdId"] ?? "",
        ["ordId"] = orderId,
        ["tag"] = order["tag"] ?? "",
        ["reqId"] = order["reqId"] ?? "",
        ["ts"] = OkxText.Time(venue.Now),
        ["sCode"] = refusal?.Code ?? "0",
        ["sMsg"] = refusal?.Message ?? "",
        ["subCode"] = "",
    };
}
