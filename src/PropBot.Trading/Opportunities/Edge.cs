using PropBot.Trading.Amounts;
using PropBot.Trading.MarketData;
using PropBot.Trading.Positions;

namespace PropBot.Trading.Opportunities;

/// <summary>Everything an edge is made of besides the prices. Takers are fractions of notional.</summary>
public readonly record struct EdgeInputs(Bps Close, decimal TakerBuy, decimal TakerSell, Bps Drift, Bps Funding)
{
    /// <summary>Four fills, all takers: open and close on both venues.</summary>
    public Bps Fees => Bps.OfFraction(2m * (TakerBuy + TakerSell));

    /// <summary>What entry must exceed: close + fees + drift + funding.</summary>
    public Bps Costs => Close + Fees + Drift + Funding;
}

/// <summary>The edge of buying on one venue and selling on the other (R23), in bps of the mid of both venues.</summary>
public static class Edge
{
    public static Bps Entry(Price buyAverage, Price sellAverage, decimal mid) => new((sellAverage.Value - buyAverage.Value) / mid * 10_000m);

    public static EdgeParts Of(Price buyAverage, Price sellAverage, decimal mid, in EdgeInputs inputs) =>
        new(Entry(buyAverage, sellAverage, mid), inputs.Close, inputs.Fees, inputs.Drift, inputs.Funding);

    /// <summary>
    /// Settlements crossed within the hold, long on one venue and short on the other, each at its own interval; what is paid counts in
    /// full, what is received at half. Cost positive. Null while either venue's rate or settlement time is unknown.
    /// </summary>
    public static Bps? Funding(VenueBook longOn, VenueBook shortOn, DateTimeOffset now, TimeSpan hold)
    {
        if (longOn.FundingRate is not { } longRate || longOn.NextFunding is not { } longNext) return null;
        if (shortOn.FundingRate is not { } shortRate || shortOn.NextFunding is not { } shortNext) return null;
        var longTimes = Settlements(longNext, longOn.FundingInterval, now, hold);
        var shortTimes = Settlements(shortNext, shortOn.FundingInterval, now, hold);
        return Funding(longRate, longTimes, shortRate, shortTimes);
    }

    /// <param name="longRate">Fraction per settlement where we are long; positive: we pay.</param>
    /// <param name="shortRate">Fraction per settlement where we are short; positive: we receive.</param>
    public static Bps Funding(decimal longRate, int longTimes, decimal shortRate, int shortTimes) =>
        longTimes == 0 && shortTimes == 0 ? Bps.Zero : Bps.OfFraction(Counted(longRate) * longTimes + Counted(-shortRate) * shortTimes);

    /// <summary>How many settlements fall into (now, now + hold]. A next time that has passed is rolled forward by whole intervals.</summary>
    public static int Settlements(DateTimeOffset next, TimeSpan interval, DateTimeOffset now, TimeSpan hold)
    {
        var first = TicksToNext(next, interval, now);
        return first > hold.Ticks ? 0 : (int)((hold.Ticks - first) / interval.Ticks) + 1;
    }

    /// <summary>For how long from now on (exclusive) <see cref="Settlements"/> answers the same: until one passes or another comes into reach.</summary>
    public static TimeSpan SettlementsSteadyFor(DateTimeOffset next, TimeSpan interval, DateTimeOffset now, TimeSpan hold)
    {
        var first = TicksToNext(next, interval, now);
        var entering = first + Settlements(next, interval, now, hold) * interval.Ticks - hold.Ticks;
        return TimeSpan.FromTicks(Math.Min(first, entering));
    }

    private static long TicksToNext(DateTimeOffset next, TimeSpan interval, DateTimeOffset now)
    {
        var ticks = next.UtcTicks - now.UtcTicks;
        return ticks > 0 ? ticks : ticks + (-ticks / interval.Ticks + 1) * interval.Ticks;
    }

    private static decimal Counted(decimal cost) => cost < 0m ? cost / 2m : cost;
}
