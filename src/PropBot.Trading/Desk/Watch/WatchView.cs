using System.Collections.Immutable;
using PropBot.Trading.Incidents;
using PropBot.Trading.Instruments;
using PropBot.Trading.Risk;
using PropBot.Trading.Watchdogs;

namespace PropBot.Trading.Desk.Watch;

/// <param name="Measures">Null until the first look.</param>
public sealed record VenueHealthView(Venue Venue, VenueHealth Health, VenueMeasures? Measures);

/// <summary>The edge guard's word on one symbol.</summary>
/// <param name="Refusal">Null: a new leg is allowed.</param>
public sealed record EdgeGuardView(string Symbol, RiskRefusal? Refusal, EdgeFacts Facts);

/// <summary>What the doors show of the watchdogs; a part of the snapshot.</summary>
public sealed record WatchView
{
    public static readonly WatchView Unknown = new();

    public LiquidityReading Liquidity { get; init; } = LiquidityReading.Unread;
    public ImmutableArray<VenueHealthView> Health { get; init; } = [];
    public ImmutableArray<MaintenanceReading> Maintenance { get; init; } = [];

    /// <summary>Null where no door reads this machine.</summary>
    public HostReading? Host { get; init; }
    public ImmutableArray<HostObjection> HostObjections { get; init; } = [];
    public ImmutableArray<EdgeGuardView> EdgeGuard { get; init; } = [];

    /// <summary>Measured ones only (R43).</summary>
    public ImmutableArray<SloLevel> Levels { get; init; } = [];
    public IReadOnlyDictionary<string, decimal> LevelLimits { get; init; } = new Dictionary<string, decimal>(StringComparer.Ordinal);

    /// <summary>Newest first.</summary>
    public ImmutableArray<Incident> Incidents { get; init; } = [];

    internal static WatchView Draw(DeskMemory m, Func<string, EdgeGuardView> edge) => new()
    {
        Liquidity = m.Watch.Liquidity,
        Health = [.. Venues.All.Select(v => new VenueHealthView(v, m.Watch.Health[(int)v], m.Watch.Measures[(int)v]))],
        Maintenance = [.. m.Watch.Maintenance],
        Host = m.Watch.HostReading,
        HostObjections = m.Watch.Host,
        EdgeGuard = [.. m.Options.Universe.Symbols.Select(edge)],
        Levels = m.Watch.Levels,
        LevelLimits = SloTable.Limits(m.Options.Slo),
        Incidents = m.Watch.Incidents,
    };
}
