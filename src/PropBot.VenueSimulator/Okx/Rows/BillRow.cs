using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Okx.Orders;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Rows;

/// <summary>A bill (wire-protocols §2.6): type 1 transfer, 2 trade, 8 funding with subType 173 paid and 174 received.</summary>
public static class BillRow
{
    public static string TypeOf(OkxBill bill) => bill.Kind switch
    {
        SimEntryKind.Deposit => "1",
        SimEntryKind.Funding => "8",
        _ when bill.Fill?.Origin == SimOrderOrigin.Liquidation => "5",
        _ when bill.Fill?.Origin == SimOrderOrigin.Adl => "9",
        _ => "2",
    };

    public static JsonObject Of(OkxBill bill, OkxContract? contract, string marginMode)
    {
        var row = new JsonObject
        {
            ["bal"] = OkxText.Number(bill.Balance),
            ["balChg"] = OkxText.Number(bill.Change),
            ["billId"] = OkxText.Id(bill.Id),
            ["ccy"] = "USDT",
            ["type"] = TypeOf(bill),
            ["subType"] = SubType(bill),
            ["fee"] = OkxText.Number(bill.Fee),
            ["pnl"] = OkxText.Number(bill.Kind == SimEntryKind.Funding ? bill.Change : bill.Realised),
            ["instId"] = contract?.InstId ?? "",
            ["instType"] = contract is null ? "" : "SWAP",
            ["mgnMode"] = marginMode,
            ["sz"] = Size(bill, contract),
            ["px"] = bill.Mark == 0m ? "" : OkxText.Number(bill.Mark),
            ["posBal"] = "0",
            ["posBalChg"] = "0",
            ["clOrdId"] = "",
            ["ordId"] = "",
            ["tradeId"] = "",
            ["execType"] = "",
            ["fillTime"] = "",
            ["interest"] = "0",
            ["from"] = "",
            ["to"] = "",
            ["notes"] = "",
            ["tag"] = "",
            ["fillIdxPx"] = "",
            ["fillMarkPx"] = "",
            ["fillFwdPx"] = "",
            ["fillPxUsd"] = "",
            ["fillPxVol"] = "",
            ["fillMarkVol"] = "",
            ["earnAmt"] = "",
            ["earnApr"] = "",
            ["ts"] = OkxText.Time(bill.Time),
        };
        if (bill.Fill is { } fill) AddFill(row, fill);
        return row;
    }

    private static void AddFill(JsonObject row, SimFill fill)
    {
        row["clOrdId"] = fill.ClientId;
        row["ordId"] = OkxText.Id(fill.OrderId);
        row["tradeId"] = OkxText.Id(fill.TradeId);
        row["execType"] = FillRow.ExecType(fill);
        row["fillTime"] = OkxText.Time(fill.Time);
        row["px"] = OkxText.Number(fill.Price);
    }

    private static string Size(OkxBill bill, OkxContract? contract) =>
        contract is null ? OkxText.Number(Math.Abs(bill.Change)) : contract.Size(bill.Fill?.Quantity ?? Math.Abs(bill.Quantity));

    public static string SubType(OkxBill bill) => bill.Kind switch
    {
        SimEntryKind.Deposit => "11",
        SimEntryKind.Funding => bill.Change < 0m ? "173" : "174",
        _ => bill.Fill is { } fill ? FillRow.SubType(fill) : "1",
    };
}
