using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Rows;

/// <summary>One of the account's own trades (wire-protocols §2.7, <c>trade/fills</c>).</summary>
public static class FillRow
{
    public static JsonObject Of(SimFill fill, long billId, string? tag, OkxContract contract, decimal rate) => new()
    {
        ["instType"] = "SWAP",
        ["instId"] = contract.InstId,
        ["tradeId"] = OkxText.Id(fill.TradeId),
        ["ordId"] = OkxText.Id(fill.OrderId),
        ["clOrdId"] = fill.ClientId,
        ["billId"] = OkxText.Id(billId),
        ["subType"] = SubType(fill),
        ["tag"] = tag ?? "",
        ["fillPx"] = OkxText.Number(fill.Price),
        ["fillSz"] = contract.Size(fill.Quantity),
        ["side"] = OrderRow.SideWord(fill.Side),
        ["posSide"] = "net",
        ["execType"] = ExecType(fill),
        ["fee"] = OkxText.Number(-fill.Fee),
        ["feeCcy"] = "USDT",
        ["feeRate"] = OkxText.Number(-rate),
        ["fillPnl"] = OkxText.Number(fill.Realised),
        ["fillTime"] = OkxText.Time(fill.Time),
        ["ts"] = OkxText.Time(fill.Time),
        ["fillIdxPx"] = "",
        ["fillMarkPx"] = "",
        ["fillMarkVol"] = "",
        ["fillFwdPx"] = "",
        ["fillPxVol"] = "",
        ["fillPxUsd"] = "",
        ["tradeQuoteCcy"] = "USDT",
    };

    public static string SubType(SimFill fill) => fill.Side == SimSide.Buy ? "1" : "2";

    public static string ExecType(SimFill fill) => fill.Maker ? "M" : "T";
}
