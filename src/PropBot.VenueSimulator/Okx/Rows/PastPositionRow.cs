using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Okx.Orders;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Rows;

/// <summary>A closed position in <c>account/positions-history</c>.</summary>
public static class PastPositionRow
{
    private const int Digits = 10;

    public static JsonObject Of(OkxPast past, SymbolSetting setting, OkxContract contract)
    {
        var entry = past.Opened == 0m ? 0m : past.OpenedValue / past.Opened;
        var exit = past.Closed == 0m ? 0m : past.ClosedValue / past.Closed;
        var realised = past.Realised - past.Fees + past.Funding;
        var margin = past.OpenedValue / setting.Leverage;
        return new JsonObject
        {
            ["instType"] = "SWAP",
            ["instId"] = contract.InstId,
            ["uly"] = contract.Family,
            ["ccy"] = "USDT",
            ["mgnMode"] = PositionRow.Mode(setting),
            ["posId"] = OkxText.Id(past.PositionId),
            ["posSide"] = past.Side.Word(),
            ["direction"] = past.IsLong ? "long" : "short",
            ["lever"] = OkxText.Id(setting.Leverage),
            ["openAvgPx"] = OkxText.Number(Math.Round(entry, Digits)),
            ["nonSettleAvgPx"] = "",
            ["closeAvgPx"] = OkxText.Number(Math.Round(exit, Digits)),
            ["openMaxPos"] = contract.Size(past.Largest),
            ["closeTotalPos"] = contract.Size(past.Closed),
            ["pnl"] = OkxText.Number(past.Realised),
            ["pnlRatio"] = margin == 0m ? "0" : OkxText.Number(Math.Round(realised / margin, Digits)),
            ["realizedPnl"] = OkxText.Number(realised),
            ["settledPnl"] = "",
            ["fee"] = OkxText.Number(-past.Fees),
            ["fundingFee"] = OkxText.Number(past.Funding),
            ["liqPenalty"] = "0",
            ["triggerPx"] = "",
            ["type"] = past.Type,
            ["cTime"] = OkxText.Time(past.OpenedAt),
            ["uTime"] = OkxText.Time(past.ClosedAt),
        };
    }
}
