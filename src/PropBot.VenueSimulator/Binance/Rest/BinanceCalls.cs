using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Binance.Algo;
using PropBot.VenueSimulator.Binance.Limits;
using PropBot.VenueSimulator.Binance.Tape;
using PropBot.VenueSimulator.Binance.Wire;

namespace PropBot.VenueSimulator.Binance.Rest;

/// <summary>Every call of the venue with its weight (wire-protocols §1.4, §1.5; the official SDK's comments for what stands in neither).</summary>
internal static class BinanceCalls
{
    public static void Market(BinanceRoutes routes, MarketCalls market, HistoryCalls history)
    {
        routes.Open("/fapi/v1/ping", 1, _ => BinanceReply.Ok(new JsonObject()));
        routes.Open("/fapi/v1/time", 1, market.Time);
        routes.Open("/fapi/v1/exchangeInfo", 1, market.ExchangeInfo);
        routes.Open("/fapi/v1/depth", DepthWeight, market.Depth);
        routes.Open("/fapi/v1/rpiDepth", 20, market.Depth);
        routes.Open("/fapi/v1/ticker/bookTicker", One(2, 5), market.BookTicker);
        routes.Open("/fapi/v1/ticker/price", One(1, 2), history.LastPrices);
        routes.Open("/fapi/v2/ticker/price", One(1, 2), history.LastPrices);
        routes.Open("/fapi/v1/ticker/24hr", One(1, 40), history.Days);
        routes.Open("/fapi/v1/premiumIndex", One(1, 10), market.PremiumIndex);
        routes.Open("/fapi/v1/fundingInfo", 1, market.FundingInfo);
        routes.Open("/fapi/v1/fundingRate", 1, market.FundingRate);
        routes.Open("/fapi/v1/trades", 5, history.Trades);
        routes.Open("/fapi/v1/historicalTrades", 20, history.Trades);
        routes.Open("/fapi/v1/aggTrades", 20, history.Aggregates);
        routes.Open("/fapi/v1/klines", CandleWeight, call => history.Candles(call, PriceKind.Last, "symbol"));
        routes.Open("/fapi/v1/continuousKlines", CandleWeight, call => history.Candles(call, PriceKind.Last, "pair"));
        routes.Open("/fapi/v1/markPriceKlines", CandleWeight, call => history.Candles(call, PriceKind.Mark, "symbol"));
        routes.Open("/fapi/v1/indexPriceKlines", CandleWeight, call => history.Candles(call, PriceKind.Index, "pair"));
        routes.Open("/fapi/v1/premiumIndexKlines", CandleWeight, call => history.Candles(call, PriceKind.Premium, "symbol"));
    }

    public static void Statistics(BinanceRoutes routes, StatisticCalls statistics)
    {
        routes.Open("/fapi/v1/openInterest", 1, statistics.OpenInterest);
        routes.Open("/fapi/v1/constituents", 2, statistics.Constituents);
        routes.Open("/fapi/v1/symbolAdlRisk", 1, statistics.AdlRisk);
        routes.Open("/fapi/v1/tradingSchedule", 5, statistics.Schedule);
        routes.Open("/futures/data/basis", 0, statistics.Basis);
        foreach (var path in new[] { "indexInfo", "assetIndex", "insuranceBalance" }) routes.Open("/fapi/v1/" + path, 1, StatisticCalls.Nothing);
        foreach (var path in new[] { "openInterestHist", "topLongShortAccountRatio", "topLongShortPositionRatio", "globalLongShortAccountRatio", "takerlongshortRatio", "delivery-price" })
        {
            routes.Open("/futures/data/" + path, 0, StatisticCalls.Nothing);
        }

        routes.Signed("GET /fapi/v1/adlQuantile", 5, statistics.AdlQuantiles);
        routes.Signed("GET /fapi/v1/apiTradingStatus", One(1, 10), statistics.TradingStatus);
        routes.Signed("GET /fapi/v1/forceOrders", One(20, 50), statistics.ForcedOrders);
    }

    public static void Account(BinanceRoutes routes, AccountCalls account)
    {
        routes.Signed("GET /fapi/v3/balance", 5, account.Balance);
        routes.Signed("GET /fapi/v2/balance", 5, account.Balance);
        routes.Signed("GET /fapi/v3/account", 5, call => account.Account(call, withSettings: false));
        routes.Signed("GET /fapi/v2/account", 5, call => account.Account(call, withSettings: true));
        routes.Signed("GET /fapi/v3/positionRisk", 5, call => account.PositionRisk(call, withSettings: false));
        routes.Signed("GET /fapi/v2/positionRisk", 5, call => account.PositionRisk(call, withSettings: true));
        routes.Signed("GET /fapi/v1/income", 30, account.Income);
        routes.Signed("GET /fapi/v1/userTrades", 5, account.Trades);
        routes.Signed("GET /fapi/v1/commissionRate", 20, account.Commission);
        routes.Signed("GET /fapi/v1/rateLimit/order", 1, _ => BinanceReply.Ok(BinanceLimits.ListedForOrders()));
    }

    public static void Settings(BinanceRoutes routes, SettingCalls settings, MarginCalls margins)
    {
        routes.Signed("GET /fapi/v1/accountConfig", 5, settings.Configuration);
        routes.Signed("GET /fapi/v1/symbolConfig", 5, settings.Symbols);
        routes.Signed("POST /fapi/v1/leverage", 1, settings.SetLeverage);
        routes.Signed("POST /fapi/v1/marginType", 1, settings.SetMarginType);
        routes.Signed("POST /fapi/v1/positionMargin", 1, margins.Move);
        routes.Signed("GET /fapi/v1/positionMargin/history", 1, margins.History);
        routes.Signed("GET /fapi/v1/positionSide/dual", 30, settings.PositionMode);
        routes.Signed("POST /fapi/v1/positionSide/dual", 1, settings.SetPositionMode);
        routes.Signed("GET /fapi/v1/multiAssetsMargin", 30, settings.MultiAssets);
        routes.Signed("POST /fapi/v1/multiAssetsMargin", 1, settings.SetMultiAssets);
        routes.Signed("GET /fapi/v1/feeBurn", 30, settings.FeeBurn);
        routes.Signed("POST /fapi/v1/feeBurn", 1, settings.SetFeeBurn);
        routes.Signed("GET /fapi/v1/leverageBracket", 1, settings.Brackets);
    }

    public static void Orders(BinanceRoutes routes, OrderCalls orders, BatchCalls batches, Amendments amendments)
    {
        routes.Ordering("POST /fapi/v1/order", 0, OrderCount.Single, orders.Place);
        routes.Ordering("PUT /fapi/v1/order", 0, OrderCount.Single, orders.Amend);
        routes.Signed("POST /fapi/v1/order/test", 0, orders.Test);
        routes.Signed("GET /fapi/v1/order", 1, orders.Query);
        routes.Signed("DELETE /fapi/v1/order", 1, orders.Cancel);
        routes.Signed("GET /fapi/v1/openOrder", 1, orders.QueryOpen);
        routes.Signed("GET /fapi/v1/openOrders", One(1, 40), orders.Open);
        routes.Signed("GET /fapi/v1/allOrders", 5, orders.All);
        routes.Signed("DELETE /fapi/v1/allOpenOrders", 1, orders.CancelAll);
        routes.Ordering("POST /fapi/v1/batchOrders", 5, OrderCount.Batch, batches.Place);
        routes.Ordering("PUT /fapi/v1/batchOrders", 5, OrderCount.Batch, batches.Amend);
        routes.Signed("DELETE /fapi/v1/batchOrders", 1, batches.Cancel);
        routes.Signed("POST /fapi/v1/countdownCancelAll", 10, orders.Countdown);
        routes.Signed("GET /fapi/v1/orderAmendment", 1, amendments.History);
    }

    public static void Algos(BinanceRoutes routes, AlgoCalls algos)
    {
        routes.Ordering("POST /fapi/v1/algoOrder", 0, OrderCount.Single, algos.Place);
        routes.Signed("DELETE /fapi/v1/algoOrder", 1, algos.Cancel);
        routes.Signed("GET /fapi/v1/algoOrder", 1, algos.Query);
        routes.Signed("GET /fapi/v1/openAlgoOrders", One(1, 40), algos.Open);
        routes.Signed("GET /fapi/v1/allAlgoOrders", 5, algos.All);
        routes.Signed("DELETE /fapi/v1/algoOpenOrders", 1, algos.CancelAll);
    }

    public static void Keys(BinanceRoutes routes, ListenKeys keys)
    {
        routes.Keyed("POST /fapi/v1/listenKey", 1, _ => Told(keys.Obtain()));
        routes.Keyed("PUT /fapi/v1/listenKey", 1, _ => keys.Extend() ? Told(keys.Obtain()) : BinanceError.NoListenKey);
        routes.Keyed("DELETE /fapi/v1/listenKey", 1, _ =>
        {
            keys.Close();
            return BinanceReply.Ok(new JsonObject());
        });
    }

    /// <summary>The calls of the spot host that clients of the futures make: the system's state, and, while they load markets, a wallet that has nothing.</summary>
    /// <param name="inMaintenance">Asked at each call.</param>
    public static void System(BinanceRoutes routes, Func<bool> inMaintenance)
    {
        routes.Open(SystemStatus, 1, _ => BinanceReply.Ok(
            inMaintenance() ? new JsonObject { ["status"] = 1, ["msg"] = "system_maintenance" } : new JsonObject { ["status"] = 0, ["msg"] = "normal" }));
        routes.Signed("GET /sapi/v1/capital/config/getall", 10, StatisticCalls.Nothing);
        routes.Keyed("GET /sapi/v1/margin/allPairs", 1, StatisticCalls.Nothing);
        routes.Signed("GET /sapi/v1/margin/isolated/allPairs", 10, StatisticCalls.Nothing);
    }

    public const string SystemStatus = "/sapi/v1/system/status";

    private static BinanceReply Told(string listenKey) => BinanceReply.Ok(new JsonObject { ["listenKey"] = listenKey });

    private static Func<BinanceCall, int> One(int withSymbol, int without) => call => call.Has("symbol") ? withSymbol : without;

    private static int DepthWeight(BinanceCall call) => call.Whole("limit", 500) switch
    {
        <= 50 => 2,
        <= 100 => 5,
        <= 500 => 10,
        _ => 20,
    };

    private static int CandleWeight(BinanceCall call) => call.Whole("limit", 500) switch
    {
        < 100 => 1,
        < 500 => 2,
        <= 1000 => 5,
        _ => 10,
    };
}
