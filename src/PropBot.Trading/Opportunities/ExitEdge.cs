using PropBot.Trading.Amounts;
using PropBot.Trading.MarketData;
using PropBot.Trading.Positions;

namespace PropBot.Trading.Opportunities;

/// <summary>What an open hedge is worth if closed now, and how the basis has moved against it (R30).</summary>
public static class ExitEdge
{
    /// <summary>
    /// Fills so far + executable close of what is open − remaining taker fees ± funding booked, in bps of entry notional
    /// (the mean of both legs' entered notional). Null when nothing has been entered on both legs.
    /// </summary>
    /// <param name="sellLong">Average price at which the long leg's open quantity sells now.</param>
    /// <param name="buyShort">Average price at which the short leg's open quantity is bought back now.</param>
    /// <param name="takerLong">Taker fee of the long leg's venue, a fraction.</param>
    public static Bps? ClosePnl(HedgeRecord hedge, Price sellLong, Price buyShort, decimal takerLong, decimal takerShort)
    {
        var entered = (Entered(hedge.Long) + Entered(hedge.Short)) / 2m;
        if (hedge.Long.Entered.IsZero || hedge.Short.Entered.IsZero || entered <= 0m) return null;
        decimal longClose = hedge.Long.Open.Value * sellLong.Value, shortClose = hedge.Short.Open.Value * buyShort.Value;
        var fills = Exited(hedge.Long) - Entered(hedge.Long) + Entered(hedge.Short) - Exited(hedge.Short);
        var close = longClose - shortClose - longClose * takerLong - shortClose * takerShort;
        var booked = hedge.Long.Funding.Amount + hedge.Short.Funding.Amount - hedge.Long.Fees.Amount - hedge.Short.Fees.Amount;
        return new Bps((fills + close + booked) / entered * 10_000m);
    }

    /// <summary>How far the mid where we are short lies above the mid where we are long, in bps of both mids' mean. Null without both tops.</summary>
    public static Bps? MidBasis(VenueBook longOn, VenueBook shortOn)
    {
        if (!longOn.Bid.IsSet || !longOn.Ask.IsSet || !shortOn.Bid.IsSet || !shortOn.Ask.IsSet) return null;
        decimal low = longOn.Bid.Value + longOn.Ask.Value, high = shortOn.Bid.Value + shortOn.Ask.Value;
        return new Bps((high - low) * 20_000m / (high + low));
    }

    /// <summary>How far the mid basis has moved against us since entry; positive = against.</summary>
    public static Bps AgainstUs(Bps midBasisAtEntry, Bps midBasisNow) => midBasisNow - midBasisAtEntry;

    /// <summary>
    /// Net cost of the next settlement of either venue (both when they fall together), in bps of notional, cost positive, and when it is.
    /// Null while a rate or time is unknown.
    /// </summary>
    public static (Bps Cost, DateTimeOffset At)? NextFunding(VenueBook longOn, VenueBook shortOn)
    {
        if (longOn.FundingRate is not { } longRate || longOn.NextFunding is not { } longAt) return null;
        if (shortOn.FundingRate is not { } shortRate || shortOn.NextFunding is not { } shortAt) return null;
        var at = longAt <= shortAt ? longAt : shortAt;
        var cost = (longAt == at ? longRate : 0m) - (shortAt == at ? shortRate : 0m);
        return (Bps.OfFraction(cost), at);
    }

    private static decimal Entered(LegRecord leg) => leg.Entered.Value * (leg.EntryPrice?.Value ?? 0m);

    private static decimal Exited(LegRecord leg) => leg.Exited.Value * (leg.ExitPrice?.Value ?? 0m);
}
