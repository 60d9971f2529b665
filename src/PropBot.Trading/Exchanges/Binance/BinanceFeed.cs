using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges.Binance;

/// <summary>
/// Best quotes and depth on <c>/public</c>, mark prices on <c>/market</c>: two sockets, one link. It is up when both have proved by data
/// that they work; a stream name the venue does not know is accepted silently, so an acknowledgement alone proves nothing (wire protocols 1.7).
/// </summary>
internal sealed class BinanceFeed : IAsyncDisposable
{
    private const int StreamsPerFrame = 50;

    private readonly BinanceOptions options;
    private readonly PairUniverse universe;
    private readonly BinanceReads reads;
    private readonly BinanceRest rest;
    private readonly TimeProvider clock;
    private readonly IVenueListener listener;
    private readonly ILogger logger;
    private readonly BinanceWire wire;
    private readonly Lock gate = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly long[] fundingInterval;
    private readonly int[] bookAsked;
    private readonly Half quotes;
    private readonly Half marks;
    private bool up;

    public BinanceFeed(
        BinanceOptions options, PairUniverse universe, BinanceRest rest, BinanceReads reads, IWebSocketFactory sockets, TimeProvider clock, int seed,
        IVenueListener listener, ILogger logger)
    {
        (this.options, this.universe, this.rest, this.reads, this.clock, this.listener, this.logger) = (options, universe, rest, reads, clock, listener, logger);
        wire = new BinanceWire(universe);
        fundingInterval = new long[universe.Count];
        bookAsked = new int[universe.Count];
        var names = universe.Symbols.Select(symbol => symbol.ToLowerInvariant()).ToArray();
        quotes = new Half(this, "public", names.SelectMany(name => new[] { $"{name}@bookTicker", $"{name}@depth@100ms" }), options.PublicSilence, sockets, seed);
        marks = new Half(this, "market", names.Select(name => $"{name}@markPrice@1s"), options.MarketSilence, sockets, seed + 1);
    }

    public void Start()
    {
        quotes.Socket.Start();
        marks.Socket.Start();
        _ = KeepFunding();
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await quotes.Socket.DisposeAsync();
        await marks.Socket.DisposeAsync();
    }

    /// <summary>One snapshot request a pair at a time; it is repeated with back-off until it succeeds.</summary>
    public void RequestBook(int pair)
    {
        if (Interlocked.Exchange(ref bookAsked[pair], 1) == 0) _ = FetchBook(pair);
    }

    private async Task FetchBook(int pair)
    {
        var backoff = new Backoff(options.FirstBackoff, options.MaxBackoff, pair);
        var call = BinanceReads.Open("/fapi/v1/depth", $"symbol={Uri.EscapeDataString(universe[pair])}&limit=1000", 20);
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                var reply = await rest.Send(call, stopping.Token);
                if (reply.IsSuccess && Snapshot(reply.Body, pair) is { } book)
                {
                    // Open for the next wish before it is told: the receiver may find at once that it needs another one.
                    Volatile.Write(ref bookAsked[pair], 0);
                    listener.OnDepth(book);
                    return;
                }

                logger.LogWarning("Binance book of {Symbol} not read: {Clue}", universe[pair], reply.Clue);
                await Task.Delay(backoff.Next(), clock, stopping.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The connector is being disposed.
        }
    }

    private DepthUpdate? Snapshot(byte[] body, int pair)
    {
        try
        {
            var book = BinanceWire.ReadSnapshot(body, pair);
            book.ReceivedAt = clock.GetUtcNow();
            return book;
        }
        catch (Exception garbage) when (BinanceReads.IsGarbage(garbage))
        {
            return null;
        }
    }

    private bool Hear(Half half, ReadOnlySpan<byte> message)
    {
        wire.Read(message, out var fields);
        if (fields.Kind == MarketMessage.Refused) throw new FormatException($"subscription refused: {Encoding.UTF8.GetString(message)}");
        if (fields.Kind == MarketMessage.Acknowledged) half.Acknowledged++;
        if (fields.Pair < 0 || !Tell(in fields)) return false;
        if (!half.Proven) Prove(half, fields.Pair);
        return true;
    }

    private bool Tell(in MarketFields fields)
    {
        var now = clock.GetUtcNow();
        switch (fields.Kind)
        {
            case MarketMessage.BookTicker:
                listener.OnTop(new TopUpdate(
                    Venue.Binance, fields.Pair, new Price(fields.Bid), new Quantity(fields.BidQuantity), new Price(fields.Ask), new Quantity(fields.AskQuantity),
                    fields.LastId, DateTimeOffset.FromUnixTimeMilliseconds(fields.EventMs), now));
                return true;
            case MarketMessage.Depth when fields.Depth is { } depth:
                depth.ReceivedAt = now;
                listener.OnDepth(depth);
                return true;
            case MarketMessage.Mark:
                listener.OnMark(MarkOf(fields.Pair, fields.Mark, fields.Rate, fields.TimeMs, now));
                return true;
            default:
                return false;
        }
    }

    private MarkUpdate MarkOf(int pair, decimal? mark, decimal? rate, long nextFundingMs, DateTimeOffset now)
    {
        var interval = Volatile.Read(ref fundingInterval[pair]);
        return new MarkUpdate(
            Venue.Binance, pair, mark is { } price ? new Price(price) : null, rate,
            nextFundingMs > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(nextFundingMs) : null, interval > 0 ? TimeSpan.FromTicks(interval) : null, now);
    }

    private void Prove(Half half, int pair)
    {
        lock (gate)
        {
            half.Seen.Add(pair);
            half.Proven = half.Seen.Count == universe.Count || half.EveryFrameAcknowledged;
            if (up || !quotes.Proven || !marks.Proven) return;
            up = true;
            // Told under the lock, so that an Up never overtakes the Down that followed it.
            Link(LinkEvent.Up, "data flows");
        }
    }

    private void Fell(Half half, string reason)
    {
        lock (gate)
        {
            half.Proven = up = false;
            half.Acknowledged = 0;
            half.Seen.Clear();
            Link(LinkEvent.Down, $"{half.Name}: {reason}");
        }

        logger.LogWarning("Binance {Stream} stream down: {Reason}", half.Name, reason);
    }

    private void Link(LinkEvent what, string detail) => listener.OnLink(new LinkChange(Venue.Binance, LinkKind.Public, what, detail, clock.GetUtcNow()));

    /// <summary>Funding intervals change at any time and are in no stream (1.11), so they are read again and again; the first round tells the marks too.</summary>
    private async Task KeepFunding()
    {
        try
        {
            var told = false;
            while (!stopping.IsCancellationRequested)
            {
                var known = await ReadIntervals();
                if (known && !told) told = await ReadPremiums();
                await Task.Delay(told ? options.FundingInfoEvery : TimeSpan.FromSeconds(5), clock, stopping.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The connector is being disposed.
        }
    }

    /// <summary>A symbol that fundingInfo does not list settles every 8 hours.</summary>
    private async Task<bool> ReadIntervals()
    {
        var answer = await reads.Ask(
            BinanceReads.Open("/fapi/v1/fundingInfo", "", 1),
            rows => rows.Rows().ToDictionary(row => row.NeededText("symbol"), row => row.Long("fundingIntervalHours"), StringComparer.Ordinal), stopping.Token);
        if (answer is not VenueAnswer<Dictionary<string, long>>.Got { Value: var hours }) return false;
        for (var pair = 0; pair < universe.Count; pair++)
            Volatile.Write(ref fundingInterval[pair], TimeSpan.FromHours(hours.GetValueOrDefault(universe[pair], 8)).Ticks);
        return true;
    }

    private async Task<bool> ReadPremiums()
    {
        var all = true;
        for (var pair = 0; pair < universe.Count; pair++)
        {
            var call = BinanceReads.Open("/fapi/v1/premiumIndex", $"symbol={Uri.EscapeDataString(universe[pair])}", 1);
            var answer = await reads.Ask(call, row => (row.OptionalDecimal("markPrice"), row.OptionalDecimal("lastFundingRate"), row.OptionalLong("nextFundingTime")), stopping.Token);
            if (answer is VenueAnswer<(decimal?, decimal?, long?)>.Got { Value: var (mark, rate, next) })
                listener.OnMark(MarkOf(pair, mark, rate, next ?? 0, clock.GetUtcNow()));
            else all = false;
        }

        return all;
    }

    /// <summary>One of the two sockets and what it has proved since it was opened.</summary>
    private sealed class Half
    {
        private readonly byte[][] frames;

        public Half(BinanceFeed feed, string name, IEnumerable<string> streams, TimeSpan silence, IWebSocketFactory sockets, int seed)
        {
            Name = name;
            frames = streams.Chunk(StreamsPerFrame).Select((chunk, i) => Encoding.UTF8.GetBytes(
                $$"""{"method":"SUBSCRIBE","params":{{JsonSerializer.Serialize(chunk)}},"id":{{i + 1}}}""")).ToArray();
            var address = new Uri($"{feed.options.StreamUrl.TrimEnd('/')}/{name}/stream?streams=");
            var handlers = new SocketHandlers
            {
                Address = _ => ValueTask.FromResult(address),
                Opened = (send, stop) => Subscribe(send, feed.clock, stop),
                Message = message => feed.Hear(this, message),
                Down = reason => feed.Fell(this, reason),
                Connecting = () => feed.Link(LinkEvent.Connecting, name),
            };
            var socketOptions = new SocketOptions { SilenceAfter = silence, FirstBackoff = feed.options.FirstBackoff, MaxBackoff = feed.options.MaxBackoff };
            Socket = new VenueSocket(handlers, socketOptions, sockets, feed.clock, seed);
        }

        public string Name { get; }
        public VenueSocket Socket { get; }
        public HashSet<int> Seen { get; } = [];
        public int Acknowledged { get; set; }
        public volatile bool Proven;
        public bool EveryFrameAcknowledged => Acknowledged >= frames.Length;

        /// <summary>At most 10 messages a second and connection (1.4).</summary>
        private async Task Subscribe(SocketSend send, TimeProvider clock, CancellationToken stop)
        {
            for (var i = 0; i < frames.Length; i++)
            {
                if (i > 0) await Task.Delay(TimeSpan.FromMilliseconds(250), clock, stop);
                await send(frames[i]);
            }
        }
    }
}
