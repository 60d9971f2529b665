using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using PropBot.Testing;
using PropBot.VenueSimulator.Tests.Core;

namespace PropBot.VenueSimulator.Tests.Binance;

/// <summary>The Binance skin behind a real loopback listener, on a fixed market and a manual clock, and a client that signs for itself.</summary>
internal sealed class BinanceClient : IAsyncDisposable
{
    public const string Key = "dbefbc809e3e83c283a984c3a1459732ea7db1360ca80c5c2c8867408d28cc83";
    public const string Secret = "2b5eb11e18796d12d88f13dc27dbbd02c2cc51ff7059765ed9821957d82bb4d9";
    private readonly VenueDoor door;
    private readonly HttpClient http = new();

    private BinanceClient(Bench bench, VenueDoor door) => (Bench, this.door) = (bench, door);

    public Bench Bench { get; }

    public ManualClock Clock => Bench.Clock;

    public string Url => door.Url;

    public long Now => Clock.GetUtcNow().ToUnixTimeMilliseconds();

    public HttpResponseMessage? Last { get; private set; }

    public static async Task<BinanceClient> Start()
    {
        var bench = new Bench();
        var skin = new PropBot.VenueSimulator.Binance.BinanceSkin(bench.Venue, new VenueCredentials(Key, Secret, ""));
        return new BinanceClient(bench, await VenueDoor.Open("127.0.0.1:0", bench.Venue, skin, CancellationToken.None));
    }

    public static string Sign(string text) =>
        Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(text)));

    /// <summary>A signed call with everything in the query; timestamp and signature are added.</summary>
    public Task<(HttpStatusCode Status, JsonNode Json)> Signed(HttpMethod method, string path, string query = "", long? timestamp = null)
    {
        var full = query + (query.Length > 0 ? "&" : "") + "timestamp=" + (timestamp ?? Now).ToString(CultureInfo.InvariantCulture);
        return Raw(method, path, full + "&signature=" + Sign(full), "");
    }

    public async Task<(HttpStatusCode Status, JsonNode Json)> Raw(HttpMethod method, string path, string query, string body, string? key = Key)
    {
        using var request = new HttpRequestMessage(method, Url + path + (query.Length > 0 ? "?" + query : ""));
        if (key is not null) request.Headers.Add("X-MBX-APIKEY", key);
        if (body.Length > 0) request.Content = new StringContent(body, Encoding.UTF8, "application/x-www-form-urlencoded");
        Last = await http.SendAsync(request);
        return (Last.StatusCode, JsonNode.Parse(await Last.Content.ReadAsStringAsync())!);
    }

    public async Task<int> Refusal(HttpMethod method, string path, string query)
    {
        var (status, json) = await Signed(method, path, query);
        Assert.True((int)status is >= 400 and < 500, json.ToJsonString());
        return json["code"]!.GetValue<int>();
    }

    public async Task<StreamClient> Stream(string path)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri(Url.Replace("http", "ws", StringComparison.Ordinal) + path), CancellationToken.None);
        return new StreamClient(socket, this);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await door.DisposeAsync();
        Bench.Dispose();
    }
}
