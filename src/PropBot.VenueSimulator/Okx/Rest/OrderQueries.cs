using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Okx.Orders;
using PropBot.VenueSimulator.Okx.Rows;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Rest;

/// <summary>Private REST that reads orders and fills (wire-protocols §2.7).</summary>
public sealed class OrderQueries(VenueCore venue, OkxListing listing, OkxReach reach, OkxBills bills)
{
    private static readonly TimeSpan RecentFills = TimeSpan.FromDays(3);
    private static readonly TimeSpan Archive = TimeSpan.FromDays(90);

    public void Register(OkxRouter router)
    {
        router.Read("trade/orders-pending", call => Page(call, venue.OpenOrders().Reverse()));
        router.Read("trade/orders-history", call => History(call, reach.Past()));
        router.Read("trade/orders-history-archive", call => History(call, reach.Archived()));
        router.Read("trade/fills", call => Fills(call, RecentFills));
        router.Read("trade/fills-history", call => call["instType"] is null ? OkxEnvelope.Refusal(OkxError.ParameterEmpty("instType")) : Fills(call, Archive));
    }

    /// <summary>Of one order; <c>GET trade/order</c>.</summary>
    public OkxReply One(OkxCall call)
    {
        if (!listing.TryFind(call["instId"], out var contract)) return OkxEnvelope.Refusal(OkxError.InstrumentUnknown);
        if (call["ordId"] is null && call["clOrdId"] is null) return OkxEnvelope.Refusal(OkxError.OrderIdNeeded);
        return reach.Find(call.Parameters, contract) is { } order ? OkxEnvelope.Data(Row(order)) : OkxEnvelope.Refusal(OkxError.OrderUnknown);
    }

    private OkxReply History(OkxCall call, IEnumerable<SimOrder> newestFirst) =>
        call["instType"] is null ? OkxEnvelope.Refusal(OkxError.ParameterEmpty("instType")) : Page(call, newestFirst);

    private OkxReply Page(OkxCall call, IEnumerable<SimOrder> newestFirst)
    {
        var wanted = newestFirst.Where(order =>
            Fits(call, order.Symbol)
            && (call["state"] is not { } state || OrderRow.StateWord(order.State) == state)
            && (call["category"] is not { } category || OrderRow.Category(order) == category)
            && (call["ordType"] is not { } types || types.Split(',').Contains(OkxNote.Of(order).Type)));
        return OkxPage.Of(call, wanted, order => order.Id, order => order.CreatedAt, Row);
    }

    private OkxReply Fills(OkxCall call, TimeSpan back)
    {
        var asked = OkxText.TryInteger(call["ordId"], out var id) ? id : (long?)null;
        if (call["ordId"] is not null && asked is null) return OkxEnvelope.Refusal(OkxError.ParameterWrong("ordId"));
        var since = venue.Now - back;
        var wanted = bills.Fills(asked)
            .Where(fill => fill.Fill.Time >= since && Fits(call, fill.Fill.Symbol) && (call["subType"] is not { } subType || FillRow.SubType(fill.Fill) == subType))
            .Reverse();
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
