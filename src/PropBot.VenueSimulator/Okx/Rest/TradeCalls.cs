using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Okx.Limits;
using PropBot.VenueSimulator.Okx.Orders;
using PropBot.VenueSimulator.Okx.Rows;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Rest;

/// <summary>Private REST that moves orders (wire-protocols §2.7).</summary>
public sealed class TradeCalls(VenueCore venue, OkxListing listing, OkxTrading trading, OkxOrderCalls orders, OrderQueries queries)
{
    private const int MostTags = 20;

    public void Register(OkxRouter router)
    {
        router.ReadAndWrite("trade/order", queries.One, call => Act(call, OkxOperation.Place));
        router.Write("trade/batch-orders", call => Act(call, OkxOperation.Place));
        router.Write("trade/cancel-order", call => Act(call, OkxOperation.Cancel));
        router.Write("trade/cancel-batch-orders", call => Act(call, OkxOperation.Cancel));
        router.Write("trade/amend-order", call => Act(call, OkxOperation.Amend));
        router.Write("trade/amend-batch-orders", call => Act(call, OkxOperation.Amend));
        router.Write("trade/close-position", Close);
        router.Write("trade/cancel-all-after", CancelAllAfter);
        router.Read("trade/account-rate-limit", _ => OkxEnvelope.Data(new JsonObject
        {
            ["accRateLimit"] = "1000",
            ["fillRatio"] = "",
            ["mainFillRatio"] = "",
            ["nextAccRateLimit"] = "1000",
            ["ts"] = OkxText.Time(venue.Now),
        }));
    }

    private OkxReply Act(OkxCall call, OkxOperation operation)
    {
        if (call.Items.Count > OkxVocabulary.LargestBatch) return OkxEnvelope.Refusal(OkxError.ParameterWrong("orders"));
        var items = call.Items.Select(words => new OkxOrderItem(words, listing.Find(words["instId"]))).ToList();
        var (answer, refusal) = orders.Do(operation, items, call.Request.Header("expTime"), call.Arrived, bySocket: false);
        return refusal is null ? new OkxReply(200, OkxText.Bytes(answer!)) : OkxEnvelope.Refusal(refusal);
    }

    private OkxReply Close(OkxCall call)
    {
        if (!listing.TryFind(call["instId"], out var contract)) return OkxEnvelope.Refusal(OkxError.InstrumentUnknown);
        if (call["mgnMode"] is not ("cross" or "isolated"))
        {
            return OkxEnvelope.Refusal(call["mgnMode"] is null ? OkxError.ParameterEmpty("mgnMode") : OkxError.ParameterWrong("mgnMode"));
        }

        return trading.Close(call.Parameters, contract) is { } refusal
            ? OkxEnvelope.Refusal(refusal)
            : OkxEnvelope.Data(new JsonObject
            {
                ["instId"] = contract.InstId,
                ["posSide"] = call["posSide"] ?? "net",
                ["clOrdId"] = call["clOrdId"] ?? "",
                ["tag"] = call["tag"] ?? "",
            });
    }

    private OkxReply CancelAllAfter(OkxCall call)
    {
        if (!OkxText.TryInteger(call["timeOut"], out var seconds) || seconds is not (0 or >= 10 and <= 120))
        {
            return OkxEnvelope.Refusal(OkxError.ParameterWrong("timeOut"));
        }

        if (!OkxTicket.IsAlphanumeric(call["tag"], 16)) return OkxEnvelope.Refusal(OkxError.ParameterWrong("tag"));
        if (TooMany(call["tag"], seconds) is { } refusal) return OkxEnvelope.Refusal(refusal);
        var due = venue.ArmDeadMan(null, call["tag"], seconds == 0 ? null : TimeSpan.FromSeconds(seconds));
        return OkxEnvelope.Data(new JsonObject
        {
            ["triggerTime"] = due is { } at ? OkxText.Time(at) : "0",
            ["tag"] = call["tag"] ?? "",
            ["ts"] = OkxText.Time(venue.Now),
        });
    }

    /// <summary>At most 20 tags may have a timer at once.</summary>
    private OkxError? TooMany(string? tag, long seconds)
    {
        if (tag is null || seconds == 0) return null;
        var armed = venue.DeadMen().Where(man => man.Due is not null && man.Tag is not null).Select(man => man.Tag).ToList();
        return !armed.Contains(tag) && armed.Count >= MostTags ? OkxError.TooManyTags : null;
    }
}
