using System.Collections.Immutable;
using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Positions;

/// <summary>One leg in USDT. <see cref="Mark"/> is the entry price when <see cref="MarkStale"/> (R48).</summary>
public sealed record LegPnl(Venue Venue, Side Side, Quantity Open, Price? Mark, bool MarkStale, Money RealisedPrice, Money Unrealised, Money Fees, Money Funding)
{
    /// <summary>Fees count when they were paid, also those of what is still open.</summary>
    public Money Realised => RealisedPrice - Fees + Funding;
    public Money Total => Realised + Unrealised;
    public Money Notional => Money.OfUsdt(Open.Value * (Mark?.Value ?? 0m));
}

public sealed record HedgePnl(string HedgeId, string Symbol, bool Simulated, LegPnl Long, LegPnl Short)
{
    public ImmutableArray<LegPnl> Legs => [Long, Short];
    public Money Realised => Long.Realised + Short.Realised;
    public Money Unrealised => Long.Unrealised + Short.Unrealised;
    public Money Total => Long.Total + Short.Total;

    /// <summary>Something is open and has no fresh mark.</summary>
    public bool MarkStale => Long.MarkStale || Short.MarkStale;
}

public sealed record PnlTotals(Money Realised, Money Unrealised, bool MarkStale)
{
    public Money Total => Realised + Unrealised;
}

/// <summary>Realised from fills, fees and funding, unrealised from marks (R48). Pure.</summary>
public static class ProfitAndLoss
{
    public static HedgePnl Of(HedgeRecord hedge, Marks marks) =>
        new(hedge.Id, hedge.Symbol, hedge.Simulated, Of(hedge.Symbol, hedge.Long, marks), Of(hedge.Symbol, hedge.Short, marks));

    public static LegPnl Of(string symbol, LegRecord leg, Marks marks)
    {
        var mark = marks.Of(leg.Venue, symbol);
        var unrealised = leg.Open.IsZero || mark is null ? 0m : leg.PriceResult(mark.Value) - leg.RealisedPrice;
        return new LegPnl(
            leg.Venue, leg.Side, leg.Open, mark ?? leg.EntryPrice, mark is null && !leg.Open.IsZero, Money.OfUsdt(leg.RealisedPrice), Money.OfUsdt(unrealised), leg.Fees, leg.Funding);
    }

    /// <summary>One book, real or simulated.</summary>
    public static PnlTotals Sum(IEnumerable<HedgePnl> hedges, bool simulated)
    {
        decimal realised = 0m, unrealised = 0m;
        var stale = false;
        foreach (var hedge in hedges)
        {
            if (hedge.Simulated != simulated) continue;
            realised += hedge.Realised.Amount;
            unrealised += hedge.Unrealised.Amount;
            stale |= hedge.MarkStale;
        }

        return new PnlTotals(Money.OfUsdt(realised), Money.OfUsdt(unrealised), stale);
    }

    public static ImmutableSortedDictionary<Venue, PnlTotals> PerVenue(IEnumerable<HedgePnl> hedges, bool simulated) => hedges
        .Where(hedge => hedge.Simulated == simulated).SelectMany(hedge => hedge.Legs).GroupBy(leg => leg.Venue)
        .ToImmutableSortedDictionary(
            legs => legs.Key,
            legs => new PnlTotals(Money.OfUsdt(legs.Sum(leg => leg.Realised.Amount)), Money.OfUsdt(legs.Sum(leg => leg.Unrealised.Amount)), legs.Any(leg => leg.MarkStale)));
}
