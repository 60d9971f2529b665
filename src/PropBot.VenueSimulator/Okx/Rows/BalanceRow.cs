using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Rows;

/// <summary>The account in USDT (wire-protocols §2.6 <c>account/balance</c>, §2.8.4 <c>account</c>).</summary>
public static class BalanceRow
{
    public static JsonObject Of(AccountView account, DateTimeOffset now)
    {
        var equity = OkxText.Number(account.Equity);
        var margin = OkxText.Number(account.PositionMargin + account.OrderMargin);
        var maintenance = OkxText.Number(account.MaintenanceMargin);
        var upl = OkxText.Number(account.Unrealised);
        return new JsonObject
        {
            ["totalEq"] = equity,
            ["adjEq"] = equity,
            ["availEq"] = OkxText.Number(account.Available),
            ["imr"] = margin,
            ["mmr"] = maintenance,
            ["mgnRatio"] = Ratio(account),
            ["notionalUsd"] = "",
            ["notionalUsdForSwap"] = "",
            ["notionalUsdForBorrow"] = "",
            ["notionalUsdForFutures"] = "",
            ["notionalUsdForOption"] = "",
            ["isoEq"] = IsolatedEquity(account),
            ["ordFroz"] = OkxText.Number(account.OrderMargin),
            ["upl"] = upl,
            ["borrowFroz"] = "",
            ["uTime"] = OkxText.Time(now),
            ["details"] = new JsonArray(Coin(account, now)),
        };
    }

    public static JsonObject Cash(decimal wallet, DateTimeOffset now) =>
        new() { ["ccy"] = "USDT", ["cashBal"] = OkxText.Number(wallet), ["uTime"] = OkxText.Time(now) };

    private static JsonObject Coin(AccountView account, DateTimeOffset now)
    {
        var available = OkxText.Number(account.Available);
        var equity = OkxText.Number(account.Equity);
        return new JsonObject
        {
            ["ccy"] = "USDT",
            ["eq"] = equity,
            ["eqUsd"] = equity,
            ["disEq"] = equity,
            ["cashBal"] = OkxText.Number(account.Wallet),
            ["availBal"] = available,
            ["availEq"] = available,
            ["frozenBal"] = OkxText.Number(account.PositionMargin + account.OrderMargin),
            ["ordFrozen"] = OkxText.Number(account.OrderMargin),
            ["upl"] = OkxText.Number(account.Unrealised),
            ["uplLiab"] = "",
            ["isoEq"] = IsolatedEquity(account),
            ["isoUpl"] = OkxText.Number(account.Unrealised - account.CrossUnrealised),
            ["imr"] = OkxText.Number(account.PositionMargin + account.OrderMargin),
            ["mmr"] = OkxText.Number(account.MaintenanceMargin),
            ["mgnRatio"] = Ratio(account),
            ["liab"] = "",
            ["crossLiab"] = "",
            ["isoLiab"] = "",
            ["interest"] = "",
            ["maxLoan"] = "",
            ["notionalLever"] = "",
            ["twap"] = "0",
            ["borrowFroz"] = "",
            ["collateralEnabled"] = false,
            ["spotInUseAmt"] = "",
            ["stgyEq"] = "0",
            ["accAvgPx"] = "",
            ["openAvgPx"] = "",
            ["coinUsdPrice"] = "1",
            ["clSpotInUseAmt"] = "",
            ["maxSpotInUseAmt"] = "",
            ["fixedBal"] = "0",
            ["rewardBal"] = "0",
            ["smtSyncEq"] = "0",
            ["spotCopyTradingEq"] = "0",
            ["spotIsoBal"] = "0",
            ["spotBal"] = "",
            ["spotUpl"] = "",
            ["spotUplRatio"] = "",
            ["totalPnl"] = "",
            ["totalPnlRatio"] = "",
            ["autoLendStatus"] = "off",
            ["autoLendMtAmt"] = "0",
            ["colRes"] = "0",
            ["uTime"] = OkxText.Time(now),
        };
    }

    private static string IsolatedEquity(AccountView account) =>
        OkxText.Number(account.Wallet - account.CrossWallet + account.Unrealised - account.CrossUnrealised);

    private static string Ratio(AccountView account) =>
        account.MaintenanceMargin == 0m ? "" : OkxText.Number(Math.Round(account.Equity / account.MaintenanceMargin, 8));
}
