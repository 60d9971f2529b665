using static PropBot.Trading.Hedging.HedgeEvent;

namespace PropBot.Trading.Hedging;

/// <param name="NakedFor">Since the legs became unequal; survives a restart.</param>
/// <param name="LossUsdt">What taking the excess back now would lose against its entry; null when no price is known.</param>
/// <param name="AtOnce">The policy or the reason asks for no delay (LEG_FAILURE_POLICY=unwind, a residue too small to hedge, an operator).</param>
/// <param name="Agreed">Ledger and venue agree on the quantity; otherwise nothing acts on it (R29).</param>
/// <param name="Lit">The venue of the leg that is ahead answers.</param>
public readonly record struct NakedFacts(PairOfLegs Legs, TimeSpan NakedFor, decimal? LossUsdt, bool AtOnce, bool Agreed, bool Lit);

/// <summary>The bound of R16 on one leg without the other: in time and in money, in every state. Pure.</summary>
public static class NakedBound
{
    public static HedgeMove Next(in NakedFacts facts, HedgingOptions options)
    {
        var legs = facts.Legs;
        if (legs.AnyWorking) return HedgeMove.Wait;
        if (legs.NothingOpen) return new HedgeMove.Become(BothFlat, "unwound");

        var take = legs.Excess.FloorTo(legs.Ahead.Lot);
        if (legs.Excess.IsZero || take.IsZero || (legs.ExcessUsdt <= options.MaxDustUsdt && !legs.Behind.Open.IsZero))
            return new HedgeMove.Become(legs.Behind.Open.IsZero ? BothFlat : LegsEqual, legs.Excess.IsZero ? "" : "dust");
        if (!options.NakedAutoUnwind || !facts.Agreed || !facts.Lit) return HedgeMove.Wait;
        return facts.AtOnce || IsReached(facts, options) ? new HedgeMove.Reduce(legs.Ahead.Venue, take) : HedgeMove.Wait;
    }

    public static bool IsReached(in NakedFacts facts, HedgingOptions options) =>
        facts.NakedFor >= options.NakedMaxTime || facts.LossUsdt >= options.NakedMaxLossUsdt;
}
