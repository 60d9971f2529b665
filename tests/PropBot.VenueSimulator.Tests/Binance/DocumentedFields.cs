namespace PropBot.VenueSimulator.Tests.Binance;

/// <summary>The field names of replies and pushes as the types of the official SDK have them (npm @binance/derivatives-trading-usds-futures 38.1.1 of 2026-09), less
/// those that only trailing or amended orders and funding carry.</summary>
internal static class DocumentedFields
{
    private const string Table = """
        GET /fapi/v1/exchangeInfo: exchangeFilters rateLimits serverTime assets symbols timezone
        GET /fapi/v1/exchangeInfo symbols: symbol pair contractType deliveryDate onboardDate status maintMarginPercent requiredMarginPercent baseAsset quoteAsset marginAsset pricePrecision quantityPrecision baseAssetPrecision quotePrecision underlyingType underlyingSubType settlePlan triggerProtect filters orderTypes timeInForce liquidationFee marketTakeBound
        GET /fapi/v1/depth: lastUpdateId E T bids asks
        GET /fapi/v1/premiumIndex: symbol markPrice indexPrice estimatedSettlePrice lastFundingRate interestRate nextFundingTime time
        GET /fapi/v1/ticker/24hr: symbol priceChange priceChangePercent weightedAvgPrice lastPrice lastQty openPrice highPrice lowPrice volume quoteVolume openTime closeTime firstId lastId count
        GET /fapi/v1/fundingRate: symbol fundingRate fundingTime markPrice rateType
        GET /fapi/v1/trades: id price qty quoteQty time isBuyerMaker isRPITrade
        GET /fapi/v1/aggTrades: a p q nq f l T m
        GET /fapi/v2/account: feeTier feeBurn canTrade canDeposit canWithdraw updateTime multiAssetsMargin tradeGroupId totalInitialMargin totalMaintMargin totalWalletBalance totalUnrealizedProfit totalMarginBalance totalPositionInitialMargin totalOpenOrderInitialMargin totalCrossWalletBalance totalCrossUnPnl availableBalance maxWithdrawAmount assets positions
        GET /fapi/v2/account assets: asset walletBalance unrealizedProfit marginBalance maintMargin initialMargin positionInitialMargin openOrderInitialMargin crossWalletBalance crossUnPnl availableBalance maxWithdrawAmount marginAvailable updateTime
        GET /fapi/v2/account positions: symbol initialMargin maintMargin unrealizedProfit positionInitialMargin openOrderInitialMargin leverage isolated entryPrice maxNotional bidNotional askNotional positionSide positionAmt updateTime
        GET /fapi/v3/account: totalInitialMargin totalMaintMargin totalWalletBalance totalUnrealizedProfit totalMarginBalance totalPositionInitialMargin totalOpenOrderInitialMargin totalCrossWalletBalance totalCrossUnPnl availableBalance maxWithdrawAmount assets positions
        GET /fapi/v3/account assets: asset walletBalance unrealizedProfit marginBalance maintMargin initialMargin positionInitialMargin openOrderInitialMargin crossWalletBalance crossUnPnl availableBalance maxWithdrawAmount updateTime
        GET /fapi/v3/account positions: symbol positionSide positionAmt unrealizedProfit isolatedMargin notional isolatedWallet initialMargin maintMargin updateTime
        GET /fapi/v3/balance: accountAlias asset balance crossWalletBalance crossUnPnl availableBalance maxWithdrawAmount marginAvailable updateTime
        GET /fapi/v2/positionRisk: entryPrice breakEvenPrice marginType isAutoAddMargin isolatedMargin leverage liquidationPrice markPrice maxNotionalValue positionAmt notional isolatedWallet symbol unRealizedProfit positionSide updateTime
        GET /fapi/v3/positionRisk: symbol positionSide positionAmt entryPrice breakEvenPrice markPrice unRealizedProfit liquidationPrice isolatedMargin notional marginAsset isolatedWallet initialMargin maintMargin positionInitialMargin openOrderInitialMargin adl bidNotional askNotional updateTime
        GET /fapi/v1/userTrades: buyer commission commissionAsset id maker orderId price qty quoteQty baseQty marginAsset realizedPnl side positionSide symbol pair time
        GET /fapi/v1/income: symbol incomeType income asset info time tranId tradeId
        GET /fapi/v1/accountConfig: feeTier canTrade canDeposit canWithdraw dualSidePosition updateTime multiAssetsMargin tradeGroupId
        GET /fapi/v1/symbolConfig: symbol marginType isAutoAddMargin leverage maxNotionalValue
        GET /fapi/v1/commissionRate: symbol makerCommissionRate takerCommissionRate rpiCommissionRate
        GET /fapi/v1/leverageBracket: symbol notionalCoef brackets
        GET /fapi/v1/leverageBracket brackets: bracket initialLeverage notionalCap notionalFloor maintMarginRatio cum
        GET /fapi/v1/orderAmendment: amendmentId symbol pair orderId clientOrderId time amendment
        GET /fapi/v1/openAlgoOrders: algoId clientAlgoId algoType orderType symbol side positionSide timeInForce quantity algoStatus actualOrderId actualPrice triggerPrice price icebergQuantity tpTriggerPrice tpPrice slTriggerPrice slPrice tpOrderType selfTradePreventionMode workingType priceMatch closePosition priceProtect reduceOnly createTime updateTime triggerTime goodTillDate
        GET /fapi/v1/order: avgPrice clientOrderId cumQuote executedQty orderId origQty origType price reduceOnly side positionSide status stopPrice closePosition symbol time timeInForce type updateTime workingType priceProtect priceMatch selfTradePreventionMode goodTillDate
        GET /fapi/v1/allOrders: avgPrice clientOrderId cumQuote cumBase executedQty orderId origQty origType price reduceOnly side positionSide status stopPrice closePosition symbol pair time timeInForce type updateTime workingType priceProtect priceMatch selfTradePreventionMode goodTillDate
        POST /fapi/v1/order: clientOrderId cumQty executedQty orderId origQty price reduceOnly side positionSide status stopPrice closePosition symbol timeInForce type origType updateTime workingType priceProtect priceMatch selfTradePreventionMode goodTillDate
        PUT /fapi/v1/order: orderId symbol pair status clientOrderId modifyId price origQty executedQty cumQty timeInForce type reduceOnly closePosition side positionSide stopPrice workingType priceProtect origType priceMatch selfTradePreventionMode goodTillDate updateTime
        DELETE /fapi/v1/order: clientOrderId cumQty executedQty orderId origQty price reduceOnly side positionSide status stopPrice closePosition symbol timeInForce origType type updateTime workingType priceProtect priceMatch selfTradePreventionMode goodTillDate
        POST /fapi/v1/algoOrder: algoId clientAlgoId algoType orderType symbol side positionSide timeInForce quantity algoStatus triggerPrice price icebergQuantity selfTradePreventionMode workingType priceMatch closePosition priceProtect reduceOnly activatePrice callbackRate createTime updateTime triggerTime goodTillDate
        bookTicker: e u E T s ps b B a A st
        depthUpdate: e E T s U u pu b a ps st
        markPriceUpdate: e E s p i P r ap T st
        aggTrade: e E s a p q nq f l T m st
        kline: e E s k
        kline k: t T s i f L o c h l v n x q V Q B
        24hrTicker: e E s p P w c Q o h l v q O C F L n ps st
        24hrMiniTicker: e E s c o h l v q ps st
        contractInfo: e E s ct dt ot cs bks st
        ORDER_TRADE_UPDATE o: s c S o f q p ap sp x X i l z L N n T t b a m R wt ot ps cp pP si ss rp V pm gtd er
        ACCOUNT_UPDATE a: m B P
        ACCOUNT_UPDATE a B: a wb cw bc
        ACCOUNT_UPDATE a P: s pa ep bep cr up mt iw ps
        TRADE_LITE: E T s q p m c S L l t i
        ALGO_UPDATE o: caid aid at o s S ps f q X ai ap aq act tp p V wt pm cp pP R tt gtd rm ia
        """;

    /// <summary>By call or event, then where inside it: <c>GET /fapi/v3/account assets</c>.</summary>
    public static IReadOnlyDictionary<string, string[]> All { get; } =
        Table.Split('\n').Select(l => l.Split(": ")).ToDictionary(p => p[0].Trim(), p => p[1].Trim().Split(' '), StringComparer.Ordinal);
}
