using System.Collections.Concurrent;
using PropBot.Trading.Exchanges.Okx;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges.OkxOrders;

/// <summary>
/// Places and cancels. Each order leaves at most once, by the path that was chosen before: the socket where it is ready, else REST, and
/// never both for one intent. What the venue did not clearly refuse is unknown (P2, R31).
/// </summary>
internal sealed class OkxOrderEntry(OkxContracts contracts, OkxRest rest, OkxOrderSocket socket, OkxQueries queries, TimeProvider clock)
{
    private const string OrderPath = "/api/v5/trade/order";
    private const string CancelPath = "/api/v5/trade/cancel-order";

    private readonly OkxSentIds sent = new();
    private readonly ConcurrentDictionary<string, string> marginModes = new(StringComparer.Ordinal);

    /// <summary>Called when the venue's answer raises the question of what became of an order.</summary>
    public Action<OkxContract, OrderUpdate> Seen { get; set; } = static (_, _) => { };

    /// <summary>OKX takes the margin mode with each order (§2.6); this is what <c>Configure</c> chose for the instrument.</summary>
    public void UseMarginMode(string instId, string marginMode) => marginModes[instId] = marginMode;

    public async ValueTask<OrderReply> Submit(OrderRequest order, CancellationToken stop)
    {
        var contract = contracts.Of(order.Instrument.VenueSymbol);
        if (OkxOrderForm.Objection(order, contract) is { } objection) return new OrderReply.Refused(objection);
        if (!order.ReduceOnly && rest.Reactions.Keys.Objection is { } wrongKey) return OkxVerdict.Local(RefusalKind.NotAuthorised, OkxErrors.WrongEnvironment, wrongKey);
        // OKX keeps ids unique among pending orders only: once the first is filled, a repeat would be a second order (case 27).
        if (!sent.TryAdd(order.Id.Value)) return await FromEarlierSend(order, stop);
        var toll = new OkxToll(OkxLane.Orders, contract!.InstId, order.ReduceOnly);
        var first = await SubmitOnce(order, contract, toll, stop);
        // A timestamp is refused at the door, before anything is done with the order: once more, by the venue's time.
        var reply = first.Reply is not null && await rest.MayTryAgain(first.Reply, stop) ? await SubmitOnce(order, contract, toll, stop) : first;
        var verdict = reply.Refusal ?? OkxVerdict.Of(reply.Reply!) ?? await FromEarlierSend(order, stop);
        if (verdict is OrderReply.Refused) sent.Remove(order.Id.Value);
        return verdict;
    }

    /// <summary>
    /// A cancel may be asked twice, so here an unknown outcome is cleared up at once: the order is looked at, and cancelled again if it
    /// still rests (§2.10). An order that is gone is looked at too, for the fills it may have ended with.
    /// </summary>
    public async ValueTask<OrderReply> Cancel(Instrument instrument, ClientOrderId id, CancellationToken stop)
    {
        if (contracts.Of(instrument.VenueSymbol) is not { } contract)
            return Refused(RefusalKind.LocalCheck, "UNKNOWN_INSTRUMENT", $"{instrument.VenueSymbol} has not been read from the venue");
        var reply = await CancelOnce(contract, id, stop);
        if (reply is not OkxReply.Acked and not OkxReply.Silent { MayHaveLeft: true }) return OkxVerdict.OfCancel(reply);
        var verdict = OkxVerdict.OfCancel(reply);
        var isGone = OkxVerdict.IsGone(reply);
        if (verdict is not OrderReply.Unknown && !isGone) return verdict;
        if (await queries.ReadOrder(instrument, id, stop) is not OrderAnswer.Found { Order: var order }) return verdict;
        Seen(contract, order);
        if (isGone) return verdict;
        return order.Status is VenueOrderStatus.Filled or VenueOrderStatus.Ended
            ? Refused(RefusalKind.Other, OkxErrors.NoSuchOrder, "the order had ended")
            : OkxVerdict.OfCancel(await CancelOnce(contract, id, stop));
    }

    private async ValueTask<(OkxReply? Reply, OrderReply? Refusal)> SubmitOnce(OrderRequest order, OkxContract contract, OkxToll toll, CancellationToken stop)
    {
        if (order.ValidUntil <= clock.GetUtcNow()) return (null, OkxVerdict.Local(RefusalKind.ExpiredBeforeArrival, "LOCAL_EXPIRED", "its validity passed before it was sent"));
        if (!rest.Lanes.TryTake(toll)) return (null, OkxVerdict.Local(RefusalKind.RateLimited, "LOCAL_RATE", "our order budget is used up"));
        var marginMode = marginModes.GetValueOrDefault(contract.InstId, "isolated");
        if (socket.Takes(contract)) return (await socket.Submit(order, contract, marginMode, toll, stop), null);
        var draft = rest.Draft(OrderPath);
        OkxOrderForm.WriteOrder(draft.Json, order, contract, marginMode, bySocket: false);
        return (await rest.Submit(draft, toll, order.ValidUntil, stop), null);
    }

    private async ValueTask<OkxReply> CancelOnce(OkxContract contract, ClientOrderId id, CancellationToken stop)
    {
        var toll = new OkxToll(OkxLane.Cancels, contract.InstId, Essential: true);
        if (!rest.Lanes.TryTake(toll)) return new OkxReply.Silent("our cancel budget is used up", MayHaveLeft: false);
        if (socket.Takes(contract)) return await socket.Cancel(contract, id, toll, stop);
        var reply = await Rest();
        return await rest.MayTryAgain(reply, stop) && rest.Lanes.TryTake(toll) ? await Rest() : reply;

        Task<OkxReply> Rest()
        {
            var draft = rest.Draft(CancelPath);
            OkxOrderForm.WriteCancel(draft.Json, contract, id, bySocket: false);
            return rest.Submit(draft, toll, null, stop);
        }
    }

    /// <summary>An order of this id was sent before (we know it, or OKX says 51016), so this call places none; the earlier one answers for the intent.</summary>
    private async Task<OrderReply> FromEarlierSend(OrderRequest order, CancellationToken stop) =>
        await queries.ReadOrder(order.Instrument, order.Id, stop) is OrderAnswer.Found found
            ? new OrderReply.Accepted(found.Order.VenueOrderId)
            : new OrderReply.Unknown("the client id was used before, and its order could not be read");

    private static OrderReply.Refused Refused(RefusalKind kind, string code, string text) => OkxVerdict.Refused(kind, code, text);
}
