using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Orders;

/// <summary>An amendment as the client wrote it, its form checked (wire-protocols §2.7). <c>newSz</c> counts what is already filled.</summary>
public static class OkxChange
{
    /// <summary>Either a change or the refusal, never both.</summary>
    public static (SimAmendment? Change, OkxError? Wrong) Read(OkxParameters request, OkxContract contract)
    {
        if (request["newSz"] is null && request["newPx"] is null) return (null, OkxError.ParameterEmpty("newSz or newPx"));
        if (!Number(request, "newSz", out var size)) return (null, OkxError.ParameterWrong("newSz"));
        if (!Number(request, "newPx", out var price)) return (null, OkxError.ParameterWrong("newPx"));
        if (!OkxTicket.IsAlphanumeric(request["reqId"], 32)) return (null, OkxError.ParameterWrong("reqId"));
        if (size % contract.LotSz > 0m) return (null, OkxError.OffLot);
        if (price % contract.TickSz > 0m) return (null, OkxError.PriceOffTick);
        var change = new SimAmendment(size is { } contracts ? contract.ToBase(contracts) : null, price)
        {
            CancelOnFail = request.IsTrue("cxlOnFail"),
            ClampPrice = request["pxAmendType"] == "1",
            RequestId = request["reqId"],
        };
        return (change, null);
    }

    /// <summary>Null when it is not there; false when it is no number above 0.</summary>
    private static bool Number(OkxParameters request, string name, out decimal? value)
    {
        value = OkxText.TryNumber(request[name], out var number) ? number : null;
        return request[name] is null || value > 0m;
    }
}
