using PropBot.Trading.Amounts;
using static PropBot.Trading.Hedging.HedgeEvent;

namespace PropBot.Trading.Hedging;

/// <param name="LongLit">The long leg's venue answers; a dark one is waited for (R17).</param>
/// <param name="LongRested">The pause since this leg's last closing order is over.</param>
/// <param name="Begun">This closing has a fill; what a trimming took before it does not count.</param>
/// <param name="GiveUp">A take-profit or funding exit whose price has gone may be dropped while nothing has closed.</param>
public readonly record struct ClosingFacts(PairOfLegs Legs, bool LongLit, bool ShortLit, bool LongRested, bool ShortRested, bool Begun, bool GiveUp)
{
    /// <summary>What stays open of each leg: the excess of a hedge of which only the matched part is closed (R3).</summary>
    public Quantity KeepLong { get; init; }
    public Quantity KeepShort { get; init; }

    /// <summary>Each venue by itself, as a person has confirmed with the naked amount before his eyes (R3).</summary>
    public bool EachVenue { get; init; }
}

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
            if (!(facts.KeepLong.IsZero && facts.KeepShort.IsZero) && IsKeptOnly(facts)) return [new HedgeMove.Become(MatchedClosed, "")];
        }

        var moves = new List<HedgeMove>(2);
        if (facts is { LongLit: true, LongRested: true }) Add(moves, legs.Long, Floor(facts, facts.KeepLong, legs.Short, facts.ShortLit, facts.KeepShort));
        if (facts is { ShortLit: true, ShortRested: true }) Add(moves, legs.Short, Floor(facts, facts.KeepShort, legs.Long, facts.LongLit, facts.KeepLong));
        return moves;
    }

    private static bool IsFlat(in PairOfLegs legs) => legs.Long.Open < legs.Long.Lot && legs.Short.Open < legs.Short.Lot;

    private static bool IsKeptOnly(in ClosingFacts facts) =>
        Above(facts.Legs.Long, facts.KeepLong).IsZero && Above(facts.Legs.Short, facts.KeepShort).IsZero;

    // A leg never becomes smaller than its other leg on a dark venue: that would be naked (R17).
    private static Quantity Floor(in ClosingFacts facts, Quantity keep, in LegFacts other, bool otherLit, Quantity otherKeep)
    {
        if (facts.EachVenue) return Quantity.Zero;
        return otherLit ? keep : keep + Quantity.Max(other.Open - otherKeep, Quantity.Zero);
    }

    private static void Add(List<HedgeMove> moves, in LegFacts leg, Quantity floor)
    {
        var quantity = Above(leg, floor);
        if (!leg.Working && !quantity.IsZero) moves.Add(new HedgeMove.Reduce(leg.Venue, quantity));
    }

    private static Quantity Above(in LegFacts leg, Quantity floor) => leg.Open > floor ? (leg.Open - floor).FloorTo(leg.Lot) : Quantity.Zero;
}
