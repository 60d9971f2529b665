using System.Text;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Exchanges.Binance;

namespace PropBot.Trading.Tests.Exchanges.Binance;

public class BinanceErrorsTests
{
    [Theory]
    [InlineData(503, """{"code":503,"msg":"Unknown error, please check your request or try again later."}""")]
    [InlineData(503, """{"code":-1000,"msg":"Unknown error, please check your request or try again later."}""")]
    [InlineData(503, """{"code":-1001,"msg":"Internal error; unable to process your request. Please try again."}""")]
    [InlineData(503, """{"msg":"Internal error; unable to process your request. Please try again."}""")]
    [InlineData(400, """{"code":-1006,"msg":"An unexpected response was received from the message bus. Execution status unknown."}""")]
    [InlineData(408, """{"code":-1007,"msg":"Timeout waiting for response from backend server. Send status unknown; execution status unknown."}""")]
    [InlineData(503, """{"code":-1007,"msg":"Timeout waiting for response from backend server."}""")]
    [InlineData(408, "")]
    [InlineData(500, "")]
    [InlineData(502, "<html>bad gateway</html>")]
    [InlineData(504, "{}")]
    [InlineData(500, """{"code":-2010,"msg":"something inside broke"}""")]
    [InlineData(400, "<html>a proxy's own page</html>")]
    public void where_the_order_may_have_been_executed_the_outcome_is_unknown(int status, string body) =>
        Assert.IsType<OrderReply.Unknown>(Meaning(status, body));

    [Theory]
    [InlineData(503, """{"msg":"Service Unavailable."}""", RefusalKind.Overloaded)]
    [InlineData(503, """{"code":-1008,"msg":"Request throttled by system-level protection."}""", RefusalKind.Overloaded)]
    [InlineData(503, """{"code":-1016,"msg":"This service is no longer available."}""", RefusalKind.Overloaded)]
    [InlineData(429, """{"code":-1003,"msg":"Too many requests."}""", RefusalKind.RateLimited)]
    [InlineData(418, """{"code":-1003,"msg":"Way too many requests; IP banned until 1573000000000."}""", RefusalKind.RateLimited)]
    [InlineData(429, """{"code":-1015,"msg":"Too many new orders."}""", RefusalKind.RateLimited)]
    [InlineData(429, "", RefusalKind.RateLimited)]
    [InlineData(400, """{"code":-1021,"msg":"Timestamp for this request is outside of the recvWindow."}""", RefusalKind.ClockSkew)]
    [InlineData(400, """{"code":-5028,"msg":"Timestamp for this request is outside of the ME recvWindow."}""", RefusalKind.ClockSkew)]
    [InlineData(400, """{"code":-1022,"msg":"Signature for this request is not valid."}""", RefusalKind.NotAuthorised)]
    [InlineData(401, """{"code":-2014,"msg":"API-key format invalid."}""", RefusalKind.NotAuthorised)]
    [InlineData(401, """{"code":-2015,"msg":"Invalid API-key, IP, or permissions for action."}""", RefusalKind.NotAuthorised)]
    [InlineData(401, """{"code":-1002,"msg":"You are not authorized to execute this request."}""", RefusalKind.NotAuthorised)]
    [InlineData(400, """{"code":-4087,"msg":"User can only place reduce only order."}""", RefusalKind.NotAuthorised)]
    [InlineData(400, """{"code":-4400,"msg":"Futures Trading Quantitative Rules violated."}""", RefusalKind.NotAuthorised)]
    [InlineData(403, "<html>blocked</html>", RefusalKind.NotAuthorised)]
    [InlineData(400, """{"code":-1102,"msg":"Mandatory parameter missing."}""", RefusalKind.BadParameter)]
    [InlineData(400, """{"code":-1111,"msg":"Precision is over the maximum defined for this asset."}""", RefusalKind.BadParameter)]
    [InlineData(400, """{"code":-1121,"msg":"Invalid symbol."}""", RefusalKind.BadParameter)]
    [InlineData(400, """{"code":-4014,"msg":"Price not increased by tick size."}""", RefusalKind.BadParameter)]
    [InlineData(400, """{"code":-4023,"msg":"Quantity not increased by step size."}""", RefusalKind.BadParameter)]
    [InlineData(400, """{"code":-4061,"msg":"Order's position side does not match user's setting."}""", RefusalKind.BadParameter)]
    [InlineData(400, """{"code":-4120,"msg":"Order type not supported for this endpoint."}""", RefusalKind.BadParameter)]
    [InlineData(400, """{"code":-4164,"msg":"Order's notional must be no smaller than 100."}""", RefusalKind.TooSmall)]
    [InlineData(400, """{"code":-5029,"msg":"Notional below minimum."}""", RefusalKind.TooSmall)]
    [InlineData(400, """{"code":-4004,"msg":"Quantity less than min quantity."}""", RefusalKind.TooSmall)]
    [InlineData(400, """{"code":-2018,"msg":"Balance is insufficient."}""", RefusalKind.InsufficientBalance)]
    [InlineData(400, """{"code":-2019,"msg":"Margin is insufficient."}""", RefusalKind.InsufficientBalance)]
    [InlineData(400, """{"code":-2027,"msg":"Exceeded the maximum allowable position at current leverage."}""", RefusalKind.InsufficientBalance)]
    [InlineData(400, """{"code":-2028,"msg":"Leverage is smaller than permitted: insufficient margin balance."}""", RefusalKind.InsufficientBalance)]
    [InlineData(400, """{"code":-2022,"msg":"ReduceOnly Order is rejected."}""", RefusalKind.ReduceOnlyNothingToReduce)]
    [InlineData(400, """{"code":-2024,"msg":"Position is not sufficient."}""", RefusalKind.ReduceOnlyNothingToReduce)]
    [InlineData(400, """{"code":-4118,"msg":"ReduceOnly order failed."}""", RefusalKind.ReduceOnlyNothingToReduce)]
    [InlineData(400, """{"code":-4016,"msg":"Limit price can't be higher than 61000."}""", RefusalKind.PriceBand)]
    [InlineData(400, """{"code":-4024,"msg":"Limit price can't be lower than 61000."}""", RefusalKind.PriceBand)]
    [InlineData(400, """{"code":-4131,"msg":"The counterparty's best price does not meet the PERCENT_PRICE filter limit."}""", RefusalKind.PriceBand)]
    [InlineData(400, """{"code":-4140,"msg":"Invalid symbol status for opening position."}""", RefusalKind.InstrumentClosed)]
    [InlineData(400, """{"code":-4141,"msg":"Symbol is closed."}""", RefusalKind.InstrumentClosed)]
    [InlineData(400, """{"code":-4192,"msg":"Trade forbidden due to Cooling-off Period."}""", RefusalKind.InstrumentClosed)]
    [InlineData(400, """{"code":-2010,"msg":"NEW_ORDER_REJECTED"}""", RefusalKind.Other)]
    [InlineData(400, """{"code":-2011,"msg":"Unknown order sent."}""", RefusalKind.Other)]
    [InlineData(400, """{"code":-2025,"msg":"Reach max open order limit."}""", RefusalKind.Other)]
    [InlineData(400, """{"code":-5021,"msg":"Due to the order could not be filled immediately, the FOK order has been rejected."}""", RefusalKind.Other)]
    [InlineData(400, """{"code":-5022,"msg":"Due to the order could not be executed as maker, the Post Only order will be rejected."}""", RefusalKind.Other)]
    public void where_the_venue_says_no_it_is_refused_with_the_venues_own_words(int status, string body, RefusalKind kind)
    {
        var refused = Assert.IsType<OrderReply.Refused>(Meaning(status, body));
        Assert.Equal(kind, refused.Why.Kind);
    }

    [Theory]
    [InlineData("""{"code":200,"msg":"success"}""")]
    [InlineData("""[{"code":-1,"msg":"x"}]""")]
    [InlineData("not json")]
    [InlineData("""{"code":"abc"}""")]
    public void a_body_without_a_negative_code_is_no_error_by_itself(string body) =>
        Assert.Equal(0, BinanceErrors.Read(Encoding.UTF8.GetBytes(body)).Code);

    private static OrderReply Meaning(int status, string body)
    {
        var (code, text) = BinanceErrors.Read(Encoding.UTF8.GetBytes(body));
        return BinanceErrors.Meaning(status, code, text);
    }
}
