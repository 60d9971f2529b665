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

    public TimeSpan ClockSampleEvery { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Catch-up reads fills and funding from this long before the stream was last known to be up.</summary>
    public TimeSpan CatchUpOverlap { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a snapshot is awaited from the stream before REST is asked for one (protocol §2.8.3).</summary>
    public TimeSpan SnapshotWait { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long acknowledgements of a login or of subscriptions may take before the connection is given up.</summary>
    public TimeSpan AckWait { get; init; } = TimeSpan.FromSeconds(10);
}
