using System.Collections.Immutable;
using PropBot.Trading.Watchdogs;

namespace PropBot.Trading.Risk;

/// <summary>What the watchdogs last said; a part of the gate's facts.</summary>
public sealed record WatchFacts
{
    public required LiquidityReading Liquidity { get; init; }

    /// <summary>Venues whose watchdog says DOWN, each with why.</summary>
    public required ImmutableArray<string> VenuesDown { get; init; }

    public required ImmutableArray<MaintenanceReading> Maintenance { get; init; }
    public required ImmutableArray<HostObjection> Host { get; init; }
}

/// <summary>What the edge guard looks at, of one symbol (contract 7.9).</summary>
public sealed record EdgeFacts
{
    public required bool Desync { get; init; }

    /// <summary>The HOLD's shown reason; null while not on HOLD.</summary>
    public required string? HoldReason { get; init; }
    public required LiquidityReading Liquidity { get; init; }

    /// <summary>Real hedges that are partial.</summary>
    public required int Partials { get; init; }
    public required ExecutionQuality Execution { get; init; }

    /// <summary>Unrealised USDT of the last five PnL snapshots, oldest first; fewer until they exist.</summary>
    public required ImmutableArray<decimal> Unrealised { get; init; }
    public required decimal ExposureUsdt { get; init; }
}
