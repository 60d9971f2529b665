using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;
using PropBot.Trading.Opportunities;

namespace PropBot.Trading.Tests.Opportunities;

/// <summary>R24.</summary>
public sealed class SizingTests
{
    private static Instrument On(Venue venue, decimal lot, decimal minimum, decimal minimumNotional = 0m, decimal maximum = 1_000m) => new(
        venue, "BTCUSDT", "x", new Price(0.1m), new Quantity(lot), new Quantity(minimum), new Quantity(maximum),
        Money.OfUsdt(minimumNotional), InstrumentStatus.Trading);

    private static decimal Size(decimal notional, decimal price, Instrument a, Instrument b) => Sizing.For(notional, price, a, b).Value;

    [Fact]
    public void it_is_a_multiple_of_both_lots()
    {
        Assert.Equal(0.016m, Size(1_000m, 60_000m, On(Venue.Binance, 0.001m, 0.001m), On(Venue.Okx, 0.0001m, 0.0001m)));
        Assert.Equal(0.012m, Size(1_000m, 60_000m, On(Venue.Binance, 0.004m, 0.004m), On(Venue.Okx, 0.006m, 0.006m)));
        Assert.Equal(15m, Size(1_000m, 60m, On(Venue.Binance, 1m, 1m), On(Venue.Okx, 2.5m, 2.5m)));
    }

    [Fact]
    public void it_is_the_same_whichever_venue_comes_first()
    {
        Instrument a = On(Venue.Binance, 0.004m, 0.004m), b = On(Venue.Okx, 0.006m, 0.006m);
        Assert.Equal(Size(5_000m, 60_000m, a, b), Size(5_000m, 60_000m, b, a));
    }

    [Fact]
    public void below_either_minimum_it_is_zero()
    {
        Assert.Equal(0m, Size(1_000m, 60_000m, On(Venue.Binance, 0.001m, 0.02m), On(Venue.Okx, 0.001m, 0.001m)));
        Assert.Equal(0m, Size(1_000m, 60_000m, On(Venue.Binance, 0.001m, 0.001m), On(Venue.Okx, 0.001m, 0.02m)));
        Assert.Equal(0m, Size(50m, 60_000m, On(Venue.Binance, 0.001m, 0.001m), On(Venue.Okx, 0.001m, 0.001m)));
        Assert.Equal(0m, Size(0m, 60_000m, On(Venue.Binance, 0.001m, 0.001m), On(Venue.Okx, 0.001m, 0.001m)));
    }

    [Fact]
    public void below_a_minimum_notional_it_is_zero()
    {
        Assert.Equal(0m, Size(119m, 60_000m, On(Venue.Binance, 0.001m, 0.001m, 100m), On(Venue.Okx, 0.001m, 0.001m))); // 0.001 = 60 USDT
        Assert.Equal(0.002m, Size(120m, 60_000m, On(Venue.Binance, 0.001m, 0.001m, 100m), On(Venue.Okx, 0.001m, 0.001m)));
    }

    [Fact]
    public void it_stays_within_both_maximums() =>
        Assert.Equal(0.4m, Size(1_000_000m, 60_000m, On(Venue.Binance, 0.1m, 0.1m, maximum: 1m), On(Venue.Okx, 0.1m, 0.1m, maximum: 0.45m)));
}
