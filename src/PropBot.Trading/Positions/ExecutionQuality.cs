using System.Collections.Immutable;
using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Positions;

/// <param name="FailureRate">Fraction; null without an attempt.</param>
/// <param name="IsRed">30 % failures or more (contract 7.11).</param>
public sealed record VenueQuality(Venue Venue, int Attempts, decimal? FailureRate, Bps? MeanSlippage, bool IsRed);

/// <summary>What the last attempts say of execution; rates are of real ones, simulated ones are only counted.</summary>
public sealed record ExecutionQuality(
    int Attempts, int Simulated, decimal? SuccessRate, Bps? MeanSlippage, Bps? SlippageP95, ImmutableArray<VenueQuality> Venues, ImmutableArray<ExecutionStat> Newest)
{
    /// <summary>How many attempts are kept.</summary>
    public const int Kept = 500;

    /// <summary>How many a page shows.</summary>
    public const int Shown = 15;

    private const decimal RedRate = 0.3m;

    /// <param name="stats">Oldest first.</param>
    public static ExecutionQuality Of(IReadOnlyCollection<ExecutionStat> stats)
    {
        var real = stats.Where(stat => !stat.Simulated).ToList();
        var slippages = real.Where(stat => stat.Slippage is not null).Select(stat => stat.Slippage!.Value.Value).Order().ToList();
        return new ExecutionQuality(
            real.Count, stats.Count - real.Count, real.Count == 0 ? null : real.Count(stat => stat.Success) / (decimal)real.Count, Mean(real),
            slippages.Count == 0 ? null : new Bps(slippages[(int)Math.Ceiling(slippages.Count * 0.95) - 1]),
            [.. Instruments.Venues.All.Select(venue => OfVenue(venue, real.FindAll(stat => stat.Venue == venue)))],
            [.. stats.Reverse().Take(Shown)]);
    }

    private static VenueQuality OfVenue(Venue venue, List<ExecutionStat> stats)
    {
        decimal? failures = stats.Count == 0 ? null : stats.Count(stat => !stat.Success) / (decimal)stats.Count;
        return new VenueQuality(venue, stats.Count, failures, Mean(stats), failures >= RedRate);
    }

    private static Bps? Mean(List<ExecutionStat> stats)
    {
        var known = stats.FindAll(stat => stat.Slippage is not null);
        return known.Count == 0 ? null : new Bps(known.Sum(stat => stat.Slippage!.Value.Value) / known.Count);
    }
}
