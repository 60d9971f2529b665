using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Binance.Wire;
using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Binance.Rest;

/// <summary>Orders and fills as Binance writes them.</summary>
public static class OrderRows
{
    public static string Status(SimOrder order) => order.State switch
    {
        SimOrderState.New => "NEW",
        SimOrderState.PartiallyFilled => "PARTIALLY_FILLED",
        SimOrderState.Filled => "FILLED",
        _ when order.EndReason == SimEndReason.SelfTrade => "EXPIRED_IN_MATCH",
        SimOrderState.Canceled => "CANCELED",
        _ => "EXPIRED",
    };

    public static string Type(SimOrder order) => order.Type == SimOrderType.Market ? "MARKET" : "LIMIT";

    public static string Side(SimSide side) => side == SimSide.Buy ? "BUY" : "SELL";

    public static string TimeInForce(SimOrder order) => order.Type == SimOrderType.Market ? "GTC" : OrderWords.Of(order.TimeInForce);

    /// <summary>The reply to a placement by default: as the order was when it was taken (field set of 2026-07-15: no avgPrice, no cumQuote).</summary>
    public static JsonObject Taken(SimOrder order) =>
        Row(order with { State = SimOrderState.New, EndReason = SimEndReason.None, Filled = 0m, FilledValue = 0m, UpdatedAt = order.CreatedAt });

    /// <summary>The reply to RESULT placements, cancels and amendments.</summary>
    public static JsonObject Row(SimOrder order) => new()
    {
        ["orderId"] = order.Id,
        ["symbol"] = order.Symbol,
        ["status"] = Status(order),
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
        ["positionSide"] = OrderWords.Of(order.PositionSide),
        ["stopPrice"] = "0",
        ["workingType"] = "CONTRACT_PRICE",
        ["priceProtect"] = false,
        ["origType"] = Type(order),
        ["priceMatch"] = OrderWords.Of(order.PriceMatch),
        ["selfTradePreventionMode"] = OrderWords.Of(order.SelfTrade),
        ["goodTillDate"] = order.GoodTill?.ToUnixTimeMilliseconds() ?? 0,
        ["updateTime"] = order.UpdatedAt.ToUnixTimeMilliseconds(),
    };

    /// <summary>The reply to a test of a placement: as if it had been taken, without a number.</summary>
    public static JsonObject Tested(SimOrderRequest request, VenueCore core) => Row(new SimOrder(
        0, request.Symbol, request.ClientId, request.Side, request.Type, request.TimeInForce, request.Quantity, request.Price, request.ReduceOnly, core.Now)
    {
        SelfTrade = request.SelfTrade ?? core.SelfTrade,
        PriceMatch = request.PriceMatch,
        PositionSide = request.PositionSide,
        GoodTill = request.GoodTill,
    });

    /// <summary>A row of the history and of the forced orders.</summary>
    public static JsonObject Listed(SimOrder order)
    {
        var row = Full(order);
        row["pair"] = order.Symbol;
        row["cumBase"] = BinanceText.Number(order.Filled);
        return row;
    }

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
        ["baseQty"] = BinanceText.Number(fill.Quantity),
        ["marginAsset"] = "USDT",
        ["pair"] = fill.Symbol,
        ["commission"] = BinanceText.Number(fill.Fee),
        ["commissionAsset"] = "USDT",
        ["time"] = fill.Time.ToUnixTimeMilliseconds(),
        ["positionSide"] = OrderWords.Of(fill.PositionSide),
        ["buyer"] = fill.Side == SimSide.Buy,
        ["maker"] = fill.Maker,
    };
}
