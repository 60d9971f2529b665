using System.Collections.Immutable;
using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Reconciliation;

/// <summary>Both sides of the comparison.</summary>
/// <param name="Venues">One entry for each venue that was asked; one that is missing is silent.</param>
/// <param name="Prices">By symbol, to value differences; a symbol without a price has no dust.</param>
public sealed record ReconcileFacts(
    LedgerBelief Belief, IReadOnlyList<VenueWord> Venues, IReadOnlyDictionary<string, Price> Prices, ReconciliationOptions Options);

/// <summary>A symbol whose comparison has to wait, and why.</summary>
public sealed record NotYet(Venue Venue, string Symbol, string Why);

/// <summary>What a comparison found; sorted, so that equal facts give equal reports. Compared by content in <see cref="SaysTheSameAs"/>.</summary>
/// <param name="AskedAt">The later of the venues' rounds.</param>
/// <param name="Silent">Venues that did not answer in full.</param>
/// <param name="CatchUp">Trades of ours to be booked the usual way.</param>
public sealed record ReconciliationReport(
    DateTimeOffset AskedAt, ImmutableArray<Mismatch> Issues, ImmutableArray<NotYet> Pending, ImmutableArray<Venue> Silent, ImmutableArray<Fill> CatchUp, int OpenOrders)
{
    /// <summary>Both venues answered in full and nothing had to wait.</summary>
    public bool IsComplete => Silent.IsEmpty && Pending.IsEmpty;

    public IEnumerable<Mismatch> Desyncs => Issues.Where(issue => issue.IsDesync);

    public bool SaysTheSameAs(ReconciliationReport other) =>
        AskedAt == other.AskedAt && OpenOrders == other.OpenOrders && Issues.SequenceEqual(other.Issues) && Pending.SequenceEqual(other.Pending) &&
        Silent.SequenceEqual(other.Silent) && CatchUp.SequenceEqual(other.CatchUp);
}
