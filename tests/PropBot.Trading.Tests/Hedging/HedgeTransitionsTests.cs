using PropBot.Trading.Hedging;
using PropBot.Trading.Positions;
using static PropBot.Trading.Hedging.HedgeEvent;
using static PropBot.Trading.Positions.HedgeState;

namespace PropBot.Trading.Tests.Hedging;

public class HedgeTransitionsTests
{
    private static readonly Dictionary<(HedgeState, HedgeEvent), HedgeState> Legal = new()
    {
        [(Planned, OpeningFilled)] = Exposed,
        [(Planned, OpeningCameToNothing)] = Abandoned,
        [(Exposed, LegsEqual)] = Hedged,
        [(Exposed, OpeningFailed)] = Partial,
        [(Hedged, CloseStarted)] = Closing,
        [(Partial, CloseStarted)] = Closing,
        [(Partial, LegsEqual)] = Hedged,
        [(Partial, BothFlat)] = Closed,
        [(Closing, BothFlat)] = Closed,
        [(Closing, CloseFoundNothing)] = Hedged,
        [(Closing, MatchedClosed)] = Partial,
        [(Hedged, TrimStarted)] = Trimming,
        [(Trimming, LegsEqual)] = Hedged,
        [(Trimming, BothFlat)] = Closed,
        [(Trimming, CloseStarted)] = Closing,
        [(Hedged, LateFill)] = Partial,
        [(Abandoned, LateFill)] = Partial,
        [(Closed, LateFill)] = Partial,
    };

    public static TheoryData<HedgeState, HedgeEvent> Pairs()
    {
        var pairs = new TheoryData<HedgeState, HedgeEvent>();
        foreach (var state in Enum.GetValues<HedgeState>())
            foreach (var fact in Enum.GetValues<HedgeEvent>())
                pairs.Add(state, fact);
        return pairs;
    }

    [Theory, MemberData(nameof(Pairs))]
    public void each_pair_of_state_and_event_leads_where_the_table_says_or_is_refused(HedgeState state, HedgeEvent fact)
    {
        if (Legal.TryGetValue((state, fact), out var next)) Assert.Equal(next, state.After(fact));
        else Assert.Throws<IllegalHedgeStepException>(() => state.After(fact));
    }

    [Fact]
    public void a_closing_hedge_is_never_exposed_again() =>
        Assert.DoesNotContain(Legal, row => row.Key.Item1 is Closing or Closed or Trimming && row.Value is Planned or Exposed);
}
