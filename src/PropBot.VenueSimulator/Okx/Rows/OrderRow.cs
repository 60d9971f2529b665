using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Okx.Orders;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Rows;

/// <summary>An order as REST and the orders channel show it (wire-protocols §2.7, §2.8.4, §2.9).</summary>
public static class OrderRow
{
    private const int AverageDigits = 10;

    /// <param name="last">The order's last fill, if it has one.</param>
    public static JsonObject Of(SimOrder order, SimFill? last, OkxContract contract, int lever)
    {
        var note = OkxNote.Of(order);
        return new JsonObject
        {
            ["instType"] = "SWAP",
            ["instId"] = contract.InstId,
            ["instIdCode"] = contract.InstIdCode,
            ["ordId"] = OkxText.Id(order.Id),
            ["clOrdId"] = order.ClientId,
            ["tag"] = order.Tag ?? "",
            ["side"] = SideWord(order.Side),
            ["posSide"] = order.PositionSide.Word(),
            ["tdMode"] = note.MarginMode,
            ["ordType"] = note.Type,
            ["px"] = note.Type is "market" or "optimal_limit_ioc" ? "" : OkxText.Number(order.Price),
            ["sz"] = contract.Size(order.Quantity),
            ["state"] = StateWord(order.State),
            ["accFillSz"] = contract.Size(order.Filled),
            ["avgPx"] = order.Filled == 0m ? "" : OkxText.Number(Math.Round(order.AveragePrice, AverageDigits)),
            ["fillPx"] = OkxText.Number(last?.Price),
            ["fillSz"] = last is null ? "0" : contract.Size(last.Quantity),
            ["fillTime"] = OkxText.Time(last?.Time),
            ["tradeId"] = last is null ? "" : OkxText.Id(last.TradeId),
            // OKX counts what is paid as negative (§2.3).
            ["fee"] = OkxText.Number(-order.Fee),
            ["feeCcy"] = "USDT",
            ["rebate"] = "0",
            ["rebateCcy"] = "USDT",
            ["pnl"] = OkxText.Number(order.Realised),
            ["lever"] = OkxText.Id(lever),
            ["reduceOnly"] = order.ReduceOnly ? "true" : "false",
            ["cancelSource"] = order.State == SimOrderState.Filled ? "" : CancelSource(order.EndReason),
            ["cancelSourceReason"] = "",
            ["category"] = Category(order),
            ["stpId"] = "",
            ["stpMode"] = order.SelfTrade.Word(),
            ["source"] = "",
            ["ccy"] = "",
            ["tgtCcy"] = "",
            ["quickMgnType"] = "",
            ["algoId"] = "",
            ["algoClOrdId"] = "",
            ["attachAlgoClOrdId"] = "",
            ["attachAlgoOrds"] = new JsonArray(),
            ["isTpLimit"] = "false",
            ["linkedAlgoOrd"] = new JsonObject { ["algoId"] = "" },
            ["pxUsd"] = "",
            ["pxVol"] = "",
            ["pxType"] = "",
            ["slOrdPx"] = "",
            ["slTriggerPx"] = "",
            ["slTriggerPxType"] = "",
            ["tpOrdPx"] = "",
            ["tpTriggerPx"] = "",
            ["tpTriggerPxType"] = "",
            ["tradeQuoteCcy"] = "USDT",
            ["uTime"] = OkxText.Time(order.UpdatedAt),
            ["cTime"] = OkxText.Time(order.CreatedAt),
        };
    }

    /// <summary>The orders channel: the same, with this change's fill or none, and without a fill an average price of "0" (§2.8.4).</summary>
    public static JsonObject Pushed(VenueEvent.OrderChanged change, OkxContract contract, int lever)
    {
        var (order, fill) = (change.Order, change.Fill);
        var row = Of(order, fill, contract, lever);
        if (order.Filled == 0m) row["avgPx"] = "0";
        AddFill(row, fill);
        row["notionalUsd"] = OkxText.Number((order.Price ?? order.AveragePrice) * order.Quantity);
        row["lastPx"] = OkxText.Number(fill?.Price ?? order.Price ?? 0m);
        row["amendResult"] = AmendResult(change.Amendment);
        row["amendSource"] = change.Amendment is null ? "" : "1";
        row["reqId"] = change.Amendment?.RequestId ?? "";
        row["code"] = change.Amendment?.Why == SimRefusal.MarginInsufficient ? OkxError.MarginShort.Code : "0";
        row["msg"] = "";
        return row;
    }

    private static void AddFill(JsonObject row, SimFill? fill)
    {
        row["fillFee"] = fill is null ? "0" : OkxText.Number(-fill.Fee);
        row["fillFeeCcy"] = fill is null ? "" : "USDT";
        row["fillPnl"] = fill is null ? "0" : OkxText.Number(fill.Realised);
        row["execType"] = fill is null ? "" : FillRow.ExecType(fill);
        row["fillNotionalUsd"] = fill is null ? "" : OkxText.Number(fill.Price * fill.Quantity);
        row["fillMarkPx"] = "";
        row["fillIdxPx"] = "";
        row["fillMarkVol"] = "";
        row["fillFwdPx"] = "";
        row["fillPxVol"] = "";
        row["fillPxUsd"] = "";
    }

    public static string SideWord(SimSide side) => side == SimSide.Buy ? "buy" : "sell";

    public static string StateWord(SimOrderState state) => state switch
    {
        SimOrderState.New => "live",
        SimOrderState.PartiallyFilled => "partially_filled",
        SimOrderState.Filled => "filled",
        _ => "canceled",
    };

    public static string Category(SimOrder order) => order.Origin switch
    {
        SimOrderOrigin.Liquidation => "full_liquidation",
        SimOrderOrigin.Adl => "adl",
        _ => "normal",
    };

    private static string AmendResult(SimAmendNote? note) => note?.Result switch
    {
        SimAmendResult.Done => "0",
        SimAmendResult.Failed => "-1",
        SimAmendResult.FailedAndCanceled => "1",
        _ => "",
    };

    private static string CancelSource(SimEndReason reason) => reason switch
    {
        SimEndReason.None => "",
        SimEndReason.User => "1",
        SimEndReason.ReduceOnly => "2",
        SimEndReason.Liquidation => "3",
        SimEndReason.FillOrKillUnfillable => "13",
        SimEndReason.ImmediateRemainder or SimEndReason.MarketRemainder => "14",
        SimEndReason.DeadMan => "20",
        SimEndReason.PostOnlyWouldTake => "31",
        SimEndReason.SelfTrade => "32",
        SimEndReason.TooManyMakers => "33",
        SimEndReason.AutoDeleverage => "6",
        _ => "0",
    };
}
