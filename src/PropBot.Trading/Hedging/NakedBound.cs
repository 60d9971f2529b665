using static PropBot.Trading.Hedging.HedgeEvent;

namespace PropBot.Trading.Hedging;

/// <param name="NakedFor">Since the legs became unequal; survives a restart.</param>
/// <param name="LossUsdt">What taking the excess back now would lose against its entry; null when no price is known.</param>
/// <param name="AtOnce">The policy or the reason asks for no delay (LEG_FAILURE_POLICY=unwind, a residue too small to hedge, an operator).</param>
/// <param name="Agreed">Ledger and venue agree on the quantity; otherwise nothing acts on it (R29).</param>
/// <param name="Lit">The venue of the leg that is ahead answers.</param>
/// <param name="Asked">A person or the workflow asks for it now, whatever NAKED_AUTO_UNWIND says.</param>
public readonly record struct NakedFacts(PairOfLegs Legs, TimeSpan NakedFor, decimal? LossUsdt, bool AtOnce, bool Agreed, bool Lit, bool Asked = false);

/// <summary>The bound of R16 on one leg without the other: in time and in money, in every state. Pure.</summary>
public static class NakedBound
{
    public static HedgeMove Next(in NakedFacts facts, HedgingOptions options)
    {
        var legs = facts.Legs;
        if (legs.AnyWorking) return HedgeMove.Wait;
        if (legs.NothingOpen) return new HedgeMove.Become(BothFlat, "unwound");

        var take = legs.Excess.FloorTo(legs.Ahead.Lot);
        if (take.IsZero || IsBookableDust(legs, options))
            return new HedgeMove.Become(legs.Behind.Open.IsZero ? BothFlat : LegsEqual, legs.Excess.IsZero ? "" : "dust");

        // Nothing acts on a quantity that ledger and venue do not agree on, nor on a dark venue (R17, R29).
        return facts.Agreed && facts.Lit && IsWanted(facts, options) ? new HedgeMove.Reduce(legs.Ahead.Venue, take) : HedgeMove.Wait;
    }

    private static bool IsWanted(in NakedFacts facts, HedgingOptions options) =>
        facts.Asked || (options.NakedAutoUnwind && (facts.AtOnce || IsReached(facts, options)));

    private static bool IsBookableDust(in PairOfLegs legs, HedgingOptions options) =>
        legs.ExcessUsdt <= options.MaxDustUsdt && !legs.Behind.Open.IsZero;

    public static bool IsReached(in NakedFacts facts, HedgingOptions options) =>
        facts.NakedFor >= options.NakedMaxTime || facts.LossUsdt >= options.NakedMaxLossUsdt;
}
