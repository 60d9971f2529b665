using System.Net.WebSockets;
using PropBot.Testing;
using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Exchanges.Okx;
using PropBot.Trading.Instruments;
using PropBot.VenueSimulator;

namespace PropBot.Trading.Tests.Exchanges.Okx;

/// <summary>The connector connected to the simulated venue over real HTTP and WebSockets on loopback.</summary>
internal sealed class OkxSimulatorStage : ICredentialSource, IWebSocketFactory, IAsyncDisposable
{
    public const int MarketSeed = 7;
    private readonly ClientWebSocketFactory sockets = new();
    private readonly List<(Uri Address, WebSocket Socket)> opened = [];
    private int orders;

    private OkxSimulatorStage(SimulatedVenues venues, bool ordersByRest)
    {
        Venues = venues;
        Options = new OkxOptions { RestUrl = venues.OkxUrl, StreamUrl = venues.OkxUrl.Replace("http://", "ws://", StringComparison.Ordinal), Demo = true, OrdersByRest = ordersByRest };
        Okx = new OkxExchange(Options, new PairUniverse(SimulatorOptions.DefaultSymbols), this, Http, this, TimeProvider.System, seed: 11, Log);
    }

    public SimulatedVenues Venues { get; }
    public OkxOptions Options { get; }
    public OkxExchange Okx { get; }
    public HttpMessageHandler Http { get; } = NetworkDoor.CreateHttp();
    public OkxListener Heard { get; } = new();
    public OkxStage.KeptLog Log { get; } = new();

    /// <summary>Breaks every private connection: the account's stream and the order socket.</summary>
    public void BreakPrivate()
    {
        lock (opened)
        {
            foreach (var (_, socket) in opened.Where(o => o.Address.AbsolutePath.EndsWith("private", StringComparison.Ordinal))) socket.Abort();
        }
    }

    public static async Task<OkxSimulatorStage> Start(bool ordersByRest = false) =>
        new(await SimulatedVenues.Start(new SimulatorOptions(Seed: MarketSeed), TimeProvider.System, CancellationToken.None), ordersByRest);

    public Credential For(Venue venue) => new("paper-key", "paper-secret", "paper-passphrase");

    public async Task<WebSocket> Connect(Uri address, CancellationToken stop)
    {
        var socket = await sockets.Connect(address, stop);
        lock (opened) opened.Add((address, socket));
        return socket;
    }

    public async Task<Instrument> Btc() => OkxAgainstSimulatorTests.Got(await Okx.ReadInstruments(CancellationToken.None)).Single(i => i.Symbol == "BTCUSDT");

    public async Task<Instrument> Up()
    {
        var btc = await Btc();
        Okx.StartPrivate(Heard);
        await Condition.Holds(() => Heard.IsLink(LinkKind.Private, LinkEvent.Up), "the private link is up");
        return btc;
    }

    /// <summary>As <see cref="Up"/>, and orders go by socket.</summary>
    public async Task<Instrument> BySocket()
    {
        var btc = await Up();
        await Condition.Holds(() => Log.Said.Contains(2231), "orders go by socket");
        return btc;
    }

    /// <summary>Sends an order that crosses the book and waits until the stream has told all of its fills.</summary>
    public async Task<(ClientOrderId Id, OrderReply Reply)> Traded(Instrument instrument, Side side, decimal quantity, bool reduceOnly)
    {
        var placed = await Place(instrument, side, quantity, 0.01m, reduceOnly);
        Assert.IsType<OrderReply.Accepted>(placed.Reply);
        await Condition.Holds(() => Heard.Of<Fill>().Where(f => f.OrderId == placed.Id.Value).Sum(f => f.Quantity.Value) == quantity, $"the fills of {placed.Id}");
        await Condition.Holds(() => Heard.Of<OrderUpdate>().Any(o => o.Id == placed.Id.Value && o.Status == VenueOrderStatus.Filled), $"the end of {placed.Id}");
        return placed;
    }

    /// <param name="through">How far beyond the mark the limit goes, as a fraction; negative stays short of the market.</param>
    public async Task<(ClientOrderId Id, OrderReply Reply)> Place(Instrument instrument, Side side, decimal quantity, decimal through, bool reduceOnly)
    {
        var mark = Venues.World.Okx.Reference(instrument.Symbol).Mark;
        var limit = Decimals.FloorTo(mark * (1m + side.Sign() * through), instrument.Tick.Value);
        var id = new ClientOrderId($"pbtest{++orders}");
        var order = new OrderRequest(id, instrument, side, new Quantity(quantity), new Price(limit), reduceOnly, TimeProvider.System.GetUtcNow().AddSeconds(5));
        return (id, await Okx.Place(order, CancellationToken.None));
    }

    public async ValueTask DisposeAsync()
    {
        await Okx.DisposeAsync();
        await Venues.DisposeAsync();
        Http.Dispose();
    }
}
