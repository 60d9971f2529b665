namespace PropBot.VenueSimulator.Binance.Api;

/// <summary>The WebSocket API's names for calls that REST has too (wire-protocols §1.9).</summary>
internal static class ApiMethods
{
    private static readonly Dictionary<string, string> Calls = new(StringComparer.Ordinal)
    {
        ["order.place"] = "POST /fapi/v1/order",
        ["order.modify"] = "PUT /fapi/v1/order",
        ["order.cancel"] = "DELETE /fapi/v1/order",
        ["order.status"] = "GET /fapi/v1/order",
        ["algoOrder.place"] = "POST /fapi/v1/algoOrder",
        ["algoOrder.cancel"] = "DELETE /fapi/v1/algoOrder",
        ["account.balance"] = "GET /fapi/v2/balance",
        ["v2/account.balance"] = "GET /fapi/v3/balance",
        ["account.status"] = "GET /fapi/v2/account",
        ["v2/account.status"] = "GET /fapi/v3/account",
        ["account.position"] = "GET /fapi/v2/positionRisk",
        ["v2/account.position"] = "GET /fapi/v3/positionRisk",
        ["depth"] = "GET /fapi/v1/depth",
        ["ticker.price"] = "GET /fapi/v2/ticker/price",
        ["ticker.book"] = "GET /fapi/v1/ticker/bookTicker",
        ["userDataStream.start"] = "POST /fapi/v1/listenKey",
        ["userDataStream.ping"] = "PUT /fapi/v1/listenKey",
        ["userDataStream.stop"] = "DELETE /fapi/v1/listenKey",
    };

    /// <summary>Null for a method there is not.</summary>
    public static string? Call(string method) => Calls.GetValueOrDefault(method);
}
