namespace PropBot.Trading.Tests.Exchanges.Binance;

/// <summary>Messages as documented or recorded (wire protocols 1.5–1.8), each with a field that nobody knows.</summary>
internal static class BinanceSamples
{
    public const string BookTicker =
        """{"e":"bookTicker","u":400900217,"E":1568014460893,"T":1568014460891,"s":"BTCUSDT","ps":"BTCUSDT","b":"25.35190000","B":"31.21000000","a":"25.36520000","A":"40.66000000","st":1,"zz":{"new":[1,{"x":2}]}}""";

    public const string Mark =
        """{"e":"markPriceUpdate","E":1562305380000,"s":"BTCUSDT","p":"11794.15","ap":"11790.1","i":"11784.62","P":"11784.25","r":"0.00038167","T":1562306400000,"st":1}""";

    public const string Depth =
        """{"e":"depthUpdate","E":123456789,"T":123456788,"s":"BTCUSDT","ps":"BTCUSDT","U":157,"u":160,"pu":149,"b":[["0.0024","10"],["0.0023","0"]],"a":[["0.0026","100"]],"st":1}""";

    public const string Snapshot =
        """{"lastUpdateId":1027024,"E":1589436922972,"T":1589436922959,"bids":[["4.00000000","431.00000000"]],"asks":[["4.00000200","12.00000000"],["4.1","1"]]}""";

    public const string Balance =
        """[{"accountAlias":"SgsR","asset":"USDT","balance":"122607.35","crossWalletBalance":"23.72","crossUnPnl":"0","availableBalance":"23.72","maxWithdrawAmount":"23.72","marginAvailable":true,"updateTime":1617939110373},{"accountAlias":"SgsR","asset":"BNB","balance":"0","crossWalletBalance":"0","crossUnPnl":"0","availableBalance":"0","updateTime":0}]""";

    public const string PositionRisk =
        """[{"symbol":"BTCUSDT","positionSide":"BOTH","positionAmt":"-0.010","entryPrice":"61000.0","breakEvenPrice":"61000.0","markPrice":"61500.50000000","unRealizedProfit":"-5.00500000","liquidationPrice":"90000.1","isolatedMargin":"300.25","notional":"-615.005","marginAsset":"USDT","isolatedWallet":"305","initialMargin":"300","maintMargin":"2.46","positionInitialMargin":"300","openOrderInitialMargin":"0","adl":2,"bidNotional":"0","askNotional":"0","updateTime":1720736417660,"brandNew":"x"}]""";

    public const string Ack =
        """{"orderId":22542179,"symbol":"BTCUSDT","status":"NEW","clientOrderId":"A1","price":"61800.2","origQty":"0.002","executedQty":"0.000","cumQty":"0.000","timeInForce":"IOC","type":"LIMIT","reduceOnly":false,"closePosition":false,"side":"SELL","positionSide":"BOTH","stopPrice":"0.0","workingType":"CONTRACT_PRICE","priceProtect":false,"origType":"LIMIT","priceMatch":"NONE","selfTradePreventionMode":"EXPIRE_TAKER","goodTillDate":0,"updateTime":1566818724722}""";

    public const string Order =
        """{"avgPrice":"61799.50","clientOrderId":"A1","cumQuote":"61.7995","executedQty":"0.001","orderId":22542179,"origQty":"0.002","origType":"LIMIT","price":"61800.2","reduceOnly":true,"side":"SELL","positionSide":"BOTH","status":"EXPIRED","stopPrice":"0","closePosition":false,"symbol":"BTCUSDT","time":1579276756075,"timeInForce":"IOC","type":"LIMIT","updateTime":1579276756076}""";

    public const string OrderTrade =
        """{"e":"ORDER_TRADE_UPDATE","E":1568879465651,"T":1568879465650,"o":{"s":"BTCUSDT","c":"a1","S":"SELL","o":"LIMIT","f":"GTC","q":"0.001","p":"9910","ap":"9910","sp":"0","x":"TRADE","X":"FILLED","i":8886774,"l":"0.001","z":"0.001","L":"9910","N":"USDT","n":"0.0019","T":1568879465650,"t":12345,"b":"0","a":"9.91","m":false,"R":false,"wt":"CONTRACT_PRICE","ot":"LIMIT","ps":"BOTH","cp":false,"pP":false,"si":0,"ss":0,"rp":"0","V":"EXPIRE_MAKER","pm":"NONE","gtd":0,"er":"0"}}""";

    public const string TradeLite =
        """{"e":"TRADE_LITE","E":1568879465651,"T":1568879465650,"s":"BTCUSDT","q":"0.001","p":"9910","m":false,"c":"a1","S":"SELL","L":"9910","l":"0.001","t":12345,"i":8886774}""";

    public const string AccountUpdate =
        """{"e":"ACCOUNT_UPDATE","E":1768879465651,"T":1768879465650,"a":{"m":"ORDER","B":[{"a":"USDT","wb":"122624.12","cw":"100.12","bc":"50.12"}],"P":[{"s":"BTCUSDT","pa":"-20","ep":"6563.665","bep":"6563.6","cr":"0","up":"2850.21","mt":"isolated","iw":"13200.7","ps":"BOTH"},{"s":"BTCUSDT","pa":"5","ep":"1","up":"0","mt":"cross","iw":"0","ps":"LONG"}]}}""";

    public const string FundingUpdate =
        """{"e":"ACCOUNT_UPDATE","E":1767614400123,"T":1767614400100,"a":{"m":"FUNDING_FEE","S":"BTCUSDT","B":[{"a":"USDT","wb":"122607.31","cw":"100.12","bc":"-0.0375"}],"P":[]}}""";

    public const string Income =
        """[{"symbol":"BTCUSDT","incomeType":"FUNDING_FEE","income":"-0.0375","asset":"USDT","info":"FUNDING_FEE","time":1767614400000,"tranId":9689322392,"tradeId":""}]""";

    public const string Trade =
        """{"buyer":false,"commission":"0.0781901","commissionAsset":"USDT","id":698759,"maker":false,"orderId":25851813,"price":"7819.01","qty":"0.002","quoteQty":"15.63802","realizedPnl":"-0.91539999","side":"SELL","positionSide":"BOTH","symbol":"BTCUSDT","time":1569514978020}""";

    public const string Algo =
        """{"algoId":2146760,"clientAlgoId":"6B2I9XVcJpCjqPAJ4YoFX7","algoType":"CONDITIONAL","orderType":"TAKE_PROFIT","symbol":"SOLUSDT","side":"SELL","positionSide":"BOTH","timeInForce":"GTC","quantity":"0.01","algoStatus":"NEW","triggerPrice":"750.000","price":"750.000","icebergQuantity":null,"selfTradePreventionMode":"EXPIRE_MAKER","workingType":"CONTRACT_PRICE","priceMatch":"NONE","closePosition":false,"priceProtect":false,"reduceOnly":false,"createTime":1750485492076,"updateTime":1750485492076,"triggerTime":0,"goodTillDate":0}""";

    public const string ContractInfo =
        """{"e":"contractInfo","E":1669356423908,"s":"BTCUSDT","ct":"PERPETUAL","dt":4133404800000,"ot":1569398400000,"cs":"TRADING","bks":[{"bs":1,"bnf":0,"bnc":5000,"mmr":0.01,"cf":0,"mi":21,"ma":50}],"st":1}""";

    public const string ExchangeInfo =
        """
        {"timezone":"UTC","serverTime":1565613908500,"rateLimits":[],"exchangeFilters":[],"assets":[],"symbols":[
        {"symbol":"ETHUSDT","pair":"ETHUSDT","contractType":"PERPETUAL","status":"SETTLING","baseAsset":"ETH","quoteAsset":"USDT","pricePrecision":8,"quantityPrecision":8,"filters":[{"filterType":"PRICE_FILTER","minPrice":"0.01","maxPrice":"100000","tickSize":"0.01"},{"filterType":"LOT_SIZE","minQty":"0.001","maxQty":"10000","stepSize":"0.001"},{"filterType":"MIN_NOTIONAL","notional":"20"}]},
        {"symbol":"BTCUSDT","pair":"BTCUSDT","contractType":"PERPETUAL","deliveryDate":4133404800000,"status":"TRADING","maintMarginPercent":"2.5","baseAsset":"BTC","quoteAsset":"USDT","marginAsset":"USDT","pricePrecision":2,"quantityPrecision":3,"underlyingSubType":[],"triggerProtect":"0.0500","newThing":[{}],"filters":[{"filterType":"PRICE_FILTER","minPrice":"556.80","maxPrice":"4529764","tickSize":"0.10"},{"filterType":"LOT_SIZE","minQty":"0.001","maxQty":"1000","stepSize":"0.001"},{"filterType":"MARKET_LOT_SIZE","minQty":"0.001","maxQty":"120","stepSize":"0.001"},{"filterType":"MIN_NOTIONAL","notional":"100"},{"filterType":"PERCENT_PRICE","multiplierUp":"1.0500","multiplierDown":"0.9500","multiplierDecimal":4}]},
        {"symbol":"BTCUSDT_260327","pair":"BTCUSDT","contractType":"CURRENT_QUARTER","status":"TRADING","filters":[]},
        {"symbol":"DOGEUSDT","pair":"DOGEUSDT","contractType":"PERPETUAL","status":"TRADING","filters":[]}]}
        """;
}
