using System.Numerics;

namespace PropBot.Trading.Watchdogs;

/// <summary>
/// Quantiles of durations over a sliding window, to within an eighth of their size: sixty slices of counts, so that adding allocates
/// nothing and costs the same however many came.
/// </summary>
public sealed class LatencyWindow(TimeSpan window)
{
    private const int Slices = 60;
    private const int Steps = 8;
    private const int Buckets = 18 * Steps;

    private readonly int[] counts = new int[Slices * Buckets];
    private readonly int[] totals = new int[Slices];
    private readonly long sliceTicks = Math.Max(1, window.Ticks / Slices);
    private long newest = -1;

    /// <summary>Durations in the window.</summary>
    public int Count(DateTimeOffset now)
    {
        Forward(now);
        return totals.Sum();
    }

    public void Add(TimeSpan duration, DateTimeOffset now)
    {
        Forward(now);
        var slice = (int)(newest % Slices);
        counts[(slice * Buckets) + Bucket(duration.Ticks / TimeSpan.TicksPerMillisecond)]++;
        totals[slice]++;
    }

    /// <summary>Milliseconds that the share <paramref name="q"/> of all does not exceed; null when fewer than <paramref name="least"/> came.</summary>
    public decimal? Quantile(decimal q, DateTimeOffset now, int least = 1)
    {
        var count = Count(now);
        if (count < Math.Max(1, least)) return null;
        var rank = (long)decimal.Ceiling(q * count);
        var seen = 0L;
        for (var bucket = 0; bucket < Buckets; bucket++)
        {
            for (var slice = 0; slice < Slices; slice++) seen += counts[(slice * Buckets) + bucket];
            if (seen >= rank) return UpTo(bucket);
        }

        throw new InvalidOperationException("a window holds fewer values than it counted");
    }

    // Below 8 ms every millisecond has a bucket of its own; above, each doubling is cut into eight.
    private static int Bucket(long milliseconds)
    {
        if (milliseconds < Steps) return (int)Math.Max(0, milliseconds);
        var power = BitOperations.Log2((ulong)milliseconds);
        var step = (int)((milliseconds >> (power - 3)) & (Steps - 1));
        return Math.Min(((power - 2) * Steps) + step, Buckets - 1);
    }

    private static decimal UpTo(int bucket)
    {
        if (bucket < Steps) return bucket;
        var power = (bucket / Steps) + 2;
        return ((long)(Steps + (bucket % Steps) + 1) << (power - 3)) - 1;
    }

    private void Forward(DateTimeOffset now)
    {
        var at = now.UtcTicks / sliceTicks;
        if (at <= newest) return;
        for (var slice = Math.Max(newest + 1, at - Slices + 1); slice <= at; slice++)
        {
            Array.Clear(counts, (int)(slice % Slices) * Buckets, Buckets);
            totals[slice % Slices] = 0;
        }

        newest = at;
    }
}
