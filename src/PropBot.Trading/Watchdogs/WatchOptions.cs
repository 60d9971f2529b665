using System.Collections.Immutable;

namespace PropBot.Trading.Watchdogs;

/// <summary>Everything the watchdogs compare with.</summary>
public sealed record WatchOptions
{
    public ThrottleOptions Throttle { get; init; } = new();
    public HealthOptions Health { get; init; } = new();
    public HostOptions Host { get; init; } = new();
    public AlarmOptions Alarms { get; init; } = new();

    /// <summary>MAINTENANCE_WINDOWS</summary>
    public ImmutableArray<MaintenanceWindow> Maintenance { get; init; } = [];
}
