using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Tests.Core;

/// <summary>Amendments, dates and prices taken from the book, as each venue has them (wire-protocols §1.5.3, §2.7).</summary>
public sealed class AmendTests : IDisposable
{
    private readonly Bench bench = new();

    private VenueCore Okx => bench.World.Okx;

    [Fact]
    public void case_25_down_to_what_is_filled_one_venue_cancels_and_the_other_calls_it_filled()
    {
        var first = bench.Buy(2m, 60_000.1m);
        Assert.Equal((SimOrderState.Canceled, 1m), Amended(bench.Venue.Amend("BTCUSDT", first.Id, null, 1m, null)));

        var second = Place(Okx, SimSide.Buy, 2m, 60_000.1m);
        Assert.Equal((SimOrderState.Filled, 1m), Amended(Okx.Amend("BTCUSDT", second.Id, null, 0.5m, null)));
        Assert.Equal(1m, Okx.FindOrder("BTCUSDT", second.Id, null)!.Quantity);
    }

    [Fact]
    public void case_25_a_post_only_that_would_cross_now_is_canceled()
    {
        var order = bench.Buy(1m, 59_000m, SimTimeInForce.PostOnly);
        var after = Bench.Taken(bench.Venue.Amend("BTCUSDT", order.Id, null, null, 60_000.1m));

        Assert.Equal((SimOrderState.Canceled, SimEndReason.PostOnlyWouldTake), (after.State, after.EndReason));
        Assert.Equal(SimAmendResult.FailedAndCanceled, bench.Events.OfType<VenueEvent.OrderChanged>().Last().Amendment!.Result);
    }

    [Fact]
    public void no_change_is_refused_and_so_is_the_one_after_the_last_that_is_allowed()
    {
        using var world = new SimWorld(bench.Market, VenueProfile.Binance(["BTCUSDT"]) with { MaxAmends = 2 }, VenueProfile.Okx(["BTCUSDT"]), bench.Clock, null);
        var order = Place(world.Binance, SimSide.Buy, 1m, 59_000m);
        Assert.Equal(SimRefusal.NothingToChange, Bench.No(world.Binance.Amend("BTCUSDT", order.Id, null, 1m, 59_000m)));
        Bench.Taken(world.Binance.Amend("BTCUSDT", order.Id, null, 2m, null));
        Bench.Taken(world.Binance.Amend("BTCUSDT", order.Id, null, 3m, null));
        Assert.Equal(SimRefusal.TooManyAmends, Bench.No(world.Binance.Amend("BTCUSDT", order.Id, null, 4m, null)));
        Assert.Equal(10_000, VenueProfile.Binance(["BTCUSDT"]).MaxAmends);
    }

    [Fact]
    public void a_refused_amendment_leaves_the_order_unless_it_asked_to_be_canceled_then()
    {
        var order = Place(Okx, SimSide.Buy, 1m, 59_000m);
        Assert.Equal(SimRefusal.PriceOutOfBand, Bench.No(Okx.Amend("BTCUSDT", order.Id, null, null, 64_000m)));
        Assert.Equal(order, Okx.FindOrder("BTCUSDT", order.Id, null));

        Assert.Equal(SimRefusal.PriceOutOfBand, Bench.No(Okx.Amend("BTCUSDT", order.Id, null, new SimAmendment(null, 64_000m) { CancelOnFail = true })));
        var after = Okx.FindOrder("BTCUSDT", order.Id, null)!;
        Assert.Equal((SimOrderState.Canceled, SimEndReason.AmendFailed), (after.State, after.EndReason));
    }

    [Fact]
    public void case_25_the_result_comes_with_the_request_id_done_or_failed_after_it_was_accepted()
    {
        var told = new List<VenueEvent.OrderChanged>();
        var order = Place(Okx, SimSide.Buy, 1m, 59_000m);
        Okx.Happened += e =>
        {
            if (e is VenueEvent.OrderChanged change) told.Add(change);
        };
        Okx.Amend("BTCUSDT", order.Id, null, new SimAmendment(2m, null) { RequestId = "r1" });
        var failed = Bench.Taken(Okx.Amend("BTCUSDT", order.Id, null, new SimAmendment(400m, null) { RequestId = "r2" }));

        Assert.Equal([(SimAmendResult.Done, "r1"), (SimAmendResult.Failed, "r2")], told.Select(t => (t.Amendment!.Result, t.Amendment.RequestId!)));
        Assert.Equal((2m, true), (failed.Quantity, failed.IsOpen));
    }

    [Fact]
    public void a_price_outside_the_limits_can_be_clamped_to_them_on_the_tick()
    {
        var placed = Bench.Taken(Okx.Place(new SimOrderRequest("BTCUSDT", SimSide.Sell, SimOrderType.Limit, 1m, 90_000m)));
        Assert.Equal(90_000m, placed.Price);
        var clamped = Bench.Taken(Okx.Place(new SimOrderRequest("BTCUSDT", SimSide.Buy, SimOrderType.Limit, 20m, 90_000m, SimTimeInForce.ImmediateOrCancel) { ClampPrice = true }));
        Assert.Equal((63_000m, 5m), (clamped.Price, clamped.Filled));
        var moved = Bench.Taken(Okx.Amend("BTCUSDT", placed.Id, null, new SimAmendment(null, 10_000m) { ClampPrice = true }));
        Assert.Equal(57_000m, moved.Price);
    }

    [Fact]
    public void an_amendment_beyond_the_margin_is_refused_at_once_on_one_venue()
    {
        var order = bench.Buy(1m, 59_000m);
        Assert.Equal(SimRefusal.MarginInsufficient, Bench.No(bench.Venue.Amend("BTCUSDT", order.Id, null, 40m, null)));
        Assert.Equal(1m, bench.Venue.FindOrder("BTCUSDT", order.Id, null)!.Quantity);
    }

    [Theory]
    [InlineData(SimPriceMatch.Opponent, 60_000.1)]
    [InlineData(SimPriceMatch.Opponent5, 60_000.5)]
    [InlineData(SimPriceMatch.Queue, 59_999.9)]
    [InlineData(SimPriceMatch.Queue5, 59_999.5)]
    public void a_price_can_be_taken_from_the_book(SimPriceMatch match, double price)
    {
        var order = Bench.Taken(bench.Venue.Place(new SimOrderRequest("BTCUSDT", SimSide.Buy, SimOrderType.Limit, 0.5m, null) { PriceMatch = match }));
        Assert.Equal(((decimal)price, match), (order.Price, order.PriceMatch));
        Assert.Equal(match is SimPriceMatch.Opponent or SimPriceMatch.Opponent5, order.State == SimOrderState.Filled);
    }

    [Fact]
    public void a_level_that_is_not_there_gives_no_price() => Assert.Equal(
        SimRefusal.NoLiquidity,
        Bench.No(bench.Venue.Place(new SimOrderRequest("BTCUSDT", SimSide.Buy, SimOrderType.Limit, 0.5m, null) { PriceMatch = SimPriceMatch.Opponent20 })));

    [Fact]
    public void an_order_with_a_date_expires_at_it_and_not_before()
    {
        var till = bench.Venue.Now + TimeSpan.FromMinutes(11);
        var order = Bench.Taken(bench.Venue.Place(
            new SimOrderRequest("BTCUSDT", SimSide.Buy, SimOrderType.Limit, 1m, 59_000m, SimTimeInForce.GoodTillDate) { GoodTill = till }));
        bench.Pass(TimeSpan.FromMinutes(11) - TimeSpan.FromSeconds(1));
        Assert.True(bench.Venue.FindOrder("BTCUSDT", order.Id, null)!.IsOpen);
        bench.Pass(TimeSpan.FromSeconds(1));

        var after = bench.Venue.FindOrder("BTCUSDT", order.Id, null)!;
        Assert.Equal((SimOrderState.Expired, SimEndReason.GoodTillDate), (after.State, after.EndReason));
    }

    [Fact]
    public void a_taker_that_meets_too_many_makers_is_cut()
    {
        using var world = new SimWorld(bench.Market, VenueProfile.Binance(["BTCUSDT"]), VenueProfile.Okx(["BTCUSDT"]) with { MaxMakers = 3 }, bench.Clock, null);
        var order = Place(world.Okx, SimSide.Buy, 5m, 60_001m);

        Assert.Equal((3m, SimOrderState.Expired, SimEndReason.TooManyMakers), (order.Filled, order.State, order.EndReason));
        Assert.Equal(1000, VenueProfile.Okx(["BTCUSDT"]).MaxMakers);
    }

    public void Dispose() => bench.Dispose();

    private static (SimOrderState, decimal) Amended(SimOutcome outcome) => Bench.Taken(outcome) is var order ? (order.State, order.Filled) : default;

    private static SimOrder Place(VenueCore venue, SimSide side, decimal quantity, decimal price) =>
        Bench.Taken(venue.Place(new SimOrderRequest("BTCUSDT", side, SimOrderType.Limit, quantity, price)));
}
