using PropBot.Trading.Amounts;

namespace PropBot.Trading.Hedging;

/// <summary>One leg's position as its venue reports it.</summary>
/// <param name="Liquidation">Null where the venue names none: it does not see one within reach.</param>
public readonly record struct LegDanger(Price? Mark, Price? Liquidation)
{
    /// <summary>|mark − liquidation| in per cent of mark; null when one of the two is not known.</summary>
    public decimal? DistancePct => Mark is { IsSet: true } mark && Liquidation is { IsSet: true } gone ? Math.Abs(mark.Value - gone.Value) / mark.Value * 100m : null;
}

/// <param name="Open">Matched base quantity of the hedge.</param>
/// <param name="Lot">The coarser of both lots.</param>
/// <param name="Minimum">The least a reduced hedge may keep and still be sensible: both venues' minimum order.</param>
/// <param name="Fresh">Both positions were read after the last trim: an older liquidation price would trim twice for one danger.</param>
public readonly record struct GuardianFacts(LegDanger Long, LegDanger Short, Quantity Open, Quantity Lot, Quantity Minimum, bool Fresh);

/// <summary>What the guardian wants of one hedge.</summary>
public abstract record GuardianMove
{
    public static readonly GuardianMove Rest = new Resting();

    private GuardianMove()
    {
    }

    public sealed record Resting : GuardianMove;

    /// <summary>Page: a leg has come near its liquidation.</summary>
    public sealed record Warn(decimal DistancePct) : GuardianMove;

    /// <summary>Make both legs this small; zero closes the hedge.</summary>
    public sealed record TrimTo(Quantity Target, decimal DistancePct) : GuardianMove;
}

/// <summary>
/// The duty of care for what is open, in every state (R15). Near a liquidation both legs are made smaller by equal base quantity: a quarter
/// of what is left, a half when the distance has halved, everything when it is nearly gone. Pure.
/// </summary>
public static class Guardian
{
    public static GuardianMove Next(in GuardianFacts facts, HedgingOptions options)
    {
        if (Nearest(facts) is not { } distance || distance >= options.LiquidationWarnPct) return GuardianMove.Rest;
        if (distance >= options.LiquidationActPct || !facts.Fresh || facts.Open.IsZero) return new GuardianMove.Warn(distance);
        var keep = distance switch
        {
            _ when distance >= options.LiquidationActPct / 2m => 0.75m,
            _ when distance >= options.LiquidationActPct / 4m => 0.5m,
            _ => 0m,
        };
        var target = new Quantity(facts.Open.Value * keep).FloorTo(facts.Lot);
        return new GuardianMove.TrimTo(target < facts.Minimum ? Quantity.Zero : target, distance);
    }

    /// <summary>The smaller of both distances, in per cent; null when no leg has one.</summary>
    public static decimal? Nearest(in GuardianFacts facts) => (facts.Long.DistancePct, facts.Short.DistancePct) switch
    {
        ({ } a, { } b) => Math.Min(a, b),
        ({ } a, null) => a,
        (null, { } b) => b,
        _ => null,
    };
}
