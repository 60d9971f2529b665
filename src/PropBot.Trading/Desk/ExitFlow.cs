using PropBot.Trading.Amounts;
using PropBot.Trading.Control;
using PropBot.Trading.Hedging;
using PropBot.Trading.Instruments;
using PropBot.Trading.Opportunities;
using PropBot.Trading.Positions;

namespace PropBot.Trading.Desk;

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

    /// <summary>What closing now would bring, in bps of entry notional; null when a book cannot tell. Also shown to people.</summary>
    public Bps? ClosePnl(Hedge hedge)
    {
        var books = m.Books[hedge.Pair];
        var age = m.Options.MarketData.MaxQuoteAge;
        if (!books[Venue.Binance].IsFresh(m.Now, age) || !books[Venue.Okx].IsFresh(m.Now, age)) return null;
        if (!books[hedge.Long.Venue].TryFill(Side.Sell, hedge.Long.Open, out var sell)) return null;
        if (!books[hedge.Short.Venue].TryFill(Side.Buy, hedge.Short.Open, out var buy)) return null;
        if (Taker(hedge.Long) is not { } longFee || Taker(hedge.Short) is not { } shortFee || hedge.EntryNotional <= 0m) return null;
        var sold = sell.Average.Value * hedge.Long.Open.Value;
        var bought = buy.Average.Value * hedge.Short.Open.Value;
        var open = sold - bought - hedge.Long.EnteredValue + hedge.Short.EnteredValue + hedge.Long.ExitedValue - hedge.Short.ExitedValue;
        var costs = hedge.Long.Fees + hedge.Short.Fees + sold * longFee + bought * shortFee - hedge.Long.Funding - hedge.Short.Funding;
        return new Bps((open - costs) / hedge.EntryNotional * 10_000m);
    }

    private void Look(Hedge hedge)
    {
        var moved = MovedAgainst(hedge);
        if (moved is null || moved < m.Options.Hedging.Stop) hedge.StopSince = null;
        else hedge.StopSince ??= m.Now;
        var cost = FundingCost(hedge, out var left);
        var facts = new ExitFacts(
            ClosePnl(hedge), moved, hedge.StopSince is { } since ? m.Now - since : TimeSpan.Zero, m.Now - hedge.OpenedAt,
            cost, left, Converging(hedge), m.State == DeskState.Hold, CanReduce(hedge));
        if (HedgeExit.Reason(facts, m.Options.Hedging) is { } reason && CanReduce(hedge)) hedges.StartClosing(hedge, reason);
    }

    private bool CanReduce(Hedge hedge) => hedge.Simulated || (m.Venues[0].IsUp && m.Venues[1].IsUp && !m.Desync);

    // Basis = sell venue mid − buy venue mid. It was high when we entered; rising further is against us.
    private Bps? MovedAgainst(Hedge hedge)
    {
        if (MidBasis(hedge) is not { } now) return null;
        var entry = (hedge.Short.Planned.Value - hedge.Long.Planned.Value) / hedge.Mid * 10_000m;
        return new Bps(now - entry);
    }

    private decimal? MidBasis(Hedge hedge)
    {
        var books = m.Books[hedge.Pair];
        var age = m.Options.MarketData.MaxQuoteAge;
        if (!books[Venue.Binance].IsFresh(m.Now, age) || !books[Venue.Okx].IsFresh(m.Now, age) || !books.TryMid(out var mid)) return null;
        return (Mid(books[hedge.Short.Venue]) - Mid(books[hedge.Long.Venue])) / mid * 10_000m;
    }

    private Bps? Converging(Hedge hedge)
    {
        var close = m.History[hedge.Pair].Close(hedge.Long.Venue, m.Options.Opportunities.ClosePrior);
        return close is { } later && MidBasis(hedge) is { } now ? new Bps(now) - later : null;
    }

    private Bps? FundingCost(Hedge hedge, out TimeSpan? left)
    {
        var (longBook, shortBook) = (m.Books[hedge.Pair][hedge.Long.Venue], m.Books[hedge.Pair][hedge.Short.Venue]);
        left = null;
        if (longBook.NextFunding is not { } longNext || shortBook.NextFunding is not { } shortNext) return null;
        left = (longNext < shortNext ? longNext : shortNext) - m.Now;
        return left <= TimeSpan.Zero ? null : Edge.Funding(longBook, shortBook, m.Now, left.Value);
    }

    private decimal? Taker(LegBook leg) => m.Status(leg.Venue).Fees.GetValueOrDefault(leg.Instrument.Symbol)?.Taker;

    private static decimal Mid(MarketData.VenueBook book) => (book.Bid.Value + book.Ask.Value) / 2m;
}
