using System.Text.Json;
using Microsoft.Extensions.Logging;
using PropBot.Trading.Exchanges.Okx;
using PropBot.Trading.Exchanges.OkxOrders;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges.OkxStreams;

/// <summary>
/// The public stream: bbo-tbt, books, mark-price and funding-rate of every listed pair, and the instruments themselves, on one connection.
/// A book snapshot comes with each subscription; where it does not, REST gives one (§2.8.3). Before a maintenance (notice 64008) and at its
/// age the connection is renewed beside the old one.
/// </summary>
internal sealed partial class OkxFeed : IAsyncDisposable
{
    private const int ArgumentsPerMessage = 100;

    private readonly OkxAccess access;
    private readonly OkxInstrumentWatch instruments;
    private readonly IVenueListener listener;
    private readonly ILogger logger;
    private readonly OkxMarketMessages messages;
    private readonly OkxBooks books;
    private readonly VenueSocket socket;
    private int lines;
    private bool isUp;

    public OkxFeed(OkxAccess access, OkxInstrumentWatch instruments, IVenueListener listener, int seed, ILogger logger)
    {
        (this.access, this.instruments, this.listener, this.logger) = (access, instruments, listener, logger);
        messages = new OkxMarketMessages(access.Contracts, listener, access.Clock);
        // mark-price is pushed at least every ten seconds, so silence of all channels for longer is a dead line.
        socket = new VenueSocket(
            Line, new SocketOptions { SilenceAfter = TimeSpan.FromSeconds(15), PingEvery = TimeSpan.FromSeconds(15) }, access.Sockets, access.Clock, seed);
        books = new OkxBooks(access, messages, socket, logger);
    }

    public void Start() => socket.Start();

    /// <summary>Asks for a fresh snapshot of one book. A second wish while the first is under way adds nothing.</summary>
    public void RequestBook(int pair) => books.Request(pair);

    private SocketHandlers Line()
    {
        var line = Interlocked.Increment(ref lines);
        var session = new OkxSession(access);
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return new SocketHandlers
        {
            Address = stop => session.Address("/ws/v5/public", isPrivate: false, stop),
            Opened = (send, ended) => Opened(session, line, send, ready, ended),
            Message = message => Message(session, line, message),
            Ready = ready.Task,
            Stands = Stands,
            Connecting = () => Tell(LinkEvent.Connecting, ""),
            Down = reason => Down(session.Over(reason)),
            RenewalFailed = reason => LogRenewalFailed(session.Over(reason)),
        };
    }

    private async Task Opened(OkxSession session, int line, SocketSend send, TaskCompletionSource ready, CancellationToken ended)
    {
        var contracts = access.Contracts.InUniverse.ToList();
        if (contracts.Count == 0) throw new OkxStreamException("OKX lists no pair of the universe");
        var bookChannel = books.Channel;
        if (bookChannel != OkxBooks.PlainChannel) await session.LogIn(send, ended);
        string[] channels = ["bbo-tbt", bookChannel, "mark-price", "funding-rate"];
        OkxArgument[] arguments = [.. contracts.SelectMany(contract => channels.Select(channel => new OkxArgument(channel, contract.InstId, ""))), new("instruments", "", "SWAP")];
        await session.Subscribe(send, arguments, ArgumentsPerMessage, ended);
        ready.TrySetResult();
        await books.AwaitSnapshots(line, ended);
    }

    private bool Message(OkxSession session, int line, ReadOnlySpan<byte> message)
    {
        var kind = messages.Read(message, line);
        if (kind == OkxMarketMessage.Event && OkxWire.Document(message) is { } document) TakeEvent(session, document);
        else if (kind == OkxMarketMessage.Instruments && OkxWire.Document(message) is { } push) instruments.Take(push);
        return kind == OkxMarketMessage.Data;
    }

    private void TakeEvent(OkxSession session, JsonElement document)
    {
        // 64008 announces that the venue will close this connection within a minute.
        if (document.Text("event") == "notice") socket.Renew(OkxAcks.Words(document));
        else if (document.Text("code") == OkxErrors.TierTooLow) books.UsePlainChannel(OkxAcks.Words(document));
        else if (!session.Take(document)) LogError(document.Text("code"), document.Text("msg"));
    }

    private void Stands()
    {
        if (isUp) return;
        isUp = true;
        Tell(LinkEvent.Up, "");
    }

    private void Down(string reason)
    {
        isUp = false;
        Tell(LinkEvent.Down, reason);
    }

    private void Tell(LinkEvent change, string detail) => listener.OnLink(new LinkChange(Venue.Okx, LinkKind.Public, change, detail, access.Clock.GetUtcNow()));

    [LoggerMessage(2201, LogLevel.Warning, "OKX public stream says {Code}: {Text}")]
    private partial void LogError(string code, string text);

    [LoggerMessage(2203, LogLevel.Warning, "OKX public stream could not be renewed yet: {Reason}")]
    private partial void LogRenewalFailed(string reason);

    public async ValueTask DisposeAsync()
    {
        await books.DisposeAsync();
        await socket.DisposeAsync();
    }
}
