using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges.Okx;

/// <summary>
/// The private stream: login, subscriptions, then catch-up by REST while pushes are held back, then the held pushes, and only then Up
/// (P16). A read that fails during catch-up ends the connection, so the link never counts as up with a hole in it.
/// </summary>
internal sealed partial class OkxUserStream : IAsyncDisposable
{
    private const int MaxHeld = 20_000;
    private const int FundingAttempts = 5;

    private static readonly OkxArgument[] Channels =
    [
        new("orders", "", "SWAP"), new("positions", "", "SWAP"), new("account", "", ""), new("balance_and_position", "", ""),
    ];

    private readonly OkxOptions options;
    private readonly OkxContracts contracts;
    private readonly OkxQueries queries;
    private readonly OkxRest rest;
    private readonly ICredentialSource credentials;
    private readonly ClockOffset offset;
    private readonly IVenueListener listener;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly OkxAccountMessages messages;
    private readonly OkxAcks acks;
    private readonly VenueSocket socket;
    private readonly CancellationTokenSource stopping = new();
    private readonly CancellationToken stopped;
    private readonly Lock gate = new();
    private readonly List<JsonElement> held = [];
    private bool holding = true;
    private DateTimeOffset knownUntil;
    private int readingFunding;

    public OkxUserStream(
        OkxOptions options, OkxContracts contracts, OkxQueries queries, OkxRest rest, ICredentialSource credentials, ClockOffset offset,
        IVenueListener listener, IWebSocketFactory sockets, TimeProvider clock, int seed, ILogger logger)
    {
        (this.options, this.contracts, this.queries, this.rest, this.credentials) = (options, contracts, queries, rest, credentials);
        (this.offset, this.listener, this.clock, this.logger) = (offset, listener, clock, logger);
        knownUntil = clock.GetUtcNow();
        messages = new OkxAccountMessages(contracts, listener, VenueNow);
        acks = new OkxAcks(clock, options.AckWait);
        stopped = stopping.Token;
        var handlers = new SocketHandlers { Address = Address, Opened = Opened, Message = Message, Connecting = Connecting, Down = reason => Tell(LinkEvent.Down, reason) };
        // Orders may rest for hours, so here the pong to our ping is the proof of life.
        socket = new VenueSocket(handlers, new SocketOptions { SilenceAfter = TimeSpan.FromSeconds(30), PingEvery = TimeSpan.FromSeconds(12) }, sockets, clock, seed);
    }

    public void Start() => socket.Start();

    private void Connecting()
    {
        lock (gate)
        {
            holding = true;
            held.Clear();
        }

        Tell(LinkEvent.Connecting, "");
    }

    private async ValueTask<Uri> Address(CancellationToken stop)
    {
        if (await queries.EnsureContracts(stop) is { } missing) throw new OkxStreamException(missing);
        // The login is signed with the venue's time and good for 30 s only.
        if (await rest.SampleClock(stop) is null && offset.Latest is null) throw new OkxStreamException("the venue's time could not be read");
        return new Uri(options.StreamUrl + "/ws/v5/private");
    }

    private async Task Opened(SocketSend send, CancellationToken ended)
    {
        var loggedIn = acks.Expect(["login"], ended);
        await send(OkxRequests.Login(credentials.For(Venue.Okx), VenueNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)));
        await loggedIn;
        var subscribed = acks.Expect(Channels.Select(c => c.Key), ended);
        await send(OkxRequests.Subscribe(Channels));
        await subscribed;
        await CatchUp(ended);
        ended.ThrowIfCancellationRequested();
        Tell(LinkEvent.Up, "");
    }

    private async Task CatchUp(CancellationToken ended)
    {
        DateTimeOffset since;
        lock (gate) since = knownUntil - options.CatchUpOverlap;
        // Well before the question, so that no push of a change after it can look older than the flat position told here.
        var flatAt = VenueNow() - options.CatchUpOverlap;
        var orders = Got(await queries.ReadOpenOrders(ended), "open orders");
        var account = Got(await queries.ReadAccount(ended), "account");
        var fills = Got(await queries.ReadAllFills(since, ended), "fills");
        var payments = Got(await queries.ReadFunding(since, ended), "funding");
        lock (gate)
        {
            foreach (var fill in fills) messages.Tell(fill);
            foreach (var order in orders) messages.Tell(order);
            foreach (var position in account.Positions) messages.Tell(position, isRead: true);
            // OKX leaves flat positions out of its answer.
            foreach (var contract in contracts.InUniverse.Where(c => account.Positions.All(p => p.Symbol != c.Symbol))) messages.Tell(OkxAccounts.Flat(contract, flatAt), isRead: true);
            foreach (var balance in account.Balances) messages.Tell(balance, isRead: true);
            foreach (var payment in payments) messages.Tell(payment);
            foreach (var push in held) Take(push);
            held.Clear();
            holding = false;
            knownUntil = clock.GetUtcNow();
        }
    }

    private static T Got<T>(VenueAnswer<T> answer, string what) => answer is VenueAnswer<T>.Got got
        ? got.Value
        : throw new OkxStreamException($"catch-up of {what}: {((VenueAnswer<T>.Unreadable)answer).Clue}");

    private bool Message(ReadOnlySpan<byte> message)
    {
        if (message.IsEmpty || message[0] != (byte)'{') return true;
        var document = OkxWire.Document(message) ?? throw new FormatException("not JSON");
        if (document.Text("event").Length > 0)
        {
            TakeEvent(document);
            return true;
        }

        lock (gate)
        {
            if (!holding)
            {
                Take(document);
                knownUntil = clock.GetUtcNow();
            }
            else if (held.Count < MaxHeld) held.Add(document);
            else throw new OkxStreamException("too many pushes during catch-up");
        }

        return true;
    }

    private void TakeEvent(JsonElement document)
    {
        switch (document.Text("event"))
        {
            case "notice":
                socket.Reconnect(OkxAcks.Words(document));
                break;
            case "channel-conn-count-error":
                LogError(document.Text("event"), document.GetRawText());
                break;
            default:
                Answer(acks.Take(document), document);
                break;
        }
    }

    private void Answer(OkxAckResult result, JsonElement document)
    {
        // Said at once: the venue's close frame may follow on the heels of the error and would hide its words.
        if (result == OkxAckResult.Failed) socket.Reconnect(OkxAcks.Words(document));
        else if (result == OkxAckResult.NotAwaited) LogError(document.Text("code"), document.Text("msg"));
    }

    private void Take(JsonElement push)
    {
        if (messages.Take(push) && Interlocked.Exchange(ref readingFunding, 1) == 0) _ = ReadFundingSoon();
    }

    /// <summary>The bill of a settlement may be written a moment after its push, so it is asked for until it is there.</summary>
    private async Task ReadFundingSoon()
    {
        try
        {
            for (var attempt = 0; attempt < FundingAttempts; attempt++)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200 << attempt), clock, stopped);
                if (await queries.ReadFunding(VenueNow() - options.CatchUpOverlap * 5, stopped) is not VenueAnswer<IReadOnlyList<FundingPayment>>.Got(var payments)) continue;
                lock (gate)
                {
                    var isNew = false;
                    foreach (var payment in payments) isNew |= messages.Tell(payment);
                    if (isNew) return;
                }
            }

            LogNoBill();
        }
        catch (OperationCanceledException)
        {
            // The connector is being disposed; the next catch-up reads the bills.
        }
        finally
        {
            Interlocked.Exchange(ref readingFunding, 0);
        }
    }

    private DateTimeOffset VenueNow() => offset.Corrected(clock.GetUtcNow());

    private void Tell(LinkEvent change, string detail) => listener.OnLink(new LinkChange(Venue.Okx, LinkKind.Private, change, detail, clock.GetUtcNow()));

    [LoggerMessage(2211, LogLevel.Warning, "OKX private stream says {Code}: {Text}")]
    private partial void LogError(string code, string text);

    [LoggerMessage(2212, LogLevel.Warning, "OKX pushed a funding settlement but its bill did not appear; the next catch-up will look again")]
    private partial void LogNoBill();

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await socket.DisposeAsync();
        stopping.Dispose();
    }
}
