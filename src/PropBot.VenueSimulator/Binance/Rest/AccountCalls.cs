using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Binance.Wire;
using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Binance.Rest;

/// <summary>Balances, positions, history of the account (wire-protocols §1.5.2).</summary>
public sealed class AccountCalls(VenueCore core)
{
    private long Now => core.Now.ToUnixTimeMilliseconds();

    public BinanceReply Balance(BinanceCall call)
    {
        var account = core.Account();
        return BinanceReply.Ok(new JsonArray(new JsonObject
        {
            ["accountAlias"] = "SgsR",
            ["asset"] = "USDT",
            ["balance"] = BinanceText.Number(account.Wallet),
            ["crossWalletBalance"] = BinanceText.Number(account.CrossWallet),
            ["crossUnPnl"] = BinanceText.Amount(account.CrossUnrealised),
            ["availableBalance"] = BinanceText.Amount(account.Available),
            ["maxWithdrawAmount"] = BinanceText.Amount(account.Available),
            ["marginAvailable"] = true,
            ["updateTime"] = Now,
        }));
    }

    public BinanceReply Account(BinanceCall call, bool withSettings)
    {
        var account = core.Account();
        var reply = Totals(account);
        var asset = Asset(account);
        reply["assets"] = new JsonArray(asset);
        reply["positions"] = new JsonArray([.. Shown(null, all: withSettings).Select(p => PositionRow(p, withSettings))]);
        if (!withSettings) return BinanceReply.Ok(reply);
        reply["feeTier"] = 0;
        reply["canTrade"] = true;
        reply["canDeposit"] = true;
        reply["canWithdraw"] = false;
        reply["updateTime"] = 0;
        reply["multiAssetsMargin"] = false;
        reply["tradeGroupId"] = -1;
        reply["feeBurn"] = false;
        return BinanceReply.Ok(reply);
    }

    public BinanceReply PositionRisk(BinanceCall call, bool withSettings)
    {
        if (call.OptionalSymbol(core, out var symbol) is { } no) return no;
        return BinanceReply.Ok(new JsonArray([.. Shown(symbol, all: withSettings).Select(p => PositionRow(p, withSettings))]));
    }

    public BinanceReply Income(BinanceCall call)
    {
        if (call.OptionalSymbol(core, out var symbol) is { } no) return no;
        var (from, to, limit) = (call.Whole("startTime", 0), call.Whole("endTime", long.MaxValue), (int)Math.Clamp(call.Whole("limit", 100), 1, 1000));
        var found = core.Entries().Where(e =>
            (symbol is null || e.Symbol == symbol) && (!call.Has("incomeType") || IncomeType(e.Kind) == call.Text("incomeType"))
            && e.Time.ToUnixTimeMilliseconds() is var at && at >= from && at <= to);
        return BinanceReply.Ok(new JsonArray([.. (from > 0 ? found.Take(limit) : found.TakeLast(limit)).Select(IncomeRow)]));
    }

    public BinanceReply Trades(BinanceCall call)
    {
        if (call.NeedInstrument(core, out var instrument) is { } no) return no;
        var (from, to, limit) = (call.Whole("startTime", 0), call.Whole("endTime", long.MaxValue), (int)Math.Clamp(call.Whole("limit", 500), 1, 1000));
        var fills = core.Fills(instrument.Symbol, call.Has("orderId") ? call.Whole("orderId", 0) : null)
            .Where(f => f.Time.ToUnixTimeMilliseconds() is var at && at >= from && at <= to);
        if (call.Has("fromId")) fills = fills.Where(f => f.TradeId >= call.Whole("fromId", 0));
        var page = call.Has("fromId") || from > 0 ? fills.Take(limit) : fills.TakeLast(limit);
        return BinanceReply.Ok(new JsonArray([.. page.Select(OrderRows.Trade)]));
    }

    public BinanceReply Commission(BinanceCall call) => call.NeedInstrument(core, out var instrument) ?? BinanceReply.Ok(new JsonObject
    {
        ["symbol"] = instrument.Symbol,
        ["makerCommissionRate"] = BinanceText.Number(core.Profile.MakerRate),
        ["takerCommissionRate"] = BinanceText.Number(core.Profile.TakerRate),
        ["rpiCommissionRate"] = "0.0001",
    });

    private static string IncomeType(SimEntryKind kind) => kind switch
    {
        SimEntryKind.Deposit => "TRANSFER",
        SimEntryKind.Realised => "REALIZED_PNL",
        SimEntryKind.Fee => "COMMISSION",
        _ => "FUNDING_FEE",
    };

    private static JsonObject IncomeRow(LedgerEntry entry) => new()
    {
        ["symbol"] = entry.Symbol ?? "",
        ["incomeType"] = IncomeType(entry.Kind),
        ["income"] = BinanceText.Number(entry.Amount),
        ["asset"] = "USDT",
        ["info"] = IncomeType(entry.Kind),
        ["time"] = entry.Time.ToUnixTimeMilliseconds(),
        ["tranId"] = entry.Id,
        ["tradeId"] = entry.TradeId == 0 ? "" : BinanceText.Number(entry.TradeId),
    };

    private IEnumerable<PositionView> Shown(string? symbol, bool all)
    {
        var ordered = core.OpenOrders(symbol).Select(o => o.Symbol).ToHashSet(StringComparer.Ordinal);
        SimPositionSide[] sides = core.Header().HedgeMode ? [SimPositionSide.Long, SimPositionSide.Short] : [SimPositionSide.Net];
        return core.Instruments.Where(i => symbol is null || i.Symbol == symbol).SelectMany(i => sides.Select(side => core.Position(i.Symbol, side)))
            .Where(p => all || p.Position.Quantity != 0m || ordered.Contains(p.Position.Symbol));
    }

    private static JsonObject Totals(AccountView account) => new()
    {
        ["totalInitialMargin"] = BinanceText.Amount(account.PositionMargin + account.OrderMargin),
        ["totalMaintMargin"] = BinanceText.Amount(account.MaintenanceMargin),
        ["totalWalletBalance"] = BinanceText.Number(account.Wallet),
        ["totalUnrealizedProfit"] = BinanceText.Amount(account.Unrealised),
        ["totalMarginBalance"] = BinanceText.Amount(account.Equity),
        ["totalPositionInitialMargin"] = BinanceText.Amount(account.PositionMargin),
        ["totalOpenOrderInitialMargin"] = BinanceText.Amount(account.OrderMargin),
        ["totalCrossWalletBalance"] = BinanceText.Number(account.CrossWallet),
        ["totalCrossUnPnl"] = BinanceText.Amount(account.CrossUnrealised),
        ["availableBalance"] = BinanceText.Amount(account.Available),
        ["maxWithdrawAmount"] = BinanceText.Amount(account.Available),
    };

    private JsonObject Asset(AccountView account) => new()
    {
        ["asset"] = "USDT",
        ["walletBalance"] = BinanceText.Number(account.Wallet),
        ["unrealizedProfit"] = BinanceText.Amount(account.Unrealised),
        ["marginBalance"] = BinanceText.Amount(account.Equity),
        ["maintMargin"] = BinanceText.Amount(account.MaintenanceMargin),
        ["initialMargin"] = BinanceText.Amount(account.PositionMargin + account.OrderMargin),
        ["positionInitialMargin"] = BinanceText.Amount(account.PositionMargin),
        ["openOrderInitialMargin"] = BinanceText.Amount(account.OrderMargin),
        ["crossWalletBalance"] = BinanceText.Number(account.CrossWallet),
        ["crossUnPnl"] = BinanceText.Amount(account.CrossUnrealised),
        ["availableBalance"] = BinanceText.Amount(account.Available),
        ["maxWithdrawAmount"] = BinanceText.Amount(account.Available),
        ["marginAvailable"] = true,
        ["updateTime"] = Now,
    };

    private static JsonObject PositionRow(PositionView view, bool withSettings)
    {
        var position = view.Position;
        var isolated = view.Setting.Isolated ? BinanceText.Amount(position.IsolatedMargin) : "0";
        var row = new JsonObject
        {
            ["symbol"] = position.Symbol,
            ["positionSide"] = OrderWords.Of(position.Side),
            ["positionAmt"] = BinanceText.Number(position.Quantity),
            ["entryPrice"] = BinanceText.Amount(position.EntryPrice),
            ["breakEvenPrice"] = BinanceText.Amount(position.EntryPrice),
            ["markPrice"] = BinanceText.Number(view.Mark),
            ["unRealizedProfit"] = BinanceText.Amount(view.Unrealised),
            ["unrealizedProfit"] = BinanceText.Amount(view.Unrealised),
            ["liquidationPrice"] = BinanceText.Number(view.LiquidationPrice),
            ["isolatedMargin"] = isolated,
            ["isolatedWallet"] = isolated,
            ["notional"] = BinanceText.Amount(position.Quantity * view.Mark),
            ["marginAsset"] = "USDT",
            ["initialMargin"] = BinanceText.Amount(view.InitialMargin),
            ["maintMargin"] = BinanceText.Amount(view.MaintenanceMargin),
            ["positionInitialMargin"] = BinanceText.Amount(view.InitialMargin),
            ["openOrderInitialMargin"] = "0",
            ["adl"] = 1,
            ["bidNotional"] = "0",
            ["askNotional"] = "0",
            ["updateTime"] = position.Quantity == 0m ? 0 : position.UpdatedAt.ToUnixTimeMilliseconds(),
        };
        if (!withSettings) return row;
        row["leverage"] = BinanceText.Number(view.Setting.Leverage);
        row["marginType"] = view.Setting.Isolated ? "isolated" : "cross";
        row["isolated"] = view.Setting.Isolated;
        row["maxNotionalValue"] = "100000000";
        row["maxNotional"] = "100000000";
        row["isAutoAddMargin"] = "false";
        return row;
    }
}
