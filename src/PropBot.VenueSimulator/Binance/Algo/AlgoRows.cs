using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Binance.Rest;
using PropBot.VenueSimulator.Binance.Wire;
using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Binance.Algo;

/// <summary>Conditional orders as Binance writes them.</summary>
internal static class AlgoRows
{
    /// <summary>The push's letters and the field of the reply each stands for.</summary>
    private static readonly (string Letter, string Name)[] Letters =
    [
        ("caid", "clientAlgoId"), ("aid", "algoId"), ("o", "orderType"), ("s", "symbol"), ("S", "side"), ("ps", "positionSide"), ("f", "timeInForce"), ("q", "quantity"),
        ("X", "algoStatus"), ("ai", "actualOrderId"), ("ap", "actualPrice"), ("aq", "actualQty"), ("tp", "triggerPrice"), ("p", "price"),
        ("V", "selfTradePreventionMode"), ("wt", "workingType"), ("pm", "priceMatch"), ("cp", "closePosition"), ("pP", "priceProtect"), ("R", "reduceOnly"),
        ("tt", "triggerTime"), ("gtd", "goodTillDate"),
    ];

    public static JsonObject Row(AlgoOrder order, VenueCore core) => new()
    {
        ["algoId"] = order.Id,
        ["clientAlgoId"] = order.ClientId,
        ["algoType"] = "CONDITIONAL",
        ["orderType"] = AlgoForm.Word(order.Type),
        ["symbol"] = order.Symbol,
        ["side"] = OrderRows.Side(order.Side),
        ["positionSide"] = OrderWords.Of(order.PositionSide),
        ["timeInForce"] = OrderWords.Of(order.TimeInForce),
        ["quantity"] = BinanceText.Number(order.Quantity),
        ["algoStatus"] = Status(order.State),
        ["triggerPrice"] = BinanceText.Number(order.Trigger),
        ["price"] = BinanceText.Number(order.Price ?? 0m),
        ["icebergQuantity"] = null,
        ["selfTradePreventionMode"] = OrderWords.Of(order.Terms.SelfTrade ?? core.SelfTrade),
        ["workingType"] = order.OnMark ? "MARK_PRICE" : "CONTRACT_PRICE",
        ["priceMatch"] = OrderWords.Of(order.Terms.PriceMatch),
        ["closePosition"] = order.ClosePosition,
        ["priceProtect"] = order.PriceProtect,
        ["reduceOnly"] = order.Terms.ReduceOnly,
        ["activatePrice"] = order.ActivatePrice is { } at ? BinanceText.Number(at) : "",
        ["callbackRate"] = order.CallbackRate is { } rate ? BinanceText.Number(rate) : "",
        ["createTime"] = order.CreatedAt.ToUnixTimeMilliseconds(),
        ["updateTime"] = order.UpdatedAt.ToUnixTimeMilliseconds(),
        ["triggerTime"] = order.TriggeredAt?.ToUnixTimeMilliseconds() ?? 0,
        ["goodTillDate"] = order.Terms.GoodTill?.ToUnixTimeMilliseconds() ?? 0,
    };

    public static JsonObject Full(AlgoOrder order, VenueCore core)
    {
        var row = Row(order, core);
        var became = order.OrderId == 0 ? null : core.FindOrder(order.Symbol, order.OrderId, null);
        row["actualOrderId"] = order.OrderId == 0 ? "" : BinanceText.Number(order.OrderId);
        row["actualPrice"] = BinanceText.Amount(became?.AveragePrice ?? 0m);
        row["actualQty"] = BinanceText.Number(became?.Filled ?? 0m);
        row["tpTriggerPrice"] = "0";
        row["tpPrice"] = "0";
        row["slTriggerPrice"] = "0";
        row["slPrice"] = "0";
        row["tpOrderType"] = "";
        return row;
    }

    /// <summary>The ALGO_UPDATE of the user stream.</summary>
    public static JsonObject Push(AlgoOrder order, VenueCore core, long now)
    {
        var whole = Full(order, core);
        var became = order.OrderId == 0 ? null : core.FindOrder(order.Symbol, order.OrderId, null);
        var told = new JsonObject { ["at"] = "CONDITIONAL", ["act"] = became is null ? "0" : OrderRows.Type(became), ["rm"] = order.RejectReason };
        foreach (var (letter, name) in Letters) told[letter] = whole[name]?.DeepClone();
        told["ia"] = order.Type == AlgoType.TrailingStopMarket && order.Trigger > 0m;
        return new JsonObject { ["e"] = "ALGO_UPDATE", ["T"] = order.UpdatedAt.ToUnixTimeMilliseconds(), ["E"] = now, ["o"] = told };
    }

    private static string Status(AlgoState state) => state switch
    {
        AlgoState.New => "NEW",
        AlgoState.Triggered => "TRIGGERED",
        AlgoState.Finished => "FINISHED",
        AlgoState.Canceled => "CANCELED",
        AlgoState.Rejected => "REJECTED",
        _ => "EXPIRED",
    };
}
