using System.Text.Json;
using Microsoft.Extensions.Logging;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges.Binance;

/// <summary>
/// The private stream (wire protocols 1.8): listen key, then the socket, then a catch-up by REST while events are held back, then the
/// held events, then Up (P16). Whatever goes wrong ends the connection, and the next one catches up again.
/// </summary>
internal sealed class BinanceUserStream : IAsyncDisposable
{
    private const string KeyPath = "/fapi/v1/listenKey";

    private readonly BinanceOptions options;
    private readonly BinanceRest rest;
    private readonly BinanceCatchUp catchUp;
    private readonly BinanceUserEvents events;
    private readonly TimeProvider clock;
    private readonly IVenueListener listener;
    private readonly ILogger logger;
    private readonly Lock gate = new();
    private readonly List<byte[]> held = [];
    private readonly VenueSocket socket;
    private bool caughtUp;

    public BinanceUserStream(
        BinanceOptions options, BinanceRest rest, BinanceCatchUp catchUp, BinanceUserEvents events, IWebSocketFactory sockets, TimeProvider clock, int seed,
        IVenueListener listener, ILogger logger)
    {
        (this.options, this.rest, this.catchUp, this.events, this.clock, this.listener, this.logger) = (options, rest, catchUp, events, clock, listener, logger);
        var handlers = new SocketHandlers
        {
            Address = Address,
            Opened = Opened,
            Message = Hear,
            Down = Fell,
            Connecting = () => Link(LinkEvent.Connecting, "private"),
        };
        // Silence is normal here; a dead line shows by the socket's own pings, a dead key by its renewal.
        var socketOptions = new SocketOptions { SilenceAfter = Timeout.InfiniteTimeSpan, FirstBackoff = options.FirstBackoff, MaxBackoff = options.MaxBackoff };
        socket = new VenueSocket(handlers, socketOptions, sockets, clock, seed);
    }

    public void Start() => socket.Start();

    public ValueTask DisposeAsync() => socket.DisposeAsync();

    private async ValueTask<Uri> Address(CancellationToken stop)
    {
        lock (gate)
        {
            caughtUp = false;
            held.Clear();
        }

        var reply = await rest.Send(new RestCall(HttpMethod.Post, KeyPath, "", Access.Keyed, 1, Essential: true), stop);
        if (!reply.IsSuccess) throw new InvalidOperationException($"no listen key: {reply.Clue}");
        using var document = JsonDocument.Parse(reply.Body);
        return new Uri($"{options.StreamUrl.TrimEnd('/')}/private/ws?listenKey={Uri.EscapeDataString(document.RootElement.NeededText("listenKey"))}");
    }

    private async Task Opened(SocketSend send, CancellationToken stop)
    {
        var since = await catchUp.Run(stop);
        lock (gate)
        {
            foreach (var message in held) Handle(message);
            held.Clear();
            caughtUp = true;
        }

        Link(LinkEvent.Up, "caught up");
        await Task.Delay(options.SecondLookAfter, clock, stop);
        await catchUp.Fills(since, stop);
        await KeepKey(stop);
    }

    private bool Hear(ReadOnlySpan<byte> message)
    {
        lock (gate)
        {
            if (caughtUp) Handle(message.ToArray());
            else held.Add(message.ToArray());
        }

        return true;
    }

    private void Handle(byte[] message)
    {
        if (events.Tell(message) == UserEvent.KeyExpired) throw new InvalidOperationException("the listen key expired");
    }

    private async Task KeepKey(CancellationToken stop)
    {
        var wait = options.ListenKeyEvery;
        while (true)
        {
            await Task.Delay(wait, clock, stop);
            var reply = await rest.Send(new RestCall(HttpMethod.Put, KeyPath, "", Access.Keyed, 1, Essential: true), stop);
            if (reply.Code == BinanceErrors.ListenKeyGone) throw new InvalidOperationException("the listen key is gone");
            if (!reply.IsSuccess) logger.LogWarning("Binance listen key not renewed: {Clue}", reply.Clue);
            wait = reply.IsSuccess ? options.ListenKeyEvery : options.ListenKeyEvery / 30;
        }
    }

    private void Fell(string reason)
    {
        logger.LogWarning("Binance private stream down: {Reason}", reason);
        Link(LinkEvent.Down, reason);
    }

    private void Link(LinkEvent what, string detail) => listener.OnLink(new LinkChange(Venue.Binance, LinkKind.Private, what, detail, clock.GetUtcNow()));
}
