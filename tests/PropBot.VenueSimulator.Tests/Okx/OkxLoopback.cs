using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PropBot.Testing;
using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Okx;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Tests.Okx;

/// <summary>The OKX skin behind a real listener on loopback, a manual clock and a still market, with a client that signs by the venue's document.</summary>
public sealed class OkxLoopback : IAsyncDisposable
{
    public static readonly VenueCredentials Keys = new("the-key", "the-secret", "the-passphrase");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly WebApplication app;
    private readonly HttpClient http;
    private readonly List<OkxLine> lines = [];

    private OkxLoopback(ManualClock clock, StillMarket market, SimWorld world, OkxSkin skin, WebApplication app, Uri address)
    {
        (Clock, Market, World, Skin, this.app) = (clock, market, world, skin, app);
        http = new HttpClient { BaseAddress = address, Timeout = Patience };
    }

    public ManualClock Clock { get; }

    public StillMarket Market { get; }

    public SimWorld World { get; }

    public OkxSkin Skin { get; }

    public static async Task<OkxLoopback> Start()
    {
        var clock = new ManualClock();
        var market = new StillMarket();
        var world = new SimWorld(market, VenueProfile.Binance(market.Symbols), VenueProfile.Okx(market.Symbols), clock, null);
        var skin = new OkxSkin(world.Okx, Keys);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var host = builder.Build();
        host.UseWebSockets();
        host.Run(skin.Handle);
        await host.StartAsync();
        var address = host.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new OkxLoopback(clock, market, world, skin, host, new Uri(address));
    }

    /// <summary>Brings the core up to the clock and the market: resting orders fill, books change, funding is settled.</summary>
    public void Advance(TimeSpan by)
    {
        Clock.Advance(by);
        World.Advance();
    }

    public Task<(int Status, JsonObject Body)> Get(string pathAndQuery) => Send(HttpMethod.Get, pathAndQuery, "", []);

    public Task<(int Status, JsonObject Body)> Post(string path, string body, params (string, string)[] headers) => Send(HttpMethod.Post, path, body, headers);

    public async Task<JsonObject> Row(string pathAndQuery) => (await Get(pathAndQuery)).Body["data"]![0]!.AsObject();

    public async Task<JsonArray> Rows(string pathAndQuery) => (await Get(pathAndQuery)).Body["data"]!.AsArray();

    /// <summary>Places one order and returns its item.</summary>
    public async Task<JsonObject> Place(string body) => (await Post("/api/v5/trade/order", body)).Body["data"]![0]!.AsObject();

    public async Task<(int Status, JsonObject Body)> Send(HttpMethod method, string pathAndQuery, string body, (string Name, string Value)[] headers)
    {
        var stamp = Clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(method, pathAndQuery);
        if (body.Length > 0) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.Add("OK-ACCESS-KEY", Keys.Key);
        request.Headers.Add("OK-ACCESS-PASSPHRASE", Keys.Passphrase);
        request.Headers.Add("OK-ACCESS-TIMESTAMP", stamp);
        request.Headers.Add("OK-ACCESS-SIGN", OkxSignature.Of(Keys.Secret, stamp, method.Method, pathAndQuery, Encoding.UTF8.GetBytes(body)));
        request.Headers.Add("x-simulated-trading", "1");
        foreach (var (name, value) in headers)
        {
            request.Headers.Remove(name);
            if (value.Length > 0) request.Headers.Add(name, value);
        }

        using var response = await http.SendAsync(request);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject());
    }

    public async Task<OkxLine> Dial(string door)
    {
        var socket = new ClientWebSocket();
        using var patience = new CancellationTokenSource(Patience);
        await socket.ConnectAsync(new Uri($"ws://{http.BaseAddress!.Authority}/ws/v5/{door}"), patience.Token);
        var line = new OkxLine(socket, Patience);
        lines.Add(line);
        return line;
    }

    public async Task<OkxLine> DialLoggedIn()
    {
        var line = await Dial("private");
        await line.Send(Login(Clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)));
        Assert.Equal("login", (string?)(await line.Next())["event"]);
        return line;
    }

    public static string Login(string seconds, string? sign = null) => new JsonObject
    {
        ["op"] = "login",
        ["args"] = new JsonArray(new JsonObject
        {
            ["apiKey"] = Keys.Key,
            ["passphrase"] = Keys.Passphrase,
            ["timestamp"] = seconds,
            ["sign"] = sign ?? OkxSignature.OfLogin(Keys.Secret, seconds),
        }),
    }.ToJsonString();

    public async ValueTask DisposeAsync()
    {
        foreach (var line in lines) line.Dispose();
        http.Dispose();
        using var patience = new CancellationTokenSource(Patience);
        await app.StopAsync(patience.Token);
        await app.DisposeAsync();
        Skin.Dispose();
        World.Dispose();
    }
}
