using PropBot.Trading.Settings;

namespace PropBot.Testing.Worlds;

/// <summary>What a world is made of; everything random in it comes from the seed.</summary>
public sealed record WorldOptions(int Seed)
{
    public IReadOnlyList<string> Symbols { get; init; } = ["BTCUSDT"];

    public DateTimeOffset Start { get; init; } = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    /// <summary>How often the market moves and the venues speak.</summary>
    public TimeSpan Beat { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Changes the desk's settings.</summary>
    public Func<TradingOptions, TradingOptions>? Change { get; init; }

    /// <summary>Orders for Binance leave by its WebSocket API, as they do live; else by REST.</summary>
    public bool BinanceOrdersBySocket { get; init; }

    /// <summary>People who lead the desk back to RUN whenever nothing blocks it any more.</summary>
    public bool WithOperators { get; init; } = true;
}
