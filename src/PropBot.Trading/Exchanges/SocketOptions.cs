namespace PropBot.Trading.Exchanges;

/// <summary>
/// Reads one whole text message; the bytes are only valid during the call. True when it proves that data flows: heartbeats,
/// acknowledgements and the like answer false, so that a feed of heartbeats alone counts as silent (P15).
/// </summary>
public delegate bool SocketMessage(ReadOnlySpan<byte> message);

/// <summary>Sends one text message on the connection that has just opened.</summary>
public delegate Task SocketSend(ReadOnlyMemory<byte> text);

/// <summary>What the owner of a <see cref="VenueSocket"/> does at each turn. All are called from the socket's own loop, one connection at a time.</summary>
public sealed record SocketHandlers
{
    /// <summary>Where to connect this time; may ask the venue first (a listen key). Throwing counts as a failed connection.</summary>
    public required Func<CancellationToken, ValueTask<Uri>> Address { get; init; }

    /// <summary>Log in, subscribe, catch up. Runs beside the reading. Throwing ends the connection; the token fires when it ends.</summary>
    public required Func<SocketSend, CancellationToken, Task> Opened { get; init; }

    public required SocketMessage Message { get; init; }

    /// <summary>A connection, or an attempt at one, has ended. Not called at disposal.</summary>
    public required Action<string> Down { get; init; }

    public Action Connecting { get; init; } = static () => { };
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

    /// <summary>Venues cut every connection at 24 h (Binance general info); we leave before that.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromHours(23);

    /// <summary>An application ping for venues that want a text (OKX "ping"); infinite = none.</summary>
    public TimeSpan PingEvery { get; init; } = Timeout.InfiniteTimeSpan;

    public ReadOnlyMemory<byte> PingText { get; init; } = "ping"u8.ToArray();
    public int MaxMessageBytes { get; init; } = 16 * 1024 * 1024;
}
