using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Binance.Rest;
using PropBot.VenueSimulator.Binance.Wire;
using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Binance.Sockets;

/// <summary>Payloads of the user stream (wire-protocols §1.8).</summary>
internal sealed class UserPushes(VenueCore core)
{
    private readonly Dictionary<string, SymbolSetting> known = core.Instruments.ToDictionary(i => i.Symbol, i => core.Setting(i.Symbol), StringComparer.Ordinal);

    /// <summary>What one event of the engine says to the account's owner, in order.</summary>
    public IEnumerable<JsonObject> Of(VenueEvent happened)
    {
        var now = core.Now.ToUnixTimeMilliseconds();
        return happened switch
        {
            VenueEvent.OrderChanged { Fill: { } fill } changed => [Lite(changed.Order, fill, now), Order(changed, now)],
            VenueEvent.OrderChanged changed => [Order(changed, now)],
            VenueEvent.AccountChanged changed => [Account(changed, now)],
            VenueEvent.SettingChanged changed => Settings(changed.Setting, now),
            _ => [],
        };
    }

    public static JsonObject Expired(string listenKey, long now) => new() { ["e"] = "listenKeyExpired", ["E"] = now, ["listenKey"] = listenKey };

    private static JsonObject Order(VenueEvent.OrderChanged changed, long now)
    {
        var (order, fill) = (changed.Order, changed.Fill);
        var at = order.UpdatedAt.ToUnixTimeMilliseconds();
        var row = new JsonObject
        {
            ["s"] = order.Symbol,
            ["c"] = order.ClientId,
            ["S"] = OrderRows.Side(order.Side),
            ["o"] = OrderRows.Type(order),
            ["f"] = OrderRows.TimeInForce(order),
            ["q"] = BinanceText.Number(order.Quantity),
            ["p"] = BinanceText.Number(order.Price ?? 0m),
            ["ap"] = BinanceText.Amount(order.AveragePrice),
            ["sp"] = "0",
            ["x"] = Execution(changed),
            ["X"] = OrderRows.Status(order),
            ["i"] = order.Id,
            ["l"] = "0",
            ["z"] = BinanceText.Number(order.Filled),
            ["L"] = "0",
            ["T"] = at,
            ["t"] = 0,
            ["b"] = "0",
            ["a"] = "0",
            ["m"] = false,
            ["R"] = order.ReduceOnly,
            ["wt"] = "CONTRACT_PRICE",
            ["ot"] = OrderRows.Type(order),
            ["ps"] = OrderWords.Of(order.PositionSide),
            ["cp"] = false,
            ["pP"] = false,
            ["si"] = 0,
            ["ss"] = 0,
            ["rp"] = "0",
            ["V"] = OrderWords.Of(order.SelfTrade),
            ["pm"] = OrderWords.Of(order.PriceMatch),
            ["gtd"] = order.GoodTill?.ToUnixTimeMilliseconds() ?? 0,
            ["er"] = Reason(order.EndReason),
        };
        if (fill is not null) Add(row, fill);
        if (changed.Amended && changed.Amendment?.RequestId is { } name) row["M"] = name;
        return new JsonObject { ["e"] = "ORDER_TRADE_UPDATE", ["E"] = now, ["T"] = at, ["o"] = row };
    }

    private static void Add(JsonObject row, SimFill fill)
    {
        row["l"] = BinanceText.Number(fill.Quantity);
        row["L"] = BinanceText.Number(fill.Price);
        row["t"] = fill.TradeId;
        row["m"] = fill.Maker;
        row["rp"] = BinanceText.Number(fill.Realised);
        row["N"] = "USDT";
        row["n"] = BinanceText.Number(fill.Fee);
    }

    private static string Execution(VenueEvent.OrderChanged changed)
    {
        if (changed.Amended) return "AMENDMENT";
        if (changed.Fill is not null) return changed.Order.Origin is SimOrderOrigin.Liquidation or SimOrderOrigin.Adl ? "CALCULATED" : "TRADE";
        return changed.Order.State switch
        {
            SimOrderState.Canceled => "CANCELED",
            SimOrderState.Expired => "EXPIRED",
            _ => "NEW",
        };
    }

    private static string Reason(SimEndReason reason) => reason switch
    {
        SimEndReason.SelfTrade => "1",
        SimEndReason.ImmediateRemainder => "2",
        SimEndReason.ReduceOnly => "4",
        SimEndReason.Liquidation => "5",
        SimEndReason.MarketRemainder => "9",
        _ => "0",
    };

    private static JsonObject Lite(SimOrder order, SimFill fill, long now) => new()
    {
        ["e"] = "TRADE_LITE",
        ["E"] = now,
        ["T"] = fill.Time.ToUnixTimeMilliseconds(),
        ["s"] = order.Symbol,
        ["q"] = BinanceText.Number(order.Quantity),
        ["p"] = BinanceText.Number(order.Price ?? 0m),
        ["m"] = fill.Maker,
        ["c"] = order.ClientId,
        ["S"] = OrderRows.Side(order.Side),
        ["L"] = BinanceText.Number(fill.Price),
        ["l"] = BinanceText.Number(fill.Quantity),
        ["t"] = fill.TradeId,
        ["i"] = order.Id,
    };

    private JsonObject Account(VenueEvent.AccountChanged changed, long now)
    {
        var body = new JsonObject
        {
            ["m"] = changed.Cause switch
            {
                AccountCause.Deposit => "DEPOSIT",
                AccountCause.Funding => "FUNDING_FEE",
                AccountCause.MarginMode => "MARGIN_TYPE_CHANGE",
                AccountCause.MarginTransfer => "MARGIN_TRANSFER",
                _ => "ORDER",
            },
        };
        if (changed.Cause == AccountCause.Funding) body["S"] = changed.Symbol;
        body["B"] = new JsonArray(new JsonObject
        {
            ["a"] = "USDT",
            ["wb"] = BinanceText.Number(changed.Wallet),
            ["cw"] = BinanceText.Number(changed.CrossWallet),
            ["bc"] = BinanceText.Number(changed.Change),
        });
        body["P"] = Positions(changed);
        return new JsonObject { ["e"] = "ACCOUNT_UPDATE", ["E"] = now, ["T"] = now, ["a"] = body };
    }

    private JsonArray Positions(VenueEvent.AccountChanged changed)
    {
        // Cross funding pushes only the balance.
        if (changed.Position is not { } position) return new JsonArray();
        var isolated = core.Setting(position.Symbol).Isolated;
        if (changed.Cause == AccountCause.Funding && !isolated) return new JsonArray();
        return new JsonArray(new JsonObject
        {
            ["s"] = position.Symbol,
            ["pa"] = BinanceText.Number(position.Quantity),
            ["ep"] = BinanceText.Amount(position.EntryPrice),
            ["bep"] = BinanceText.Amount(position.EntryPrice),
            ["cr"] = BinanceText.Number(position.Realised),
            ["up"] = BinanceText.Amount(position.Unrealised(core.Reference(position.Symbol).Mark)),
            ["mt"] = isolated ? "isolated" : "cross",
            ["iw"] = isolated ? BinanceText.Amount(position.IsolatedMargin) : "0",
            ["ps"] = OrderWords.Of(position.Side),
        });
    }

    public static JsonObject MarginCall(AccountView account, IEnumerable<PositionView> positions, long now) => new()
    {
        ["e"] = "MARGIN_CALL",
        ["E"] = now,
        ["cw"] = BinanceText.Amount(account.CrossWallet),
        ["p"] = new JsonArray([.. positions.Select(p => new JsonObject
        {
            ["s"] = p.Position.Symbol,
            ["ps"] = OrderWords.Of(p.Position.Side),
            ["pa"] = BinanceText.Number(p.Position.Quantity),
            ["mt"] = p.Setting.Isolated ? "ISOLATED" : "CROSSED",
            ["iw"] = p.Setting.Isolated ? BinanceText.Amount(p.Position.IsolatedMargin) : "0",
            ["mp"] = BinanceText.Number(p.Mark),
            ["up"] = BinanceText.Amount(p.Unrealised),
            ["mm"] = BinanceText.Amount(p.MaintenanceMargin),
        })]),
    };

    /// <summary>Leverage and margin type have events of their own; which of them it was is known from what they were before.</summary>
    private List<JsonObject> Settings(SymbolSetting setting, long now)
    {
        var before = known[setting.Symbol];
        known[setting.Symbol] = setting;
        var told = new List<JsonObject>();
        if (setting.Leverage != before.Leverage) told.Add(Setting(setting, now));
        if (setting.Isolated == before.Isolated) return told;
        var account = core.Account();
        told.Add(Account(
            new VenueEvent.AccountChanged(AccountCause.MarginMode, setting.Symbol, account.Wallet, account.CrossWallet, 0m, core.Position(setting.Symbol).Position), now));
        return told;
    }

    private static JsonObject Setting(SymbolSetting setting, long now) => new()
    {
        ["e"] = "ACCOUNT_CONFIG_UPDATE",
        ["E"] = now,
        ["T"] = now,
        ["ac"] = new JsonObject { ["s"] = setting.Symbol, ["l"] = setting.Leverage },
    };
}
