using PropBot.Trading.Exchanges;
using PropBot.Trading.Exchanges.Okx;

namespace PropBot.Trading.Tests.Exchanges.Okx;

/// <summary>The rows of the protocol reference §2.10, one by one.</summary>
public class OkxErrorTableTests
{
    [Theory]
    [InlineData("50004", 400)]
    [InlineData("51149", 500)]
    [InlineData("51054", 500)]
    [InlineData("50026", 500)]
    [InlineData("50013", 429)]
    [InlineData("50042", 200)]
    [InlineData("51412", 500)]
    [InlineData("64007", 200)]
    [InlineData("", 500)]
    [InlineData("", 502)]
    [InlineData("", 200)]
    [InlineData("59999", 503)]
    public void an_outcome_that_is_not_proven_is_unknown(string code, int status) => Assert.Equal(OkxOutcome.Unknown, OkxErrors.Of(code, status).Outcome);

    [Theory]
    [InlineData("50001", RefusalKind.Overloaded)]
    [InlineData("50011 50061 50040 51113 60014", RefusalKind.RateLimited)]
    [InlineData("50014 50015 50016 50024 50025 51000 51003 51150 51121 60012 60013", RefusalKind.BadParameter)]
    [InlineData("51005 51101 51202 51203", RefusalKind.BadParameter)]
    [InlineData("50027 50028 50029 50030 50033 50100 50110 50111 50114 50119 50120 59113", RefusalKind.NotAuthorised)]
    [InlineData("50101 50103 50104 50105 50106 50107 50112 50113 60007 60024 51010 51024 51155 50051 50052", RefusalKind.NotAuthorised)]
    [InlineData("50102 60006", RefusalKind.ClockSkew)]
    [InlineData("50036 50037", RefusalKind.ExpiredBeforeArrival)]
    [InlineData("50017 50018 50019 50020 50021 50022 50023", RefusalKind.InstrumentClosed)]
    [InlineData("51001 51021 51022 51027 51028 51029 51030 51196 51197 54072", RefusalKind.InstrumentClosed)]
    [InlineData("51006 51116 51137 51138", RefusalKind.PriceBand)]
    [InlineData("51008 51008_1000 51127 51131 51004", RefusalKind.InsufficientBalance)]
    [InlineData("51020 51120 51007", RefusalKind.TooSmall)]
    [InlineData("51023 51169 51112 51148 51170 51171", RefusalKind.ReduceOnlyNothingToReduce)]
    [InlineData("51025 51102 51103 51174 51115 54030 54031 54094 59000 59102 51186", RefusalKind.Other)]
    [InlineData("99999", RefusalKind.Other)]
    public void a_definite_no_is_a_refusal_of_its_kind(string codes, RefusalKind kind)
    {
        foreach (var code in codes.Split(' ')) Assert.Equal((code, new OkxMeaning(OkxOutcome.Refused, kind)), (code, OkxErrors.Of(code, 200)));
    }

    [Theory]
    [InlineData("51063")]
    [InlineData("51603")]
    [InlineData("51400")]
    [InlineData("51401")]
    [InlineData("51402")]
    [InlineData("51410")]
    public void an_order_that_is_not_there_is_said_to_be_so(string code) => Assert.Equal(OkxOutcome.NoSuchOrder, OkxErrors.Of(code, 200).Outcome);

    [Fact]
    public void a_client_id_in_use_is_a_duplicate() => Assert.Equal(OkxOutcome.Duplicate, OkxErrors.Of("51016", 200).Outcome);

    [Fact]
    public void too_many_requests_without_a_code_were_not_executed() => Assert.Equal(new OkxMeaning(OkxOutcome.Refused, RefusalKind.RateLimited), OkxErrors.Of("", 429));
}
