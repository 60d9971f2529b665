using PropBot.Trading.Positions;
using static PropBot.Trading.Hedging.HedgeEvent;
using static PropBot.Trading.Positions.HedgeState;

namespace PropBot.Trading.Hedging;

/// <summary>What happens to a hedge.</summary>
public enum HedgeEvent
{
    /// <summary>The first fill of either leg.</summary>
    OpeningFilled = 0,

    /// <summary>Every opening order is settled and nothing filled.</summary>
    OpeningCameToNothing = 1,

    /// <summary>Both legs hold the same base quantity (or differ by booked dust).</summary>
    LegsEqual = 2,

    /// <summary>The second leg cannot follow: deadline, refusals, HOLD between the legs, unknown outcome.</summary>
    OpeningFailed = 3,

    /// <summary>A fill arrived that makes the legs unequal after all.</summary>
    LateFill = 4,
    CloseStarted = 5,

    /// <summary>The closing orders found no price and nothing filled.</summary>
    CloseFoundNothing = 6,
    BothFlat = 7,

    /// <summary>The guardian makes both legs smaller (R15).</summary>
    TrimStarted = 8,

    /// <summary>What both legs had in common is closed; the excess one of them had before stays open (R3, R16).</summary>
    MatchedClosed = 9,
}

/// <summary>The one table of a hedge's life. How much was filled lives in the record and is checked by its own invariant.</summary>
public static class HedgeTransitions
{
    public static HedgeState After(this HedgeState state, HedgeEvent fact) => (state, fact) switch
    {
        (Planned, OpeningFilled) => Exposed,
        (Planned, OpeningCameToNothing) => Abandoned,

        (Exposed, LegsEqual) => Hedged,
        (Exposed, OpeningFailed) => Partial,

        (Hedged, CloseStarted) => Closing,
        (Partial, CloseStarted) => Closing,

        // The excess was unwound, or the other leg's fill raced our deadline: what is left is matched.
        (Partial, LegsEqual) => Hedged,
        (Partial, BothFlat) => Closed,

        (Closing, BothFlat) => Closed,
        (Closing, MatchedClosed) => Partial,

        (Hedged, TrimStarted) => Trimming,
        (Trimming, LegsEqual) => Hedged,
        (Trimming, BothFlat) => Closed,
        (Trimming, CloseStarted) => Closing,

        // Allowed only while no closing fill exists (R18): the caller proves it.
        (Closing, CloseFoundNothing) => Hedged,

        // An order that we had proven absent or refused filled after all: the venue is right.
        (Hedged or Abandoned or Closed, LateFill) => Partial,
        _ => throw new IllegalHedgeStepException(state, fact),
    };

    public static bool IsOver(this HedgeState state) => state is Closed or Abandoned;
}

/// <summary>Our own code broke its promise: this event cannot happen to a hedge in this state.</summary>
public sealed class IllegalHedgeStepException(HedgeState state, HedgeEvent fact)
    : InvalidOperationException($"a hedge that is {state} cannot meet {fact}");
