using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PropBot.Testing;
using PropBot.Testing.Transports;
using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Exchanges.Okx;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Tests.Exchanges.Okx;

/// <summary>An OKX connector in front of a venue made of canned answers, on a clock that moves only when told.</summary>
internal sealed class OkxStage : IAsyncDisposable
{
    public const string Instruments = """
        {"code":"0","msg":"","data":[
        {"alias":"","baseCcy":"","category":"1","ctMult":"1","ctType":"linear","ctVal":"0.01","ctValCcy":"BTC","expTime":"","futureSettlement":false,"groupId":"1","instFamily":"BTC-USDT","instId":"BTC-USDT-SWAP","instIdCode":10459,"instType":"SWAP","lever":"100","listTime":"1573557408000","lotSz":"0.01","maxLmtSz":"100000000","maxMktSz":"12000","minSz":"0.01","quoteCcy":"","ruleType":"normal","settleCcy":"USDT","state":"live","tickSz":"0.1","uly":"BTC-USDT"},
        {"ctMult":"1","ctType":"linear","ctVal":"0.1","ctValCcy":"ETH","groupId":"2","instFamily":"ETH-USDT","instId":"ETH-USDT-SWAP","instIdCode":10461,"instType":"SWAP","lotSz":"0.01","maxLmtSz":"100000000","minSz":"0.01","settleCcy":"USDT","state":"post_only","tickSz":"0.01","uly":"ETH-USDT"},
        {"ctMult":"1","ctType":"linear","ctVal":"1","ctValCcy":"SOL","groupId":"2","instFamily":"SOL-USDT","instId":"SOL-USDT-SWAP","instType":"SWAP","lotSz":"0.01","maxLmtSz":"1000000","minSz":"0.1","settleCcy":"USDT","state":"suspend","tickSz":"0.01"},
        {"ctMult":"1","ctType":"inverse","ctVal":"100","ctValCcy":"USD","instFamily":"BTC-USD","instId":"BTC-USD-SWAP","instType":"SWAP","lotSz":"1","minSz":"1","settleCcy":"BTC","state":"live","tickSz":"0.1"},
        {"ctMult":"1","ctType":"linear","ctVal":"0.0001","ctValCcy":"BTC","instFamily":"BTC-USDC","instId":"BTC-USDC-SWAP","instType":"SWAP","lotSz":"1","minSz":"1","settleCcy":"USDC","state":"live","tickSz":"0.1"}]}
        """;

    public const string Empty = """{"code":"0","msg":"","data":[]}""";

    public static readonly Credential Key = new("K", "22582BD0CFF14C41EDBF1AB98506286D", "P");

    private int orders;

    public OkxStage(bool demo = false, bool bySocket = false, Func<OkxOptions, OkxOptions>? with = null)
    {
        Http.On("GET /api/v5/public/instruments", Instruments)
            .On("GET /api/v5/public/time", _ => FakeHttp.Json($$$"""{"code":"0","msg":"","data":[{"ts":"{{{(Clock.GetUtcNow() + VenueAhead).ToUnixTimeMilliseconds()}}}"}]}"""))
            .On("GET /api/v5/trade/orders-pending", Empty)
            .On("GET /api/v5/account/positions", Empty)
            .On("GET /api/v5/account/balance", """{"code":"0","msg":"","data":[{"details":[]}]}""")
            .On("GET /api/v5/trade/fills", Empty)
            .On("GET /api/v5/account/bills", Empty)
            .On("GET /api/v5/trade/orders-algo-pending", Empty);
        var options = new OkxOptions { RestUrl = "http://okx.test", StreamUrl = "ws://okx.test", Demo = demo, OrdersByRest = !bySocket };
        Venue = new OkxExchange(with?.Invoke(options) ?? options, new PairUniverse(["BTCUSDT", "ETHUSDT", "SOLUSDT"]), Keys, Http, Sockets, Clock, seed: 7, Log);
    }

    public ManualClock Clock { get; } = new();
    public FakeHttp Http { get; } = new();
    public FakeSockets Sockets { get; } = new();
    public OkxListener Heard { get; } = new();
    public OkxExchange Venue { get; }
    public HeldKey Keys { get; } = new();
    public KeptLog Log { get; } = new();

    /// <summary>How far the venue's clock is before ours.</summary>
    public TimeSpan VenueAhead { get; set; }

    /// <summary>Instruments read; the BTC swap.</summary>
    public async Task<Instrument> Btc()
    {
        var answer = await Venue.ReadInstruments(CancellationToken.None);
        return Assert.IsType<VenueAnswer<IReadOnlyList<Instrument>>.Got>(answer).Value.Single(i => i.Symbol == "BTCUSDT");
    }

    public OrderRequest Order(Instrument instrument, decimal quantity = 0.3m, decimal limit = 64100.5m, bool reduceOnly = false) => new(
        new ClientOrderId($"pb{++orders}"), instrument, Side.Sell, new Quantity(quantity), new Price(limit), reduceOnly, Clock.GetUtcNow().AddSeconds(1));

    public ValueTask DisposeAsync() => Venue.DisposeAsync();

    /// <summary>The private stream is up; its socket.</summary>
    public async Task<FakeSocket> PrivateUp()
    {
        Sockets.OnOpened ??= OkxScript.AnswerAsOkx;
        Venue.StartPrivate(Heard);
        await Condition.Holds(() => Heard.IsLink(LinkKind.Private, LinkEvent.Up), "the private link is up");
        return Sockets.Opened.Single(s => s.Sent.Any(t => t.Contains("\"subscribe\"", StringComparison.Ordinal)));
    }

    /// <summary>The private stream is up and orders go by socket; the socket they go by.</summary>
    public async Task<FakeSocket> OrderSocketUp()
    {
        Sockets.OnOpened ??= OkxScript.AnswerAsOkx;
        Venue.StartPrivate(Heard);
        await Condition.Holds(() => Heard.IsLink(LinkKind.Private, LinkEvent.Up), "the private link is up");
        await TakenBySocket(1);
        return Sockets.Opened.Single(s => !s.Sent.Any(t => t.Contains("\"subscribe\"", StringComparison.Ordinal)));
    }

    /// <summary>Orders go by socket, for the nth time.</summary>
    public Task TakenBySocket(int times) => Condition.Holds(() => Log.Said.Count(id => id == 2231) >= times, "orders go by socket");

    /// <summary>Moves the clock in steps, letting other tasks run in between, until it is so.</summary>
    public Task AdvanceUntil(Func<bool> condition, string what, TimeSpan? step = null, Action? atEachStep = null) => Condition.Holds(
        () =>
        {
            if (condition()) return true;
            atEachStep?.Invoke();
            Clock.Advance(step ?? TimeSpan.FromMilliseconds(100));
            return condition();
        },
        what);

    internal sealed class KeptLog : ILogger
    {
        public ConcurrentQueue<int> Said { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Said.Enqueue(eventId.Id);
    }

    internal sealed class HeldKey : ICredentialSource
    {
        public Credential Now { get; set; } = Key;

        public Credential For(Venue venue) => Now;
    }
}
