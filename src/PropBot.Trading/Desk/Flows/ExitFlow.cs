using PropBot.Trading.Amounts;
using PropBot.Trading.Control;
using PropBot.Trading.Hedging;
using PropBot.Trading.Instruments;
using PropBot.Trading.Opportunities;
using PropBot.Trading.Positions;

namespace PropBot.Trading.Desk.Flows;

/// <summary>Looks at each open hedge after a quote of its pair and asks whether to close (R30).</summary>
internal sealed class ExitFlow(DeskMemory m, HedgeFlow hedges)
{
    public void Look(int pair)
    {
        var open = m.OpenByPair[pair];
        for (var i = open.Count - 1; i >= 0; i--)
        {
            if (open[i].State == HedgeState.Hedged) Look(open[i]);
        }
    }

    /// <summary>What closing now would bring, in bps of entry notional; null when a book cannot tell.</summary>
    public Bps? ClosePnl(Hedge hedge)
    {
        if (!IsFresh(hedge) || Taker(hedge.Long) is not { } longFee || Taker(hedge.Short) is not { } shortFee) return null;
        var books = m.Books[hedge.Pair];
        if (!books[hedge.Long.Venue].TryFill(Side.Sell, hedge.Long.Open, out var sell)) return null;
        if (!books[hedge.Short.Venue].TryFill(Side.Buy, hedge.Short.Open, out var buy)) return null;
        return ExitEdge.ClosePnl(hedge.ToRecord(), sell.Average, buy.Average, longFee, shortFee);
    }

    private void Look(Hedge hedge)
    {
        var books = m.Books[hedge.Pair];
        var (longBook, shortBook) = (books[hedge.Long.Venue], books[hedge.Short.Venue]);
        var basis = IsFresh(hedge) ? ExitEdge.MidBasis(longBook, shortBook) : null;
        var moved = basis is { } now ? ExitEdge.AgainstUs(EntryBasis(hedge), now) : (Bps?)null;
        if (moved is null || moved < m.Options.Hedging.Stop) hedge.StopSince = null;
        else hedge.StopSince ??= m.Now;

        var funding = ExitEdge.NextFunding(longBook, shortBook);
        var facts = new ExitFacts(
            ClosePnl(hedge), moved, hedge.StopSince is { } since ? m.Now - since : TimeSpan.Zero, m.Now - hedge.OpenedAt,
            funding?.Cost, funding?.At - m.Now, Convergence(hedge, basis), m.State == DeskState.Hold, CanReduce(hedge));
        if (HedgeExit.Reason(facts, m.Options.Hedging) is not { } reason || !CanReduce(hedge)) return;
        if (!ExitReasons.CanWait(reason) || m.Now >= hedge.ExitNotBefore) hedges.StartClosing(hedge, reason);
    }

    private bool CanReduce(Hedge hedge) => hedge.Simulated ||
        (m.Venues[0].IsUp && m.Venues[1].IsUp && m.IsAgreed(hedge.Symbol) && hedge.Long.Instrument.Status != InstrumentStatus.Halted && hedge.Short.Instrument.Status != InstrumentStatus.Halted);

    private bool IsFresh(Hedge hedge)
    {
        var age = m.Options.MarketData.MaxQuoteAge;
        return m.Books[hedge.Pair][Venue.Binance].IsFresh(m.Now, age) && m.Books[hedge.Pair][Venue.Okx].IsFresh(m.Now, age);
    }

    private Bps? Convergence(Hedge hedge, Bps? basis) =>
        m.History[hedge.Pair].Close(hedge.Long.Venue, m.Options.Opportunities.ClosePrior) is { } later && basis is { } now ? now - later : null;

    private decimal? Taker(LegBook leg) => m.Status(leg.Venue).Fees.GetValueOrDefault(leg.Instrument.Symbol)?.Taker;

    private static Bps EntryBasis(Hedge hedge) => new((hedge.Short.Planned.Value - hedge.Long.Planned.Value) / hedge.Mid * 10_000m);
}
