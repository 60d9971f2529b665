using System.Collections.Immutable;
using PropBot.Trading.Exchanges;

namespace PropBot.Trading.Reconciliation;

/// <summary>The comparison itself: facts in, a report out; the same for the same facts, in whatever order they come (P12). Pure.</summary>
public static class Reconciler
{
    public static ReconciliationReport Reconcile(ReconcileFacts facts)
    {
        var waiting = Waiting.Of(facts);
        var issues = facts.Venues.SelectMany(word => OfVenue(facts, word, waiting))
            .Concat(PositionsCompared.Stalled(facts))
            .Concat(PositionsCompared.Naked(facts, waiting));
        return new ReconciliationReport(
            facts.Venues.Select(word => word.AskedAt).DefaultIfEmpty().Max(),
            [.. issues.Distinct().OrderBy(i => i.Kind).ThenBy(i => i.Venue).ThenBy(i => i.Symbol, StringComparer.Ordinal).ThenBy(i => i.Subject, StringComparer.Ordinal).ThenBy(i => i.Text, StringComparer.Ordinal)],
            waiting.All,
            [.. Instruments.Venues.All.Where(venue => !facts.Venues.Any(word => word.Venue == venue && word.IsComplete))],
            CatchUp(facts),
            facts.Venues.Sum(word => word.OpenOrders?.Count ?? 0));
    }

    /// <summary>Trades the venues tell of orders that are not ours, not told before.</summary>
    public static IEnumerable<Fill> Strangers(ReconcileFacts facts) => facts.Venues.SelectMany(word => FillsCompared.Unbooked(facts, word))
        .Where(fill => !OrdersCompared.IsOurs(facts.Belief, fill.Venue, fill.OrderId, fill.VenueOrderId)).DistinctBy(FillKey.Of);

    private static IEnumerable<Mismatch> OfVenue(ReconcileFacts facts, VenueWord word, Waiting waiting) =>
        PositionsCompared.With(facts, word, waiting)
            .Concat(OrdersCompared.With(facts, word, waiting))
            .Concat(FillsCompared.With(facts, word, waiting))
            .Concat(CashCompared.With(facts, word, waiting));

    private static ImmutableArray<Fill> CatchUp(ReconcileFacts facts) =>
    [
        .. facts.Venues.SelectMany(word => FillsCompared.Unbooked(facts, word)).Where(fill => OrdersCompared.IsOurs(facts.Belief, fill.Venue, fill.OrderId, fill.VenueOrderId))
            .DistinctBy(FillKey.Of).OrderBy(fill => fill.At).ThenBy(fill => fill.Venue).ThenBy(fill => fill.Symbol, StringComparer.Ordinal)
            .ThenBy(fill => fill.TradeId, StringComparer.Ordinal).ThenBy(fill => fill.Side),
    ];
}
