using System.Collections.Immutable;
using PropBot.Trading.Incidents;
using PropBot.Trading.Instruments;
using PropBot.Trading.Watchdogs;

namespace PropBot.Trading.Desk.Watch;

/// <summary>What the watchdogs know. Desk thread only; a part of <see cref="DeskMemory"/>.</summary>
internal sealed class WatchMemory(WatchOptions options, DateTimeOffset now)
{
    public const int SnapshotsKept = 5;

    public RejectionRun Rejections { get; } = new(options.Throttle.RejectionWindow);
    public AttemptWindow Attempts { get; } = new();
    public LiquidityReading Liquidity { get; set; } = LiquidityReading.Unread;

    /// <summary>In the order of <see cref="Venues.All"/>.</summary>
    public VenueHealth[] Health { get; } = [VenueHealth.Start(now), VenueHealth.Start(now)];
    public VenueMeasures?[] Measures { get; } = new VenueMeasures?[Venues.Count];
    public MaintenanceReading[] Maintenance { get; } = [new(Venue.Binance, null, null), new(Venue.Okx, null, null)];

    /// <summary>True where a door reads this machine; without one there is nothing to judge.</summary>
    public bool HostIsWatched { get; set; }
    public HostReading? HostReading { get; set; }
    public ImmutableArray<HostObjection> Host { get; set; } = [];

    /// <summary>Unrealised USDT of the last PnL snapshots with fresh marks, oldest first.</summary>
    public ImmutableArray<decimal> Unrealised { get; private set; } = [];

    /// <summary>Why a HOLD reason was engaged, by reason: for its incident.</summary>
    public Dictionary<string, string> Why { get; } = new(StringComparer.Ordinal);

    /// <summary>Measured service levels, as last judged.</summary>
    public ImmutableArray<SloLevel> Levels { get; set; } = [];

    /// <summary>The newest and all that go on, newest first.</summary>
    public ImmutableArray<Incident> Incidents { get; set; } = [];
    public long LastIncident { get; set; }

    public void Valued(decimal unrealised)
    {
        Unrealised = Unrealised.Add(unrealised);
        if (Unrealised.Length > SnapshotsKept) Unrealised = Unrealised.RemoveAt(0);
    }
}
