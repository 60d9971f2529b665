using static PropBot.Trading.Hedging.HedgeEvent;

namespace PropBot.Trading.Hedging;

/// <param name="LongLit">The long leg's venue answers; a dark one is waited for (R17).</param>
/// <param name="LongRested">The pause since this leg's last closing order is over.</param>
/// <param name="Begun">This closing has a fill; what a trimming took before it does not count.</param>
/// <param name="GiveUp">A take-profit or funding exit whose price has gone may be dropped while nothing has closed.</param>
public readonly record struct ClosingFacts(PairOfLegs Legs, bool LongLit, bool ShortLit, bool LongRested, bool ShortRested, bool Begun, bool GiveUp);

/// <summary>Closing both legs, reduce-only, in every state. Once the first closing fill exists it goes through to the end (R18). Pure.</summary>
public static class ClosingMoves
{
    /// <summary>At most one move per leg; an empty list means wait.</summary>
    public static IReadOnlyList<HedgeMove> Next(in ClosingFacts facts)
    {
        var legs = facts.Legs;
        if (!legs.AnyWorking)
        {
            if (IsFlat(legs)) return [new HedgeMove.Become(BothFlat, "")];
            if (!facts.Begun && facts.GiveUp) return [new HedgeMove.Become(CloseFoundNothing, "")];

            // While the legs are equal orders leave only when both venues answer: closing one leg alone would be naked (R17).
            if (legs.Excess.IsZero && !(facts.LongLit && facts.ShortLit)) return [];
        }

        var moves = new List<HedgeMove>(2);
        if (facts is { LongLit: true, LongRested: true }) Add(moves, legs.Long);
        if (facts is { ShortLit: true, ShortRested: true }) Add(moves, legs.Short);
        return moves;
    }

    private static bool IsFlat(in PairOfLegs legs) => legs.Long.Open < legs.Long.Lot && legs.Short.Open < legs.Short.Lot;

    private static void Add(List<HedgeMove> moves, in LegFacts leg)
    {
        var quantity = leg.Open.FloorTo(leg.Lot);
        if (!leg.Working && !quantity.IsZero) moves.Add(new HedgeMove.Reduce(leg.Venue, quantity));
    }
}
