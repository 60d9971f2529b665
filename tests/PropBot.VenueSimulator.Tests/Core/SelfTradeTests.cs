using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Tests.Core;

/// <summary>The account's own orders meet: the taker's mode decides who ends (wire-protocols §1.6, §2.9, §2.11).</summary>
public sealed class SelfTradeTests : IDisposable
{
    private readonly Bench bench = new();

    [Fact]
    public void case_28_by_default_the_resting_order_expires_and_the_taker_goes_on()
    {
        var maker = bench.Buy(1m, 60_000m);
        var taker = bench.Sell(1.5m, 59_999.9m);

        Assert.Equal((SimOrderState.Expired, SimEndReason.SelfTrade, 0m), Now(maker) is var m ? (m.State, m.EndReason, m.Filled) : default);
        Assert.Equal((1m, SimOrderState.PartiallyFilled), (taker.Filled, taker.State));
        Assert.Equal(SimSelfTrade.ExpireMaker, taker.SelfTrade);
    }

    [Fact]
    public void case_28_the_taker_expires_where_it_meets_its_own_and_keeps_what_it_took_before()
    {
        var maker = bench.Buy(1m, 59_999.9m);
        var taker = Place(SimSide.Sell, 3m, 59_999m, SimSelfTrade.ExpireTaker);

        // Others stood at that price before our order came: they are met first.
        Assert.Equal((1m, SimOrderState.Expired, SimEndReason.SelfTrade), (taker.Filled, taker.State, taker.EndReason));
        Assert.True(Now(maker).IsOpen);
    }

    [Fact]
    public void case_28_both_expire()
    {
        var maker = bench.Buy(1m, 60_000m);
        var taker = Place(SimSide.Sell, 3m, 59_999m, SimSelfTrade.ExpireBoth);

        Assert.Equal((0m, SimEndReason.SelfTrade), (taker.Filled, taker.EndReason));
        Assert.Equal(SimEndReason.SelfTrade, Now(maker).EndReason);
        Assert.Empty(bench.Venue.Fills());
    }

    [Fact]
    public void case_28_the_other_venue_has_the_same_default_and_the_account_can_have_another()
    {
        Assert.Equal(SimSelfTrade.ExpireMaker, bench.World.Okx.SelfTrade);
        bench.World.Okx.SetSelfTrade(SimSelfTrade.ExpireTaker);
        var maker = Bench.Taken(bench.World.Okx.Place(new SimOrderRequest("BTCUSDT", SimSide.Buy, SimOrderType.Limit, 1m, 60_000m)));
        var taker = Bench.Taken(bench.World.Okx.Place(new SimOrderRequest("BTCUSDT", SimSide.Sell, SimOrderType.Limit, 1m, 60_000m)));

        Assert.Equal((SimOrderState.Expired, SimEndReason.SelfTrade), (taker.State, taker.EndReason));
        Assert.True(bench.World.Okx.FindOrder("BTCUSDT", maker.Id, null)!.IsOpen);
    }

    [Fact]
    public void without_a_mode_they_trade_with_each_other_under_one_number_and_the_position_stays()
    {
        var maker = bench.Buy(1m, 60_000m);
        var taker = Place(SimSide.Sell, 1m, 60_000m, SimSelfTrade.None);

        Assert.Equal((SimOrderState.Filled, SimOrderState.Filled), (taker.State, Now(maker).State));
        var fills = bench.Venue.Fills();
        Assert.Equal([(SimSide.Sell, false), (SimSide.Buy, true)], fills.Select(f => (f.Side, f.Maker)));
        Assert.Equal(fills[0].TradeId, fills[1].TradeId);
        Assert.Equal(0m, bench.Venue.Position("BTCUSDT").Position.Quantity);
        Assert.Single(bench.Venue.RecentTrades("BTCUSDT"), t => t.Id == fills[0].TradeId);
        Bench.AssertWalletIsTheSum(bench.Venue);
    }

    [Fact]
    public void a_fill_or_kill_ignores_the_mode_and_a_post_only_would_take_its_own()
    {
        bench.Buy(1m, 60_000m);
        Assert.Equal(SimRefusal.PostOnlyWouldTake, Bench.No(bench.Place(SimSide.Sell, 1m, 60_000m, SimTimeInForce.PostOnly)));
        Assert.Equal(SimOrderState.Filled, bench.Sell(1m, 60_000m, SimTimeInForce.FillOrKill).State);
    }

    [Fact]
    public void one_price_is_served_in_the_order_of_arrival_and_an_amended_order_goes_to_its_end()
    {
        var first = bench.Buy(1m, 60_000m);
        var second = bench.Buy(1m, 60_000m);
        bench.Venue.Amend("BTCUSDT", first.Id, null, 2m, null);
        Place(SimSide.Sell, 1m, 60_000m, SimSelfTrade.None);

        Assert.Equal((0m, 1m), (Now(first).Filled, Now(second).Filled));
    }

    [Fact]
    public void who_came_later_to_a_level_stands_behind_our_order()
    {
        bench.Market.LevelQuantity = 0.4m;
        bench.Pass(TimeSpan.FromMilliseconds(100));
        var maker = bench.Buy(1m, 59_999.9m);
        bench.Market.LevelQuantity = 2m;
        bench.Pass(TimeSpan.FromMilliseconds(100));
        Place(SimSide.Sell, 1m, 59_999.9m, SimSelfTrade.None);

        Assert.Equal(0.6m, Now(maker).Filled);
    }

    public void Dispose() => bench.Dispose();

    private SimOrder Now(SimOrder order) => bench.Venue.FindOrder("BTCUSDT", order.Id, null)!;

    private SimOrder Place(SimSide side, decimal quantity, decimal price, SimSelfTrade mode) =>
        Bench.Taken(bench.Venue.Place(new SimOrderRequest("BTCUSDT", side, SimOrderType.Limit, quantity, price) { SelfTrade = mode }));
}
