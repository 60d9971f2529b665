using PropBot.Trading.Amounts;
using PropBot.Trading.Hedging;
using PropBot.Trading.Instruments;
using static PropBot.Trading.Tests.Hedging.Legs;

namespace PropBot.Trading.Tests.Hedging;

public class OpeningMovesTests
{
    private static readonly HedgingOptions Options = new();

    private static HedgeMove Next(LegFacts longLeg, LegFacts shortLeg, double exposedMs = 100, bool mayOpen = true, bool price = true) =>
        OpeningMoves.Next(new OpeningFacts(Pair(longLeg, shortLeg), mayOpen, TimeSpan.FromMilliseconds(exposedMs), price), Options, 5);

    [Fact]
    public void it_waits_while_the_first_leg_is_out() => Assert.Equal(HedgeMove.Wait, Next(Long(0m, working: true), Short(0m)));

    [Fact]
    public void nothing_filled_is_the_end() =>
        Assert.Equal(HedgeEvent.OpeningCameToNothing, Assert.IsType<HedgeMove.Become>(Next(Long(0m), Short(0m))).Event);

    [Fact]
    public void the_second_leg_follows_exactly_what_the_first_filled() =>
        Assert.Equal(new HedgeMove.Follow(Venue.Okx, new Quantity(0.1m)), Next(Long(0.1m), Short(0m)));

    [Fact]
    public void it_gathers_fills_for_a_moment_before_it_follows() =>
        Assert.Equal(HedgeMove.Wait, Next(Long(0.1m, working: true), Short(0m), exposedMs: 49));

    [Fact]
    public void after_that_moment_it_follows_what_there_is() =>
        Assert.Equal(new HedgeMove.Follow(Venue.Okx, new Quantity(0.1m)), Next(Long(0.1m, working: true), Short(0m), exposedMs: 50));

    [Fact]
    public void it_waits_while_the_second_leg_is_out() => Assert.Equal(HedgeMove.Wait, Next(Long(0.1m), Short(0m, working: true, submissions: 1)));

    [Fact]
    public void no_other_order_leaves_while_one_is_unknown() =>
        Assert.Equal(HedgeMove.Wait, Next(Long(0.1m), Short(0.04m, unknown: true, submissions: 1)));

    [Fact]
    public void an_unknown_outcome_past_the_deadline_is_a_partial_that_says_so() =>
        Assert.Equal(
            new HedgeMove.Become(HedgeEvent.OpeningFailed, OpeningMoves.OutcomeUnknown),
            Next(Long(0.1m), Short(0m, unknown: true, submissions: 1), exposedMs: 3_000));

    [Fact]
    public void equal_legs_are_hedged() => Assert.Equal(new HedgeMove.Become(HedgeEvent.LegsEqual, ""), Next(Long(0.1m), Short(0.1m)));

    [Fact]
    public void hold_between_the_legs_sends_nothing_more() =>
        Assert.Equal(new HedgeMove.Become(HedgeEvent.OpeningFailed, OpeningMoves.HoldBetweenLegs), Next(Long(0.1m), Short(0m), mayOpen: false));

    [Theory, InlineData(2_999, false), InlineData(3_000, true)]
    public void the_deadline_is_a_leg_failure(double exposedMs, bool failed) =>
        Assert.Equal(failed, Next(Long(0.1m), Short(0m), exposedMs) is HedgeMove.Become { Event: HedgeEvent.OpeningFailed, Reason: OpeningMoves.LegFailed });

    [Theory, InlineData(4, false), InlineData(5, true)]
    public void the_sixth_submission_is_never_made(int submissions, bool failed) =>
        Assert.Equal(failed, Next(Long(0.1m), Short(0.01m, submissions: submissions)) is HedgeMove.Become { Event: HedgeEvent.OpeningFailed });

    [Fact]
    public void without_a_price_inside_the_cap_it_waits_for_one() => Assert.Equal(HedgeMove.Wait, Next(Long(0.1m), Short(0m), price: false));

    [Fact]
    public void a_residue_below_the_other_venues_minimum_worth_little_is_booked_as_dust() =>
        Assert.Equal(new HedgeMove.Become(HedgeEvent.LegsEqual, "dust"), Next(Long(0.104m), Short(0.1m)));

    [Fact]
    public void a_residue_worth_more_than_dust_is_a_partial_to_be_taken_back() =>
        Assert.Equal(
            new HedgeMove.Become(HedgeEvent.OpeningFailed, OpeningMoves.Residue),
            Next(Long(0.112m), Short(0.1m, minimum: 0.02m)));

    [Fact]
    public void a_lone_first_fill_below_the_second_venues_minimum_is_never_called_hedged() =>
        Assert.Equal(new HedgeMove.Become(HedgeEvent.OpeningFailed, OpeningMoves.Residue), Next(Long(0.004m), Short(0m)));

    [Fact]
    public void with_concurrent_legs_the_lagging_one_follows_whichever_it_is() =>
        Assert.Equal(new HedgeMove.Follow(Venue.Binance, new Quantity(0.1m)), Next(Long(0m), Short(0.1m, submissions: 1)));
}
