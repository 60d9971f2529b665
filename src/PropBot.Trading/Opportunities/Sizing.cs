using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Opportunities;

/// <summary>How much to trade: one base quantity for both venues (R24).</summary>
public static class Sizing
{
    /// <summary>
    /// The largest quantity worth at most the notional that is a multiple of both lots and within both maximums; zero when it would be
    /// below a minimum quantity or minimum notional of either venue.
    /// </summary>
    public static Quantity For(decimal notionalUsdt, decimal price, Instrument a, Instrument b)
    {
        if (notionalUsdt <= 0m || price <= 0m) return Quantity.Zero;
        var step = new Quantity(Decimals.LeastCommonMultiple(a.Lot.Value, b.Lot.Value));
        var wished = new Quantity(notionalUsdt / price);
        if (a.MaxQuantity > Quantity.Zero) wished = Quantity.Min(wished, a.MaxQuantity);
        if (b.MaxQuantity > Quantity.Zero) wished = Quantity.Min(wished, b.MaxQuantity);
        var quantity = wished.FloorTo(step);
        return Holds(quantity, price, a) && Holds(quantity, price, b) ? quantity : Quantity.Zero;
    }

    private static bool Holds(Quantity quantity, decimal price, Instrument on) =>
        !quantity.IsZero && quantity >= on.MinQuantity && quantity.Value * price >= on.MinNotional.Amount;
}
