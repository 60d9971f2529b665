using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Binance.Wire;
using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Binance.Rest;

/// <summary>Placing, cancelling, amending and asking for orders (wire-protocols §1.5.3).</summary>
public sealed class OrderCalls(VenueCore core, BinanceGate gate, Amendments amendments)
{
    public BinanceReply Place(BinanceCall call)
    {
        if (OrderForm.Read(call, core, out var request) is { } no) return no;
        if (gate.EngineObjection(call) is { } late) return late;
        return core.Place(request) switch
        {
            SimOutcome.Accepted taken => BinanceReply.Ok(call.Text("newOrderRespType") == "RESULT" ? OrderRows.Row(taken.Order) : OrderRows.Taken(taken.Order)),
            SimOutcome.Refused refused => Refused(refused.Why, request),
            _ => throw new InvalidOperationException("An engine answers accepted or refused."),
        };
    }

    /// <summary>All checks, no engine.</summary>
    public BinanceReply Test(BinanceCall call) => OrderForm.Read(call, core, out var request) ?? BinanceReply.Ok(OrderRows.Tested(request, core));

    public BinanceReply Cancel(BinanceCall call)
    {
        if (Named(call, out var symbol, out var id, out var clientId) is { } no) return no;
        return Answer(core.Cancel(symbol, id, clientId));
    }

    public BinanceReply Amend(BinanceCall call)
    {
        if (Named(call, out var symbol, out var id, out var clientId) is { } no) return no;
        if (Amendment(call, symbol, out var amendment) is { } noAmendment) return noAmendment;
        if (gate.EngineObjection(call) is { } late) return late;
        if (core.FindOrder(symbol, id, clientId) is not { IsOpen: true } before) return BinanceError.OrderUnknown;
        if (Unamendable(call, before) is { } not) return not;
        return Answer(amendments.Carry(before, amendment), row =>
        {
            row["pair"] = symbol;
            row["modifyId"] = amendment.RequestId is null ? null : call.Whole("modifyId", 0);
        });
    }

    public BinanceReply Query(BinanceCall call)
    {
        if (Named(call, out var symbol, out var id, out var clientId) is { } no) return no;
        return core.FindOrder(symbol, id, clientId) is { } order ? BinanceReply.Ok(OrderRows.Full(order)) : BinanceError.OrderUnknown;
    }

    public BinanceReply QueryOpen(BinanceCall call)
    {
        if (Named(call, out var symbol, out var id, out var clientId) is { } no) return no;
        return core.FindOrder(symbol, id, clientId) is { IsOpen: true } order ? BinanceReply.Ok(OrderRows.Full(order)) : BinanceError.OrderUnknown;
    }

    public BinanceReply Open(BinanceCall call) =>
        call.OptionalSymbol(core, out var symbol) ?? BinanceReply.Ok(new JsonArray([.. core.OpenOrders(symbol).Select(OrderRows.Full)]));

    public BinanceReply All(BinanceCall call)
    {
        if (call.OptionalSymbol(core, out var symbol) is { } no) return no;
        var (from, to, limit) = (call.Whole("startTime", 0), call.Whole("endTime", long.MaxValue), (int)Math.Clamp(call.Whole("limit", 500), 1, 1000));
        var orders = core.Orders(symbol).Where(o => o.CreatedAt.ToUnixTimeMilliseconds() is var at && at >= from && at <= to);
        var page = call.Has("orderId") ? orders.Where(o => o.Id >= call.Whole("orderId", 0)).Take(limit) : orders.TakeLast(limit);
        return BinanceReply.Ok(new JsonArray([.. page.Select(OrderRows.Listed)]));
    }

    public BinanceReply CancelAll(BinanceCall call)
    {
        if (call.NeedInstrument(core, out var instrument) is { } no) return no;
        core.CancelAll(instrument.Symbol);
        return BinanceReply.Ok(new JsonObject { ["code"] = 200, ["msg"] = "The operation of cancel all open order is done." });
    }

    public BinanceReply Countdown(BinanceCall call)
    {
        if (call.NeedInstrument(core, out var instrument) is { } no) return no;
        if (call.NeedWhole("countdownTime", out var wait) is { } noWait) return noWait;
        core.ArmDeadMan(instrument.Symbol, null, TimeSpan.FromMilliseconds(wait));
        return BinanceReply.Ok(new JsonObject { ["symbol"] = instrument.Symbol, ["countdownTime"] = BinanceText.Number(wait) });
    }

    /// <summary>A price the book chose has a refusal of its own when it breaks the band.</summary>
    private BinanceReply Refused(SimRefusal why, SimOrderRequest request) => why switch
    {
        SimRefusal.PriceOutOfBand when request.PriceMatch != SimPriceMatch.None => BinanceError.Of(-4131, "The counterparty's best price does not meet the PERCENT_PRICE filter limit."),
        SimRefusal.PriceOutOfBand => OrderForm.Band(core, request) ?? BinanceError.From(why),
        _ => BinanceError.From(why),
    };

    private BinanceReply? Amendment(BinanceCall call, string symbol, out SimAmendment amendment)
    {
        amendment = new SimAmendment(null, null);
        if (call.Need("side", out var side) is { } noSide) return noSide;
        if (side is not ("BUY" or "SELL")) return BinanceError.Of(-1117, "Invalid side.");
        if (call.Has("modifyId") && call.NeedWhole("modifyId", out _) is { } noName) return noName;
        var instrument = core.Instrument(symbol)!;
        if (OrderForm.ReadQuantity(call, instrument, out var quantity) is { } noQuantity) return noQuantity;
        if (OrderTerms.ReadPriceMatch(call, out var match) is { } noMatch) return noMatch;
        decimal? price = null;
        if (match == SimPriceMatch.None && OrderForm.ReadPrice(call, instrument, out price) is { } noPrice) return noPrice;
        amendment = new SimAmendment(quantity, price) { PriceMatch = match, RequestId = call.Has("modifyId") ? call.Text("modifyId") : null };
        return null;
    }

    private static BinanceReply? Unamendable(BinanceCall call, SimOrder before)
    {
        if (before.Type != SimOrderType.Limit) return BinanceError.Of(-5025, "Only limit order is supported.");
        if (OrderRows.Side(before.Side) != call.Text("side")) return BinanceError.Of(-1117, "Invalid side.");
        var reduceOnly = string.Equals(call.Text("reduceOnly"), "true", StringComparison.OrdinalIgnoreCase);
        return reduceOnly && !before.ReduceOnly ? BinanceError.Of(-5047, "The original order is not a reduce-only order.") : null;
    }

    private static BinanceReply Answer(SimOutcome outcome, Action<JsonObject>? more = null)
    {
        if (outcome is SimOutcome.Refused refused) return BinanceError.From(refused.Why);
        var row = OrderRows.Row(((SimOutcome.Accepted)outcome).Order);
        more?.Invoke(row);
        return BinanceReply.Ok(row);
    }

    private BinanceReply? Named(BinanceCall call, out string symbol, out long? id, out string? clientId)
    {
        (symbol, id, clientId) = ("", null, null);
        if (call.NeedInstrument(core, out var instrument) is { } no) return no;
        symbol = instrument.Symbol;
        if (call.Has("orderId"))
        {
            if (call.NeedWhole("orderId", out var number) is { } noNumber) return noNumber;
            id = number;
            return null;
        }

        clientId = call.Text("origClientOrderId");
        return string.IsNullOrEmpty(clientId) ? BinanceError.Of(-1102, "Param 'origClientOrderId' or 'orderId' must be sent, but both were empty/null!") : null;
    }
}
