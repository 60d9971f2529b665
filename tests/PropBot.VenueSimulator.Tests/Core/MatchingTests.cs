using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Tests.Core;

public sealed class MatchingTests : IDisposable
{
    private readonly Bench bench = new();

    [Fact]
    public void a_taker_walks_the_levels_and_what_it_ate_is_gone_until_it_grows_back()
    {
        var order = bench.Buy(2.5m, 60_001m, SimTimeInForce.ImmediateOrCancel);

        Assert.Equal(SimOrderState.Filled, order.State);
        Assert.Equal((60_000.1m + 60_000.2m + (0.5m * 60_000.3m)), order.FilledValue);
        Assert.Equal(new BookLevel(60_000.3m, 0.5m), bench.Venue.Book("BTCUSDT").BestAsk);
        bench.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal(new BookLevel(60_000.1m, 1m), bench.Venue.Book("BTCUSDT").BestAsk);
    }

    [Fact]
    public void the_rest_of_an_immediate_order_expires_and_its_fill_stays()
    {
        var order = bench.Buy(2m, 60_000.1m, SimTimeInForce.ImmediateOrCancel);

        Assert.Equal((SimOrderState.Expired, 1m, SimEndReason.ImmediateRemainder), (order.State, order.Filled, order.EndReason));
        Assert.Equal(1m, bench.Venue.Position("BTCUSDT").Position.Quantity);
    }

    [Fact]
    public void a_fill_or_kill_that_cannot_fill_leaves_no_trace_where_the_venue_refuses_at_once()
    {
        Assert.Equal(SimRefusal.FillOrKillUnfillable, Bench.No(bench.Place(SimSide.Buy, 9m, 60_001m, SimTimeInForce.FillOrKill)));
        Assert.Empty(bench.Venue.Orders());
        Assert.Empty(bench.Venue.Fills());
    }

    [Theory]
    [InlineData(SimTimeInForce.FillOrKill, 9, SimEndReason.FillOrKillUnfillable)]
    [InlineData(SimTimeInForce.PostOnly, 1, SimEndReason.PostOnlyWouldTake)]
    public void the_other_venue_accepts_and_then_cancels(SimTimeInForce time, int quantity, SimEndReason reason)
    {
        var order = Bench.Taken(bench.World.Okx.Place(new SimOrderRequest("BTCUSDT", SimSide.Buy, SimOrderType.Limit, quantity, 60_001m, time)));

        Assert.Equal((SimOrderState.Canceled, reason, 0m), (order.State, order.EndReason, order.Filled));
    }

    [Fact]
    public void a_post_only_that_would_take_is_refused_and_one_that_rests_rests()
    {
        Assert.Equal(SimRefusal.PostOnlyWouldTake, Bench.No(bench.Place(SimSide.Buy, 1m, 60_000.1m, SimTimeInForce.PostOnly)));
        Assert.True(bench.Buy(1m, 60_000m, SimTimeInForce.PostOnly).IsOpen);
    }

    [Fact]
    public void a_resting_order_fills_at_its_own_price_when_the_other_side_comes_to_it_part_by_part()
    {
        var order = bench.Buy(1.5m, 59_990m);
        bench.Market.Ask = 59_990m;
        bench.Market.Bid = 59_989.8m;
        bench.Market.LevelQuantity = 1m;
        bench.Pass(TimeSpan.FromMilliseconds(100));

        var first = bench.Venue.FindOrder("BTCUSDT", order.Id, null)!;
        Assert.Equal((SimOrderState.PartiallyFilled, 1m), (first.State, first.Filled));
        bench.Pass(TimeSpan.FromSeconds(2));
        var done = bench.Venue.FindOrder("BTCUSDT", order.Id, null)!;
        Assert.Equal((SimOrderState.Filled, 1.5m * 59_990m), (done.State, done.FilledValue));
        Assert.All(bench.Venue.Fills(), f => Assert.True(f.Maker));
        Bench.AssertWalletIsTheSum(bench.Venue);
    }

    [Fact]
    public void a_client_id_is_unique_among_open_orders_only_and_the_newest_is_found()
    {
        var first = bench.Buy(1m, 59_000m, id: "a1");
        Assert.Equal(SimRefusal.DuplicateClientId, Bench.No(bench.Place(SimSide.Buy, 1m, 59_000m, id: "a1")));
        bench.Venue.Cancel("BTCUSDT", first.Id, null);
        var second = bench.Buy(1m, 59_000m, id: "a1");

        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(second.Id, bench.Venue.FindOrder("BTCUSDT", null, "a1")!.Id);
        Assert.Equal(2, LedgerReport.Write(bench.Venue)["orders_per_client_id"]!["a1"]!.GetValue<int>());
    }

    [Fact]
    public void reduce_only_never_opens_and_never_flips()
    {
        Assert.Equal(SimRefusal.ReduceOnlyRejected, Bench.No(bench.Place(SimSide.Sell, 1m, 59_000m, reduceOnly: true)));
        bench.Buy(1m, 60_001m, SimTimeInForce.ImmediateOrCancel);
        var order = bench.Sell(3m, 59_990m, SimTimeInForce.ImmediateOrCancel, reduceOnly: true);

        Assert.Equal((1m, SimOrderState.Expired), (order.Filled, order.State));
        Assert.Equal(0m, bench.Venue.Position("BTCUSDT").Position.Quantity);
    }

    [Fact]
    public void a_resting_reduce_only_order_ends_when_the_position_is_flat()
    {
        bench.Buy(1m, 60_001m, SimTimeInForce.ImmediateOrCancel);
        var resting = bench.Sell(1m, 60_500m, reduceOnly: true);
        bench.Sell(1m, 59_990m, SimTimeInForce.ImmediateOrCancel);

        Assert.Equal((SimOrderState.Expired, SimEndReason.ReduceOnly), Ended(resting.Id));
    }

    [Fact]
    public void a_finished_order_cannot_be_canceled_and_an_unknown_one_is_unknown()
    {
        var done = bench.Buy(1m, 60_001m, SimTimeInForce.ImmediateOrCancel);
        Assert.Equal(SimRefusal.OrderDone, Bench.No(bench.Venue.Cancel("BTCUSDT", done.Id, null)));
        Assert.Equal(SimRefusal.UnknownOrder, Bench.No(bench.Venue.Cancel("BTCUSDT", 5, null)));
    }

    [Fact]
    public void a_price_outside_the_band_and_a_size_beyond_the_margin_are_refused()
    {
        Assert.Equal(SimRefusal.PriceOutOfBand, Bench.No(bench.Place(SimSide.Buy, 1m, 63_001m)));
        Assert.Equal(SimRefusal.MarginInsufficient, Bench.No(bench.Place(SimSide.Buy, 40m, 60_000m)));
    }

    [Fact]
    public void a_dead_man_switch_fires_once_unless_it_is_armed_again_or_disarmed()
    {
        var order = bench.Buy(1m, 59_000m);
        bench.Venue.ArmDeadMan("BTCUSDT", null, TimeSpan.FromSeconds(10));
        bench.Pass(TimeSpan.FromSeconds(9));
        bench.Venue.ArmDeadMan("BTCUSDT", null, TimeSpan.FromSeconds(10));
        bench.Pass(TimeSpan.FromSeconds(9));
        Assert.Single(bench.Venue.OpenOrders());
        bench.Pass(TimeSpan.FromSeconds(1));

        Assert.Equal((SimOrderState.Canceled, SimEndReason.DeadMan), Ended(order.Id));
        var second = bench.Buy(1m, 59_000m);
        bench.Venue.ArmDeadMan("BTCUSDT", null, TimeSpan.FromSeconds(10));
        bench.Venue.ArmDeadMan("BTCUSDT", null, TimeSpan.Zero);
        bench.Pass(TimeSpan.FromSeconds(60));
        Assert.True(bench.Venue.FindOrder("BTCUSDT", second.Id, null)!.IsOpen);
    }

    [Fact]
    public void an_amended_order_keeps_its_id_and_may_take()
    {
        var order = bench.Buy(1m, 59_000m);
        var amended = Bench.Taken(bench.Venue.Amend("BTCUSDT", order.Id, null, 2m, 60_000.1m));

        Assert.Equal((order.Id, 1m, SimOrderState.PartiallyFilled), (amended.Id, amended.Filled, amended.State));
        Assert.Equal(SimOrderState.Canceled, Bench.Taken(bench.Venue.Amend("BTCUSDT", order.Id, null, 1m, null)).State);
    }

    [Fact]
    public void events_come_in_the_order_things_happened()
    {
        bench.Events.Clear();
        bench.Buy(2m, 60_000.1m, SimTimeInForce.ImmediateOrCancel);

        var orders = bench.Events.OfType<VenueEvent.OrderChanged>().ToList();
        Assert.Equal([SimOrderState.New, SimOrderState.PartiallyFilled, SimOrderState.Expired], orders.Select(o => o.Order.State));
        Assert.Equal([false, true, false], orders.Select(o => o.Fill is not null));
        Assert.Equal(1m, Assert.Single(bench.Events.OfType<VenueEvent.AccountChanged>()).Position!.Quantity);
    }

    public void Dispose() => bench.Dispose();

    private (SimOrderState, SimEndReason) Ended(long id)
    {
        var order = bench.Venue.FindOrder("BTCUSDT", id, null)!;
        return (order.State, order.EndReason);
    }
}
