using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Hedging;

/// <summary>What deciding needs to know of one leg.</summary>
/// <param name="Working">An order of this leg is not settled: in flight, live, unknown, or with fills outstanding.</param>
/// <param name="Unknown">One of them has an unknown outcome (R31): nothing else leaves for this leg.</param>
/// <param name="Submissions">Opening orders of this leg so far (R35).</param>
/// <param name="Minimum">The least base quantity an opening order may have on this venue, notional minimum included.</param>
public readonly record struct LegFacts(
    Venue Venue, Side Side, Quantity Entered, Quantity Exited, bool Working, bool Unknown, int Submissions, Quantity Lot, Quantity Minimum)
{
    public Quantity Open => Entered - Exited;
}

/// <summary>Both legs of one hedge, and a price to value differences with.</summary>
public readonly record struct PairOfLegs(LegFacts Long, LegFacts Short, Price Reference)
{
    public LegFacts Ahead => Long.Open >= Short.Open ? Long : Short;
    public LegFacts Behind => Long.Open >= Short.Open ? Short : Long;
    public Quantity Excess => Ahead.Open - Behind.Open;
    public decimal ExcessUsdt => Excess.Value * Reference.Value;
    public bool NothingEntered => Long.Entered.IsZero && Short.Entered.IsZero;
    public bool NothingOpen => Long.Open.IsZero && Short.Open.IsZero;
    public bool AnyWorking => Long.Working || Short.Working;
    public bool AnyUnknown => Long.Unknown || Short.Unknown;
}

/// <summary>What to do next with a hedge; decided by pure functions, carried out by the desk.</summary>
public abstract record HedgeMove
{
    public static readonly HedgeMove Wait = new Waiting();

    private HedgeMove()
    {
    }

    public sealed record Waiting : HedgeMove;

    /// <param name="Reason">Machine word kept with the hedge.</param>
    public sealed record Become(HedgeEvent Event, string Reason) : HedgeMove;

    /// <summary>Send an opening order on the leg that is behind.</summary>
    public sealed record Follow(Venue Venue, Quantity Quantity) : HedgeMove;

    /// <summary>Send a reduce-only order on the leg that is ahead.</summary>
    public sealed record Reduce(Venue Venue, Quantity Quantity) : HedgeMove;
}
