using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace PropBot.Bench.DeadMan;

/// <summary>Resting orders placed by bare signed REST: the desk itself never lets an order rest, so a drill has to.</summary>
internal sealed class RawOrders(string binanceUrl, string okxUrl) : IDisposable
{
    public const string Symbol = "BTCUSDT";
    public const string Key = "drill";
    public const string Secret = "drill-secret";
    public const string Passphrase = "drill-pass";
    private const string Tag = "propbot";

    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });

    public static string SocketUrl(string httpUrl) => "ws" + httpUrl["http".Length..];

    /// <summary>A buy three per cent below the market on each venue; on OKX with our tag, which is what the switch there names.</summary>
    public async Task Place(TimeProvider clock)
    {
        var bid = await Number($"{binanceUrl}/fapi/v1/ticker/bookTicker?symbol={Symbol}", reply => reply["bidPrice"]!.GetValue<string>());
        var price = Math.Floor(bid * 0.97m).ToString(CultureInfo.InvariantCulture);
        var form = $"symbol={Symbol}&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price={price}&newClientOrderId=deadmandrill1&recvWindow=5000&timestamp={clock.GetUtcNow().ToUnixTimeMilliseconds()}";
        using var binance = new HttpRequestMessage(HttpMethod.Post, $"{binanceUrl}/fapi/v1/order");
        binance.Headers.Add("X-MBX-APIKEY", Key);
        binance.Content = new StringContent($"{form}&signature={Convert.ToHexStringLower(Sign(form))}", Encoding.UTF8, "application/x-www-form-urlencoded");
        await Send(binance);

        var body = $$"""{"instId":"BTC-USDT-SWAP","tdMode":"cross","side":"buy","ordType":"limit","sz":"1","px":"{{price}}","clOrdId":"deadmandrill1","tag":"{{Tag}}"}""";
        const string Path = "/api/v5/trade/order";
        var stamp = clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        using var okx = new HttpRequestMessage(HttpMethod.Post, okxUrl + Path);
        okx.Headers.Add("OK-ACCESS-KEY", Key);
        okx.Headers.Add("OK-ACCESS-PASSPHRASE", Passphrase);
        okx.Headers.Add("OK-ACCESS-TIMESTAMP", stamp);
        okx.Headers.Add("OK-ACCESS-SIGN", Convert.ToBase64String(Sign($"{stamp}POST{Path}{body}")));
        okx.Content = new StringContent(body, Encoding.UTF8, "application/json");
        await Send(okx);
    }

    /// <summary>Open orders by the venues' own books.</summary>
    public async Task<(int Binance, int Okx)> Open() => (await Open(binanceUrl), await Open(okxUrl));

    public void Dispose() => http.Dispose();

    private static byte[] Sign(string text) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(text));

    private async Task<int> Open(string url) =>
        JsonNode.Parse(await http.GetStringAsync(new Uri($"{url}/_sim/ledger")))!["open_orders"]!.GetValue<int>();

    private async Task<decimal> Number(string url, Func<JsonNode, string> read) =>
        decimal.Parse(read(JsonNode.Parse(await http.GetStringAsync(new Uri(url)))!), CultureInfo.InvariantCulture);

    private async Task Send(HttpRequestMessage request)
    {
        using var reply = await http.SendAsync(request);
        var text = await reply.Content.ReadAsStringAsync();
        if (!reply.IsSuccessStatusCode || text.Contains("\"code\":\"1\"", StringComparison.Ordinal)) throw new InvalidOperationException($"{request.RequestUri}: {text}");
    }
}
