using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.Orders;

namespace PropBot.Trading.Reconciliation;

/// <summary>Open orders of a venue against ours: what should rest there and does not, what rests there and should not (P13).</summary>
internal static class OrdersCompared
{
    public static IEnumerable<Mismatch> With(ReconcileFacts facts, VenueWord word, Waiting waiting)
    {
        if (word.OpenOrders is not { } told) return [];
        var ours = facts.Belief.Orders.Where(order => order.Venue == word.Venue).ToList();
        return Missing(ours, word.Venue, told).Concat(Unexpected(facts.Belief, ours, told)).Where(issue => !waiting.For(word.Venue, issue.Symbol) || issue.IsForeign);
    }

    /// <summary>Named by us, known to us under the venue's own id, or begun by this ledger long ago.</summary>
    public static bool IsOurs(LedgerBelief belief, Venue venue, string id, string venueOrderId) =>
        (id.Length > 0 && belief.OwnIds.Length > 0 && id.StartsWith(belief.OwnIds, StringComparison.Ordinal)) ||
        belief.Orders.Any(order => order.Venue == venue && ((id.Length > 0 && order.Id == id) || (venueOrderId.Length > 0 && order.VenueOrderId == venueOrderId)));

    private static IEnumerable<Mismatch> Missing(List<OrderBelief> ours, Venue venue, IReadOnlyList<OrderUpdate> told) => ours
        .Where(order => order.State == OrderState.Live && !told.Any(open => Is(order, open)))
        .Select(order => new Mismatch(
            MismatchKind.OrderMissingOnExchange, venue, order.Symbol, SideWord(order.Side), order.Id, order.Quantity, 0m,
            $"{venue.Word()} {order.Symbol}: the ledger says order {order.Id} is live, the venue does not list it"));

    private static IEnumerable<Mismatch> Unexpected(LedgerBelief belief, List<OrderBelief> ours, IReadOnlyList<OrderUpdate> told) => told
        .Where(open => !ours.Any(order => !order.State.IsTerminal() && Is(order, open)))
        .Select(open => Unexpected(open, IsOurs(belief, open.Venue, open.Id, open.VenueOrderId)));

    private static Mismatch Unexpected(OrderUpdate open, bool isOurs)
    {
        var name = open.Id.Length > 0 ? open.Id : open.VenueOrderId;
        return new Mismatch(
            MismatchKind.UnexpectedExchangeOrder, open.Venue, open.Symbol, SideWord(open.Side), open.VenueOrderId.Length > 0 ? open.VenueOrderId : open.Id, 0m, open.Quantity.Value,
            isOurs
                ? $"{open.Venue.Word()} {open.Symbol}: the venue still lists our order {name}, which the ledger holds to be over"
                : $"{open.Venue.Word()} {open.Symbol}: order {name} ({open.Side.Word()} {Decimals.Plain(open.Quantity.Value)}) is not ours")
        {
            IsForeign = !isOurs,
        };
    }

    private static bool Is(OrderBelief order, OrderUpdate open) =>
        (open.Id.Length > 0 && order.Id == open.Id) || (open.VenueOrderId.Length > 0 && order.VenueOrderId == open.VenueOrderId);

    private static string SideWord(Side side) => side == Side.Buy ? "long" : "short";
}
