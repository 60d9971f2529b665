using Microsoft.Extensions.Logging.Abstractions;
using PropBot.Testing;
using PropBot.Testing.Transports;
using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Exchanges.Binance;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Tests.Exchanges.Binance;

/// <summary>The connector between fakes: scripted REST, sockets in memory, a clock moved by hand. The venue's clock is ours unless a test says otherwise.</summary>
internal sealed class BinanceStage : ICredentialSource, IAsyncDisposable
{
    public const string Secret = "2b5eb11e18796d12d88f13dc27dbbd02c2cc51ff7059765ed9821957d82bb4d9";

    public static readonly Instrument Btc = new(
        Venue.Binance, "BTCUSDT", "BTCUSDT", new Price(0.10m), new Quantity(0.001m), new Quantity(0.001m), new Quantity(1000m), Money.OfUsdt(100m), InstrumentStatus.Trading);

    public BinanceStage(params string[] symbols)
        : this(new BinanceOptions(), symbols)
    {
    }

    /// <param name="options">With any address: the fakes listen everywhere.</param>
    public BinanceStage(BinanceOptions options, params string[] symbols)
    {
        var universe = new PairUniverse(symbols.Length == 0 ? ["BTCUSDT", "ETHUSDT"] : symbols);
        Http.On("GET /fapi/v1/time", _ => FakeHttp.Json($$"""{"serverTime":{{(Clock.GetUtcNow() + VenueAhead).ToUnixTimeMilliseconds()}}}"""));
        Exchange = new BinanceExchange(
            options with { RestUrl = "http://venue", StreamUrl = "ws://venue" }, universe, this, Http, Sockets, Clock, seed: 1, NullLogger.Instance);
    }

    public ManualClock Clock { get; } = new();
    public FakeHttp Http { get; } = new();
    public FakeSockets Sockets { get; } = new();
    public ToldFacts Told { get; } = new();
    public BinanceExchange Exchange { get; }
    public TimeSpan VenueAhead { get; set; }
    public Credential Credential { get; set; } = new("the-key", Secret, "");

    Credential ICredentialSource.For(Venue venue) => Credential;

    public OrderRequest Order(string id = "A1", decimal quantity = 0.002m, decimal price = 61800.2m, bool reduceOnly = false) =>
        new(new ClientOrderId(id), Btc, Side.Sell, new Quantity(quantity), new Price(price), reduceOnly, Clock.GetUtcNow() + TimeSpan.FromMilliseconds(1000));

    /// <summary>The catch-up of the private stream is over.</summary>
    public async Task<FakeSocket> PrivateUp()
    {
        Exchange.StartPrivate(Told);
        await Told.Until(LinkKind.Private, LinkEvent.Up);
        return await Sockets.Await(0, "/private");
    }

    /// <summary>Moves the clock in steps, giving other tasks a turn after each, until it holds.</summary>
    public Task Until(Func<bool> condition, string what, double step = 1) => Condition.Holds(
        () =>
        {
            if (condition()) return true;
            Clock.Advance(TimeSpan.FromSeconds(step));
            return false;
        },
        what);

    /// <summary>Everything a catch-up asks for, empty.</summary>
    public BinanceStage WithQuietAccount()
    {
        Http.On("POST /fapi/v1/listenKey", """{"listenKey":"pqia91ma19a5s61cv6a81va65sdf19v8a65a1"}""")
            .On("PUT /fapi/v1/listenKey", "{}")
            .On("GET /fapi/v1/openOrders", "[]")
            .On("GET /fapi/v1/openAlgoOrders", "[]")
            .On("GET /fapi/v1/userTrades", "[]")
            .On("GET /fapi/v1/income", "[]")
            .On("GET /fapi/v3/positionRisk", "[]")
            .On("GET /fapi/v3/balance", BinanceSamples.Balance);
        return this;
    }

    /// <summary>Lets the first back-off pass, once it has begun.</summary>
    public async Task BackOff()
    {
        var wait = TimeSpan.FromMilliseconds(250);
        await Condition.Holds(() => Clock.NextDue <= Clock.GetUtcNow() + wait, "the back-off has begun");
        Clock.Advance(wait);
    }

    public ValueTask DisposeAsync() => Exchange.DisposeAsync();
}
