using System.Text.Json;
using Microsoft.Extensions.Logging;
using PropBot.Trading.Exchanges.Okx;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges.OkxStreams;

/// <summary>
/// The private stream: login, subscriptions, then catch-up by REST while pushes are held back, then the held pushes, and only then Up
/// (P16). A read that fails during catch-up ends the connection, so the link never counts as up with a hole in it. A renewal does the same
/// on its own connection while the old one goes on telling; what both tell is told once.
/// </summary>
internal sealed partial class OkxUserStream : IAsyncDisposable
{
    private static readonly OkxArgument[] Channels =
    [
        new("orders", "", "SWAP"), new("positions", "", "SWAP"), new("account", "", ""), new("balance_and_position", "", ""),
    ];

    private readonly OkxAccess access;
    private readonly IVenueListener listener;
    private readonly ILogger logger;
    private readonly OkxAccountMessages messages;
    private readonly OkxCatchUp catchUp;
    private readonly OkxFundingWatch funding;
    private readonly OkxCrossCheck check;
    private readonly VenueSocket socket;
    private readonly Lock gate = new();
    private volatile bool isUp;

    public OkxUserStream(OkxAccess access, IVenueListener listener, int seed, ILogger logger)
    {
        (this.access, this.listener, this.logger) = (access, listener, logger);
        messages = new OkxAccountMessages(access.Contracts, listener, () => access.VenueNow);
        catchUp = new OkxCatchUp(access, messages, gate);
        funding = new OkxFundingWatch(access, messages, gate, logger);
        // Orders may rest for hours, so here the pong to our ping is the proof of life; that it also says what it should, the cross-check proves.
        socket = new VenueSocket(
            Line, new SocketOptions { SilenceAfter = TimeSpan.FromSeconds(30), PingEvery = TimeSpan.FromSeconds(12) }, access.Sockets, access.Clock, seed);
        check = new OkxCrossCheck(access, messages, catchUp, gate, missed => socket.Reconnect(missed), logger);
        messages.SnapshotLacks = check.Soon;
    }

    public void Start()
    {
        socket.Start();
        check.Start();
    }

    /// <summary>Compares with REST now instead of at the next turn.</summary>
    public void Check() => check.Soon();

    /// <summary>An order was read from REST: it is told like a push, after its fills.</summary>
    public async Task Look(OkxContract contract, OrderUpdate order, CancellationToken stop)
    {
        var fills = order.Filled.Value > 0m ? await access.Queries.ReadFillsOf(contract, order.VenueOrderId, stop) : null;
        lock (gate)
        {
            if (fills is VenueAnswer<IReadOnlyList<Fill>>.Got { Value: var found })
                foreach (var fill in found) messages.Tell(fill);
            messages.Tell(order);
        }
    }

    private SocketHandlers Line()
    {
        var session = new OkxSession(access);
        var held = new OkxHeldPushes();
        return new SocketHandlers
        {
            Address = stop => session.Address("/ws/v5/private", isPrivate: true, stop),
            Opened = (send, ended) => Opened(session, held, send, ended),
            Message = message => Message(session, held, message),
            Stands = Stands,
            Connecting = () => Tell(LinkEvent.Connecting, ""),
            Down = reason => Down(session.Over(reason)),
            RenewalFailed = reason => LogRenewalFailed(session.Over(reason)),
        };
    }

    private async Task Opened(OkxSession session, OkxHeldPushes held, SocketSend send, CancellationToken ended)
    {
        await session.LogIn(send, ended);
        await session.Subscribe(send, Channels, Channels.Length, ended);
        await catchUp.Run(push => Take(held, push), held, isUp, ended);
        ended.ThrowIfCancellationRequested();
    }

    private bool Message(OkxSession session, OkxHeldPushes held, ReadOnlySpan<byte> message)
    {
        if (message.IsEmpty || message[0] != (byte)'{') return true;
        var document = OkxWire.Document(message) ?? throw new FormatException("not JSON");
        if (document.Text("event").Length > 0)
        {
            TakeEvent(session, document);
            return true;
        }

        lock (gate)
        {
            if (!held.TryHold(document)) Take(held, document);
        }

        return true;
    }

    private void Take(OkxHeldPushes line, JsonElement push)
    {
        if (messages.Take(push, line.Pages)) funding.Soon();
    }

    private void TakeEvent(OkxSession session, JsonElement document)
    {
        switch (document.Text("event"))
        {
            case "notice":
                socket.Renew(OkxAcks.Words(document));
                break;
            case "channel-conn-count":
                break;
            case "channel-conn-count-error":
                LogError(document.Text("event"), document.GetRawText());
                break;
            default:
                if (!session.Take(document)) LogError(document.Text("code"), document.Text("msg"));
                break;
        }
    }

    private void Stands()
    {
        if (isUp) return;
        isUp = true;
        Tell(LinkEvent.Up, "");
        check.Resume();
    }

    private void Down(string reason)
    {
        isUp = false;
        check.Pause();
        Tell(LinkEvent.Down, reason);
    }

    private void Tell(LinkEvent change, string detail) => listener.OnLink(new LinkChange(Venue.Okx, LinkKind.Private, change, detail, access.Clock.GetUtcNow()));

    [LoggerMessage(2211, LogLevel.Warning, "OKX private stream says {Code}: {Text}")]
    private partial void LogError(string code, string text);

    [LoggerMessage(2213, LogLevel.Warning, "OKX private stream could not be renewed yet: {Reason}")]
    private partial void LogRenewalFailed(string reason);

    public async ValueTask DisposeAsync()
    {
        await check.DisposeAsync();
        await funding.DisposeAsync();
        await socket.DisposeAsync();
    }
}
