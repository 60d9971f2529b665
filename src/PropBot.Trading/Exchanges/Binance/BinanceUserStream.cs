using Microsoft.Extensions.Logging;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges.Binance;

/// <summary>What one connection of the private stream works with.</summary>
internal sealed record BinanceUserTools(
    BinanceOptions Options, BinanceRest Rest, BinanceLimits Limits, BinanceCatchUp CatchUp, BinanceUserEvents Events, BinanceStreamProof Proof, TimeProvider Clock, ILogger Logger);

/// <summary>
/// The private stream (wire protocols 1.8) and its link. It is up when a connection has caught up (P16), and down when none stands, or while the
/// venue lets us ask nothing (418, 429): then nothing can be cancelled or looked up, whatever the stream still tells.
/// </summary>
internal sealed class BinanceUserStream : IAsyncDisposable
{
    private readonly BinanceUserTools tools;
    private readonly IVenueListener listener;
    private readonly Lock gate = new();
    private readonly VenueSocket socket;
    private bool up;
    private bool silenced;

    public BinanceUserStream(BinanceUserTools tools, IWebSocketFactory sockets, int seed, IVenueListener listener)
    {
        (this.tools, this.listener) = (tools, listener);
        tools.Limits.Silenced = Silence;
        // Silence is normal here; a dead line shows by the socket's own pings, a dead key or stream by the proofs.
        var options = new SocketOptions { SilenceAfter = Timeout.InfiniteTimeSpan, FirstBackoff = tools.Options.FirstBackoff, MaxBackoff = tools.Options.MaxBackoff };
        socket = new VenueSocket(() => new BinanceUserLine(tools, this).Handlers(), options, sockets, tools.Clock, seed);
    }

    /// <summary>The venue asked for silence since the last catch-up: another one is due once it has passed.</summary>
    public bool IsSilenced
    {
        get
        {
            lock (gate) return silenced;
        }
    }

    public void Start() => socket.Start();

    /// <summary>Another connection takes over without a gap.</summary>
    public void Renew(string reason) => socket.Renew(reason);

    public ValueTask DisposeAsync()
    {
        tools.Limits.Silenced = static (_, _) => { };
        return socket.DisposeAsync();
    }

    internal void Connecting() => Link(LinkEvent.Connecting, "private");

    internal void Stands()
    {
        lock (gate)
        {
            if (up || silenced) return;
            up = true;
            // Told under the lock, so that an Up never overtakes the Down that followed it.
            Link(LinkEvent.Up, "caught up");
        }
    }

    /// <summary>The silence has passed and a catch-up after it is complete.</summary>
    internal void SpeaksAgain()
    {
        lock (gate) silenced = false;
        Stands();
    }

    internal void Fell(string reason)
    {
        tools.Logger.LogWarning("Binance private stream down: {Reason}", reason);
        lock (gate)
        {
            up = false;
            Link(LinkEvent.Down, reason);
        }
    }

    private void Silence(DateTimeOffset until, string words)
    {
        tools.Logger.LogError("Binance asked for silence until {Until}: {Words}", until, words);
        lock (gate)
        {
            silenced = true;
            up = false;
            Link(LinkEvent.Down, $"the venue asked for silence until {until:O}: {words}");
        }
    }

    private void Link(LinkEvent what, string detail) => listener.OnLink(new LinkChange(Venue.Binance, LinkKind.Private, what, detail, tools.Clock.GetUtcNow()));
}
