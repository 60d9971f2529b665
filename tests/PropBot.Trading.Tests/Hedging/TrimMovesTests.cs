using PropBot.Trading.Amounts;
using PropBot.Trading.Hedging;
using PropBot.Trading.Instruments;
using static PropBot.Trading.Tests.Hedging.Legs;

namespace PropBot.Trading.Tests.Hedging;

public class TrimMovesTests
{
    private static IReadOnlyList<HedgeMove> Next(LegFacts longLeg, LegFacts shortLeg, decimal target, bool longLit = true, bool shortLit = true, bool rested = true) =>
        TrimMoves.Next(new TrimFacts(Pair(longLeg, shortLeg), new Quantity(target), longLit, shortLit, rested, rested));

    [Fact]
    public void both_legs_are_made_smaller_at_once_by_the_same_quantity() => Assert.Equal(
        [new HedgeMove.Reduce(Venue.Binance, new Quantity(0.025m)), new HedgeMove.Reduce(Venue.Okx, new Quantity(0.025m))],
        Next(Long(0.1m), Short(0.1m), 0.075m));

    [Fact]
    public void at_the_target_it_is_over() => Assert.Equal([new HedgeMove.Become(HedgeEvent.LegsEqual, "")], Next(Long(0.1m, 0.025m), Short(0.1m, 0.025m), 0.075m));

    [Fact]
    public void from_equal_legs_nothing_leaves_while_a_venue_is_dark() => Assert.Empty(Next(Long(0.1m), Short(0.1m), 0.075m, shortLit: false));

    [Fact]
    public void a_leg_that_stayed_behind_is_made_smaller_when_its_venue_answers() =>
        Assert.Equal([new HedgeMove.Reduce(Venue.Okx, new Quantity(0.02m))], Next(Long(0.1m, 0.025m), Short(0.1m, 0.005m), 0.075m));

    [Fact]
    public void both_meet_at_the_lower_quantity_when_one_went_further() =>
        Assert.Equal([new HedgeMove.Reduce(Venue.Okx, new Quantity(0.06m))], Next(Long(0.1m, 0.06m), Short(0.1m), 0.075m));

    [Fact]
    public void a_leg_with_an_order_out_gets_no_second_one() =>
        Assert.Equal([new HedgeMove.Reduce(Venue.Okx, new Quantity(0.025m))], Next(Long(0.1m, working: true), Short(0.1m), 0.075m));

    [Fact]
    public void it_rests_between_two_orders() => Assert.Empty(Next(Long(0.1m), Short(0.1m), 0.075m, rested: false));

    [Fact]
    public void legs_that_were_liquidated_meanwhile_are_closed() =>
        Assert.Equal([new HedgeMove.Become(HedgeEvent.BothFlat, "")], Next(Long(0.1m, 0.1m), Short(0.1m, 0.1m), 0.075m));
}
