using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Binance.Wire;
using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Binance.Rest;

/// <summary>Orders and fills as Binance writes them.</summary>
public static class OrderRows
{
    public static string Status(SimOrderState state) => state switch
    {
        SimOrderState.New => "NEW",
        SimOrderState.PartiallyFilled => "PARTIALLY_FILLED",
        SimOrderState.Filled => "FILLED",
        SimOrderState.Canceled => "CANCELED",
        _ => "EXPIRED",
    };

    public static string Type(SimOrder order) => order.Type == SimOrderType.Market ? "MARKET" : "LIMIT";

    public static string Side(SimSide side) => side == SimSide.Buy ? "BUY" : "SELL";

    public static string TimeInForce(SimOrder order) => order switch
    {
        { Type: SimOrderType.Market } => "GTC",
        { TimeInForce: SimTimeInForce.ImmediateOrCancel } => "IOC",
        { TimeInForce: SimTimeInForce.FillOrKill } => "FOK",
        { TimeInForce: SimTimeInForce.PostOnly } => "GTX",
        _ => "GTC",
    };

    /// <summary>The reply to a placement by default: as the order was when it was taken (field set of 2026-07-15: no avgPrice, no cumQuote).</summary>
    public static JsonObject Taken(SimOrder order) =>
        Row(order with { State = SimOrderState.New, Filled = 0m, FilledValue = 0m, UpdatedAt = order.CreatedAt });

    /// <summary>The reply to RESULT placements, cancels and amendments.</summary>
    public static JsonObject Row(SimOrder order) => new()
    {
        ["orderId"] = order.Id,
        ["symbol"] = order.Symbol,
        ["status"] = Status(order.State),
        ["clientOrderId"] = order.ClientId,
        ["price"] = BinanceText.Number(order.Price ?? 0m),
        ["origQty"] = BinanceText.Number(order.Quantity),
        ["executedQty"] = BinanceText.Number(order.Filled),
        ["cumQty"] = BinanceText.Number(order.Filled),
        ["timeInForce"] = TimeInForce(order),
        ["type"] = Type(order),
        ["reduceOnly"] = order.ReduceOnly,
        ["closePosition"] = false,
        ["side"] = Side(order.Side),
        ["positionSide"] = "BOTH",
        ["stopPrice"] = "0",
        ["workingType"] = "CONTRACT_PRICE",
        ["priceProtect"] = false,
        ["origType"] = Type(order),
        ["priceMatch"] = "NONE",
        ["selfTradePreventionMode"] = order.Note ?? "EXPIRE_MAKER",
        ["goodTillDate"] = 0,
        ["updateTime"] = order.UpdatedAt.ToUnixTimeMilliseconds(),
    };

    /// <summary>The reply to a query.</summary>
    public static JsonObject Full(SimOrder order)
    {
        var row = Row(order);
        row.Remove("cumQty");
        row["avgPrice"] = BinanceText.Amount(order.AveragePrice);
        row["cumQuote"] = BinanceText.Number(order.FilledValue);
        row["time"] = order.CreatedAt.ToUnixTimeMilliseconds();
        return row;
    }

    public static JsonObject Trade(SimFill fill) => new()
    {
        ["symbol"] = fill.Symbol,
        ["id"] = fill.TradeId,
        ["orderId"] = fill.OrderId,
        ["side"] = Side(fill.Side),
        ["price"] = BinanceText.Number(fill.Price),
        ["qty"] = BinanceText.Number(fill.Quantity),
        ["realizedPnl"] = BinanceText.Number(fill.Realised),
        ["quoteQty"] = BinanceText.Number(fill.Price * fill.Quantity),
        ["commission"] = BinanceText.Number(fill.Fee),
        ["commissionAsset"] = "USDT",
        ["time"] = fill.Time.ToUnixTimeMilliseconds(),
        ["positionSide"] = "BOTH",
        ["buyer"] = fill.Side == SimSide.Buy,
        ["maker"] = fill.Maker,
    };
}
