using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Rows;

/// <summary>A position in net mode: <c>pos</c> is signed contracts (wire-protocols §2.6).</summary>
public static class PositionRow
{
    private const int PriceDigits = 10;

    public static JsonObject Of(PositionView view, OkxContract contract, DateTimeOffset now)
    {
        var held = view.Position;
        var isolated = view.Setting.Isolated;
        var equity = isolated ? held.IsolatedMargin + view.Unrealised : 0m;
        return new JsonObject
        {
            ["instType"] = "SWAP",
            ["instId"] = contract.InstId,
            ["mgnMode"] = Mode(view.Setting),
            ["posSide"] = held.Side.Word(),
            ["posId"] = OkxText.Id(held.PositionId),
            ["pos"] = Size(held, contract),
            ["availPos"] = held.Quantity == 0m ? "" : contract.Size(Math.Abs(held.Quantity)),
            ["posCcy"] = "",
            ["ccy"] = "USDT",
            ["avgPx"] = Price(held),
            ["nonSettleAvgPx"] = Price(held),
            ["markPx"] = OkxText.Number(view.Mark),
            ["idxPx"] = OkxText.Number(view.Mark),
            ["last"] = OkxText.Number(view.Mark),
            ["upl"] = OkxText.Number(view.Unrealised),
            ["uplLastPx"] = OkxText.Number(view.Unrealised),
            ["uplRatioLastPx"] = view.InitialMargin == 0m ? "0" : OkxText.Number(Math.Round(view.Unrealised / view.InitialMargin, PriceDigits)),
            ["uplRatio"] = view.InitialMargin == 0m ? "0" : OkxText.Number(Math.Round(view.Unrealised / view.InitialMargin, PriceDigits)),
            ["lever"] = OkxText.Id(view.Setting.Leverage),
            ["liqPx"] = view.LiquidationPrice == 0m ? "" : OkxText.Number(view.LiquidationPrice),
            ["imr"] = isolated ? "" : OkxText.Number(view.InitialMargin),
            ["margin"] = isolated ? OkxText.Number(held.IsolatedMargin) : "",
            ["mmr"] = OkxText.Number(view.MaintenanceMargin),
            ["mgnRatio"] = isolated && view.MaintenanceMargin > 0m ? OkxText.Number(Math.Round(equity / view.MaintenanceMargin, PriceDigits)) : "",
            ["notionalUsd"] = OkxText.Number(Math.Abs(held.Quantity) * view.Mark),
            ["adl"] = "1",
            ["liab"] = "",
            ["liabCcy"] = "",
            ["interest"] = "",
            ["fee"] = OkxText.Number(-held.Fees),
            ["fundingFee"] = OkxText.Number(held.Funding),
            ["pnl"] = OkxText.Number(held.Realised),
            ["realizedPnl"] = OkxText.Number(held.Realised - held.Fees + held.Funding),
            ["settledPnl"] = "",
            ["liqPenalty"] = "0",
            ["bePx"] = Price(held),
            ["usdPx"] = "1",
            ["tradeId"] = OkxText.Id(held.LastTradeId),
            ["closeOrderAlgo"] = new JsonArray(),
            ["baseBal"] = "",
            ["quoteBal"] = "",
            ["baseBorrowed"] = "",
            ["baseInterest"] = "",
            ["quoteBorrowed"] = "",
            ["quoteInterest"] = "",
            ["spotInUseAmt"] = "",
            ["spotInUseCcy"] = "",
            ["clSpotInUseAmt"] = "",
            ["maxSpotInUseAmt"] = "",
            ["bizRefId"] = "",
            ["bizRefType"] = "",
            ["optVal"] = "",
            ["pendingCloseOrdLiabVal"] = "",
            ["hedgedPos"] = "",
            ["deltaBS"] = "",
            ["deltaPA"] = "",
            ["gammaBS"] = "",
            ["gammaPA"] = "",
            ["thetaBS"] = "",
            ["thetaPA"] = "",
            ["vegaBS"] = "",
            ["vegaPA"] = "",
            ["cTime"] = OkxText.Time(held.OpenedAt),
            ["uTime"] = OkxText.Time(held.UpdatedAt),
            ["pTime"] = OkxText.Time(now),
        };
    }

    /// <summary>The short form of <c>balance_and_position</c> (§2.8.4).</summary>
    public static JsonObject Short(SimPosition held, SymbolSetting setting, OkxContract contract) => new()
    {
        ["posId"] = OkxText.Id(held.PositionId),
        ["tradeId"] = OkxText.Id(held.LastTradeId),
        ["instId"] = contract.InstId,
        ["instType"] = "SWAP",
        ["mgnMode"] = Mode(setting),
        ["posSide"] = held.Side.Word(),
        ["pos"] = Size(held, contract),
        ["ccy"] = "USDT",
        ["posCcy"] = "",
        ["avgPx"] = Price(held),
        ["nonSettleAvgPx"] = Price(held),
        ["settledPnl"] = "",
        ["uTime"] = OkxText.Time(held.UpdatedAt),
    };

    /// <summary>The row of <c>liquidation-warning</c>.</summary>
    public static JsonObject Warning(PositionView view, OkxContract contract, decimal ratio, DateTimeOffset now) => new()
    {
        ["instType"] = "SWAP",
        ["instFamily"] = contract.Family,
        ["instId"] = contract.InstId,
        ["mgnMode"] = Mode(view.Setting),
        ["posId"] = OkxText.Id(view.Position.PositionId),
        ["posSide"] = view.Position.Side.Word(),
        ["pos"] = Size(view.Position, contract),
        ["posCcy"] = "",
        ["ccy"] = "USDT",
        ["lever"] = OkxText.Id(view.Setting.Leverage),
        ["markPx"] = OkxText.Number(view.Mark),
        ["mgnRatio"] = OkxText.Number(Math.Round(ratio, PriceDigits)),
        ["cTime"] = OkxText.Time(view.Position.OpenedAt),
        ["uTime"] = OkxText.Time(view.Position.UpdatedAt),
        ["pTime"] = OkxText.Time(now),
    };

    public static string Mode(SymbolSetting setting) => setting.Isolated ? "isolated" : "cross";

    /// <summary>Signed in net mode, positive in two-sided mode (§2.6).</summary>
    private static string Size(SimPosition held, OkxContract contract) =>
        contract.Size(held.Side == SimPositionSide.Net ? held.Quantity : Math.Abs(held.Quantity));

    private static string Price(SimPosition held) => held.Quantity == 0m ? "" : OkxText.Number(Math.Round(held.EntryPrice, PriceDigits));
}
