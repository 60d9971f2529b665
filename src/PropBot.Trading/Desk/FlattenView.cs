using System.Collections.Immutable;
using PropBot.Trading.Amounts;
using PropBot.Trading.Control;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;

namespace PropBot.Trading.Desk;

/// <summary>A leg that would stand without its other leg.</summary>
public sealed record NakedLeg(string HedgeId, string Symbol, Venue Venue, Side Side, Quantity Quantity, Money Usdt);

/// <summary>What each way of flattening would leave naked if it were asked for now (R3): shown before it is confirmed.</summary>
public sealed record FlattenView(ImmutableArray<NakedLeg> Matched, ImmutableArray<NakedLeg> EachVenue)
{
    public static readonly FlattenView Nothing = new([], []);

    public ImmutableArray<NakedLeg> After(FlattenScope scope) => scope == FlattenScope.EachVenue ? EachVenue : Matched;

    /// <summary>Σ over the legs, in USDT at each hedge's mid.</summary>
    public static Money Sum(ImmutableArray<NakedLeg> legs) => Money.OfUsdt(legs.Sum(leg => leg.Usdt.Amount));

    /// <param name="isLit">Whether a venue answers now.</param>
    public static FlattenView Of(IEnumerable<HedgeRecord> hedges, Func<Venue, bool> isLit)
    {
        var open = hedges.Where(h => !h.Simulated && !(h.Long.Open.IsZero && h.Short.Open.IsZero)).ToList();
        return new FlattenView(
            [.. open.Select(h => Left(h, h.Long.Open, h.Short.Open)).OfType<NakedLeg>()],
            [.. open.Select(h => Left(h, isLit(h.Long.Venue) ? Quantity.Zero : h.Long.Open, isLit(h.Short.Venue) ? Quantity.Zero : h.Short.Open)).OfType<NakedLeg>()]);
    }

    private static NakedLeg? Left(HedgeRecord hedge, Quantity longOpen, Quantity shortOpen)
    {
        if (longOpen == shortOpen) return null;
        var (leg, left) = longOpen > shortOpen ? (hedge.Long, longOpen - shortOpen) : (hedge.Short, shortOpen - longOpen);
        return new NakedLeg(hedge.Id, hedge.Symbol, leg.Venue, leg.Side, left, Money.OfUsdt(decimal.Round(left.Value * hedge.Mid.Value, 2)));
    }
}
