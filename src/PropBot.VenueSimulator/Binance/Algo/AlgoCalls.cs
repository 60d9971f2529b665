using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Binance.Wire;
using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Binance.Algo;

/// <summary>The calls on conditional orders.</summary>
internal sealed class AlgoCalls(VenueCore core, AlgoBook book)
{
    public BinanceReply Place(BinanceCall call)
    {
        if (AlgoForm.Read(call, core, book, out var order) is { } no) return no;
        book.Add(order);
        return BinanceReply.Ok(AlgoRows.Row(order, core));
    }

    public BinanceReply Cancel(BinanceCall call)
    {
        if (Named(call, out var order) is { } no) return no;
        if (order is not { IsOpen: true }) return BinanceError.Of(-2011, "Unknown order sent.");
        book.Cancel(order);
        return BinanceReply.Ok(new JsonObject { ["algoId"] = order.Id, ["clientAlgoId"] = order.ClientId, ["code"] = "200", ["msg"] = "success" });
    }

    public BinanceReply Query(BinanceCall call)
    {
        if (Named(call, out var order) is { } no) return no;
        return order is null ? BinanceError.OrderUnknown : BinanceReply.Ok(AlgoRows.Full(order, core));
    }

    public BinanceReply Open(BinanceCall call)
    {
        if (call.OptionalSymbol(core, out var symbol) is { } no) return no;
        var found = book.Open(symbol).Where(o => !call.Has("algoId") || o.Id == call.Whole("algoId", 0));
        return BinanceReply.Ok(new JsonArray([.. found.Select(o => AlgoRows.Full(o, core))]));
    }

    public BinanceReply All(BinanceCall call)
    {
        if (call.NeedInstrument(core, out var instrument) is { } no) return no;
        var (from, to, limit) = (call.Whole("startTime", 0), call.Whole("endTime", long.MaxValue), (int)Math.Clamp(call.Whole("limit", 500), 1, 1000));
        var found = book.All.Where(o => o.Symbol == instrument.Symbol && o.CreatedAt.ToUnixTimeMilliseconds() is var at && at >= from && at <= to);
        var page = call.Has("algoId") ? found.Where(o => o.Id >= call.Whole("algoId", 0)).Take(limit) : found.TakeLast(limit);
        return BinanceReply.Ok(new JsonArray([.. page.Select(o => AlgoRows.Full(o, core))]));
    }

    public BinanceReply CancelAll(BinanceCall call)
    {
        if (call.NeedInstrument(core, out var instrument) is { } no) return no;
        foreach (var order in book.Open(instrument.Symbol)) book.Cancel(order);
        return BinanceReply.Ok(new JsonObject { ["code"] = 200, ["msg"] = "The operation of cancel all open order is done." });
    }

    private BinanceReply? Named(BinanceCall call, out AlgoOrder? order)
    {
        order = null;
        if (!call.Has("algoId") && !call.Has("clientAlgoId")) return BinanceError.Of(-1102, "Param 'algoId' or 'clientAlgoId' must be sent, but both were empty/null!");
        long? id = null;
        if (call.Has("algoId"))
        {
            if (call.NeedWhole("algoId", out var number) is { } no) return no;
            id = number;
        }

        order = book.Find(id, call.Text("clientAlgoId"));
        return null;
    }
}
