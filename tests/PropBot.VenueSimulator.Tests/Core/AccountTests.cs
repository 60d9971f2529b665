using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Tests.Core;

public sealed class AccountTests : IDisposable
{
    private readonly Bench bench = new();

    [Fact]
    public void a_round_trip_realises_exactly_the_difference_of_its_fills()
    {
        bench.Buy(0.7m, 60_001m, SimTimeInForce.ImmediateOrCancel);
        bench.Buy(2.6m, 60_001m, SimTimeInForce.ImmediateOrCancel);
        bench.Market.Bid = 60_013.7m;
        bench.Market.Ask = 60_013.9m;
        bench.Pass(TimeSpan.FromSeconds(2));
        foreach (var part in new[] { 0.333m, 1.1m, 0.001m, 1.866m }) bench.Sell(part, 60_010m, SimTimeInForce.ImmediateOrCancel);

        var cash = bench.Venue.Fills().Sum(f => (f.Side == SimSide.Sell ? 1m : -1m) * f.Price * f.Quantity);
        Assert.Equal(0m, bench.Venue.Position("BTCUSDT").Position.Quantity);
        Assert.Equal(cash, bench.Venue.Header().Realised);
        Assert.Equal(0m, bench.Venue.Position("BTCUSDT").Position.EntryValue);
        Bench.AssertWalletIsTheSum(bench.Venue);
    }

    [Fact]
    public void a_flip_closes_first_and_opens_the_rest()
    {
        bench.Buy(1m, 60_001m, SimTimeInForce.ImmediateOrCancel);
        bench.Sell(3m, 59_990m, SimTimeInForce.ImmediateOrCancel);

        var position = bench.Venue.Position("BTCUSDT").Position;
        Assert.Equal(-2m, position.Quantity);
        Assert.Equal(-(59_999.8m + 59_999.7m), position.EntryValue);
        Assert.Equal(59_999.9m - 60_000.1m, bench.Venue.Header().Realised);
        Bench.AssertWalletIsTheSum(bench.Venue);
    }

    [Fact]
    public void a_taker_pays_the_profiles_rate_on_its_value()
    {
        bench.Buy(1m, 60_001m, SimTimeInForce.ImmediateOrCancel);
        Assert.Equal(60_000.1m * 0.00045m, Assert.Single(bench.Venue.Fills()).Fee);
    }

    [Theory]
    [InlineData(0.0001)]
    [InlineData(-0.00017)]
    public void funding_is_paid_at_the_boundary_by_longs_when_positive_and_once(double rate)
    {
        bench.Market.FundingRate = (decimal)rate;
        bench.Buy(2m, 60_001m, SimTimeInForce.ImmediateOrCancel);
        var before = bench.Venue.Header().Wallet;
        bench.Pass(TimeSpan.FromHours(4) - TimeSpan.FromSeconds(1));
        Assert.Equal(0m, bench.Venue.Header().Funding);
        bench.Pass(TimeSpan.FromSeconds(1));
        bench.Pass(TimeSpan.FromSeconds(1));

        var expected = -2m * 60_000m * (decimal)rate;
        Assert.Equal(expected, bench.Venue.Header().Funding);
        Assert.Equal(before + expected, bench.Venue.Header().Wallet);
        var told = Assert.Single(bench.Events.OfType<VenueEvent.AccountChanged>(), e => e.Cause == AccountCause.Funding);
        Assert.Equal(expected, told.Change);
        Bench.AssertWalletIsTheSum(bench.Venue);
    }

    [Fact]
    public void every_boundary_slept_through_is_settled()
    {
        bench.Sell(1m, 59_990m, SimTimeInForce.ImmediateOrCancel);
        bench.Pass(TimeSpan.FromHours(21));

        Assert.Equal(3, bench.Venue.Entries().Count(e => e.Kind == SimEntryKind.Funding));
        Assert.Equal(3 * 6m, bench.Venue.Header().Funding);
    }

    [Fact]
    public void an_isolated_position_is_liquidated_when_its_margin_is_used_up_and_no_more_than_that_is_lost()
    {
        bench.Venue.SetMarginMode("BTCUSDT", isolated: true);
        bench.Buy(1m, 60_001m, SimTimeInForce.ImmediateOrCancel);
        var margin = bench.Venue.Position("BTCUSDT").Position.IsolatedMargin;
        Assert.Equal(60_000.1m / 20m, margin);
        var before = bench.Venue.Header().Wallet;
        bench.Market.Mark = 57_100m;
        bench.Pass(TimeSpan.FromMilliseconds(100));

        Assert.Empty(bench.Venue.Positions());
        var taken = bench.Venue.Orders()[^1];
        Assert.Equal(SimEndReason.Liquidation, taken.EndReason);
        Assert.StartsWith("autoclose-", taken.ClientId, StringComparison.Ordinal);
        Assert.Equal(before - margin, bench.Venue.Header().Wallet);
        Bench.AssertWalletIsTheSum(bench.Venue);
    }

    [Fact]
    public void a_cross_account_is_liquidated_when_the_wallet_is_used_up()
    {
        bench.Buy(5m, 60_001m, SimTimeInForce.ImmediateOrCancel);
        bench.Market.Mark = 40_100m;
        bench.Pass(TimeSpan.FromMilliseconds(100));

        Assert.Empty(bench.Venue.Positions());
        Assert.Equal(0m, bench.Venue.Header().Wallet);
        Bench.AssertWalletIsTheSum(bench.Venue);
    }

    [Fact]
    public void margin_mode_and_position_mode_cannot_change_under_a_position()
    {
        bench.Buy(1m, 60_001m, SimTimeInForce.ImmediateOrCancel);
        Assert.Equal(SimRefusal.PositionInTheWay, bench.Venue.SetMarginMode("BTCUSDT", isolated: true));
        Assert.Equal(SimRefusal.PositionInTheWay, bench.Venue.SetHedgeMode(true));
        Assert.Equal(SimRefusal.NothingToChange, bench.Venue.SetMarginMode("BTCUSDT", isolated: false));
        Assert.Equal(SimRefusal.OutOfRange, bench.Venue.SetLeverage("BTCUSDT", 126));
        Assert.Null(bench.Venue.SetLeverage("BTCUSDT", 2));
        Assert.Equal(2, bench.Venue.Setting("BTCUSDT").Leverage);
    }

    public void Dispose() => bench.Dispose();
}
