using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using PropBot.Testing;
using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Faults;
using PropBot.VenueSimulator.Okx;
using PropBot.VenueSimulator.Okx.Sockets;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Tests.Okx;

/// <summary>The OKX skin without any socket: calls go through <see cref="OkxSkin.Serve"/>, connections are <see cref="OkxTalk"/>s, time is a manual clock.</summary>
public sealed class OkxInMemory : IDisposable
{
    private static readonly VenueCredentials Keys = OkxLoopback.Keys;

    public OkxInMemory(OkxSkinOptions? options = null)
    {
        World = new SimWorld(Market, VenueProfile.Binance(Market.Symbols), VenueProfile.Okx(Market.Symbols), Clock, null);
        Skin = new OkxSkin(World.Okx, Keys, options);
    }

    public ManualClock Clock { get; } = new();

    public StillMarket Market { get; } = new();

    public SimWorld World { get; }

    public OkxSkin Skin { get; }

    public VenueCore Venue => World.Okx;

    public void Advance(TimeSpan by)
    {
        Clock.Advance(by);
        World.Advance();
    }

    public string Fault(FaultKind kind, string match, int? count = null, string? reply = null, TimeSpan? latency = null) =>
        Venue.Faults.Apply(new FaultRule("okx", kind) { Match = match, Count = count, Reply = reply, Latency = latency });

    /// <summary>Null when the venue cut the connection.</summary>
    public async Task<(int Status, JsonObject Body)?> Call(string method, string path, string body = "", params (string Name, string Value)[] headers)
    {
        var reply = await Skin.Serve(Signed(method, path, body, headers));
        return reply is null ? null : (reply.Status, JsonNode.Parse(reply.Body)!.AsObject());
    }

    public OkxRequest Signed(string method, string path, string body = "", params (string Name, string Value)[] headers)
    {
        var stamp = Venue.Now.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var bytes = Encoding.UTF8.GetBytes(body);
        var all = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["OK-ACCESS-KEY"] = Keys.Key,
            ["OK-ACCESS-PASSPHRASE"] = Keys.Passphrase,
            ["OK-ACCESS-TIMESTAMP"] = stamp,
            ["OK-ACCESS-SIGN"] = OkxSignature.Of(Keys.Secret, stamp, method, path, bytes),
        };
        foreach (var (name, value) in headers) all[name] = value;
        return new OkxRequest(method, path, all, bytes);
    }

    public async Task<JsonObject> Get(string path) => (await Call("GET", path))!.Value.Body;

    public async Task<JsonArray> Rows(string path) => (await Get(path))["data"]!.AsArray();

    public async Task<JsonObject> Row(string path) => (await Rows(path))[0]!.AsObject();

    public async Task<JsonObject> Post(string path, string body) => (await Call("POST", path, body))!.Value.Body;

    /// <summary>Sends one order operation and returns its item.</summary>
    public async Task<JsonObject> Item(string path, string body) => (await Post(path, body))["data"]![0]!.AsObject();

    public Task<JsonObject> Place(string body) => Item("/api/v5/trade/order", body);

    public OkxTalk Open(OkxDoor door) => new(Skin, door);

    public OkxTalk LogIn(OkxDoor door = OkxDoor.Private)
    {
        var talk = Open(door);
        talk.Send(OkxLoopback.Login(Venue.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)));
        Assert.Equal("login", (string?)talk.Take()["event"]);
        return talk;
    }

    public void Dispose()
    {
        Skin.Dispose();
        World.Dispose();
    }
}
