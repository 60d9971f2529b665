using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges.Okx;

/// <summary>
/// The public stream: bbo-tbt, books, mark-price and funding-rate of every listed pair on one connection. A book snapshot comes with
/// each subscription; where it does not, REST gives one (§2.8.3).
/// </summary>
internal sealed partial class OkxFeed : IAsyncDisposable
{
    private const int ArgumentsPerMessage = 100;
    private static readonly string[] Channels = ["bbo-tbt", "books", "mark-price", "funding-rate"];

    private readonly OkxOptions options;
    private readonly OkxContracts contracts;
    private readonly OkxQueries queries;
    private readonly OkxRest rest;
    private readonly IVenueListener listener;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly OkxMarketMessages messages;
    private readonly OkxAcks acks;
    private readonly VenueSocket socket;
    private readonly CancellationTokenSource stopping = new();
    private readonly CancellationToken stopped;
    private readonly int[] snapshots;
    private readonly int[] asking;

    // 480 subscription operations an hour and connection (§2.4): two for a book, and the rest stays for reconnects.
    private readonly RateBudget subscriptions;

    public OkxFeed(OkxOptions options, OkxContracts contracts, OkxQueries queries, OkxRest rest, IVenueListener listener, IWebSocketFactory sockets, TimeProvider clock, int seed, ILogger logger)
    {
        (this.options, this.contracts, this.queries, this.rest, this.listener, this.clock, this.logger) = (options, contracts, queries, rest, listener, clock, logger);
        snapshots = new int[contracts.Universe.Count];
        asking = new int[contracts.Universe.Count];
        subscriptions = new RateBudget(limit: 400, reserve: 0, TimeSpan.FromHours(1), clock);
        messages = new OkxMarketMessages(contracts, listener, clock) { SnapshotTold = pair => Interlocked.Increment(ref snapshots[pair]) };
        acks = new OkxAcks(clock, options.AckWait);
        stopped = stopping.Token;
        var handlers = new SocketHandlers
        {
            Address = Address,
            Opened = Opened,
            Message = Message,
            Connecting = () => Tell(LinkEvent.Connecting, ""),
            Down = reason => Tell(LinkEvent.Down, reason),
        };
        // mark-price is pushed at least every ten seconds, so silence of all channels for longer is a dead line.
        socket = new VenueSocket(handlers, new SocketOptions { SilenceAfter = TimeSpan.FromSeconds(15), PingEvery = TimeSpan.FromSeconds(15) }, sockets, clock, seed);
    }

    public void Start() => socket.Start();

    /// <summary>Asks for a fresh snapshot of one book. A second wish while the first is under way adds nothing.</summary>
    public void RequestBook(int pair)
    {
        if (contracts.OfPair(pair) is { } contract && Interlocked.Exchange(ref asking[pair], 1) == 0) _ = RenewBook(pair, contract);
    }

    private async ValueTask<Uri> Address(CancellationToken stop)
    {
        if (await queries.EnsureContracts(stop) is { } missing) throw new OkxStreamException(missing);
        return new Uri(options.StreamUrl + "/ws/v5/public");
    }

    private async Task Opened(SocketSend send, CancellationToken ended)
    {
        var arguments = contracts.InUniverse.SelectMany(contract => Channels.Select(channel => new OkxArgument(channel, contract.InstId, ""))).ToList();
        if (arguments.Count == 0) throw new OkxStreamException("OKX lists no pair of the universe");
        var ready = acks.Expect(arguments.Select(a => a.Key), ended);
        var before = snapshots.ToArray();
        foreach (var part in arguments.Chunk(ArgumentsPerMessage)) await send(OkxRequests.Subscribe(part));
        await ready;
        Tell(LinkEvent.Up, "");
        await Task.WhenAll(Enumerable.Range(0, before.Length).Where(pair => contracts.OfPair(pair) is not null).Select(pair => FallBackToRest(pair, before[pair], ended)));
    }

    private bool Message(ReadOnlySpan<byte> message)
    {
        var kind = messages.Read(message);
        if (kind == OkxMarketMessage.Event && OkxWire.Document(message) is { } document) TakeEvent(document);
        return kind == OkxMarketMessage.Data;
    }

    private void TakeEvent(JsonElement document)
    {
        // 64008 announces that the venue will close this connection within a minute.
        if (document.Text("event") == "notice") socket.Reconnect(OkxAcks.Words(document));
        else Answer(acks.Take(document), document);
    }

    private void Answer(OkxAckResult result, JsonElement document)
    {
        // Said at once: the venue's close frame may follow on the heels of the error and would hide its words.
        if (result == OkxAckResult.Failed) socket.Reconnect(OkxAcks.Words(document));
        else if (result == OkxAckResult.NotAwaited) LogError(document.Text("code"), document.Text("msg"));
    }

    private async Task RenewBook(int pair, OkxContract contract)
    {
        try
        {
            var before = Volatile.Read(ref snapshots[pair]);
            OkxArgument[] book = [new("books", contract.InstId, "")];
            if (subscriptions.TryTake(2) && await socket.TrySend(OkxRequests.Unsubscribe(book)) && await socket.TrySend(OkxRequests.Subscribe(book)))
                await FallBackToRest(pair, before, stopped);
            else
                await ReadBook(pair, contract, stopped);
        }
        catch (OperationCanceledException)
        {
            // The connector is being disposed, and nobody waits for this book any more.
        }
        finally
        {
            Interlocked.Exchange(ref asking[pair], 0);
        }
    }

    private async Task FallBackToRest(int pair, int snapshotsBefore, CancellationToken stop)
    {
        await Task.Delay(options.SnapshotWait, clock, stop);
        if (Volatile.Read(ref snapshots[pair]) == snapshotsBefore && contracts.OfPair(pair) is { } contract) await ReadBook(pair, contract, stop);
    }

    private async Task ReadBook(int pair, OkxContract contract, CancellationToken stop)
    {
        var reply = await rest.Ask(OkxLane.Public, $"/api/v5/market/books?instId={contract.InstId}&sz=400", stop);
        if (reply is not OkxReply.Answered { IsOk: true, Items: [var item, ..] })
        {
            LogNoBook(contract.InstId, reply.Clue);
            return;
        }

        try
        {
            var reader = new Utf8JsonReader(JsonMarshal.GetRawUtf8Value(item));
            reader.Read();
            messages.ReadBook(ref reader, pair, isSnapshot: true, contract.Multiplier);
        }
        catch (Exception unreadable) when (unreadable is FormatException or JsonException or InvalidOperationException)
        {
            LogNoBook(contract.InstId, unreadable.Message);
        }
    }

    private void Tell(LinkEvent change, string detail) => listener.OnLink(new LinkChange(Venue.Okx, LinkKind.Public, change, detail, clock.GetUtcNow()));

    [LoggerMessage(2201, LogLevel.Warning, "OKX public stream says {Code}: {Text}")]
    private partial void LogError(string code, string text);

    [LoggerMessage(2202, LogLevel.Warning, "No book of {InstId} from OKX by REST: {Clue}")]
    private partial void LogNoBook(string instId, string clue);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await socket.DisposeAsync();
        stopping.Dispose();
    }
}
