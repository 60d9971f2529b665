using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Tests.Core;

/// <summary>Two-sided position mode: long and short of a symbol beside each other.</summary>
public sealed class TwoSidedTests : IDisposable
{
    private const string Symbol = "BTCUSDT";
    private readonly Bench bench = new();

    public TwoSidedTests() => Assert.Null(bench.Venue.SetHedgeMode(true));

    [Fact]
    public void long_and_short_stand_beside_each_other_and_close_by_their_own_side()
    {
        Place(SimSide.Buy, 2m, SimPositionSide.Long);
        Place(SimSide.Sell, 1m, SimPositionSide.Short);
        Assert.Equal([(SimPositionSide.Long, 2m), (SimPositionSide.Short, -1m)], bench.Venue.Positions().Select(p => (p.Position.Side, p.Position.Quantity)));

        bench.Pass(TimeSpan.FromSeconds(5));
        Place(SimSide.Sell, 2m, SimPositionSide.Long);
        Place(SimSide.Buy, 1m, SimPositionSide.Short);
        Assert.Empty(bench.Venue.Positions());
        Assert.NotEqual(0m, bench.Venue.Header().Realised);
        Bench.AssertWalletIsTheSum(bench.Venue);
    }

    [Fact]
    public void a_closing_side_never_turns_a_position_and_has_nothing_to_close_when_it_is_flat()
    {
        Assert.Equal(SimRefusal.ReduceOnlyRejected, Bench.No(Ask(SimSide.Sell, 1m, SimPositionSide.Long)));
        Place(SimSide.Buy, 1m, SimPositionSide.Long);
        var close = Place(SimSide.Sell, 3m, SimPositionSide.Long);

        Assert.Equal((1m, SimEndReason.ReduceOnly), (close.Filled, close.EndReason));
        Assert.Equal(0m, bench.Venue.Position(Symbol, SimPositionSide.Long).Position.Quantity);
    }

    [Fact]
    public void case_22_an_order_must_name_its_side_here_and_must_not_in_the_other_mode()
    {
        Assert.Equal(SimRefusal.WrongPositionSide, Bench.No(Ask(SimSide.Buy, 1m, SimPositionSide.Net)));
        using var oneWay = new Bench();
        Assert.Equal(SimRefusal.WrongPositionSide, Bench.No(oneWay.Venue.Place(Request(SimSide.Buy, 1m, SimPositionSide.Long))));
    }

    [Fact]
    public void both_sides_are_funded_and_both_are_liquidated()
    {
        Place(SimSide.Buy, 3m, SimPositionSide.Long);
        Place(SimSide.Sell, 1m, SimPositionSide.Short);
        bench.Pass(TimeSpan.FromHours(4));
        Assert.Equal([-18m, 6m], bench.Venue.Entries().Where(e => e.Kind == SimEntryKind.Funding).Select(e => e.Amount).Order());

        bench.Venue.Liquidate(Symbol);
        Assert.Empty(bench.Venue.Positions());
        Assert.Equal([SimPositionSide.Long, SimPositionSide.Short], bench.Venue.Orders().TakeLast(2).Select(o => o.PositionSide).Order());
        Bench.AssertWalletIsTheSum(bench.Venue);
    }

    public void Dispose() => bench.Dispose();

    private static SimOrderRequest Request(SimSide side, decimal quantity, SimPositionSide position) =>
        new(Symbol, side, SimOrderType.Limit, quantity, side == SimSide.Buy ? 60_001m : 59_990m, SimTimeInForce.ImmediateOrCancel) { PositionSide = position };

    private SimOutcome Ask(SimSide side, decimal quantity, SimPositionSide position) => bench.Venue.Place(Request(side, quantity, position));

    private SimOrder Place(SimSide side, decimal quantity, SimPositionSide position) => Bench.Taken(Ask(side, quantity, position));
}
