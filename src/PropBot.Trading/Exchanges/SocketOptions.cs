namespace PropBot.Trading.Exchanges;

/// <summary>
/// Reads one whole text message; the bytes are only valid during the call. True when it proves that data flows: heartbeats,
/// acknowledgements and the like answer false, so that a feed of heartbeats alone counts as silent (P15).
/// </summary>
public delegate bool SocketMessage(ReadOnlySpan<byte> message);

/// <summary>Sends one text message on one connection. Throws <see cref="SocketGoneException"/> when nothing has left, anything else when bytes may have.</summary>
public delegate Task SocketSend(ReadOnlyMemory<byte> text);

/// <summary>The connection was over before a byte of the message left.</summary>
public sealed class SocketGoneException() : Exception("the connection was over before anything was sent");

/// <summary>What the owner of a <see cref="VenueSocket"/> does at each turn of one connection. Where a factory makes them, each connection
/// has its own, and during a renewal those of two connections may be called at the same time; of one connection they never are, except
/// that <see cref="Opened"/> runs beside the reading.</summary>
public sealed record SocketHandlers
{
    /// <summary>Where to connect this time; may ask the venue first (a listen key). Throwing counts as a failed connection.</summary>
    public required Func<CancellationToken, ValueTask<Uri>> Address { get; init; }

    /// <summary>
    /// Log in, subscribe, catch up, keep alive. Throwing ends the connection; the token fires when it ends or a renewed one has taken over.
    /// </summary>
    public required Func<SocketSend, CancellationToken, Task> Opened { get; init; }

    public required SocketMessage Message { get; init; }

    /// <summary>
    /// Nothing stands any more: the connection, or an attempt at one, has ended. Not called at disposal, nor for a connection that was
    /// renewed in time, nor for a renewal that failed while the old connection stands.
    /// </summary>
    public required Action<string> Down { get; init; }

    /// <summary>An attempt begins while nothing stands; not called for a renewal.</summary>
    public Action Connecting { get; init; } = static () => { };

    /// <summary>
    /// Completed by the owner when this connection may replace the one before it: logged in, subscribed, caught up. Null: when
    /// <see cref="Opened"/> has finished. Make its source run continuations asynchronously if it is completed under a lock.
    /// </summary>
    public Task? Ready { get; init; }

    /// <summary>Ready, and from now on the one connection of its socket; at a renewal the switch itself. At most once.</summary>
    public Action Stands { get; init; } = static () => { };

    /// <summary>
    /// A renewed connection has taken over. What is still awaited on this one may be waited for: messages go on coming until the task
    /// ends, at most <see cref="SocketOptions.LeaveWithin"/>; then the connection is closed politely.
    /// </summary>
    public Func<Task> Leaving { get; init; } = static () => Task.CompletedTask;

    /// <summary>This renewal came to nothing; the connection before it stands and another will be tried.</summary>
    public Action<string> RenewalFailed { get; init; } = static _ => { };

    /// <summary>Called exactly once when all is over with this connection, whatever ended it, disposal included; before <see cref="Down"/>.</summary>
    public Action<string> Ended { get; init; } = static _ => { };
}

/// <summary>How patient a <see cref="VenueSocket"/> is. All waits are by its <see cref="TimeProvider"/>.</summary>
public sealed record SocketOptions
{
    /// <summary>No message that counts as data for so long: reconnect. <see cref="Timeout.InfiniteTimeSpan"/>: silence is normal.</summary>
    public TimeSpan SilenceAfter { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan WatchEvery { get; init; } = TimeSpan.FromSeconds(1);
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);
    public TimeSpan FirstBackoff { get; init; } = TimeSpan.FromMilliseconds(250);
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A connection that lasted this long makes the next back-off start from the first step again.</summary>
    public TimeSpan HealthyAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Venues cut every connection at 24 h (Binance general info); it is renewed before that.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromHours(23);

    /// <summary>How long a renewal may take to be ready. OKX announces a cut 60 s ahead (notice 64008): two attempts fit in.</summary>
    public TimeSpan RenewWithin { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a replaced connection may still be waited on, and then how long its closing may take.</summary>
    public TimeSpan LeaveWithin { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>An application ping for venues that want a text (OKX "ping"); infinite = none.</summary>
    public TimeSpan PingEvery { get; init; } = Timeout.InfiniteTimeSpan;

    public ReadOnlyMemory<byte> PingText { get; init; } = "ping"u8.ToArray();
    public int MaxMessageBytes { get; init; } = 16 * 1024 * 1024;
}
