using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Binance.Wire;

/// <summary>Binance's refusals, by number (wire-protocols §1.10).</summary>
public static class BinanceError
{
    public static BinanceReply Of(int code, string message, int status = 400) =>
        new(status, BinanceText.Json(new JsonObject { ["code"] = code, ["msg"] = message }));

    public static BinanceReply UnknownPath(string method, string path) => Of(-5000, $"Path {path}, Method {method} is invalid", 404);

    public static BinanceReply OutsideWindow => Of(-1021, "Timestamp for this request is outside of the recvWindow.");

    public static BinanceReply OutsideWindowInEngine => Of(-5028, "Timestamp for this request is outside of the ME recvWindow.");

    public static BinanceReply BadSignature => Of(-1022, "Signature for this request is not valid.");

    public static BinanceReply BadKeyFormat => Of(-2014, "API-key format invalid.", 401);

    public static BinanceReply UnknownKey => Of(-2015, "Invalid API-key, IP, or permissions for action.", 401);

    public static BinanceReply InvalidSymbol => Of(-1121, "Invalid symbol.");

    public static BinanceReply OverPrecise => Of(-1111, "Precision is over the maximum defined for this asset.");

    public static BinanceReply NoListenKey => Of(-1125, "This listenKey does not exist.");

    public static BinanceReply OrderUnknown => Of(-2013, "Order does not exist.");

    public static BinanceReply Missing(string name) => Of(-1102, $"Mandatory parameter '{name}' was not sent, was empty/null, or malformed.");

    public static BinanceReply Illegal(string name) => Of(-1100, $"Illegal characters found in parameter '{name}'.");

    /// <summary>The words of a refusal, without its number.</summary>
    public static string Text(SimRefusal why) => JsonNode.Parse(From(why).Json)!["msg"]!.ToString();

    public static BinanceReply From(SimRefusal why) => why switch
    {
        SimRefusal.UnknownSymbol => InvalidSymbol,
        SimRefusal.DuplicateClientId => Of(-4116, "ClientOrderId is duplicated."),
        SimRefusal.PostOnlyWouldTake => Of(-5022, "Due to the order could not be executed as maker, the Post Only order will be rejected. The order will not be recorded in the order history"),
        SimRefusal.FillOrKillUnfillable => Of(-5021, "Due to the order could not be filled immediately, the FOK order has been rejected. The order will not be recorded in the order history"),
        SimRefusal.ReduceOnlyRejected => Of(-2022, "ReduceOnly Order is rejected."),
        SimRefusal.MarginInsufficient => Of(-2019, "Margin is insufficient."),
        SimRefusal.TooManyOpenOrders => Of(-2025, "Reach max open order limit."),
        SimRefusal.NoLiquidity => Of(-2020, "Unable to fill."),
        SimRefusal.UnknownOrder or SimRefusal.OrderDone => Of(-2011, "Unknown order sent."),
        SimRefusal.PriceOutOfBand => Of(-4016, "Limit price can't be higher or lower than the percent-price filter allows."),
        SimRefusal.NotTrading => Of(-1122, "Invalid symbol status."),
        SimRefusal.OnlyPostOnly or SimRefusal.OnlyReducing => Of(-4140, "Invalid symbol status for opening position."),
        SimRefusal.TooManyAmends => Of(-5026, "Exceed maximum modify order limit."),
        SimRefusal.WrongPositionSide => Of(-4061, "Order's position side does not match user's setting."),
        SimRefusal.NothingToChange => Of(-5027, "No need to modify the order."),
        _ => Of(-1000, "An unknown error occurred while processing the request."),
    };
}
