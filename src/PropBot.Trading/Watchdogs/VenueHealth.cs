using System.Collections.Immutable;
using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;

namespace PropBot.Trading.Watchdogs;

public enum HealthLevel
{
    Ok = 0,
    Degraded = 1,
    Down = 2,
}

/// <summary>From which value on a venue counts as degraded, and from which as down.</summary>
public readonly record struct HealthBound(decimal Degraded, decimal Down)
{
    public HealthLevel Of(decimal value) => value >= Down ? HealthLevel.Down : value >= Degraded ? HealthLevel.Degraded : HealthLevel.Ok;
}

/// <summary>Bounds of the venue watchdog (contract 11). Rates are fractions.</summary>
public sealed record HealthOptions
{
    /// <summary>WATCHDOG_WINDOW_SEC</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>WATCHDOG_LAG_MS: a message's age at its arrival, p95.</summary>
    public HealthBound LagMs { get; init; } = new(400m, 1_200m);

    /// <summary>WATCHDOG_DISCONNECTS_PER_MIN</summary>
    public HealthBound Disconnects { get; init; } = new(2m, 6m);

    /// <summary>WATCHDOG_5XX_RATE</summary>
    public HealthBound ServerErrors { get; init; } = new(0.02m, 0.10m);

    /// <summary>WATCHDOG_TIMEOUT_RATE</summary>
    public HealthBound Timeouts { get; init; } = new(0.02m, 0.10m);

    /// <summary>WATCHDOG_REJECT_RATE</summary>
    public HealthBound Rejects { get; init; } = new(0.01m, 0.05m);

    /// <summary>Calls or orders below which a rate says nothing, and bad ones below which it says no more than "degraded".</summary>
    public const int LeastSample = 20;
    public const int LeastBad = 3;

    /// <summary>How long a venue must have been better before it counts as better.</summary>
    public static readonly TimeSpan BetterFor = TimeSpan.FromSeconds(60);

    /// <summary>A stream that is away for so long makes the venue dark (R17).</summary>
    public static readonly TimeSpan DarkAfter = TimeSpan.FromSeconds(10);

    /// <summary>Heartbeats without data (P15): connected, and nothing said of any market.</summary>
    public static readonly TimeSpan SilentAfter = TimeSpan.FromSeconds(5);
}

/// <summary>What was measured of one venue. Null: not measured, or too little to say.</summary>
/// <param name="DarkFor">Since when a stream is down; null while both are up.</param>
/// <param name="SilentFor">Since the last market data; null before the first.</param>
/// <param name="Calls">Within the window; null where the connector does not count.</param>
public sealed record VenueMeasures(decimal? LagP95Ms, int DisconnectsLastMinute, TimeSpan? DarkFor, TimeSpan? SilentFor, CallCounts? Calls)
{
    public decimal? ServerErrorRate => Rate(Calls?.ServerErrors, Calls?.Calls);

    public decimal? TimeoutRate => Rate(Calls?.TimedOut, Calls?.Calls + Calls?.Orders);

    public decimal? RejectRate => Rate(Calls?.Refused, Calls?.Orders);

    private static decimal? Rate(long? bad, long? all) => all >= HealthOptions.LeastSample ? (decimal)bad!.Value / all.Value : null;
}

/// <summary>A venue's health now. Worse counts at once; better only after a minute of it, so that a flapping venue stays what it was at its worst.</summary>
/// <param name="Why">Empty while OK.</param>
/// <param name="BetterSince">Since when the measures have been better than the level.</param>
public sealed record VenueHealth(HealthLevel Level, DateTimeOffset Since, string Why, DateTimeOffset? BetterSince)
{
    public static string DownReason(string venue) => $"EXCHANGE_WATCHDOG::{venue.ToUpperInvariant()}::DOWN";

    public static VenueHealth Start(DateTimeOffset now) => new(HealthLevel.Ok, now, "", null);

    public VenueHealth Next(VenueMeasures measures, HealthOptions options, DateTimeOffset now)
    {
        var findings = Findings(measures, options);
        var worst = findings.IsEmpty ? HealthLevel.Ok : findings.Max(f => f.Level);
        var why = string.Join("; ", findings.Where(f => f.Level == worst).Select(f => f.Text));
        if (worst >= Level) return worst == Level ? this with { Why = why, BetterSince = null } : new VenueHealth(worst, now, why, null);

        // The streams are back: that is known at once, and what remains to be seen is only whether they stay.
        if (Level == HealthLevel.Down && BetterSince is null && Why.StartsWith(Dark, StringComparison.Ordinal)) return new VenueHealth(HealthLevel.Degraded, now, "back after having been dark", now);
        var since = BetterSince ?? now;
        return now - since >= HealthOptions.BetterFor ? new VenueHealth(worst, now, why, null) : this with { BetterSince = since };
    }

    private const string Dark = "dark for ";

    private static ImmutableArray<(HealthLevel Level, string Text)> Findings(VenueMeasures measures, HealthOptions options)
    {
        var counts = measures.Calls ?? default;
        return
        [
            .. Streams(measures),
            .. Look(options.LagMs, measures.LagP95Ms, long.MaxValue, "stream lag p95", "ms"),
            .. Look(options.Disconnects, measures.DisconnectsLastMinute, long.MaxValue, "disconnects in a minute", ""),
            .. Look(options.ServerErrors, measures.ServerErrorRate, counts.ServerErrors, "5xx rate", ""),
            .. Look(options.Timeouts, measures.TimeoutRate, counts.TimedOut, "time-out rate", ""),
            .. Look(options.Rejects, measures.RejectRate, counts.Refused, "reject rate", ""),
        ];
    }

    private static IEnumerable<(HealthLevel Level, string Text)> Streams(VenueMeasures measures)
    {
        if (measures.DarkFor is { } dark) yield return (dark >= HealthOptions.DarkAfter ? HealthLevel.Down : HealthLevel.Degraded, $"{Dark}{dark.TotalSeconds:0} s");
        else if (measures.SilentFor >= HealthOptions.SilentAfter) yield return (HealthLevel.Degraded, $"no market data for {measures.SilentFor.Value.TotalSeconds:0} s");
    }

    private static IEnumerable<(HealthLevel Level, string Text)> Look(HealthBound bound, decimal? value, long bad, string what, string unit)
    {
        if (value is not { } measured || bound.Of(measured) is var level && level == HealthLevel.Ok) yield break;
        if (level == HealthLevel.Down && bad < HealthOptions.LeastBad) level = HealthLevel.Degraded;
        var limit = level == HealthLevel.Down ? bound.Down : bound.Degraded;
        yield return (level, $"{what} {Decimals.Plain(decimal.Round(measured, 4))}{unit} ≥ {Decimals.Plain(limit)}{unit}");
    }
}
