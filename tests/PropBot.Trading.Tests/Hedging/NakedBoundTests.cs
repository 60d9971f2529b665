using PropBot.Trading.Amounts;
using PropBot.Trading.Hedging;
using PropBot.Trading.Instruments;
using static PropBot.Trading.Tests.Hedging.Legs;

namespace PropBot.Trading.Tests.Hedging;

public class NakedBoundTests
{
    private static HedgeMove Next(
        LegFacts longLeg, LegFacts shortLeg, double seconds = 0, decimal? loss = 0m, bool atOnce = false, bool agreed = true, bool lit = true, HedgingOptions? options = null) =>
        NakedBound.Next(new NakedFacts(Pair(longLeg, shortLeg), TimeSpan.FromSeconds(seconds), loss, atOnce, agreed, lit), options ?? new HedgingOptions());

    [Theory, InlineData(59.9, false), InlineData(60, true)]
    public void the_time_bound_takes_the_excess_back(double seconds, bool acts) =>
        Assert.Equal(acts, Next(Long(0.1m), Short(0.04m), seconds) is HedgeMove.Reduce { Venue: Venue.Binance, Quantity.Value: 0.06m });

    [Theory, InlineData(49.9, false), InlineData(50, true)]
    public void the_money_bound_takes_the_excess_back(double loss, bool acts) =>
        Assert.Equal(acts, Next(Long(0.1m), Short(0.04m), loss: (decimal)loss) is HedgeMove.Reduce);

    [Fact]
    public void an_unknown_loss_does_not_switch_the_time_bound_off() => Assert.IsType<HedgeMove.Reduce>(Next(Long(0.1m), Short(0m), 61, loss: null));

    [Fact]
    public void the_short_leg_is_the_one_reduced_when_it_is_ahead() =>
        Assert.Equal(new HedgeMove.Reduce(Venue.Okx, new Quantity(0.1m)), Next(Long(0m), Short(0.1m), 61));

    [Fact]
    public void nothing_acts_while_an_order_is_out() => Assert.Equal(HedgeMove.Wait, Next(Long(0.1m), Short(0m, working: true), 61));

    [Fact]
    public void nothing_acts_on_a_quantity_the_venue_does_not_agree_on() => Assert.Equal(HedgeMove.Wait, Next(Long(0.1m), Short(0m), 61, agreed: false));

    [Fact]
    public void a_dark_venue_is_waited_for() => Assert.Equal(HedgeMove.Wait, Next(Long(0.1m), Short(0m), 61, lit: false));

    [Fact]
    public void switched_off_it_only_waits() =>
        Assert.Equal(HedgeMove.Wait, Next(Long(0.1m), Short(0m), 61, options: new HedgingOptions { NakedAutoUnwind = false }));

    [Fact]
    public void what_is_flat_is_closed() => Assert.Equal(HedgeEvent.BothFlat, Assert.IsType<HedgeMove.Become>(Next(Long(0.1m, 0.1m), Short(0m))).Event);

    [Fact]
    public void what_is_matched_again_is_hedged() => Assert.Equal(HedgeEvent.LegsEqual, Assert.IsType<HedgeMove.Become>(Next(Long(0.1m, 0.06m), Short(0.04m))).Event);

    [Fact]
    public void a_policy_may_take_it_back_at_once() => Assert.IsType<HedgeMove.Reduce>(Next(Long(0.1m), Short(0m), atOnce: true));
}
