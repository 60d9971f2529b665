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
        ["posSide"] = fill.PositionSide.Word(),
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

    /// <summary>1 buy, 2 sell; of a two-sided position 3 open long, 4 open short, 5 close long, 6 close short; what the venue took over 100 to 105, 125 to 128.</summary>
    public static string SubType(SimFill fill)
    {
        var buys = fill.Side == SimSide.Buy;
        return (fill.Origin, fill.PositionSide) switch
        {
            (SimOrderOrigin.Liquidation, SimPositionSide.Long) => "100",
            (SimOrderOrigin.Liquidation, SimPositionSide.Short) => "101",
            (SimOrderOrigin.Liquidation, _) => buys ? "102" : "103",
            (SimOrderOrigin.Adl, SimPositionSide.Long) => "125",
            (SimOrderOrigin.Adl, SimPositionSide.Short) => "126",
            (SimOrderOrigin.Adl, _) => buys ? "127" : "128",
            (_, SimPositionSide.Long) => buys ? "3" : "5",
            (_, SimPositionSide.Short) => buys ? "6" : "4",
            _ => buys ? "1" : "2",
        };
    }

    public static string ExecType(SimFill fill) => fill.Maker ? "M" : "T";
}
