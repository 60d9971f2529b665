using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Hedging;
using PropBot.Trading.Instruments;
using PropBot.Trading.Orders;

namespace PropBot.Trading.Tests.Hedging;

public class ClosingReachTests
{
    private static readonly Instrument Btc = new(
        Venue.Okx, "BTCUSDT", "BTC-USDT-SWAP", new Price(0.1m), new Quantity(0.001m), new Quantity(0.001m), new Quantity(100m), Money.OfUsdt(0m), InstrumentStatus.Trading);

    private static Order Reduction(OrderState state, string detail = "", OrderPurpose purpose = OrderPurpose.Close)
    {
        var order = new Order
        {
            Id = new ClientOrderId("p1"),
            HedgeId = "h",
            Number = 1,
            Purpose = purpose,
            Instrument = Btc,
            Side = Side.Sell,
            Quantity = new Quantity(1m),
            Limit = new Price(1m),
            Expected = new Price(1m),
            CreatedAt = DateTimeOffset.UnixEpoch,
            ValidUntil = DateTimeOffset.UnixEpoch,
            Simulated = false,
            ModeEpoch = 0,
        };
        order.Restore(state, default, "", detail);
        return order;
    }

    private static IEnumerable<Order> Met(int count) => Enumerable.Repeat(Reduction(OrderState.Ended), count);

    [Fact]
    public void it_begins_at_the_first_step() => Assert.Equal(0, ClosingReach.Steps([Reduction(OrderState.Filled, purpose: OrderPurpose.Open)]));

    [Fact]
    public void each_reduction_that_met_no_price_reaches_a_step_further() => Assert.Equal(3, ClosingReach.Steps([.. Met(3)]));

    [Fact]
    public void it_goes_so_far_and_no_further() => Assert.Equal(ClosingReach.MostSteps, ClosingReach.Steps([.. Met(30)]));

    [Fact]
    public void beyond_the_venues_price_band_it_comes_back_half_the_way() =>
        Assert.Equal(3, ClosingReach.Steps([.. Met(6), Reduction(OrderState.Refused, "PriceBand: 51006 Order price is not within the price limit")]));

    [Fact]
    public void a_refusal_for_the_order_rate_does_not_make_the_price_worse() =>
        Assert.Equal(2, ClosingReach.Steps([.. Met(2), Reduction(OrderState.Refused, "RateLimited: LOCAL_RATE our order budget is used up"), Reduction(OrderState.Voided)]));
}
