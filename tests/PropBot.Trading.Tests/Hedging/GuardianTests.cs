using PropBot.Trading.Amounts;
using PropBot.Trading.Hedging;

namespace PropBot.Trading.Tests.Hedging;

public class GuardianTests
{
    private static readonly HedgingOptions Options = new();

    /// <summary>A long at 100 whose liquidation is that many per cent away; the short is safe.</summary>
    private static GuardianMove At(decimal distancePct, decimal open = 0.1m, bool fresh = true) => Guardian.Next(
        new GuardianFacts(
            new LegDanger(new Price(100m), new Price(100m - distancePct)), new LegDanger(new Price(100m), new Price(180m)),
            new Quantity(open), new Quantity(0.001m), new Quantity(0.01m), fresh),
        Options);

    public static TheoryData<decimal> FarAway() => [15m, 40m];

    public static TheoryData<decimal> Near() => [14.99m, 7m];

    public static TheoryData<decimal, decimal> TooNear() => new()
    {
        { 6.99m, 0.075m },
        { 3.5m, 0.075m },
        { 3.49m, 0.05m },
        { 1.75m, 0.05m },
        { 1.74m, 0m },
    };

    [Theory, MemberData(nameof(FarAway))]
    public void far_away_it_rests(decimal distance) => Assert.Equal(GuardianMove.Rest, At(distance));

    [Theory, MemberData(nameof(Near))]
    public void below_the_first_bound_it_pages(decimal distance) => Assert.Equal(new GuardianMove.Warn(distance), At(distance));

    [Theory, MemberData(nameof(TooNear))]
    public void below_the_second_it_trims_the_more_the_nearer(decimal distance, decimal target) =>
        Assert.Equal(new GuardianMove.TrimTo(new Quantity(target), distance), At(distance));

    [Fact]
    public void the_target_is_a_multiple_of_the_lot() => Assert.Equal(new GuardianMove.TrimTo(new Quantity(0.024m), 5m), At(5m, open: 0.033m));

    [Fact]
    public void what_would_be_too_small_to_keep_is_closed() => Assert.Equal(new GuardianMove.TrimTo(Quantity.Zero, 5m), At(5m, open: 0.013m));

    [Fact]
    public void on_a_position_read_before_the_last_trim_it_only_pages() => Assert.Equal(new GuardianMove.Warn(5m), At(5m, fresh: false));

    [Fact]
    public void the_nearer_leg_counts_and_a_leg_without_a_liquidation_price_does_not() => Assert.Equal(
        new GuardianMove.Warn(10m),
        Guardian.Next(
            new GuardianFacts(new LegDanger(new Price(100m), null), new LegDanger(new Price(100m), new Price(110m)), new Quantity(1m), new Quantity(0.001m), new Quantity(0.01m), true),
            Options));
}
