using System.Globalization;
using System.Text;

namespace PropBot.Bench.Messages;

/// <summary>Which message of which venue.</summary>
public enum VenueMessage
{
    BinanceBookTicker,
    BinanceDepth,
    BinanceOrderTradeUpdate,
    OkxBboTbt,
    OkxBooks,
    OkxOrders,
}

/// <summary>Messages in the very form the venues send them (wire protocols 1.7, 1.8, 2.8), many of each with ids that rise, so that nothing is dropped as seen before.</summary>
internal static class VenueMessages
{
    /// <summary>More than any of our memories of trade and order ids keeps.</summary>
    public const int Count = 24_576;

    private const int Levels = 20;

    public static byte[][] Of(VenueMessage kind) => [.. Enumerable.Range(1, Count).Select(i => Encoding.UTF8.GetBytes(Text(kind, i)))];

    private static string Text(VenueMessage kind, int i) => kind switch
    {
        VenueMessage.BinanceBookTicker => string.Create(CultureInfo.InvariantCulture,
            $$"""{"e":"bookTicker","u":{{400900000000 + i}},"E":{{1790000000000 + i}},"T":{{1790000000000 + i}},"s":"BTCUSDT","ps":"BTCUSDT","b":"61800.20","B":"3.121","a":"61800.30","A":"4.066","st":1}"""),
        VenueMessage.BinanceDepth => string.Create(CultureInfo.InvariantCulture,
            $$"""{"e":"depthUpdate","E":{{1790000000000 + i}},"T":{{1790000000000 + i}},"s":"BTCUSDT","ps":"BTCUSDT","U":{{400900000000 + (i * 9)}},"u":{{400900000008 + (i * 9)}},"pu":{{400899999999 + (i * 9)}},"b":[{{Side(i, -1, "")}}],"a":[{{Side(i, 1, "")}}],"st":1}"""),
        VenueMessage.BinanceOrderTradeUpdate => string.Create(CultureInfo.InvariantCulture,
            $$"""{"e":"ORDER_TRADE_UPDATE","E":{{1790000000000 + i}},"T":{{1790000000000 + i}},"o":{"s":"BTCUSDT","c":"p1abcdef{{i:000000}}b01","S":"SELL","o":"LIMIT","f":"IOC","q":"0.016","p":"61790.10","ap":"61800.20","sp":"0","x":"TRADE","X":"FILLED","i":{{8886000000 + i}},"l":"0.016","z":"0.016","L":"61800.20","N":"USDT","n":"0.49440160","T":{{1790000000000 + i}},"t":{{12345000 + i}},"b":"0","a":"0","m":false,"R":false,"wt":"CONTRACT_PRICE","ot":"LIMIT","ps":"BOTH","cp":false,"pP":false,"si":0,"ss":0,"rp":"0","V":"EXPIRE_MAKER","pm":"NONE","gtd":0,"er":"0"} }"""),
        VenueMessage.OkxBboTbt => string.Create(CultureInfo.InvariantCulture,
            $$"""{"arg":{"channel":"bbo-tbt","instId":"BTC-USDT-SWAP"},"data":[{"asks":[["61800.3","406.6","0","13"]],"bids":[["61800.2","312.1","0","4"]],"ts":"{{1790000000000 + i}}","seqId":{{123456000 + i}}}]}"""),
        VenueMessage.OkxBooks => string.Create(CultureInfo.InvariantCulture,
            $$"""{"arg":{"channel":"books","instId":"BTC-USDT-SWAP"},"action":"{{(i == 1 ? "snapshot" : "update")}}","data":[{"asks":[{{Side(i, 1, ",\"0\",\"3\"")}}],"bids":[{{Side(i, -1, ",\"0\",\"3\"")}}],"ts":"{{1790000000000 + i}}","checksum":0,"prevSeqId":{{(i == 1 ? -1 : 123455999 + i)}},"seqId":{{123456000 + i}}}]}"""),
        _ => string.Create(CultureInfo.InvariantCulture,
            $$"""{"arg":{"channel":"orders","instType":"SWAP","uid":"77982378738415879"},"data":[{"accFillSz":"1.6","algoClOrdId":"","algoId":"","amendResult":"","amendSource":"","avgPx":"61800.2","cTime":"{{1790000000000 + i}}","cancelSource":"","category":"normal","ccy":"","clOrdId":"p1abcdef{{i:000000}}o01","code":"0","execType":"T","fee":"-0.4944016","feeCcy":"USDT","fillFee":"-0.4944016","fillFeeCcy":"USDT","fillNotionalUsd":"988.8","fillPnl":"0","fillPx":"61800.2","fillSz":"1.6","fillTime":"{{1790000000000 + i}}","instId":"BTC-USDT-SWAP","instType":"SWAP","lastPx":"61800.2","lever":"2","msg":"","notionalUsd":"988.8","ordId":"{{312269865356370000 + i}}","ordType":"ioc","pnl":"0","posSide":"net","px":"61790.1","reduceOnly":"false","reqId":"","side":"sell","source":"","state":"filled","stpMode":"cancel_maker","sz":"1.6","tag":"","tdMode":"isolated","tradeId":"{{242589000 + i}}","uTime":"{{1790000000000 + i}}"}]}"""),
    };

    private static string Side(int i, int sign, string tail) => string.Join(',', Enumerable.Range(1, Levels).Select(level =>
        string.Create(CultureInfo.InvariantCulture, $"[\"{61800.0m + (sign * 0.1m * level):0.00}\",\"{((i + (level * 7)) % 90) + 0.125m:0.000}\"{tail}]")));
}
