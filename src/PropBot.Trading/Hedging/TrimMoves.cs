using PropBot.Trading.Amounts;
using static PropBot.Trading.Hedging.HedgeEvent;

namespace PropBot.Trading.Hedging;

/// <param name="Target">What each leg shall hold in the end, a multiple of both lots.</param>
public readonly record struct TrimFacts(PairOfLegs Legs, Quantity Target, bool LongLit, bool ShortLit, bool LongRested, bool ShortRested);

/// <summary>
/// Making both legs smaller by the same base quantity, reduce-only (R15). A leg that could not follow is waited for while its venue is dark;
/// if the other went further, both meet at the lower quantity. Pure.
/// </summary>
public static class TrimMoves
{
    /// <summary>At most one move per leg; an empty list means wait.</summary>
    public static IReadOnlyList<HedgeMove> Next(in TrimFacts facts)
    {
        var legs = facts.Legs;
        var target = Quantity.Min(facts.Target, Quantity.Min(legs.Long.Open, legs.Short.Open));
        if (!legs.AnyWorking)
        {
            if (legs.NothingOpen) return [new HedgeMove.Become(BothFlat, "")];
            if (Left(legs.Long, target).IsZero && Left(legs.Short, target).IsZero) return [new HedgeMove.Become(LegsEqual, "")];

            // From equal legs nothing leaves unless both venues answer: one leg alone would be naked (R17).
            if (legs.Excess.IsZero && !(facts.LongLit && facts.ShortLit)) return [];
        }

        var moves = new List<HedgeMove>(2);
        if (facts is { LongLit: true, LongRested: true }) Add(moves, legs.Long, target);
        if (facts is { ShortLit: true, ShortRested: true }) Add(moves, legs.Short, target);
        return moves;
    }

    private static Quantity Left(in LegFacts leg, Quantity target) => leg.Open <= target ? Quantity.Zero : (leg.Open - target).FloorTo(leg.Lot);

    private static void Add(List<HedgeMove> moves, in LegFacts leg, Quantity target)
    {
        var quantity = Left(leg, target);
        if (!leg.Working && !quantity.IsZero) moves.Add(new HedgeMove.Reduce(leg.Venue, quantity));
    }
}
