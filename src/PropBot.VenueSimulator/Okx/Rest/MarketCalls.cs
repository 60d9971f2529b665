using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Okx.Rows;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Rest;

/// <summary>Public REST (wire-protocols §2.5).</summary>
public sealed class MarketCalls(VenueCore venue, OkxListing listing, OkxMarket market)
{
    private const int DeepestBook = 400;

    public void Register(OkxRouter router)
    {
        router.Public("public/time", _ => OkxEnvelope.Data(new JsonObject { ["ts"] = OkxText.Time(Now) }));
        router.Public("public/instruments", Instruments);
        router.Public("public/mark-price", call => Each(call, market.Mark));
        router.Public("public/price-limit", call => One(call, market.Limit));
        router.Public("public/funding-rate", call => call["instId"] == "ANY" ? Rows(listing.All, market.Funding) : One(call, market.Funding));
        router.Public("public/funding-rate-history", FundingHistory);
        router.Public("market/ticker", call => One(call, market.Ticker));
        router.Public("market/tickers", call => Each(call, market.Ticker));
        router.Public("market/books", Book);
        router.Public("market/index-tickers", call => Rows(listing.All.Where(c => call["instId"] is not { } id || c.Family == id), market.Index));
        router.Public("public/open-interest", call => Each(call, market.OpenInterest));
        router.Public("public/position-tiers", Tiers);
        router.Public("public/underlying", call => call["instType"] is "SWAP"
            ? new OkxReply(200, OkxText.Bytes(new JsonObject { ["code"] = "0", ["msg"] = "", ["data"] = new JsonArray(new JsonArray([.. listing.All.Select(c => (JsonNode)c.Family)])) }))
            : OkxEnvelope.Data(new JsonArray(new JsonArray())));
        router.Public("system/status", Status);
    }

    /// <summary>Also <c>account/instruments</c>, which is private.</summary>
    public OkxReply Instruments(OkxCall call) =>
        call["instType"] is null ? OkxEnvelope.Refusal(OkxError.ParameterEmpty("instType")) : Each(call, MarketRow.Instrument);

    private DateTimeOffset Now => venue.Now;

    private OkxReply Status(OkxCall call) => OkxEnvelope.Data(new JsonArray([.. market.Maintenance.All()
        .Where(upgrade => call["state"] is not { } state || upgrade.State == state)
        .Select(upgrade => StatusRow.Of(upgrade, Now))]));

    /// <summary>One tier: this venue has no position limits.</summary>
    private OkxReply Tiers(OkxCall call)
    {
        if (call["instType"] is null) return OkxEnvelope.Refusal(OkxError.ParameterEmpty("instType"));
        if (call["tdMode"] is null) return OkxEnvelope.Refusal(OkxError.ParameterEmpty("tdMode"));
        var families = (call["instFamily"] ?? call["uly"])?.Split(',');
        return Rows(
            call["instType"] == "SWAP" ? listing.All.Where(c => (families is null || families.Contains(c.Family)) && (call["instId"] is not { } id || c.InstId == id)) : [],
            contract => MarketRow.Tier(contract, venue.Profile.MaintenanceRate));
    }

    private OkxReply Book(OkxCall call)
    {
        var depth = OkxText.TryInteger(call["sz"], out var asked) ? (int)Math.Clamp(asked, 1, DeepestBook) : 1;
        return One(call, contract => market.Book(contract, depth));
    }

    private OkxReply FundingHistory(OkxCall call)
    {
        if (!listing.TryFind(call["instId"], out var contract)) return Unknown(call);
        var newestFirst = venue.FundingHistory(contract.Symbol).Reverse();
        return OkxPage.Of(
            call, newestFirst, settled => settled.Time.ToUnixTimeMilliseconds(), settled => settled.Time, settled => MarketRow.Settled(settled, contract), DeepestBook);
    }

    private OkxReply One(OkxCall call, Func<OkxContract, JsonObject> row) =>
        listing.TryFind(call["instId"], out var contract) ? OkxEnvelope.Data(row(contract)) : Unknown(call);

    /// <summary>All contracts that the call's filters let through; another instrument type than SWAP has none.</summary>
    private OkxReply Each(OkxCall call, Func<OkxContract, JsonObject> row)
    {
        if (call["instId"] is { } id && listing.Find(id) is null) return Unknown(call);
        var family = call["instFamily"] ?? call["uly"];
        return Rows(
            call["instType"] is null or "SWAP" or "ANY"
                ? listing.All.Where(c => (call["instId"] is not { } wanted || c.InstId == wanted) && (family is null || c.Family == family))
                : [],
            row);
    }

    private static OkxReply Rows(IEnumerable<OkxContract> contracts, Func<OkxContract, JsonObject> row) =>
        OkxEnvelope.Data(new JsonArray([.. contracts.Select(row)]));

    private static OkxReply Unknown(OkxCall call) =>
        OkxEnvelope.Refusal(call["instId"] is null ? OkxError.ParameterEmpty("instId") : OkxError.InstrumentUnknown);
}
