namespace PropBot.Trading.Exchanges.Okx;

/// <summary>Where OKX v5 is and how patient we are with it.</summary>
public sealed record OkxOptions
{
    /// <summary>REST base without a trailing slash (OKX_API_URL).</summary>
    public string RestUrl { get; init; } = "https://openapi.okx.com";

    /// <summary>WebSocket base (OKX_WS_URL); <c>/ws/v5/public</c> and <c>/ws/v5/private</c> are appended.</summary>
    public string StreamUrl { get; init; } = "wss://ws.okx.com:8443";

    /// <summary>Demo trading: adds <c>x-simulated-trading: 1</c>; demo keys are separate keys (else 50101).</summary>
    public bool Demo { get; init; }

    /// <summary>How long an answer to an order or cancel is waited for before its outcome is called unknown.</summary>
    public TimeSpan OrderTimeout { get; init; } = TimeSpan.FromSeconds(2);

    public TimeSpan QueryTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>True: orders and cancels go by REST alone. False: by the private WebSocket whenever it is ready, which is faster.</summary>
    public bool OrdersByRest { get; init; }

    /// <summary><c>books</c>, or for accounts of VIP 4 and above <c>books-l2-tbt</c>; refused with 64003 the plain one is taken.</summary>
    public string BookChannel { get; init; } = "books";

    /// <summary>How often the private stream is compared with REST, so that a stream that lives but says nothing is found out.</summary>
    public TimeSpan CrossCheckEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long what REST knows may be missing from the stream before the stream counts as dead.</summary>
    public TimeSpan CrossCheckGrace { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan ClockSampleEvery { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Catch-up reads fills and funding from this long before the stream was last known to be up.</summary>
    public TimeSpan CatchUpOverlap { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a snapshot is awaited from the stream before REST is asked for one (protocol §2.8.3).</summary>
    public TimeSpan SnapshotWait { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long acknowledgements of a login or of subscriptions may take before the connection is given up.</summary>
    public TimeSpan AckWait { get; init; } = TimeSpan.FromSeconds(10);
}
