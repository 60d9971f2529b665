using System.Collections.Immutable;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Reconciliation;

/// <summary>Which symbols cannot be compared yet: an order is in flight, or moved after (or just before) the question was asked.</summary>
internal sealed class Waiting
{
    private readonly HashSet<(Venue, string)> keys;

    private Waiting(ImmutableArray<NotYet> all)
    {
        All = all;
        keys = [.. all.Select(entry => (entry.Venue, entry.Symbol))];
    }

    public ImmutableArray<NotYet> All { get; }

    public static Waiting Of(ReconcileFacts facts)
    {
        var found = facts.Venues.SelectMany(word => InFlight(facts.Belief, word).Concat(Fresh(facts, word)))
            .GroupBy(entry => (entry.Venue, entry.Symbol))
            .Select(group => group.OrderBy(entry => entry.Why, StringComparer.Ordinal).First())
            .OrderBy(entry => entry.Venue).ThenBy(entry => entry.Symbol, StringComparer.Ordinal);
        return new Waiting([.. found]);
    }

    public bool For(Venue venue, string symbol) => keys.Contains((venue, symbol));

    public bool On(Venue venue) => All.Any(entry => entry.Venue == venue);

    private static IEnumerable<NotYet> InFlight(LedgerBelief belief, VenueWord word) => belief.Orders
        .Where(order => order.Venue == word.Venue && order.InFlight)
        .Select(order => new NotYet(word.Venue, order.Symbol, $"order {order.Id} is {(order.FillsOutstanding ? "short of fills" : order.State.ToString().ToLowerInvariant())}"));

    private static IEnumerable<NotYet> Fresh(ReconcileFacts facts, VenueWord word) => facts.Belief.LastActivity
        .Where(entry => entry.Key.Venue == word.Venue && entry.Value > word.AskedAt - facts.Options.Settle)
        .Select(entry => new NotYet(word.Venue, entry.Key.Symbol, "an order moved about when the venue was asked"));
}
