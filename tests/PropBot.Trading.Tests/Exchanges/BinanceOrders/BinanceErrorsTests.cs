using System.Text;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Exchanges.BinanceOrders;

namespace PropBot.Trading.Tests.Exchanges.BinanceOrders;

public class BinanceErrorsTests
{
    /// <summary>Every code of the table in wire protocols 1.10.</summary>
    private static readonly int[] Documented =
    [
        -1000, -1001, -1002, -1003, -1006, -1007, -1008, -1015, -1016, -1021, -5028, -1022, -2014, -2015, -1102, -1100, -1101, -1104, -1105, -1106, -1111, -1115,
        -1116, -1117, -1121, -1122, -1130, -1125, -2010, -2011, -2012, -2013, -2018, -2019, -2020, -2021, -2022, -2023, -2024, -2025, -4045, -2026, -2027, -2028,
        -4046, -4059, -4047, -4048, -4067, -4068, -4061, -4062, -4087, -4088, -4400, -4401, -4116, -4118, -4120, -4131, -4140, -4141, -4161, -4164, -5029, -4192,
        -4202, -4203, -4205, -4206, -4208, -4209, -4403, -5021, -5022, -5024, -5025, -5026, -5027, -5047,
    ];

    public static TheoryData<int, RefusalKind> DefiniteCodes => new()
    {
        { -1002, RefusalKind.NotAuthorised }, { -1003, RefusalKind.RateLimited }, { -1008, RefusalKind.Overloaded }, { -1015, RefusalKind.RateLimited },
        { -1016, RefusalKind.Overloaded }, { -1022, RefusalKind.NotAuthorised }, { -2014, RefusalKind.NotAuthorised }, { -2015, RefusalKind.NotAuthorised },
        { -1100, RefusalKind.BadParameter }, { -1101, RefusalKind.BadParameter }, { -1102, RefusalKind.BadParameter }, { -1104, RefusalKind.BadParameter },
        { -1105, RefusalKind.BadParameter }, { -1106, RefusalKind.BadParameter }, { -1111, RefusalKind.BadParameter }, { -1115, RefusalKind.BadParameter },
        { -1116, RefusalKind.BadParameter }, { -1117, RefusalKind.BadParameter }, { -1121, RefusalKind.BadParameter }, { -1122, RefusalKind.BadParameter },
        { -1125, RefusalKind.BadParameter }, { -1130, RefusalKind.BadParameter }, { -2010, RefusalKind.Other }, { -2011, RefusalKind.Other }, { -2012, RefusalKind.Other },
        { -2013, RefusalKind.Other }, { -2018, RefusalKind.InsufficientBalance }, { -2019, RefusalKind.InsufficientBalance }, { -2020, RefusalKind.Other },
        { -2021, RefusalKind.BadParameter }, { -2022, RefusalKind.ReduceOnlyNothingToReduce }, { -2023, RefusalKind.Other },
        { -2024, RefusalKind.ReduceOnlyNothingToReduce }, { -2025, RefusalKind.Other }, { -4045, RefusalKind.Other }, { -2026, RefusalKind.BadParameter },
        { -2027, RefusalKind.InsufficientBalance }, { -2028, RefusalKind.InsufficientBalance }, { -4046, RefusalKind.Other }, { -4059, RefusalKind.Other },
        { -4047, RefusalKind.Other }, { -4048, RefusalKind.Other }, { -4067, RefusalKind.Other }, { -4068, RefusalKind.Other }, { -4061, RefusalKind.BadParameter },
        { -4062, RefusalKind.BadParameter }, { -4087, RefusalKind.NotAuthorised }, { -4088, RefusalKind.NotAuthorised }, { -4400, RefusalKind.NotAuthorised },
        { -4401, RefusalKind.NotAuthorised }, { -4118, RefusalKind.ReduceOnlyNothingToReduce }, { -4120, RefusalKind.BadParameter }, { -4131, RefusalKind.PriceBand },
        { -4140, RefusalKind.InstrumentClosed }, { -4141, RefusalKind.InstrumentClosed }, { -4161, RefusalKind.Other }, { -4164, RefusalKind.TooSmall },
        { -5029, RefusalKind.TooSmall }, { -4192, RefusalKind.InstrumentClosed }, { -4202, RefusalKind.InsufficientBalance }, { -4203, RefusalKind.InsufficientBalance },
        { -4205, RefusalKind.InsufficientBalance }, { -4206, RefusalKind.InsufficientBalance }, { -4208, RefusalKind.InsufficientBalance },
        { -4209, RefusalKind.InsufficientBalance }, { -4403, RefusalKind.InsufficientBalance }, { -5021, RefusalKind.Other }, { -5022, RefusalKind.Other },
        { -5024, RefusalKind.Other }, { -5025, RefusalKind.Other }, { -5026, RefusalKind.Other }, { -5027, RefusalKind.Other }, { -5047, RefusalKind.Other },
        { -4014, RefusalKind.BadParameter }, { -4023, RefusalKind.BadParameter }, { -4016, RefusalKind.PriceBand }, { -4024, RefusalKind.PriceBand },
        { -4003, RefusalKind.TooSmall }, { -4004, RefusalKind.TooSmall },
    };

    public static TheoryData<int, int> UndecidedCodes => new() { { -1000, 503 }, { -1006, 400 }, { -1007, 408 }, { -1007, 503 }, { -2010, 500 } };

    [Theory]
    [MemberData(nameof(DefiniteCodes))]
    public void a_definite_code_is_a_no_in_our_words_with_the_venues_beside_them(int code, RefusalKind kind)
    {
        Assert.Equal(BinanceVerdict.Refused, BinanceErrors.VerdictOf(400, code, "its words"));
        Assert.Equal(new VenueRefusal(kind, $"{code}", "its words") { SaysMaintenance = code == -1016, ShutsOut = code is -1002 or -2014 or -2015 }, BinanceErrors.RefusalOf(400, code, "its words"));
    }

    [Theory]
    [MemberData(nameof(UndecidedCodes))]
    public void a_code_that_leaves_the_execution_open_is_unknown(int code, int status) =>
        Assert.Equal(BinanceVerdict.Unknown, BinanceErrors.VerdictOf(status, code, "x"));

    [Theory]
    [InlineData(503, """{"code":503,"msg":"Unknown error, please check your request or try again later."}""")]
    [InlineData(503, """{"msg":"Unknown error, please check your request or try again later."}""")]
    [InlineData(503, """{"msg":"Internal error; unable to process your request. Please try again."}""")]
    [InlineData(408, "")]
    [InlineData(500, "")]
    [InlineData(502, "<html>bad gateway</html>")]
    [InlineData(504, "{}")]
    [InlineData(400, "<html>a proxy's own page</html>")]
    public void an_answer_without_a_code_is_unknown(int status, string body) => Assert.Equal(BinanceVerdict.Unknown, Verdict(status, body));

    [Theory]
    [InlineData(503, """{"msg":"Service Unavailable."}""", RefusalKind.Overloaded)]
    [InlineData(503, "Service Unavailable.", RefusalKind.Overloaded)]
    [InlineData(418, "", RefusalKind.RateLimited)]
    [InlineData(429, "", RefusalKind.RateLimited)]
    [InlineData(401, "", RefusalKind.NotAuthorised)]
    [InlineData(403, "<html>blocked</html>", RefusalKind.NotAuthorised)]
    public void some_answers_are_definite_without_a_code(int status, string body, RefusalKind kind)
    {
        Assert.Equal(BinanceVerdict.Refused, Verdict(status, body));
        Assert.Equal(kind, BinanceErrors.RefusalOf(status, 0, body).Kind);
    }

    [Theory]
    [InlineData(418, -1003, true)]
    [InlineData(403, 0, true)]
    [InlineData(401, -2015, true)]
    [InlineData(400, -2014, true)]
    [InlineData(429, -1003, false)]
    [InlineData(400, -1021, false)]
    public void a_ban_and_a_refused_key_shut_us_out(int status, int code, bool shut) => Assert.Equal(shut, BinanceErrors.RefusalOf(status, code, "x").ShutsOut);

    [Fact]
    public void three_codes_ask_for_something_else_than_yes_or_no()
    {
        Assert.Equal(BinanceVerdict.LookOnce, BinanceErrors.VerdictOf(503, -1001, "Internal error; unable to process your request. Please try again."));
        Assert.Equal(BinanceVerdict.AlreadyThere, BinanceErrors.VerdictOf(400, -4116, "ClientOrderId is duplicated."));
        Assert.All([-1021, -5028], code => Assert.Equal((BinanceVerdict.FreshTimestamp, RefusalKind.ClockSkew), (BinanceErrors.VerdictOf(400, code, ""), BinanceErrors.KindOf(code))));
    }

    [Theory]
    [InlineData(503, -1008)]
    [InlineData(503, -1016)]
    [InlineData(429, -1015)]
    public void a_code_that_is_definite_by_itself_is_so_whatever_the_http_status(int status, int code) =>
        Assert.Equal(BinanceVerdict.Refused, BinanceErrors.VerdictOf(status, code, "x"));

    [Fact]
    public void every_code_of_the_documented_table_has_a_row_here()
    {
        var rows = DefiniteCodes.Select(row => (int)row[0]).Concat(UndecidedCodes.Select(row => (int)row[0])).Concat([-1001, -4116, -1021, -5028]).ToHashSet();
        Assert.All(Documented, code => Assert.Contains(code, rows));
    }

    [Fact]
    public void what_is_put_in_doubt_is_read_again_and_what_no_waiting_mends_is_said_loudly()
    {
        Assert.All([-1111, -1121, -4014, -4023, -4140, -4164], code => Assert.True(BinanceErrors.DoubtsInstrument(code)));
        Assert.All([-2019, -2022, -2024, -4118], code => Assert.True(BinanceErrors.DoubtsAccount(code)));
        Assert.All([-1022, -2014, -2015, -1002, -2023, -4088], code => Assert.True(BinanceErrors.IsGrave(400, code)));
        Assert.True(BinanceErrors.IsGrave(403, 0));
        Assert.All([-1111, -2011, -1003, 0], code => Assert.False(BinanceErrors.IsGrave(400, code)));
    }

    [Theory]
    [InlineData("""{"code":200,"msg":"success"}""")]
    [InlineData("""[{"code":-1,"msg":"x"}]""")]
    [InlineData("not json")]
    [InlineData("""{"code":"abc"}""")]
    public void a_body_without_a_negative_code_is_no_error_by_itself(string body) =>
        Assert.Equal(0, BinanceErrors.Read(Encoding.UTF8.GetBytes(body)).Code);

    private static BinanceVerdict Verdict(int status, string body)
    {
        var (code, text) = BinanceErrors.Read(Encoding.UTF8.GetBytes(body));
        return BinanceErrors.VerdictOf(status, code, text.Length > 0 ? text : body);
    }
}
