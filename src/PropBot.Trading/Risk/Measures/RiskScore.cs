using System.Collections.Immutable;

namespace PropBot.Trading.Risk.Measures;

/// <param name="Score">0–100; null: not known, or no limit is set to compare with (then <paramref name="Why"/> says which).</param>
public sealed record ScorePart(string Name, decimal? Score, string Why);

/// <summary>0–100, the largest of its parts (rulings §4); null when none is known.</summary>
public sealed record RiskScore(decimal? Value, ImmutableArray<ScorePart> Parts)
{
    /// <param name="varUse">VaR of 24 h / MAX_VAR_24H_USDT; fractions, here and below.</param>
    /// <param name="stressUse">Worst margin ratio of the scenarios that must be borne.</param>
    /// <param name="exposureUse">Open notional / MAX_TOTAL_NOTIONAL_USDT.</param>
    /// <param name="dailyLossUse">The day's loss / MAX_DAILY_LOSS_USDT; a gain counts as none.</param>
    public static RiskScore Of(Use varUse, Use stressUse, Use exposureUse, Use dailyLossUse, Stability msr)
    {
        ImmutableArray<ScorePart> parts =
        [
            Part("var", varUse), Part("stress", stressUse), Part("exposure", exposureUse), Part("daily_loss", dailyLossUse),
            new("msr", msr switch { Stability.Green => 0m, Stability.Yellow => 50m, _ => 100m }, ""),
        ];
        return new RiskScore(parts.Max(part => part.Score), parts);
    }

    private static ScorePart Part(string name, Use use) =>
        new(name, use.Fraction is { } fraction ? decimal.Round(Math.Clamp(fraction * 100m, 0m, 100m), 2) : null, use.Why);

    /// <summary>How much of a limit is used, as a fraction, or why nobody can say.</summary>
    public readonly record struct Use(decimal? Fraction, string Why)
    {
        public static Use Of(decimal? value, decimal? limit, string limitName) => (value, limit) switch
        {
            (null, _) => new Use(null, "unknown"),
            (_, null or <= 0m) => new Use(null, $"{limitName} is not set"),
            ({ } used, { } most) => new Use(used / most, ""),
        };
    }
}
