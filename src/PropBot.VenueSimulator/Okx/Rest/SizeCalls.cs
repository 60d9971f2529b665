using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Okx.Rows;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Rest;

/// <summary>How much could be opened: <c>max-size</c> in contracts, <c>max-avail-size</c> in USDT of margin.</summary>
public sealed class SizeCalls(VenueCore venue, OkxListing listing)
{
    public void Register(OkxRouter router)
    {
        router.Read("account/max-size", call => Each(call, MaxSize));
        router.Read("account/max-avail-size", call => Each(call, MaxAvailable));
    }

    private OkxReply Each(OkxCall call, Func<OkxCall, OkxContract, JsonObject> row)
    {
        if (call["tdMode"] is null) return OkxEnvelope.Refusal(OkxError.ParameterEmpty("tdMode"));
        var rows = new JsonArray();
        foreach (var id in (call["instId"] ?? "").Split(','))
        {
            if (!listing.TryFind(id, out var contract)) return OkxEnvelope.Refusal(call["instId"] is null ? OkxError.ParameterEmpty("instId") : OkxError.InstrumentUnknown);
            rows.Add(row(call, contract));
        }

        return OkxEnvelope.Data(rows);
    }

    private JsonObject MaxSize(OkxCall call, OkxContract contract)
    {
        var lever = OkxText.TryNumber(call["leverage"], out var asked) && asked > 0m ? asked : venue.Setting(contract.Symbol).Leverage;
        var price = OkxText.TryNumber(call["px"], out var given) && given > 0m ? given : venue.Reference(contract.Symbol).Mark;
        // Margin and taker fee of one coin.
        var needed = (price / lever) + (price * venue.Profile.TakerRate);
        var contracts = contract.ToContracts(venue.Account().Available / needed);
        var size = OkxText.Number(Math.Min(contract.MaxSz, contracts - (contracts % contract.LotSz)));
        return new JsonObject { ["ccy"] = "USDT", ["instId"] = contract.InstId, ["maxBuy"] = size, ["maxSell"] = size };
    }

    private JsonObject MaxAvailable(OkxCall call, OkxContract contract)
    {
        var held = venue.Position(contract.Symbol).Position.Quantity;
        var available = OkxText.Number(venue.Account().Available);
        return call.Parameters.IsTrue("reduceOnly")
            ? new JsonObject { ["instId"] = contract.InstId, ["availBuy"] = contract.Size(Math.Max(0m, -held)), ["availSell"] = contract.Size(Math.Max(0m, held)) }
            : new JsonObject { ["instId"] = contract.InstId, ["availBuy"] = available, ["availSell"] = available };
    }
}
