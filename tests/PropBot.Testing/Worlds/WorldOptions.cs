using PropBot.Testing.Desks;
using PropBot.Trading.Desk;
using PropBot.Trading.Settings;

namespace PropBot.Testing.Worlds;

/// <summary>One life of the process, for what runs beside its desk.</summary>
public sealed record ProcessParts(TradingDesk Desk, BreakableLedger Ledger, TimeProvider Clock, int Boot);

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

    /// <summary>What else lives and dies with each process, begun right after its desk, on the process's own queue.</summary>
    public Action<ProcessParts>? Beside { get; init; }

    /// <summary>People who lead the desk back to RUN whenever nothing blocks it any more.</summary>
    public bool WithOperators { get; init; } = true;
}
