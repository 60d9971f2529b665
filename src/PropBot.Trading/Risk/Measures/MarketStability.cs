using System.Collections.Immutable;
using PropBot.Trading.Watchdogs;

namespace PropBot.Trading.Risk.Measures;

public enum Stability
{
    Green = 0,
    Yellow = 1,
    Red = 2,
}

/// <summary>What the MSR is made of. Null: not known, and then it is yellow at best.</summary>
public sealed record StabilityFacts
{
    /// <summary>A hedge is partial, or ledger and venues disagree.</summary>
    public required bool? OpenPartialOrDesync { get; init; }

    /// <summary>Since a hedge last failed; <see cref="TimeSpan.MaxValue"/>: never.</summary>
    public required TimeSpan? SinceHedgeFailure { get; init; }

    /// <summary>The worse of both venues.</summary>
    public required HealthLevel? WorstVenue { get; init; }
    public required bool? ClockSkewBreached { get; init; }

    /// <summary>Over all pairs the largest σ_basis / its own 24 h median.</summary>
    public required decimal? SigmaOverMedian { get; init; }
    public required bool? StressBreached { get; init; }

    /// <summary>Of recent real attempts, bps; positive is worse than planned.</summary>
    public required decimal? MeanSlippageBps { get; init; }
    public required TimeSpan? DataAgeP95 { get; init; }

    /// <summary>Equity / maintenance margin of the worse venue; large is safe.</summary>
    public required decimal? MarginBuffer { get; init; }
}

/// <param name="Reasons">Machine words of what makes it worse than green, worst first; <c>unknown:…</c> for what could not be told.</param>
public sealed record StabilityReading(Stability Colour, ImmutableArray<string> Reasons)
{
    public string Word => Colour.ToString().ToLowerInvariant();
}

/// <summary>MSR, the worst of its inputs (rulings §4). Pure.</summary>
public static class MarketStability
{
    public static readonly TimeSpan FailureRemembered = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan AgedData = TimeSpan.FromSeconds(1);

    public static StabilityReading Of(StabilityFacts f)
    {
        (string Word, Stability? Colour)[] parts =
        [
            ("open_partial_or_desync", Red(f.OpenPartialOrDesync)),
            ("hedge_failed", f.SinceHedgeFailure is { } since ? RedIf(since <= FailureRemembered) : null),
            ("venue", f.WorstVenue switch { null => null, HealthLevel.Down => Stability.Red, HealthLevel.Degraded => Stability.Yellow, _ => Stability.Green }),
            ("clock_skew", Red(f.ClockSkewBreached)),
            ("basis_volatility", f.SigmaOverMedian is { } times ? times > 4m ? Stability.Red : YellowIf(times > 2m) : null),
            ("stress", Red(f.StressBreached)),
            ("slippage", f.MeanSlippageBps is { } slippage ? YellowIf(slippage > 3m) : null),
            ("data_age", f.DataAgeP95 is { } age ? YellowIf(age > AgedData) : null),
            ("margin_buffer", f.MarginBuffer is { } buffer ? YellowIf(buffer < 2m) : null),
        ];
        var worst = parts.Max(part => part.Colour ?? Stability.Yellow);
        return new StabilityReading(
            worst,
            [.. parts.Where(part => part.Colour != Stability.Green).OrderByDescending(part => part.Colour ?? Stability.Yellow)
                .Select(part => part.Colour is null ? $"unknown:{part.Word}" : $"{part.Colour.Value.ToString().ToLowerInvariant()}:{part.Word}")]);
    }

    private static Stability? Red(bool? wrong) => wrong is { } said ? RedIf(said) : null;

    private static Stability RedIf(bool wrong) => wrong ? Stability.Red : Stability.Green;

    private static Stability YellowIf(bool wrong) => wrong ? Stability.Yellow : Stability.Green;
}
