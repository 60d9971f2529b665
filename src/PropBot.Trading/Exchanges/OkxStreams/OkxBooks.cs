using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using PropBot.Trading.Exchanges.Okx;
using PropBot.Trading.Exchanges.OkxOrders;

namespace PropBot.Trading.Exchanges.OkxStreams;

/// <summary>How books come by their snapshots: with the subscription, by subscribing anew after a gap, or from REST where the stream gives none.</summary>
internal sealed partial class OkxBooks(OkxAccess access, OkxMarketMessages messages, VenueSocket socket, ILogger logger) : IAsyncDisposable
{
    public const string PlainChannel = "books";

    private readonly CancellationTokenSource stopping = new();
    private readonly int[] asking = new int[access.Contracts.Universe.Count];
    private volatile string channel = access.Options.BookChannel;

    /// <summary>The channel to subscribe to on the next connection.</summary>
    public string Channel => channel;

    /// <summary>64003: the account's fee tier does not carry the fast books.</summary>
    /// <exception cref="OkxStreamException">Always: this connection has no books, the next one will have.</exception>
    public void UsePlainChannel(string words)
    {
        channel = PlainChannel;
        throw new OkxStreamException($"{words}; the plain books are taken instead");
    }

    /// <summary>Asks for a fresh snapshot of one book. A second wish while the first is under way adds nothing.</summary>
    public void Request(int pair)
    {
        if (access.Contracts.OfPair(pair) is { } contract && Interlocked.Exchange(ref asking[pair], 1) == 0) _ = Renew(pair, contract);
    }

    /// <summary>After a connection has subscribed: books whose snapshot does not come with the stream are read.</summary>
    public async Task AwaitSnapshots(int line, CancellationToken stop)
    {
        await Task.Delay(access.Options.SnapshotWait, access.Clock, stop);
        for (var pair = 0; pair < asking.Length; pair++)
            if (!messages.Owns(pair, line) && access.Contracts.OfPair(pair) is { } contract) await Read(pair, contract, line, stop);
    }

    private async Task Renew(int pair, OkxContract contract)
    {
        try
        {
            var before = messages.Snapshots(pair);
            OkxArgument[] book = [new(channel, contract.InstId, "")];
            var isAsked = access.Doorman.TryOperate() && access.Doorman.TryOperate()
                && await socket.TrySend(OkxRequests.Unsubscribe(book)) && await socket.TrySend(OkxRequests.Subscribe(book));
            if (isAsked) await Task.Delay(access.Options.SnapshotWait, access.Clock, stopping.Token);
            if (messages.Snapshots(pair) == before) await Read(pair, contract, OkxMarketMessages.AnyLine, stopping.Token);
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

    /// <summary>The REST path of §2.8.3: from here on the line's differences are told, and wait at the receiver until the snapshot bridges them.</summary>
    private async Task Read(int pair, OkxContract contract, int line, CancellationToken stop)
    {
        messages.TakeOver(pair, line);
        var reply = await access.Rest.Ask(OkxLane.Books, $"/api/v5/market/books?instId={contract.InstId}&sz=400", stop);
        if (reply is not OkxReply.Answered { IsOk: true, Items: [var item, ..] })
        {
            LogNoBook(contract.InstId, reply.Clue);
            return;
        }

        try
        {
            var reader = new Utf8JsonReader(JsonMarshal.GetRawUtf8Value(item));
            reader.Read();
            messages.ReadSnapshot(ref reader, pair, contract.Multiplier);
        }
        catch (Exception unreadable) when (unreadable is FormatException or JsonException or InvalidOperationException)
        {
            LogNoBook(contract.InstId, unreadable.Message);
        }
    }

    [LoggerMessage(2202, LogLevel.Warning, "No book of {InstId} from OKX by REST: {Clue}")]
    private partial void LogNoBook(string instId, string clue);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        stopping.Dispose();
    }
}
