using PropBot.Trading.Hedging;
using PropBot.Trading.Instruments;
using PropBot.Trading.Orders;
using PropBot.Trading.Positions;

namespace PropBot.Trading.Desk.Truth;

/// <summary>What all hedges together have open, in USDT, counted in one pass and without garbage: the gate asks it before every opening.</summary>
internal readonly struct OpenTotals
{
    private readonly (decimal Notional, int Orders) binance;
    private readonly (decimal Notional, int Orders) okx;

    private OpenTotals(DeskMemory m)
    {
        foreach (var hedge in m.Hedges.Values)
        {
            var notional = NotionalOf(hedge);
            Notional += notional;
            if (!hedge.Simulated)
            {
                RealNotional += notional;
                if (hedge.State == HedgeState.Partial) Partials++;
            }

            binance = (binance.Notional + AtMark(m, hedge, Venue.Binance), binance.Orders + Resting(hedge.Leg(Venue.Binance)));
            okx = (okx.Notional + AtMark(m, hedge, Venue.Okx), okx.Orders + Resting(hedge.Leg(Venue.Okx)));
        }
    }

    /// <summary>A hedge counts once, not per leg (contract 7.3).</summary>
    public decimal Notional { get; }

    /// <summary>Without simulated hedges.</summary>
    public decimal RealNotional { get; }

    /// <summary>Real hedges that are partial.</summary>
    public int Partials { get; }

    /// <summary>Of all our legs there, at mark.</summary>
    public decimal NotionalOn(Venue venue) => venue == Venue.Binance ? binance.Notional : okx.Notional;

    /// <summary>Orders of ours that may rest there now.</summary>
    public int OrdersOn(Venue venue) => venue == Venue.Binance ? binance.Orders : okx.Orders;

    public static OpenTotals Of(DeskMemory m) => new(m);

    public static decimal NotionalOf(List<Hedge> hedges)
    {
        var sum = 0m;
        foreach (var hedge in hedges) sum += NotionalOf(hedge);
        return sum;
    }

    // What a hedge was meant to hold counts from the first moment, and what it holds if that is more.
    private static decimal NotionalOf(Hedge hedge) => Math.Max(hedge.Long.EnteredValue, hedge.Planned.Value * hedge.Mid);

    private static decimal AtMark(DeskMemory m, Hedge hedge, Venue venue)
    {
        var mark = hedge.Pair >= 0 ? m.Books[hedge.Pair][venue].Mark : null;
        return hedge.Leg(venue).Open.Value * (mark?.Value ?? hedge.Mid);
    }

    private static int Resting(LegBook leg)
    {
        var resting = 0;
        for (var i = 0; i < leg.Orders.Count; i++)
            if (!leg.Orders[i].State.IsTerminal()) resting++;
        return resting;
    }
}
