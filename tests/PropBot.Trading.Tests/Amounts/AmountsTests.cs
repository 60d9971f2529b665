using PropBot.Trading.Amounts;

namespace PropBot.Trading.Tests.Amounts;

public class AmountsTests
{
    [Fact]
    public void two_currencies_are_never_added() => Assert.Throws<InvalidOperationException>(() => Money.OfUsdt(1m) + new Money(1m, "BTC"));

    [Theory, InlineData(0.001, 0.0001, 0.001), InlineData(0.01, 0.003, 0.03), InlineData(1, 0.1, 1), InlineData(0.05, 0.02, 0.1)]
    public void the_common_lot_is_the_least_multiple_of_both(double left, double right, double common) =>
        Assert.Equal((decimal)common, Decimals.LeastCommonMultiple((decimal)left, (decimal)right));

    [Fact]
    public void quantities_round_down_to_the_lot() => Assert.Equal(new Quantity(0.016m), new Quantity(0.01699m).FloorTo(new Quantity(0.001m)));

    [Fact]
    public void decimals_are_written_plainly() => Assert.Equal("0.0000001", Decimals.Plain(0.00000010m));

    [Fact]
    public void basis_points_run_from_the_first_price() => Assert.Equal(25m, Bps.Between(new Price(60_000m), new Price(60_150m)).Value);
}
