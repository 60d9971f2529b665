using System.Text.Json;
using PropBot.Testing.Transports;

namespace PropBot.Trading.Tests.Exchanges.Okx;

/// <summary>What OKX says on a private connection, in documented messages (wire protocols §2.8).</summary>
internal static class OkxScript
{
    public const string Notice = """{"event":"notice","code":"64008","msg":"The connection will soon be closed for a service upgrade. Please reconnect.","connId":"a4d3ae55"}""";

    /// <summary>Logs in, acknowledges each argument, answers pings; says nothing to orders.</summary>
    public static void AnswerAsOkx(FakeSocket socket) => socket.OnSent = text => Answer(socket, text);

    public static void Answer(FakeSocket socket, string text, string silentOn = "")
    {
        if (text == "ping")
        {
            socket.Push("pong");
            return;
        }

        var message = JsonDocument.Parse(text).RootElement;
        switch (message.GetProperty("op").GetString())
        {
            case "login":
                socket.Push("""{"event":"login","code":"0","msg":"","connId":"a4d3ae55"}""");
                break;
            case "subscribe" or "unsubscribe":
                foreach (var argument in message.GetProperty("args").EnumerateArray().Where(a => a.GetProperty("channel").GetString() != silentOn))
                    socket.Push($$"""{"event":"{{message.GetProperty("op").GetString()}}","arg":{{argument.GetRawText()}},"connId":"a4d3ae55"}""");
                break;
        }
    }

    /// <summary>The request on an order socket, once it is there.</summary>
    public static async Task<JsonElement> Asked(FakeSocket socket, int nth, string op = "order")
    {
        List<string> sent = [];
        await Testing.Condition.Holds(() => (sent = [.. socket.Sent.Where(t => t.Contains($"\"op\":\"{op}\"", StringComparison.Ordinal))]).Count > nth, $"{op} {nth} left");
        return JsonDocument.Parse(sent[nth]).RootElement;
    }

    public static string Reply(JsonElement request, string orderId = "77", string sCode = "0", string sMsg = "", string subCode = "") =>
        $$"""{"id":"{{request.GetProperty("id").GetString()}}","op":"{{request.GetProperty("op").GetString()}}","code":"{{(sCode == "0" ? "0" : "1")}}","msg":"","data":[{"clOrdId":"pb1","ordId":"{{orderId}}","tag":"propbot","ts":"1695190491421","sCode":"{{sCode}}","sMsg":"{{sMsg}}","subCode":"{{subCode}}"}],"inTime":"1695190491421339","outTime":"1695190491423240"}""";

    public static string Order(string state, string filled, string trade, long at, string cancelSource = "", string id = "77", string fillSize = "12.5", string price = "64101", string fee = "-4", string clOrdId = "pb1") =>
        $$"""{"arg":{"channel":"orders","instType":"SWAP","uid":"614488474791936"},"data":[{"instType":"SWAP","instId":"BTC-USDT-SWAP","ordId":"{{id}}","clOrdId":"{{clOrdId}}","tag":"propbot","px":"64100.5","sz":"30","side":"sell","posSide":"net","ordType":"ioc","tdMode":"isolated","state":"{{state}}","accFillSz":"{{filled}}","avgPx":"64101","fillPx":"{{(trade == "" ? "" : price)}}","fillSz":"{{(trade == "" ? "0" : fillSize)}}","tradeId":"{{trade}}","fillTime":"{{at - 1}}","fillFee":"{{fee}}","fillFeeCcy":"USDT","fillPnl":"-2.5","execType":"T","reduceOnly":"false","cancelSource":"{{cancelSource}}","category":"normal","amendResult":"","code":"0","msg":"","cTime":"1767614400000","uTime":"{{at}}"}]}""";

    /// <summary>A row of trade/order or orders-pending.</summary>
    public static string Row(string state, string filled, string clOrdId = "pb1", string id = "77", long at = 1767614400500, string cancelSource = "") =>
        $$"""{"instType":"SWAP","instId":"BTC-USDT-SWAP","ordId":"{{id}}","clOrdId":"{{clOrdId}}","tag":"propbot","side":"sell","ordType":"ioc","sz":"30","px":"64100.5","state":"{{state}}","accFillSz":"{{filled}}","avgPx":"{{(filled == "0" ? "" : "64101")}}","reduceOnly":"false","cancelSource":"{{cancelSource}}","category":"normal","cTime":"1767614400000","uTime":"{{at}}"}""";

    /// <summary>A row of trade/fills.</summary>
    public static string FillRow(string trade, string size, long at, string clOrdId = "pb1", string id = "77", string price = "64101", string fee = "-4") =>
        $$"""{"instType":"SWAP","instId":"BTC-USDT-SWAP","tradeId":"{{trade}}","ordId":"{{id}}","clOrdId":"{{clOrdId}}","billId":"{{trade}}","tag":"propbot","fillPx":"{{price}}","fillSz":"{{size}}","side":"sell","posSide":"net","execType":"T","fee":"{{fee}}","feeCcy":"USDT","fillPnl":"","fillTime":"{{at}}","ts":"{{at}}"}""";

    public static string Data(params string[] rows) => $$"""{"code":"0","msg":"","data":[{{string.Join(',', rows)}}]}""";
}
