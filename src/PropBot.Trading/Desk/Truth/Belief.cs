using System.Collections.Immutable;
using PropBot.Trading.Amounts;
using PropBot.Trading.Hedging;
using PropBot.Trading.Instruments;
using PropBot.Trading.Orders;
using PropBot.Trading.Positions;
using PropBot.Trading.Reconciliation;

namespace PropBot.Trading.Desk.Truth;

/// <summary>The desk's memory as the reconciler's facts. Simulated records are nobody's business there (R6).</summary>
internal static class Belief
{
    public static ReconcileFacts Facts(DeskMemory m, IReadOnlyList<VenueWord> words) => new(
        new LedgerBelief
        {
            OwnIds = OrderNames.Prefix(m.StoreTag, m.StoreEpoch),
            Legs = [.. m.Hedges.Values.Where(h => !h.Simulated).SelectMany(Legs), .. m.Closed.Where(h => !h.Simulated && !m.Hedges.ContainsKey(h.Id)).SelectMany(Residues)],
            Orders = [.. m.Orders.Values.Where(known => !known.Order.Simulated).Select(known => Of(known.Order))],
            Fills = [.. m.Truth.Fills.Values],
            ForeignFills = [.. m.Truth.Foreign],
            LastActivity = m.Truth.LastActivity.ToImmutableDictionary(),
            Cash = [.. m.Truth.Cash.Where(book => book.Expected is not null).Select(book => new CashBelief(book.Venue, Money.Usdt, book.Expected!.Value))],
        },
        words, Prices(m), m.Options.Reconciliation);

    /// <summary>Marks no older than <paramref name="freshFor"/>.</summary>
    public static Marks Marks(DeskMemory m, TimeSpan freshFor)
    {
        var fresh = ImmutableDictionary.CreateBuilder<(Venue Venue, string Symbol), Price>();
        foreach (var pair in m.Books)
            foreach (var venue in Venues.All)
                if (pair[venue] is { Mark: { } mark } book && m.Now - book.MarkAt <= freshFor) fresh[(venue, pair.Symbol)] = mark;
        return new Marks(fresh.ToImmutable());
    }

    private static Dictionary<string, Price> Prices(DeskMemory m)
    {
        var prices = new Dictionary<string, Price>(StringComparer.Ordinal);
        foreach (var pair in m.Books)
            if ((pair[Venue.Binance].Mark ?? pair[Venue.Okx].Mark ?? (pair.TryMid(out var mid) ? new Price(mid) : null)) is { } price) prices[pair.Symbol] = price;
        return prices;
    }

    private static LegBelief[] Legs(Hedge hedge) => [Leg(hedge, hedge.Long, hedge.Short), Leg(hedge, hedge.Short, hedge.Long)];

    private static LegBelief Leg(Hedge hedge, LegBook leg, LegBook other) =>
        new(hedge.Id, leg.Venue, hedge.Symbol, leg.Side, leg.Open.Value, hedge.State == HedgeState.Partial, other.Open.Value);

    // Less than a lot may stay of a hedge that is over; the venue still holds it.
    private static IEnumerable<LegBelief> Residues(HedgeRecord hedge) => hedge.Legs.Where(leg => !leg.Open.IsZero)
        .Select(leg => new LegBelief(hedge.Id, leg.Venue, hedge.Symbol, leg.Side, leg.Open.Value, Stalled: false, leg.Open.Value));

    private static OrderBelief Of(Order order) => new(
        order.Id.Value, order.VenueOrderId, order.Venue, order.Instrument.Symbol, order.Side, order.Quantity.Value, order.State,
        FillsOutstanding: order.State.IsTerminal() && !order.IsSettled);
}
