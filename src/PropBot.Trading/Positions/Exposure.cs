using System.Collections.Immutable;
using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Positions;

/// <summary>What is open on one venue, in USDT at marks.</summary>
public sealed record VenueExposure(Venue Venue, Money Long, Money Short)
{
    public Money Net => Long - Short;
    public Money Gross => Long + Short;
}

/// <summary>Base quantities of one symbol over both venues; gross in USDT at marks.</summary>
public sealed record SymbolExposure(string Symbol, decimal Long, decimal Short, Money Gross)
{
    public decimal Net => Long - Short;
}

/// <summary>A coin over all its symbols and both venues: what moves with its price.</summary>
public sealed record CoinDelta(string Coin, decimal Net, Money Notional);

/// <summary>What is open in one book, real or simulated (R48). Without a mark a leg counts at its entry price.</summary>
public sealed record Exposure(
    ImmutableArray<VenueExposure> Venues, ImmutableArray<SymbolExposure> Symbols, ImmutableArray<CoinDelta> Coins, Money Gross, int Open, int Partial)
{
    /// <summary>Partial hedges are counted in <see cref="Partial"/> only.</summary>
    public int Positions => Open + Partial;

    public static Exposure Of(IEnumerable<HedgeRecord> hedges, Marks marks, bool simulated)
    {
        var mine = hedges.Where(h => h.Simulated == simulated && !(h.Long.Open.IsZero && h.Short.Open.IsZero)).ToList();
        var legs = mine.SelectMany(h => h.Legs.Select(leg => new OpenLeg(h.Symbol, leg, (marks.Of(leg.Venue, h.Symbol) ?? leg.EntryPrice ?? leg.PlannedPrice).Value))).ToList();
        var partial = mine.Count(h => h.Unmatched != 0m);
        return new Exposure(
            [.. Instruments.Venues.All.Select(venue => OfVenue(venue, legs.Where(l => l.Leg.Venue == venue).ToList()))],
            [.. legs.GroupBy(l => l.Symbol, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(OfSymbol)],
            [.. legs.GroupBy(l => Instruments.Coins.Of(l.Symbol), StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(OfCoin)],
            Money.OfUsdt(legs.Sum(l => l.Notional)), mine.Count - partial, partial);
    }

    private static VenueExposure OfVenue(Venue venue, List<OpenLeg> legs) =>
        new(venue, Money.OfUsdt(legs.Where(l => l.IsLong).Sum(l => l.Notional)), Money.OfUsdt(legs.Where(l => !l.IsLong).Sum(l => l.Notional)));

    private static SymbolExposure OfSymbol(IGrouping<string, OpenLeg> legs) =>
        new(legs.Key, legs.Where(l => l.IsLong).Sum(l => l.Quantity), legs.Where(l => !l.IsLong).Sum(l => l.Quantity), Money.OfUsdt(legs.Sum(l => l.Notional)));

    private static CoinDelta OfCoin(IGrouping<string, OpenLeg> legs)
    {
        var net = legs.Sum(l => l.IsLong ? l.Quantity : -l.Quantity);
        return new CoinDelta(legs.Key, net, Money.OfUsdt(net * legs.Average(l => l.Price)));
    }

    private sealed record OpenLeg(string Symbol, LegRecord Leg, decimal Price)
    {
        public decimal Quantity => Leg.Open.Value;
        public decimal Notional => Quantity * Price;
        public bool IsLong => Leg.Side == Side.Buy;
    }
}
