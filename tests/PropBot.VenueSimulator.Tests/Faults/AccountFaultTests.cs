using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Faults;
using PropBot.VenueSimulator.Tests.Core;

namespace PropBot.VenueSimulator.Tests.Faults;

/// <summary>What the board does to the account: takeovers, others' hands, funding, keys.</summary>
public sealed class AccountFaultTests : IDisposable
{
    private const string Symbol = "BTCUSDT";
    private readonly Bench bench = new();

    private FaultBoard Board => bench.Venue.Faults;

    [Fact]
    public void a_liquidation_ends_the_orders_and_takes_the_position_under_a_system_id()
    {
        bench.Buy(2m, 60_001m, SimTimeInForce.ImmediateOrCancel);
        var resting = bench.Buy(1m, 59_000m);
        bench.Events.Clear();
        Board.Apply(new FaultRule("binance", FaultKind.Liquidation) { Match = Symbol });

        Assert.Empty(bench.Venue.Positions());
        Assert.Equal((SimOrderState.Expired, SimEndReason.Liquidation), Now(resting) is var o ? (o.State, o.EndReason) : default);
        var system = bench.Venue.Orders()[^1];
        Assert.Equal((SimOrderOrigin.Liquidation, SimOrderState.Filled), (system.Origin, system.State));
        Assert.StartsWith("autoclose-", system.ClientId, StringComparison.Ordinal);
        Assert.Contains(bench.Events, e => e is VenueEvent.AccountChanged { Cause: AccountCause.Liquidation });
        Bench.AssertWalletIsTheSum(bench.Venue);
    }

    [Fact]
    public void deleveraging_takes_a_part_and_the_other_venue_gives_its_order_no_client_id()
    {
        bench.Sell(3m, 59_990m, SimTimeInForce.ImmediateOrCancel);
        Board.Apply(new FaultRule("binance", FaultKind.Adl) { Share = 0.4m });
        Assert.Equal(-1.8m, bench.Venue.Position(Symbol).Position.Quantity);
        var system = bench.Venue.Orders()[^1];
        Assert.Equal(("adl_autoclose", SimOrderOrigin.Adl, SimEndReason.AutoDeleverage, 0m), (system.ClientId, system.Origin, system.EndReason, system.Fee));

        bench.World.Okx.Place(new SimOrderRequest(Symbol, SimSide.Buy, SimOrderType.Market, 1m, null));
        bench.World.Okx.Faults.Apply(new FaultRule("okx", FaultKind.Adl));
        Assert.Equal(("", 0m), (bench.World.Okx.Orders()[^1].ClientId, bench.World.Okx.Position(Symbol).Position.Quantity));
        Bench.AssertWalletIsTheSum(bench.World.Okx);
    }

    [Fact]
    public void another_hand_leaves_an_order_and_changes_the_position()
    {
        Board.Apply(new FaultRule("binance", FaultKind.ForeignOrder) { Match = Symbol, Side = SimSide.Sell, Quantity = 0.5m });
        Board.Apply(new FaultRule("binance", FaultKind.ForeignTrade) { Match = Symbol, Side = SimSide.Buy, Quantity = 0.2m });

        var resting = Assert.Single(bench.Venue.OpenOrders());
        Assert.Equal((SimOrderOrigin.Foreign, 61_200m, 0.5m), (resting.Origin, resting.Price, resting.Quantity));
        Assert.Equal(0.2m, bench.Venue.Position(Symbol).Position.Quantity);
        Assert.Equal(SimOrderOrigin.Foreign, Assert.Single(bench.Venue.Fills()).Origin);
    }

    [Fact]
    public void case_53_the_funding_interval_and_rate_change_and_each_time_is_settled_once()
    {
        bench.Buy(1m, 60_001m, SimTimeInForce.ImmediateOrCancel);
        Assert.Equal(TimeSpan.FromHours(8), bench.Venue.Reference(Symbol).FundingInterval);
        Board.Apply(new FaultRule("binance", FaultKind.FundingInterval) { Match = Symbol, Hours = 1 });
        Board.Apply(new FaultRule("binance", FaultKind.FundingRate) { Match = Symbol, Rate = -0.002m });

        var reference = bench.Venue.Reference(Symbol);
        Assert.Equal((TimeSpan.FromHours(1), bench.Venue.Now + TimeSpan.FromHours(1), -0.002m), (reference.FundingInterval, reference.NextFundingAt, reference.FundingRate));
        for (var i = 0; i < 180; i++) bench.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal([(120m, 1), (120m, 2), (120m, 3)], bench.Venue.Entries().Where(e => e.Kind == SimEntryKind.Funding).Select(e => (e.Amount, e.Time.Hour - 12)));
        Assert.Single(bench.Events.OfType<VenueEvent.FundingClockChanged>());
        Assert.Equal(TimeSpan.FromHours(8), bench.World.Okx.Reference(Symbol).FundingInterval);
    }

    [Fact]
    public void the_listen_key_ends_before_its_time()
    {
        bench.Venue.Keep(new SimListenKey("k1", bench.Venue.Now + TimeSpan.FromMinutes(60)));
        Board.Apply(new FaultRule("binance", FaultKind.ListenKeyExpiry) { At = TimeSpan.FromSeconds(5) });
        Assert.NotNull(bench.Venue.ListenKey);
        bench.Pass(TimeSpan.FromSeconds(5));

        Assert.Null(bench.Venue.ListenKey);
        Assert.Equal("k1", Assert.Single(bench.Events.OfType<VenueEvent.ListenKeyExpired>()).Key);
    }

    [Fact]
    public void a_skewed_venue_stamps_and_settles_by_its_own_time()
    {
        Board.Apply(new FaultRule("binance", FaultKind.ClockSkew) { Skew = TimeSpan.FromSeconds(90) });
        var order = bench.Buy(1m, 60_001m, SimTimeInForce.ImmediateOrCancel);
        Assert.Equal(bench.Clock.GetUtcNow() + TimeSpan.FromSeconds(90), order.CreatedAt);
        bench.Pass(TimeSpan.FromHours(4) - TimeSpan.FromSeconds(90));
        Assert.NotEqual(0m, bench.Venue.Header().Funding);
    }

    public void Dispose() => bench.Dispose();

    private SimOrder Now(SimOrder order) => bench.Venue.FindOrder(Symbol, order.Id, null)!;
}
