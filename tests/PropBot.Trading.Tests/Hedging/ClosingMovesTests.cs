using PropBot.Trading.Amounts;
using PropBot.Trading.Hedging;
using PropBot.Trading.Instruments;
using static PropBot.Trading.Tests.Hedging.Legs;

namespace PropBot.Trading.Tests.Hedging;

public class ClosingMovesTests
{
    private static IReadOnlyList<HedgeMove> Next(LegFacts longLeg, LegFacts shortLeg, bool longLit = true, bool shortLit = true, bool giveUp = false, bool rested = true, bool begun = false) =>
        ClosingMoves.Next(new ClosingFacts(Pair(longLeg, shortLeg), longLit, shortLit, rested, rested, begun, giveUp));

    [Fact]
    public void both_legs_are_reduced_at_once() => Assert.Equal(
        [new HedgeMove.Reduce(Venue.Binance, new Quantity(0.1m)), new HedgeMove.Reduce(Venue.Okx, new Quantity(0.1m))],
        Next(Long(0.1m), Short(0.1m)));

    [Fact]
    public void the_first_order_does_not_leave_while_a_venue_is_dark() => Assert.Empty(Next(Long(0.1m), Short(0.1m), shortLit: false));

    [Fact]
    public void a_leg_never_becomes_smaller_than_its_other_leg_on_a_dark_venue() => Assert.Empty(Next(Long(0.1m, 0.04m), Short(0.1m), shortLit: false));

    [Fact]
    public void what_it_has_more_than_the_dark_leg_is_still_reduced() =>
        Assert.Equal([new HedgeMove.Reduce(Venue.Binance, new Quantity(0.04m))], Next(Long(0.1m), Short(0.1m, 0.04m), shortLit: false));

    [Fact]
    public void each_venue_by_itself_closes_the_lit_leg_whatever_it_leaves_naked() =>
        Assert.Equal([new HedgeMove.Reduce(Venue.Binance, new Quantity(0.1m))], ClosingMoves.Next(Facts(Long(0.1m), Short(0.1m)) with { ShortLit = false, EachVenue = true }));

    [Fact]
    public void of_unequal_legs_only_what_they_have_in_common_is_closed_and_the_excess_stays()
    {
        var facts = Facts(Long(0.1m), Short(0.06m)) with { KeepLong = new Quantity(0.04m) };
        Assert.Equal([new HedgeMove.Reduce(Venue.Binance, new Quantity(0.06m)), new HedgeMove.Reduce(Venue.Okx, new Quantity(0.06m))], ClosingMoves.Next(facts));
        Assert.Equal([new HedgeMove.Become(HedgeEvent.MatchedClosed, "")], ClosingMoves.Next(facts with { Legs = Pair(Long(0.1m, 0.06m), Short(0.06m, 0.06m)) }));
    }

    [Fact]
    public void the_kept_excess_stays_when_the_other_venue_goes_dark_in_between() =>
        Assert.Empty(ClosingMoves.Next(Facts(Long(0.1m), Short(0.06m)) with { KeepLong = new Quantity(0.04m), ShortLit = false }));

    private static ClosingFacts Facts(LegFacts longLeg, LegFacts shortLeg) => new(Pair(longLeg, shortLeg), true, true, true, true, false, false);

    [Fact]
    public void a_closing_that_has_begun_is_never_given_up() =>
        Assert.DoesNotContain(Next(Long(0.1m, 0.04m), Short(0.1m), giveUp: true, begun: true), m => m is HedgeMove.Become);

    [Fact]
    public void one_that_found_no_price_may_be_dropped_while_nothing_closed() =>
        Assert.Equal([new HedgeMove.Become(HedgeEvent.CloseFoundNothing, "")], Next(Long(0.1m), Short(0.1m), giveUp: true));

    [Fact]
    public void a_leg_with_an_order_out_gets_no_second_one() =>
        Assert.Equal([new HedgeMove.Reduce(Venue.Okx, new Quantity(0.1m))], Next(Long(0.1m, working: true), Short(0.1m)));

    [Fact]
    public void what_a_trimming_took_before_does_not_bind_a_take_profit_to_go_on() =>
        Assert.Equal([new HedgeMove.Become(HedgeEvent.CloseFoundNothing, "")], Next(Long(0.1m, 0.04m), Short(0.1m, 0.04m), giveUp: true));

    [Fact]
    public void legs_that_closed_alike_wait_for_both_venues_again() =>
        Assert.Empty(Next(Long(0.1m, 0.04m), Short(0.1m, 0.04m), shortLit: false, begun: true));

    [Fact]
    public void both_flat_is_closed() => Assert.Equal([new HedgeMove.Become(HedgeEvent.BothFlat, "")], Next(Long(0.1m, 0.1m), Short(0.1m, 0.1m)));

    [Fact]
    public void any_dust_down_to_one_lot_is_still_reduced() =>
        Assert.Contains(new HedgeMove.Reduce(Venue.Binance, new Quantity(0.001m)), Next(Long(0.1m, 0.099m), Short(0.1m, 0.1m)));
}
