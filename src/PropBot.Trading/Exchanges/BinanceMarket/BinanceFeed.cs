using System.Text.Json;
using Microsoft.Extensions.Logging;
using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges.Binance;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges.BinanceMarket;

/// <summary>What the market feed works with.</summary>
internal sealed record BinanceFeedTools(
    BinanceOptions Options, PairUniverse Universe, BinanceRest Rest, BinanceReads Reads, BinanceInstrumentWatch Instruments, TimeProvider Clock, ILogger Logger);

/// <summary>
/// Best quotes and depth on <c>/public</c>, mark prices and contract changes on <c>/market</c>: a socket for each class, more where one would carry too
/// many streams, one link. It is up when all of them have proved by data that they work (wire protocols 1.7).
/// </summary>
internal sealed class BinanceFeed : IAsyncDisposable
{
    private readonly BinanceFeedTools tools;
    private readonly PairUniverse universe;
    private readonly TimeProvider clock;
    private readonly IVenueListener listener;
    private readonly BinanceWire wire;
    private readonly BinanceFunding funding;
    private readonly BinanceBooks books;
    private readonly Lock gate = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly VenueSocket[] sockets;
    private readonly bool[] proven;
    private readonly long[] lastDepth;
    private readonly List<Task> loops = [];
    private int lines;
    private bool up;

    public BinanceFeed(BinanceFeedTools tools, IWebSocketFactory sockets, int seed, IVenueListener listener)
    {
        (this.tools, this.listener) = (tools, listener);
        (universe, clock) = (tools.Universe, tools.Clock);
        wire = new BinanceWire(universe);
        funding = new BinanceFunding(tools.Options, universe, tools.Reads, clock, listener);
        books = new BinanceBooks(tools, listener, stopping.Token);
        lastDepth = new long[universe.Count];
        var groups = BinanceStreams.Of(universe, tools.Options).ToArray();
        proven = new bool[groups.Length];
        this.sockets = [.. groups.Select((group, i) => Socket(group, i, sockets, seed + i * 100))];
    }

    public TimeSpan ProofEvery => tools.Options.StreamProofEvery;

    public void Start()
    {
        foreach (var socket in sockets) socket.Start();
        loops.Add(funding.Run(stopping.Token));
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        foreach (var socket in sockets) await socket.DisposeAsync();
        await Task.WhenAll(loops);
    }

    /// <summary>Opens new connections beside the present ones and drops these when those have proved themselves.</summary>
    public void Renew(string reason)
    {
        foreach (var socket in sockets) socket.Renew(reason);
    }

    public void RequestBook(int pair) => books.Request(pair);

    internal void Read(ReadOnlySpan<byte> message, out MarketFields fields) => wire.Read(message, out fields);

    internal bool Trades(int pair) => tools.Instruments.Trades(universe[pair]);

    internal string SymbolOf(int pair) => universe[pair];

    internal void Connecting(string name) => Link(LinkEvent.Connecting, name);

    internal void LineEnded() => Interlocked.Decrement(ref lines);

    /// <summary>True when it is data of ours.</summary>
    internal bool Tell(in MarketFields fields)
    {
        switch (fields.Kind)
        {
            case MarketMessage.BookTicker:
                listener.OnTop(new TopUpdate(
                    Venue.Binance, fields.Pair, new Price(fields.Bid), new Quantity(fields.BidQuantity), new Price(fields.Ask), new Quantity(fields.AskQuantity),
                    fields.LastId, DateTimeOffset.FromUnixTimeMilliseconds(fields.EventMs), clock.GetUtcNow()));
                return true;
            case MarketMessage.Depth when fields.Depth is { } depth:
                depth.ReceivedAt = clock.GetUtcNow();
                TellDepth(depth);
                return true;
            case MarketMessage.Mark:
                listener.OnMark(funding.MarkOf(fields.Pair, fields.Mark, fields.Rate, fields.TimeMs));
                return true;
            default:
                return false;
        }
    }

    /// <summary>A contract of ours changed its status, or anything else of it: <c>{"e":"contractInfo","s":…,"cs":"TRADING",…}</c>.</summary>
    internal void Contract(ReadOnlySpan<byte> message)
    {
        var reader = new Utf8JsonReader(message);
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement.TryGetProperty("data", out var wrapped) ? wrapped : document.RootElement;
        if (root.Text("st") == "2" || universe.IndexOf(root.Text("s")) < 0) return;
        tools.Instruments.Heard(root.Text("s"), root.Text("cs"), listener.OnInstrument);
    }

    /// <summary>
    /// While two connections of a renewal tell the same chain of differences, each link of it is told once, and one that is ahead waits for the other:
    /// the chain the receiver checks (pu = previous u) must not tear by our own doing.
    /// </summary>
    private void TellDepth(DepthUpdate depth)
    {
        ref var last = ref lastDepth[depth.Pair];
        if (Volatile.Read(ref lines) <= sockets.Length)
        {
            last = depth.LastId;
            listener.OnDepth(depth);
            return;
        }

        lock (gate)
        {
            if (last != 0 && depth.PreviousId != last)
            {
                DepthUpdate.Return(depth);
                return;
            }

            last = depth.LastId;
            listener.OnDepth(depth);
        }
    }

    private VenueSocket Socket(BinanceStreamGroup group, int index, IWebSocketFactory factory, int seed)
    {
        var options = new SocketOptions { SilenceAfter = group.Silence, FirstBackoff = tools.Options.FirstBackoff, MaxBackoff = tools.Options.MaxBackoff };
        return new VenueSocket(
            () =>
            {
                Interlocked.Increment(ref lines);
                return new BinanceMarketLine(group, tools.Options.StreamUrl.TrimEnd('/'), this, clock).Handlers(() => Stands(index), reason => Fell(index, group.Class, reason));
            },
            options, factory, clock, seed);
    }

    private void Stands(int index)
    {
        lock (gate)
        {
            proven[index] = true;
            if (up || !proven.All(works => works)) return;
            up = true;
            // Told under the lock, so that an Up never overtakes the Down that followed it.
            Link(LinkEvent.Up, "data flows");
        }
    }

    private void Fell(int index, string name, string reason)
    {
        lock (gate)
        {
            proven[index] = up = false;
            Link(LinkEvent.Down, $"{name}: {reason}");
        }

        tools.Logger.LogWarning("Binance {Stream} stream down: {Reason}", name, reason);
    }

    private void Link(LinkEvent what, string detail) => listener.OnLink(new LinkChange(Venue.Binance, LinkKind.Public, what, detail, clock.GetUtcNow()));
}
