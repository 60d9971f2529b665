using PropBot.VenueSimulator.Binance.Rest;
using PropBot.VenueSimulator.Binance.Wire;
using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Binance.Algo;

/// <summary>Reads a conditional order and holds it against the symbol's filters.</summary>
internal static class AlgoForm
{
    private const decimal LeastCallback = 0.1m;
    private const decimal MostCallback = 20m;

    public static BinanceReply? Read(BinanceCall call, VenueCore core, AlgoBook book, out AlgoOrder order)
    {
        order = new AlgoOrder(0, "", "", SimSide.Buy, AlgoType.StopMarket, 0m, null, 0m, OnMark: false, ClosePosition: false, SimTimeInForce.GoodTillCancel, default);
        if (call.NeedInstrument(core, out var instrument) is { } noSymbol) return noSymbol;
        if (OrderForm.ReadSide(call, core, out var side, out var positionSide) is { } noSide) return noSide;
        if (Kind(call, out var type) is { } noKind) return noKind;
        if (Flags(call, out var closePosition) is { } noFlags) return noFlags;
        if (Quantity(call, instrument, type, closePosition, out var quantity) is { } noQuantity) return noQuantity;
        if (Price(call, instrument, type, out var price, out var timeInForce) is { } noPrice) return noPrice;
        if (Triggers(call, instrument, type, out var trigger, out var callback, out var activate) is { } noTrigger) return noTrigger;
        if (OrderTerms.Read(call, core, timeInForce, out var terms) is { } noTerms) return noTerms;
        if (OrderForm.ClientId(call, "clientAlgoId") is { } noId) return noId;
        var id = book.TakeId();
        order = new AlgoOrder(
            id, call.Has("clientAlgoId") ? call.Text("clientAlgoId")! : $"sim_algo_{id}", instrument.Symbol, side, type, quantity, price, trigger,
            call.Text("workingType") == "MARK_PRICE", closePosition, timeInForce, core.Now)
        {
            CallbackRate = callback,
            ActivatePrice = activate,
            PriceProtect = string.Equals(call.Text("priceProtect"), "true", StringComparison.OrdinalIgnoreCase),
            PositionSide = positionSide,
            Terms = terms,
        };
        return Refusal(order, book);
    }

    public static string Word(AlgoType type) => type switch
    {
        AlgoType.Stop => "STOP",
        AlgoType.StopMarket => "STOP_MARKET",
        AlgoType.TakeProfit => "TAKE_PROFIT",
        AlgoType.TakeProfitMarket => "TAKE_PROFIT_MARKET",
        _ => "TRAILING_STOP_MARKET",
    };

    private static BinanceReply? Kind(BinanceCall call, out AlgoType type)
    {
        type = default;
        if (call.Need("algoType", out var kind) is { } noKind) return noKind;
        if (kind != "CONDITIONAL") return BinanceError.Of(-1102, "Algo type is not supported.");
        if (call.Need("type", out var word) is { } noType) return noType;
        if (TypeOf(word) is not { } found) return BinanceError.Of(-1116, "Invalid orderType.");
        type = found;
        return null;
    }

    private static AlgoType? TypeOf(string word) => word switch
    {
        "STOP" => AlgoType.Stop,
        "STOP_MARKET" => AlgoType.StopMarket,
        "TAKE_PROFIT" => AlgoType.TakeProfit,
        "TAKE_PROFIT_MARKET" => AlgoType.TakeProfitMarket,
        "TRAILING_STOP_MARKET" => AlgoType.TrailingStopMarket,
        _ => null,
    };

    private static BinanceReply? Refusal(AlgoOrder order, AlgoBook book)
    {
        var open = book.Open(null);
        if (open.Count >= AlgoBook.MostOpen) return BinanceError.Of(-4045, "Reach max stop order limit.");
        if (open.Any(o => o.ClientId == order.ClientId)) return BinanceError.Of(-4116, "ClientOrderId is duplicated.");
        if (order.ClosePosition && open.Any(o => o.ClosePosition && o.Symbol == order.Symbol && o.FiresFalling == order.FiresFalling && o.Side == order.Side))
        {
            return BinanceError.Of(-4130, "An open stop or take profit order with GTE and closePosition in the direction is existing.");
        }

        return order.Type != AlgoType.TrailingStopMarket && order.IsReached(book.Watched(order)) ? BinanceError.Of(-2021, "Order would immediately trigger.") : null;
    }

    private static BinanceReply? Flags(BinanceCall call, out bool closePosition)
    {
        closePosition = false;
        if (call.Has("closePosition") && call.NeedFlag("closePosition", out closePosition) is { } noClose) return noClose;
        return closePosition && call.Has("reduceOnly") ? BinanceError.Of(-1106, "Parameter 'reduceonly' sent when not required.") : null;
    }

    private static BinanceReply? Quantity(BinanceCall call, SimInstrument instrument, AlgoType type, bool closePosition, out decimal quantity)
    {
        quantity = 0m;
        if (!closePosition) return OrderForm.ReadQuantity(call, instrument, out quantity);
        if (type is not (AlgoType.StopMarket or AlgoType.TakeProfitMarket)) return BinanceError.Of(-4136, "Target strategy invalid for orderType, closePosition = true");
        return call.Has("quantity") ? BinanceError.Of(-4137, "Quantity must be zero with closePosition equals true.") : null;
    }

    private static BinanceReply? Price(BinanceCall call, SimInstrument instrument, AlgoType type, out decimal? price, out SimTimeInForce timeInForce)
    {
        (price, timeInForce) = (null, SimTimeInForce.GoodTillCancel);
        if (type is not (AlgoType.Stop or AlgoType.TakeProfit)) return null;
        if (call.Has("timeInForce") && OrderForm.ReadTimeInForce(call, out timeInForce) is { } no) return no;
        return call.Has("priceMatch") && !call.Has("price") ? null : OrderForm.ReadPrice(call, instrument, out price);
    }

    /// <summary>A trailing stop has a callback and perhaps a price to wake up at, every other one a trigger.</summary>
    private static BinanceReply? Triggers(
        BinanceCall call, SimInstrument instrument, AlgoType type, out decimal trigger, out decimal? callback, out decimal? activate)
    {
        (trigger, callback, activate) = (0m, null, null);
        if (type != AlgoType.TrailingStopMarket)
        {
            var no = OrderForm.ReadPrice(call, instrument, out var price, "triggerPrice");
            trigger = price ?? 0m;
            return no;
        }

        if (call.NeedDecimal("callbackRate", out var rate) is { } noRate) return noRate;
        if (rate is < LeastCallback or > MostCallback) return BinanceError.Of(-2007, "Invalid callBack rate");
        callback = rate;
        var name = call.Has("activatePrice") ? "activatePrice" : "activationPrice";
        return call.Has(name) ? OrderForm.ReadPrice(call, instrument, out activate, name) : null;
    }
}
