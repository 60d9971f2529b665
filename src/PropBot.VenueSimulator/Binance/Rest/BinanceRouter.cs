using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Binance.Wire;
using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Binance.Rest;

/// <summary>Which call a path is, what it weighs, and who may make it. A request in, a reply out.</summary>
public sealed class BinanceRouter
{
    private readonly Dictionary<string, Route> routes = new(StringComparer.Ordinal);
    private readonly BinanceGate gate;
    private readonly BinanceWeights weights;

    public BinanceRouter(VenueCore core, VenueCredentials credentials, ListenKeys keys)
    {
        gate = new BinanceGate(credentials, core.Clock);
        weights = new BinanceWeights(core.Clock);
        MapMarket(new MarketCalls(core));
        MapAccount(new AccountCalls(core), new SettingCalls(core));
        MapOrders(new OrderCalls(core, gate));
        MapListenKey(keys);
    }

    private enum Access
    {
        Open,
        Keyed,
        Signed,
    }

    public BinanceReply Answer(BinanceRequest request)
    {
        if (!routes.TryGetValue($"{request.Method} {request.Path}", out var route)) return BinanceError.UnknownPath(request.Method, request.Path);
        var call = new BinanceCall(request);
        var reply = weights.Take(route.Weight(call), route.Orders) ?? Objection(route, request, call) ?? route.Do(call);
        return reply with { Headers = weights.Headers(route.Orders > 0) };
    }

    private BinanceReply? Objection(Route route, BinanceRequest request, BinanceCall call) => route.Access switch
    {
        Access.Signed => gate.Objection(request, call),
        Access.Keyed => gate.KeyObjection(request.ApiKey),
        _ => null,
    };

    private void MapMarket(MarketCalls market)
    {
        Open("/fapi/v1/ping", 1, _ => BinanceReply.Ok(new JsonObject()));
        Open("/fapi/v1/time", 1, market.Time);
        Open("/fapi/v1/exchangeInfo", 1, market.ExchangeInfo);
        Open("/fapi/v1/depth", DepthWeight, market.Depth);
        Open("/fapi/v1/ticker/bookTicker", call => call.Has("symbol") ? 2 : 5, market.BookTicker);
        Open("/fapi/v1/ticker/price", call => call.Has("symbol") ? 1 : 2, market.TickerPrice);
        Open("/fapi/v2/ticker/price", call => call.Has("symbol") ? 1 : 2, market.TickerPrice);
        Open("/fapi/v1/ticker/24hr", call => call.Has("symbol") ? 1 : 40, market.TickerDay);
        Open("/fapi/v1/premiumIndex", call => call.Has("symbol") ? 1 : 10, market.PremiumIndex);
        Open("/fapi/v1/fundingInfo", 1, market.FundingInfo);
        Open("/fapi/v1/fundingRate", 1, market.FundingRate);
        Signed("GET /fapi/v1/rateLimit/order", 1, market.OrderLimits);
    }

    private void MapAccount(AccountCalls account, SettingCalls settings)
    {
        Signed("GET /fapi/v3/balance", 5, account.Balance);
        Signed("GET /fapi/v2/balance", 5, account.Balance);
        Signed("GET /fapi/v3/account", 5, call => account.Account(call, withSettings: false));
        Signed("GET /fapi/v2/account", 5, call => account.Account(call, withSettings: true));
        Signed("GET /fapi/v3/positionRisk", 5, call => account.PositionRisk(call, withSettings: false));
        Signed("GET /fapi/v2/positionRisk", 5, call => account.PositionRisk(call, withSettings: true));
        Signed("GET /fapi/v1/income", 30, account.Income);
        Signed("GET /fapi/v1/userTrades", 5, account.Trades);
        Signed("GET /fapi/v1/commissionRate", 20, account.Commission);
        Signed("GET /fapi/v1/accountConfig", 5, settings.Configuration);
        Signed("GET /fapi/v1/symbolConfig", 5, settings.Symbols);
        Signed("POST /fapi/v1/leverage", 1, settings.SetLeverage);
        Signed("POST /fapi/v1/marginType", 1, settings.SetMarginType);
        Signed("GET /fapi/v1/positionSide/dual", 30, settings.PositionMode);
        Signed("POST /fapi/v1/positionSide/dual", 1, settings.SetPositionMode);
        Signed("GET /fapi/v1/leverageBracket", 1, settings.Brackets);
    }

    private void MapOrders(OrderCalls orders)
    {
        Signed("POST /fapi/v1/order", 0, orders.Place, orders: 1);
        Signed("PUT /fapi/v1/order", 0, orders.Amend, orders: 1);
        Signed("POST /fapi/v1/order/test", 1, orders.Test);
        Signed("GET /fapi/v1/order", 1, orders.Query);
        Signed("DELETE /fapi/v1/order", 1, orders.Cancel);
        Signed("GET /fapi/v1/openOrder", 1, orders.QueryOpen);
        Signed("GET /fapi/v1/openOrders", call => call.Has("symbol") ? 1 : 40, orders.Open);
        Signed("GET /fapi/v1/allOrders", 5, orders.All);
        Signed("DELETE /fapi/v1/allOpenOrders", 1, orders.CancelAll);
        Signed("POST /fapi/v1/batchOrders", 5, orders.PlaceBatch, orders: 5);
        Signed("DELETE /fapi/v1/batchOrders", 1, orders.CancelBatch);
        Signed("POST /fapi/v1/countdownCancelAll", 10, orders.Countdown);
        // There are no conditional orders here, so none are ever open.
        Signed("GET /fapi/v1/openAlgoOrders", 1, _ => BinanceReply.Ok(new JsonArray()));
        Signed("DELETE /fapi/v1/algoOpenOrders", 1, _ => BinanceReply.Ok(new JsonObject { ["code"] = 200, ["msg"] = "The operation of cancel all open order is done." }));
    }

    private void MapListenKey(ListenKeys keys)
    {
        Keyed("POST /fapi/v1/listenKey", _ => BinanceReply.Ok(new JsonObject { ["listenKey"] = keys.Obtain() }));
        Keyed("PUT /fapi/v1/listenKey", _ => keys.Extend() ? BinanceReply.Ok(new JsonObject { ["listenKey"] = keys.Obtain() }) : BinanceError.NoListenKey);
        Keyed("DELETE /fapi/v1/listenKey", _ =>
        {
            keys.Close();
            return BinanceReply.Ok(new JsonObject());
        });
    }

    private static int DepthWeight(BinanceCall call) => call.Whole("limit", 500) switch
    {
        <= 50 => 2,
        <= 100 => 5,
        <= 500 => 10,
        _ => 20,
    };

    private void Open(string path, int weight, Func<BinanceCall, BinanceReply> act) => Open(path, _ => weight, act);

    private void Open(string path, Func<BinanceCall, int> weight, Func<BinanceCall, BinanceReply> act) => routes["GET " + path] = new Route(Access.Open, weight, 0, act);

    private void Keyed(string call, Func<BinanceCall, BinanceReply> act) => routes[call] = new Route(Access.Keyed, _ => 1, 0, act);

    private void Signed(string call, int weight, Func<BinanceCall, BinanceReply> act, int orders = 0) => Signed(call, _ => weight, act, orders);

    private void Signed(string call, Func<BinanceCall, int> weight, Func<BinanceCall, BinanceReply> act, int orders = 0) =>
        routes[call] = new Route(Access.Signed, weight, orders, act);

    private sealed record Route(Access Access, Func<BinanceCall, int> Weight, int Orders, Func<BinanceCall, BinanceReply> Do);
}
