using System.Text.Json;
using PropBot.Trading.Exchanges.Okx;

namespace PropBot.Trading.Exchanges.OkxOrders;

/// <summary>
/// Cancels everything on the account (R3). OKX has no cancel-all for swaps (§2.7): list what is pending and cancel in batches, ordinary
/// orders by twenty, conditional ones by ten, whoever placed them.
/// </summary>
internal sealed class OkxCancelAll(OkxQueries queries, OkxRest rest)
{
    private const string OrdersPath = "/api/v5/trade/cancel-batch-orders";
    private const string AlgosPath = "/api/v5/trade/cancel-algos";
    private const int OrdersInBatch = 20;
    private const int AlgosInBatch = 10;

    public async Task<VenueAnswer<int>> Cancel(CancellationToken stop)
    {
        // The second list is tried even when the first cannot be read: in an emergency half is more than nothing.
        var orders = await Cancel(await queries.PendingRows(stop), OkxLane.CancelBatches, OrdersPath, "ordId", OrdersInBatch, stop);
        var algos = await Cancel(await queries.AlgoRows(stop), OkxLane.AlgoCancels, AlgosPath, "algoId", AlgosInBatch, stop);
        var troubles = new[] { orders.Trouble, algos.Trouble }.OfType<string>().ToList();
        return troubles.Count == 0 ? new VenueAnswer<int>.Got(orders.Taken + algos.Taken) : new VenueAnswer<int>.Unreadable(string.Join("; ", troubles));
    }

    private async Task<(int Taken, string? Trouble)> Cancel(
        VenueAnswer<IReadOnlyList<JsonElement>> list, OkxLane lane, string path, string idName, int size, CancellationToken stop)
    {
        if (list is not VenueAnswer<IReadOnlyList<JsonElement>>.Got { Value: var rows }) return (0, ((VenueAnswer<IReadOnlyList<JsonElement>>.Unreadable)list).Clue);
        var taken = 0;
        string? trouble = null;
        foreach (var batch in rows.Chunk(size))
        {
            var reply = await rest.Post(new OkxToll(lane, "", Essential: true), batch.Length, path, json => Write(json, batch, idName), stop);
            var (done, failed) = Count(reply);
            taken += done;
            trouble ??= failed;
        }

        return (taken, trouble is null ? null : $"{taken} of {rows.Count} cancels taken; {trouble}");
    }

    private static void Write(Utf8JsonWriter json, JsonElement[] rows, string idName)
    {
        json.WriteStartArray();
        foreach (var row in rows)
        {
            json.WriteStartObject();
            json.WriteString("instId"u8, row.Text("instId"));
            json.WriteString(idName, row.Text(idName));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static (int Done, string? Failed) Count(OkxReply reply)
    {
        if (reply is not OkxReply.Answered { Items.Count: > 0 } answered) return (0, reply.Clue);
        var done = 0;
        string? failed = null;
        foreach (var item in answered.Items)
        {
            var code = item.Text("sCode");
            if (code == "0") done++;
            // An order that ended meanwhile is what was wished for.
            else if (OkxErrors.Of(code, answered.Status).Outcome != OkxOutcome.NoSuchOrder) failed ??= $"OKX {code}: {item.Text("sMsg")}";
        }

        return (done, failed);
    }
}
