using static PropBot.Trading.Hedging.HedgeEvent;

namespace PropBot.Trading.Hedging;

/// <param name="MayOpen">HOLD, SAFE_MODE and the runaway guard looked at again (R26).</param>
/// <param name="ExposedFor">Since the first fill; null before it.</param>
/// <param name="BehindHasPrice">The book of the leg behind offers something within its cap now, or is too old to tell.</param>
public readonly record struct OpeningFacts(PairOfLegs Legs, bool MayOpen, TimeSpan? ExposedFor, bool BehindHasPrice);

/// <summary>Opening a hedge, leg by leg (R25–R27, R31). Pure.</summary>
public static class OpeningMoves
{
    public const string HoldBetweenLegs = "hold_between_legs";
    public const string LegFailed = "hedge_leg_failed";
    public const string OutcomeUnknown = "outcome_unknown";
    public const string Residue = "residue_below_minimum";

    /// <summary>How long the first leg may still collect fills before the second follows what it has.</summary>
    public static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(50);

    public static HedgeMove Next(in OpeningFacts facts, HedgingOptions options, int maxSubmissions)
    {
        var legs = facts.Legs;
        if (legs.NothingEntered)
            return legs.AnyWorking ? HedgeMove.Wait : new HedgeMove.Become(OpeningCameToNothing, "nothing_filled");
        if (legs.Excess.IsZero && !legs.AnyWorking) return new HedgeMove.Become(LegsEqual, "");

        var late = facts.ExposedFor >= options.LegDeadline;
        if (legs.Behind.Working) return late ? Late(legs) : HedgeMove.Wait;
        if (legs.Ahead.Working && !late && (legs.Excess < legs.Behind.Minimum || facts.ExposedFor < Gather)) return HedgeMove.Wait;
        return Follow(facts, legs, late, options, maxSubmissions);
    }

    private static HedgeMove Late(in PairOfLegs legs) =>
        new HedgeMove.Become(OpeningFailed, legs.AnyUnknown ? OutcomeUnknown : LegFailed);

    private static HedgeMove Follow(in OpeningFacts facts, in PairOfLegs legs, bool late, HedgingOptions options, int maxSubmissions)
    {
        var send = legs.Excess.FloorTo(legs.Behind.Lot);
        if (send < legs.Behind.Minimum || send.IsZero)
        {
            if (legs.Ahead.Working) return late ? Late(legs) : HedgeMove.Wait;
            return legs.ExcessUsdt <= options.MaxDustUsdt && !legs.Behind.Open.IsZero
                ? new HedgeMove.Become(LegsEqual, "dust")
                : new HedgeMove.Become(OpeningFailed, Residue);
        }

        if (!facts.MayOpen) return new HedgeMove.Become(OpeningFailed, HoldBetweenLegs);
        if (late || legs.Behind.Submissions >= maxSubmissions) return Late(legs);
        return facts.BehindHasPrice ? new HedgeMove.Follow(legs.Behind.Venue, send) : HedgeMove.Wait;
    }
}
