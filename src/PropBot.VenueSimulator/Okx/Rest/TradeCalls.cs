using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Okx.Orders;
using PropBot.VenueSimulator.Okx.Rows;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Rest;

/// <summary>Private REST that moves or reads orders (wire-protocols §2.7).</summary>
public sealed class TradeCalls(VenueCore venue, OkxListing listing, OkxTrading trading, OkxReach reach, OkxBills bills)
{
    public void Register(OkxRouter router)
    {
        router.ReadAndWrite("trade/order", Order, call => Act(call, trading.Place));
        router.Write("trade/batch-orders", call => Act(call, trading.Place));
        router.Write("trade/cancel-order", call => Act(call, trading.Cancel));
        router.Write("trade/cancel-batch-orders", call => Act(call, trading.Cancel));
        router.Write("trade/amend-order", call => Act(call, trading.Amend));
        router.Write("trade/amend-batch-orders", call => Act(call, trading.Amend));
        router.Write("trade/close-position", Close);
        router.Write("trade/cancel-all-after", CancelAllAfter);
        router.Read("trade/orders-pending", Pending);
        router.Read("trade/orders-history", History);
        router.Read("trade/orders-history-archive", History);
        router.Read("trade/fills", Fills);
        router.Read("trade/fills-history", Fills);
        router.Read("trade/account-rate-limit", _ => OkxEnvelope.Data(new JsonObject
        {
            ["accRateLimit"] = "1000",
            ["fillRatio"] = "",
            ["mainFillRatio"] = "",
            ["nextAccRateLimit"] = "1000",
            ["ts"] = OkxText.Time(Now),
        }));
    }

    private DateTimeOffset Now => venue.Clock.GetUtcNow();

    private OkxReply Act(OkxCall call, Func<OkxParameters, OkxContract?, JsonObject> act)
    {
        if (call.Items.Count > OkxVocabulary.LargestBatch) return OkxEnvelope.Refusal(OkxError.ParameterWrong("orders"));
        if (OkxDeadline.Check(call.Request.Header("expTime"), call.Arrived) is { } late) return OkxEnvelope.Refusal(late);
        var items = new JsonArray([.. call.Items.Select(item => act(item, listing.Find(item["instId"])))]);
        return new OkxReply(200, OkxText.Bytes(OkxEnvelope.Trade(items, call.Arrived, Now)));
    }

    private OkxReply Close(OkxCall call)
    {
        if (!listing.TryFind(call["instId"], out var contract)) return OkxEnvelope.Refusal(OkxError.InstrumentUnknown);
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

        var due = venue.ArmDeadMan(null, call["tag"], seconds == 0 ? null : TimeSpan.FromSeconds(seconds));
        return OkxEnvelope.Data(new JsonObject
        {
            ["triggerTime"] = due is { } at ? OkxText.Time(at) : "0",
            ["tag"] = call["tag"] ?? "",
            ["ts"] = OkxText.Time(Now),
        });
    }

    private OkxReply Order(OkxCall call)
    {
        if (!listing.TryFind(call["instId"], out var contract)) return OkxEnvelope.Refusal(OkxError.InstrumentUnknown);
        if (call["ordId"] is null && call["clOrdId"] is null) return OkxEnvelope.Refusal(OkxError.OrderIdNeeded);
        return reach.Find(call.Parameters, contract) is { } order ? OkxEnvelope.Data(Row(order)) : OkxEnvelope.Refusal(OkxError.OrderUnknown);
    }

    private OkxReply Pending(OkxCall call) => Page(call, venue.OpenOrders().Reverse());

    private OkxReply History(OkxCall call) =>
        call["instType"] is null ? OkxEnvelope.Refusal(OkxError.ParameterEmpty("instType")) : Page(call, reach.Past());

    private OkxReply Page(OkxCall call, IEnumerable<SimOrder> newestFirst)
    {
        var wanted = newestFirst.Where(order =>
            Fits(call, order.Symbol)
            && (call["state"] is not { } state || OrderRow.StateWord(order.State) == state)
            && (call["ordType"] is not { } types || types.Split(',').Contains(OkxNote.Of(order).Type)));
        return OkxPage.Of(call, wanted, order => order.Id, order => order.CreatedAt, Row);
    }

    private OkxReply Fills(OkxCall call)
    {
        var asked = OkxText.TryInteger(call["ordId"], out var id) ? id : (long?)null;
        if (call["ordId"] is not null && asked is null) return OkxEnvelope.Refusal(OkxError.ParameterWrong("ordId"));
        var wanted = bills.Fills(asked).Where(fill => Fits(call, fill.Fill.Symbol)).Reverse();
        return OkxPage.Of(call, wanted, fill => fill.BillId, fill => fill.Fill.Time, fill =>
        {
            var rate = fill.Fill.Maker ? venue.Profile.MakerRate : venue.Profile.TakerRate;
            return FillRow.Of(fill.Fill, fill.BillId, fill.Tag, listing.OfSymbol(fill.Fill.Symbol), rate);
        });
    }

    private bool Fits(OkxCall call, string symbol)
    {
        var contract = listing.OfSymbol(symbol);
        var family = call["instFamily"] ?? call["uly"];
        return call["instType"] is null or "SWAP" && (call["instId"] is not { } id || id == contract.InstId) && (family is null || family == contract.Family);
    }

    private JsonObject Row(SimOrder order)
    {
        var fills = venue.Fills(order.Symbol, order.Id);
        return OrderRow.Of(order, fills.Count == 0 ? null : fills[^1], listing.OfSymbol(order.Symbol), venue.Setting(order.Symbol).Leverage);
    }
}
