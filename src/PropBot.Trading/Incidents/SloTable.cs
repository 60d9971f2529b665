using System.Collections.Immutable;
using PropBot.Trading.Amounts;

namespace PropBot.Trading.Incidents;

/// <summary>Limits of the service levels (contract 7.18). Rates are fractions.</summary>
public sealed record SloOptions
{
    /// <summary>SLO_WS_GAP_MS_P95</summary>
    public decimal WsGapMs { get; init; } = 400m;

    /// <summary>SLO_ORDER_CYCLE_MS_P95</summary>
    public decimal OrderCycleMs { get; init; } = 200m;

    /// <summary>SLO_REJECT_RATE</summary>
    public decimal RejectRate { get; init; } = 0.5m;

    /// <summary>SLO_CANCEL_FAIL_RATE</summary>
    public decimal CancelFailRate { get; init; } = 0.3m;

    /// <summary>SLO_DATA_AGE_MS_P95</summary>
    public decimal DataAgeMs { get; init; } = 5_000m;

    /// <summary>SLO_MAX_DAY_DRAWDOWN_BPS</summary>
    public decimal DayDrawdownBps { get; init; } = 300m;

    /// <summary>SLO_HOLD_MINUTES: a breach that lasts so long is a HOLD.</summary>
    public TimeSpan HoldAfter { get; init; } = TimeSpan.FromMinutes(5);
}

public enum SloState
{
    Kept = 0,

    /// <summary>Beyond its limit: alert <c>error</c>.</summary>
    Breached = 1,

    /// <summary>For so long that the desk stops: alert <c>critical</c>.</summary>
    Critical = 2,
}

/// <summary>One level as measured.</summary>
/// <param name="Since">Since when it has been breached; null while kept.</param>
public sealed record SloLevel(string Metric, decimal Value, decimal Limit, SloState State, DateTimeOffset? Since)
{
    /// <summary>The contract's HOLD reason: <c>reject_rate &gt; 0.5</c>.</summary>
    public string Reason => $"{Metric} > {Decimals.Plain(Limit)}";
}

/// <summary>What was measured of each level; null: could not be.</summary>
public sealed record SloReadings
{
    public decimal? WsGapMsP95 { get; init; }
    public decimal? OrderCycleMsP95 { get; init; }
    public decimal? RejectRate { get; init; }
    public decimal? CancelFailRate { get; init; }
    public decimal? DataAgeMsP95 { get; init; }
    public decimal? ReconMismatch { get; init; }
    public decimal? MaxDayDrawdownBps { get; init; }
}

/// <summary>Readings against limits. Pure; a level's breach begins when it was first seen beyond its limit and ends with the first reading within.</summary>
public static class SloTable
{
    public const string ReconMismatch = "recon_mismatch";

    private static readonly ImmutableArray<(string Metric, Func<SloReadings, decimal?> Value, Func<SloOptions, decimal> Limit)> Table =
    [
        ("ws_gap_ms_p95", static r => r.WsGapMsP95, static o => o.WsGapMs),
        ("order_cycle_ms_p95", static r => r.OrderCycleMsP95, static o => o.OrderCycleMs),
        ("reject_rate", static r => r.RejectRate, static o => o.RejectRate),
        ("cancel_fail_rate", static r => r.CancelFailRate, static o => o.CancelFailRate),
        ("data_age_ms_p95", static r => r.DataAgeMsP95, static o => o.DataAgeMs),
        (ReconMismatch, static r => r.ReconMismatch, static _ => 0m),
        ("max_day_drawdown_bps", static r => r.MaxDayDrawdownBps, static o => o.DayDrawdownBps),
    ];

    public static IEnumerable<string> Metrics => Table.Select(row => row.Metric);

    public static IReadOnlyDictionary<string, decimal> Limits(SloOptions options) => Table.ToDictionary(row => row.Metric, row => row.Limit(options), StringComparer.Ordinal);

    public static ImmutableArray<SloLevel> Next(ImmutableArray<SloLevel> before, SloReadings readings, SloOptions options, DateTimeOffset now)
    {
        var levels = ImmutableArray.CreateBuilder<SloLevel>();
        foreach (var (metric, value, limit) in Table)
        {
            if (value(readings) is not { } measured) continue;
            var bound = limit(options);
            if (measured <= bound)
            {
                levels.Add(new SloLevel(metric, measured, bound, SloState.Kept, null));
                continue;
            }

            var since = before.FirstOrDefault(level => level.Metric == metric)?.Since ?? now;
            var critical = metric == ReconMismatch || now - since >= options.HoldAfter;
            levels.Add(new SloLevel(metric, measured, bound, critical ? SloState.Critical : SloState.Breached, since));
        }

        return levels.ToImmutable();
    }
}
