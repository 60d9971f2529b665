using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Opportunities;

/// <summary>What a venue lets an order's limit be now; null = that side is not known.</summary>
public readonly record struct PriceBand(Price? Lowest, Price? Highest);

/// <summary>
/// Worst prices an order may carry (R25, R18). Rounded inwards: a buy's cap down to the tick, a sell's up, so that rounding never gives
/// away more than was decided; then clipped to the venue's band.
/// </summary>
public static class Caps
{
    /// <summary>A buy first leg: the highest price that still nets the minimum against the other venue's average.</summary>
    /// <param name="costs">close + fees + drift + funding.</param>
    public static Price FirstBuy(Price sellAverage, decimal mid, Bps costs, Bps minimum, Price tick, PriceBand band = default) =>
        Inwards(Side.Buy, sellAverage.Value - mid * (costs + minimum).Fraction, tick, band);

    /// <summary>A sell first leg: the lowest price that still nets the minimum against the other venue's average.</summary>
    public static Price FirstSell(Price buyAverage, decimal mid, Bps costs, Bps minimum, Price tick, PriceBand band = default) =>
        Inwards(Side.Sell, buyAverage.Value + mid * (costs + minimum).Fraction, tick, band);

    /// <summary>The second leg: planned price ± the slippage allowed; the same on every retry.</summary>
    public static Price Second(Side side, Price planned, Bps slippage, Price tick, PriceBand band = default) =>
        Inwards(side, planned.Value * (1m + side.Sign() * slippage.Fraction), tick, band);

    /// <summary>A close: planned price ± slippage · 2ⁿ, as far as the band goes. Step 0 is the first try.</summary>
    public static Price Closing(Side side, Price planned, Bps slippage, int step, Price tick, PriceBand band = default)
    {
        // Beyond 2²⁰ only the band (or the smallest price there is) can be the answer.
        var widened = slippage.Fraction * (1L << Math.Clamp(step, 0, 20));
        return Inwards(side, planned.Value * (1m + side.Sign() * widened), tick, band);
    }

    /// <summary>
    /// Rounds a limit inwards to the tick and clips it to the band's own side: a buy's cap never rises and a sell's never falls through
    /// clipping. Never below one tick.
    /// </summary>
    public static Price Inwards(Side side, decimal price, Price tick, PriceBand band = default)
    {
        if (side == Side.Buy && band.Highest is { } highest) price = Math.Min(price, highest.Value);
        if (side == Side.Sell && band.Lowest is { } lowest) price = Math.Max(price, lowest.Value);
        var rounded = side == Side.Buy ? Decimals.FloorTo(price, tick.Value) : Decimals.CeilingTo(price, tick.Value);
        return new Price(Math.Max(rounded, tick.Value));
    }
}
