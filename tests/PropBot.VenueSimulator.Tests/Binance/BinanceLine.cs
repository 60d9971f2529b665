using System.Globalization;
using System.Text.Json.Nodes;
using PropBot.Testing;
using PropBot.VenueSimulator.Binance;
using PropBot.VenueSimulator.Binance.Sockets;
using PropBot.VenueSimulator.Binance.Wire;
using PropBot.VenueSimulator.Faults;
using PropBot.VenueSimulator.Tests.Core;

namespace PropBot.VenueSimulator.Tests.Binance;

/// <summary>The Binance skin without a listener: calls are function calls, sessions speak into lists, and time is the test's alone.</summary>
internal sealed class BinanceLine : IDisposable
{
    public const string Order = "/fapi/v1/order";
    public const string Limit = "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC";

    public BinanceLine(string secret = BinanceClient.Secret)
    {
        Secret = secret;
        Skin = new BinanceSkin(Bench.Venue, new VenueCredentials(BinanceClient.Key, secret, ""));
    }

    public Bench Bench { get; } = new();

    public BinanceSkin Skin { get; }

    public string Secret { get; }

    public ManualClock Clock => Bench.Clock;

    public long Now => Bench.Venue.Now.ToUnixTimeMilliseconds();

    public FaultBoard Faults => Bench.Venue.Faults;

    /// <summary>A signed call through whatever faults there are; null: the venue hung up.</summary>
    public async Task<BinanceReply?> Call(string method, string path, string query = "", long? timestamp = null)
    {
        var full = query + (query.Length > 0 ? "&" : "") + "timestamp=" + (timestamp ?? Now).ToString(CultureInfo.InvariantCulture);
        return await Skin.Serve(new BinanceRequest(method, path, $"{full}&signature={BinanceGate.Sign(Secret, full)}", "", BinanceClient.Key));
    }

    /// <summary>The body of a signed call that must succeed.</summary>
    public async Task<JsonNode> Ok(string method, string path, string query = "")
    {
        var reply = await Call(method, path, query);
        Assert.True(reply is { Status: 200 }, $"{method} {path}?{query} was answered {reply?.Status} {reply?.Json}");
        return JsonNode.Parse(reply!.Json)!;
    }

    /// <summary>The code of a signed call that must be refused.</summary>
    public async Task<int> No(string method, string path, string query = "")
    {
        var reply = await Call(method, path, query);
        Assert.True(reply is { Status: >= 400 }, $"{method} {path}?{query} was answered {reply?.Status} {reply?.Json}");
        return JsonNode.Parse(reply!.Json)!["code"]!.GetValue<int>();
    }

    public Task<JsonNode> Place(string query) => Ok("POST", Order, query);

    /// <summary>A public call.</summary>
    public JsonNode Open(string path, string query = "") => JsonNode.Parse(Skin.Answer(new BinanceRequest("GET", path, query, "", null)).Json)!;

    public string ListenKey() => JsonNode.Parse(Skin.Answer(new BinanceRequest("POST", "/fapi/v1/listenKey", "", "", BinanceClient.Key)).Json)!["listenKey"]!.ToString();

    /// <param name="pings">False: a transport without ping frames.</param>
    public SessionEar Connect(string address, bool pings = true)
    {
        var at = address.IndexOf('?', StringComparison.Ordinal);
        var (path, query) = at < 0 ? (address, "") : (address[..at], address[(at + 1)..]);
        return new SessionEar(ear => Skin.Connect(path, query, ear.Take, ear.End, pings ? ear.TakePing : null));
    }

    /// <summary>A session on the account's events.</summary>
    public SessionEar User() => Connect("/private/ws/" + ListenKey());

    public void Dispose() => Bench.Dispose();
}

/// <summary>What one session said.</summary>
internal sealed class SessionEar
{
    public SessionEar(Func<SessionEar, BinanceSession> connect)
    {
        Session = connect(this);
        Session.Open();
    }

    public BinanceSession Session { get; }

    public List<JsonNode> Told { get; } = [];

    public int Pings { get; private set; }

    public (int Code, string Reason)? Ended { get; private set; }

    /// <summary>Answers each ping, as clients do.</summary>
    public bool AnswersPings { get; set; } = true;

    public void Take(string text) => Told.Add(JsonNode.Parse(text)!);

    public void End(int code, string reason) => Ended = (code, reason);

    public void TakePing()
    {
        Pings++;
        if (AnswersPings) Session.Ponged();
    }

    /// <summary>Sends a frame and gives the answer with its id.</summary>
    public JsonNode Ask(string method, string parameters = "[]", string id = "1")
    {
        Session.Receive($"{{\"method\":\"{method}\",\"params\":{parameters},\"id\":{id}}}");
        return Told.Last(m => m is JsonObject o && o.ContainsKey("id") && o["id"]?.ToJsonString() == id);
    }

    /// <summary>Payloads of an event, in order, out of their wrapping.</summary>
    public IReadOnlyList<JsonNode> Events(string kind) => [.. Payloads().Where(p => p["e"]?.ToString() == kind)];

    /// <summary>Every event in short: its name and, of orders, what happened and the state after it.</summary>
    public IReadOnlyList<string> Story() =>
        [.. Payloads().Where(p => p["e"] is not null).Select(p => p["o"]?["x"] is { } x ? $"{x} {p["o"]!["X"]}" : p["e"]!.ToString())];

    private IEnumerable<JsonNode> Payloads() => Told.Select(t => t is JsonObject ? t["data"] ?? t : t).Where(p => p is JsonObject);
}
