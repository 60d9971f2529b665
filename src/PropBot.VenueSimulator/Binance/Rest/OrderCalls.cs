using System.Text.Json;
using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Binance.Wire;
using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Binance.Rest;

/// <summary>Placing, cancelling, amending and asking for orders (wire-protocols §1.5.3).</summary>
public sealed class OrderCalls(VenueCore core, BinanceGate gate)
{
    private const int MostInBatch = 5;
    private const int MostCancelsInBatch = 10;
    private static readonly string[] Shared = ["timestamp", "recvWindow"];

    public BinanceReply Place(BinanceCall call)
    {
        if (OrderForm.Read(call, core, out var request) is { } no) return no;
        if (gate.EngineObjection(call) is { } late) return late;
        return core.Place(request) switch
        {
            SimOutcome.Accepted taken => BinanceReply.Ok(call.Text("newOrderRespType") == "RESULT" ? OrderRows.Row(taken.Order) : OrderRows.Taken(taken.Order)),
            SimOutcome.Refused refused => BinanceError.From(refused.Why),
            _ => throw new InvalidOperationException("An engine answers accepted or refused."),
        };
    }

    /// <summary>All checks, no engine.</summary>
    public BinanceReply Test(BinanceCall call) => OrderForm.Read(call, core, out _) ?? BinanceReply.Ok(new JsonObject());

    public BinanceReply Cancel(BinanceCall call)
    {
        if (Named(call, out var symbol, out var id, out var clientId) is { } no) return no;
        return Answer(core.Cancel(symbol, id, clientId));
    }

    public BinanceReply Amend(BinanceCall call)
    {
        if (Named(call, out var symbol, out var id, out var clientId) is { } no) return no;
        if (call.Need("side", out _) is { } noSide) return noSide;
        var instrument = core.Instrument(symbol)!;
        if (OrderForm.ReadQuantity(call, instrument, out var quantity) is { } noQuantity) return noQuantity;
        if (OrderForm.ReadPrice(call, instrument, out var price) is { } noPrice) return noPrice;
        if (gate.EngineObjection(call) is { } late) return late;
        var outcome = core.Amend(symbol, id, clientId, quantity, price);
        if (outcome is SimOutcome.Refused { Why: SimRefusal.UnknownOrder or SimRefusal.OrderDone }) return BinanceError.OrderUnknown;
        return Answer(outcome, row =>
        {
            row["pair"] = symbol;
            if (call.Has("modifyId")) row["modifyId"] = call.Whole("modifyId", 0);
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
        return BinanceReply.Ok(new JsonArray([.. page.Select(OrderRows.Full)]));
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

    public BinanceReply PlaceBatch(BinanceCall call)
    {
        if (call.Need("batchOrders", out var text) is { } no) return no;
        if (Orders(text) is not { } orders || orders.Count > MostInBatch) return BinanceError.Illegal("batchOrders");
        var shared = Shared.Where(call.Has).Select(name => KeyValuePair.Create(name, call.Text(name)!)).ToList();
        return Each(orders.Select(order => Place(new BinanceCall(order.Concat(shared)))));
    }

    public BinanceReply CancelBatch(BinanceCall call)
    {
        if (call.NeedInstrument(core, out var instrument) is { } no) return no;
        var byId = call.Has("orderIdList");
        if (!byId && !call.Has("origClientOrderIdList")) return BinanceError.Missing("orderIdList");
        var list = Items(call.Text(byId ? "orderIdList" : "origClientOrderIdList")!);
        if (list is null || list.Count > MostCancelsInBatch) return BinanceError.Illegal(byId ? "orderIdList" : "origClientOrderIdList");
        var name = byId ? "orderId" : "origClientOrderId";
        return Each(list.Select(item => Cancel(new BinanceCall([KeyValuePair.Create("symbol", instrument.Symbol), KeyValuePair.Create(name, item)]))));
    }

    private static BinanceReply Each(IEnumerable<BinanceReply> replies) =>
        BinanceReply.Ok(new JsonArray([.. replies.Select(r => JsonNode.Parse(r.Json))]));

    private static List<Dictionary<string, string>>? Orders(string text)
    {
        try
        {
            using var list = JsonDocument.Parse(text);
            return [.. list.RootElement.EnumerateArray().Select(o => o.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ToString(), StringComparer.Ordinal))];
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static List<string>? Items(string text)
    {
        try
        {
            using var list = JsonDocument.Parse(text);
            return [.. list.RootElement.EnumerateArray().Select(i => i.ToString())];
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }
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
