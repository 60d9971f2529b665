using System.Collections.Concurrent;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges.Okx;

/// <summary>Places and cancels. Each order leaves at most once; what the venue did not clearly refuse is unknown (P2, R31).</summary>
internal sealed class OkxOrderEntry(OkxOptions options, OkxContracts contracts, OkxRest rest, OkxQueries queries, TimeProvider clock)
{
    private const string OrderPath = "/api/v5/trade/order";
    private const string CancelPath = "/api/v5/trade/cancel-order";
    private const string CancelBatchPath = "/api/v5/trade/cancel-batch-orders";
    private const int BatchSize = 20;

    private readonly ConcurrentDictionary<string, string> marginModes = new(StringComparer.Ordinal);

    /// <summary>OKX takes the margin mode with each order (§2.6); this is what <c>Configure</c> chose for the instrument.</summary>
    public void UseMarginMode(string instId, string marginMode) => marginModes[instId] = marginMode;

    public async ValueTask<OrderReply> Submit(OrderRequest order, CancellationToken stop)
    {
        var contract = contracts.Of(order.Instrument.VenueSymbol);
        if (OkxMapping.Objection(order, contract) is { } objection) return new OrderReply.Refused(objection);
        if (order.ValidUntil <= clock.GetUtcNow()) return Refused(RefusalKind.ExpiredBeforeArrival, "LOCAL_EXPIRED", "its validity passed before it was sent");
        if (!rest.Lanes.TryTake(OkxLane.Orders, essential: order.ReduceOnly)) return Refused(RefusalKind.RateLimited, "LOCAL_RATE", "our order budget is used up");

        var draft = rest.Draft(OrderPath);
        OkxMapping.WriteOrder(draft.Json, order, contract!, marginModes.GetValueOrDefault(contract!.InstId, "isolated"));
        var reply = await rest.Submit(draft, OkxLane.Orders, order.ValidUntil, stop);
        return Verdict(reply) ?? await FromEarlierSend(order, stop);
    }

    public async ValueTask<OrderReply> Cancel(Instrument instrument, ClientOrderId id, CancellationToken stop)
    {
        if (!rest.Lanes.TryTake(OkxLane.Cancels, essential: true)) return Refused(RefusalKind.RateLimited, "LOCAL_RATE", "our cancel budget is used up");
        var draft = rest.Draft(CancelPath);
        draft.Json.WriteStartObject();
        draft.Json.WriteString("instId"u8, instrument.VenueSymbol);
        draft.Json.WriteString("clOrdId"u8, id.Value);
        draft.Json.WriteEndObject();
        var reply = await rest.Submit(draft, OkxLane.Cancels, null, stop);
        return Verdict(reply) ?? new OrderReply.Unknown(reply.Clue);
    }

    /// <summary>OKX has no cancel-all for swaps (§2.7): list what is pending on the account and cancel in batches of 20.</summary>
    public async Task<VenueAnswer<int>> CancelAll(CancellationToken stop)
    {
        var pending = await queries.PendingRows(stop);
        if (pending is VenueAnswer<IReadOnlyList<System.Text.Json.JsonElement>>.Unreadable(var clue)) return new VenueAnswer<int>.Unreadable(clue);
        var rows = ((VenueAnswer<IReadOnlyList<System.Text.Json.JsonElement>>.Got)pending).Value;
        var wished = 0;
        string? trouble = null;
        foreach (var batch in rows.Chunk(BatchSize))
        {
            var (done, failed) = await CancelBatch([.. batch.Select(row => (row.Text("instId"), row.Text("ordId")))], stop);
            wished += done;
            trouble ??= failed;
        }

        return trouble is null ? new VenueAnswer<int>.Got(wished) : new VenueAnswer<int>.Unreadable($"{wished} of {rows.Count} cancels taken; {trouble}");
    }

    private async Task<(int Done, string? Failed)> CancelBatch((string InstId, string OrderId)[] orders, CancellationToken stop)
    {
        var draft = rest.Draft(CancelBatchPath);
        draft.Json.WriteStartArray();
        foreach (var (instId, orderId) in orders)
        {
            draft.Json.WriteStartObject();
            draft.Json.WriteString("instId"u8, instId);
            draft.Json.WriteString("ordId"u8, orderId);
            draft.Json.WriteEndObject();
        }

        draft.Json.WriteEndArray();
        var reply = await rest.Send(draft, OkxLane.Cancels, options.OrderTimeout, stop);
        if (reply is not OkxReply.Answered { Items.Count: > 0 } answered) return (0, reply.Clue);
        var done = 0;
        string? failed = null;
        foreach (var item in answered.Items)
        {
            var code = item.Text("sCode");
            if (code == "0") done++;
            else if (OkxErrors.Of(code, answered.Status).Outcome != OkxOutcome.NoSuchOrder) failed ??= $"OKX {code}: {item.Text("sMsg")}";
        }

        return (done, failed);
    }

    /// <summary>What a reply to one order or cancel means; null means the client id is in use already.</summary>
    private static OrderReply? Verdict(OkxReply reply)
    {
        if (reply is OkxReply.Silent silent)
            return silent.MayHaveLeft ? new OrderReply.Unknown(silent.Why) : Refused(RefusalKind.Other, "NOT_SENT", silent.Why);
        var ack = (OkxReply.Acked)reply;
        if (ack.Code == "0") return ack.OrderId.Length > 0 ? new OrderReply.Accepted(ack.OrderId) : new OrderReply.Unknown("accepted without an order id");
        var meaning = OkxErrors.Of(ack.Code, ack.Status);
        return meaning.Outcome switch
        {
            OkxOutcome.Unknown => new OrderReply.Unknown(ack.Clue),
            OkxOutcome.Duplicate => null,
            _ => Refused(meaning.Kind, WithSubCode(ack.Code, ack.SubCode), ack.Text),
        };
    }

    /// <summary>51016: an order of this id is there already, so this call placed none; the earlier one answers for the intent.</summary>
    private async Task<OrderReply> FromEarlierSend(OrderRequest order, CancellationToken stop) =>
        await queries.ReadOrder(order.Instrument, order.Id, stop) is OrderAnswer.Found found
            ? new OrderReply.Accepted(found.Order.VenueOrderId)
            : new OrderReply.Unknown("OKX 51016: the client id is in use, and its order could not be read");

    private static string WithSubCode(string code, string subCode) => subCode.Length == 0 ? code : $"{code}_{subCode}";

    private static OrderReply.Refused Refused(RefusalKind kind, string code, string text) => new(new VenueRefusal(kind, code, text));
}
