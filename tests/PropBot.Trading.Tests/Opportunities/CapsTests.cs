using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;
using PropBot.Trading.Opportunities;

namespace PropBot.Trading.Tests.Opportunities;

/// <summary>R25 and R18: the worst prices an order may carry.</summary>
public sealed class CapsTests
{
    private static readonly Price Tick = new(0.1m);
    private static readonly Bps Costs = new(23.5m);

    [Fact]
    public void the_first_leg_at_its_cap_still_nets_the_minimum_and_one_tick_worse_does_not()
    {
        var buy = Caps.FirstBuy(new Price(60_150m), 60_075m, Costs, new Bps(1m), Tick);
        Assert.True(Edge.Entry(buy, new Price(60_150m), 60_075m) - Costs >= new Bps(1m));
        Assert.True(Edge.Entry(new Price(buy.Value + 0.1m), new Price(60_150m), 60_075m) - Costs < new Bps(1m));

        var sell = Caps.FirstSell(new Price(60_000m), 60_075m, Costs, new Bps(1m), Tick);
        Assert.True(Edge.Entry(new Price(60_000m), sell, 60_075m) - Costs >= new Bps(1m));
        Assert.True(Edge.Entry(new Price(60_000m), new Price(sell.Value - 0.1m), 60_075m) - Costs < new Bps(1m));
    }

    [Fact]
    public void caps_are_rounded_inwards_to_the_tick()
    {
        Assert.Equal(60_060.0m, Caps.Second(Side.Buy, new Price(60_000.05m), new Bps(10m), Tick).Value); // 60,060.05005
        Assert.Equal(59_940.1m, Caps.Second(Side.Sell, new Price(60_000.05m), new Bps(10m), Tick).Value); // 59,940.04995
        Assert.Equal(60_060m, Caps.Second(Side.Buy, new Price(60_000m), new Bps(10m), Tick).Value);
        Assert.Equal(59_940m, Caps.Second(Side.Sell, new Price(60_000m), new Bps(10m), Tick).Value);
    }

    [Fact]
    public void the_venues_band_only_ever_tightens_a_cap()
    {
        var band = new PriceBand(new Price(59_990.05m), new Price(60_010.05m));
        Assert.Equal(60_010.0m, Caps.Second(Side.Buy, new Price(60_000m), new Bps(10m), Tick, band).Value);
        Assert.Equal(59_990.1m, Caps.Second(Side.Sell, new Price(60_000m), new Bps(10m), Tick, band).Value);
        Assert.Equal(59_000m, Caps.Second(Side.Buy, new Price(59_000m), Bps.Zero, Tick, band).Value);
        Assert.Equal(61_000m, Caps.Second(Side.Sell, new Price(61_000m), Bps.Zero, Tick, band).Value);
    }

    [Theory]
    [InlineData(0, 60_060, 59_940)]
    [InlineData(1, 60_120, 59_880)]
    [InlineData(3, 60_480, 59_520)]
    public void a_closing_cap_doubles_its_slippage_with_every_step(int step, decimal buy, decimal sell)
    {
        Assert.Equal(buy, Caps.Closing(Side.Buy, new Price(60_000m), new Bps(10m), step, Tick).Value);
        Assert.Equal(sell, Caps.Closing(Side.Sell, new Price(60_000m), new Bps(10m), step, Tick).Value);
    }

    [Fact]
    public void a_closing_cap_widens_as_far_as_the_band_and_no_further()
    {
        var band = new PriceBand(new Price(57_000m), new Price(63_000m));
        for (var step = 6; step < 80; step++)
        {
            Assert.Equal(63_000m, Caps.Closing(Side.Buy, new Price(60_000m), new Bps(10m), step, Tick, band).Value);
            Assert.Equal(57_000m, Caps.Closing(Side.Sell, new Price(60_000m), new Bps(10m), step, Tick, band).Value);
        }
    }

    [Fact]
    public void without_a_band_a_wide_sell_still_has_a_price() =>
        Assert.Equal(Tick, Caps.Closing(Side.Sell, new Price(60_000m), new Bps(10m), 70, Tick));
}
