using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Okx.Orders;
using PropBot.VenueSimulator.Okx.Rows;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Rest;

/// <summary>What moved the account: bills of seven days, bills of three months, positions that are closed (wire-protocols §2.6).</summary>
public sealed class BillCalls(VenueCore venue, OkxListing listing, OkxBills bills)
{
    private static readonly TimeSpan Recent = TimeSpan.FromDays(7);
    private static readonly TimeSpan Archive = TimeSpan.FromDays(90);

    public void Register(OkxRouter router)
    {
        router.Read("account/bills", call => Bills(call, Recent));
        router.Read("account/bills-archive", call => Bills(call, Archive));
        router.Read("account/positions-history", Closed);
    }

    private OkxReply Bills(OkxCall call, TimeSpan reach)
    {
        var since = venue.Now - reach;
        var wanted = bills.All().Reverse().Where(bill => bill.Time >= since && Fits(call, bill) && IsOf(call, bill));
        return OkxPage.Of(call, wanted, bill => bill.Id, bill => bill.Time, Row);
    }

    private static bool Fits(OkxCall call, OkxBill bill) =>
        (call["type"] is not { } type || BillRow.TypeOf(bill) == type)
        && (call["subType"] is not { } subType || BillRow.SubType(bill) == subType)
        && call["ccy"] is null or "USDT"
        && call["ctType"] is null or "linear";

    private bool IsOf(OkxCall call, OkxBill bill) =>
        call["instType"] is null or "SWAP"
        && (call["instType"] is null || bill.Symbol is not null)
        && (call["instId"] is not { } id || (bill.Symbol is not null && listing.OfSymbol(bill.Symbol).InstId == id))
        && (call["mgnMode"] is not { } mode || (bill.Symbol is not null && PositionRow.Mode(venue.Setting(bill.Symbol)) == mode));

    private JsonObject Row(OkxBill bill) => bill.Symbol is null
        ? BillRow.Of(bill, null, "")
        : BillRow.Of(bill, listing.OfSymbol(bill.Symbol), PositionRow.Mode(venue.Setting(bill.Symbol)));

    private OkxReply Closed(OkxCall call)
    {
        var since = venue.Now - Archive;
        var wanted = OkxPast.Of(venue).Where(past => past.ClosedAt >= since
            && call["instType"] is null or "SWAP"
            && (call["instId"] is not { } id || listing.OfSymbol(past.Symbol).InstId == id)
            && (call["posId"] is not { } posId || OkxText.Id(past.PositionId) == posId)
            && (call["type"] is not { } type || past.Type == type));
        return OkxPage.Of(call, wanted, past => past.ClosedAt.ToUnixTimeMilliseconds(), past => past.ClosedAt, past =>
            PastPositionRow.Of(past, venue.Setting(past.Symbol), listing.OfSymbol(past.Symbol)));
    }
}
