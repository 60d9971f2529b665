using PropBot.Trading.Exchanges;
using PropBot.Trading.Exchanges.OkxOrders;

namespace PropBot.Trading.Tests.Exchanges.Okx;

/// <summary>The rows of the protocol reference §2.10, code by code: what it proves, its name in our words, and what the connector does.</summary>
public class OkxErrorTableTests
{
    [Theory]
    [InlineData("50004 51149 51054 50026 50042 51412 64007", 200, RefusalKind.Other, (int)OkxReaction.None)]
    [InlineData("50004", 400, RefusalKind.Other, (int)OkxReaction.None)]
    [InlineData("51149 51054 50026 51412", 500, RefusalKind.Other, (int)OkxReaction.None)]
    [InlineData("50013", 429, RefusalKind.Overloaded, (int)OkxReaction.BackOff)]
    public void case_36_an_outcome_that_is_not_proven_is_unknown(string codes, int status, RefusalKind kind, int reaction) =>
        AssertEach(codes, status, OkxOutcome.Unknown, kind, reaction);

    [Theory]
    [InlineData("", 500)]
    [InlineData("", 502)]
    [InlineData("", 400)]
    [InlineData("", 200)]
    [InlineData("59999", 503)]
    public void an_answer_that_is_not_understood_proves_nothing(string code, int status) => Assert.Equal(OkxOutcome.Unknown, OkxErrors.Of(code, status).Outcome);

    [Theory]
    [InlineData("50001 63999", RefusalKind.Overloaded, (int)OkxReaction.BackOff)]
    [InlineData("50011 50040 51113 60014 60023", RefusalKind.RateLimited, (int)OkxReaction.WaitWindow)]
    [InlineData("50061", RefusalKind.RateLimited, (int)OkxReaction.ThrottleOrders)]
    [InlineData("50014 50015 50016 50024 50025 51000 51003 51150 60012 60013", RefusalKind.BadParameter, (int)OkxReaction.Alert)]
    [InlineData("60008 60018 60028 64001 64002", RefusalKind.BadParameter, (int)OkxReaction.Alert)]
    [InlineData("51005 51101 51202 51203 51506", RefusalKind.BadParameter, (int)OkxReaction.None)]
    [InlineData("50027 50028 50029 50030 50033 50100 50110 50111 50114 50119 50120 59113", RefusalKind.NotAuthorised, (int)OkxReaction.Alert)]
    [InlineData("50103 50104 50105 50106 50107 50112 50113 60005 60007 60024 51010 51024 51155 50051 50052", RefusalKind.NotAuthorised, (int)OkxReaction.Alert)]
    [InlineData("50101", RefusalKind.NotAuthorised, (int)OkxReaction.HardStop)]
    [InlineData("60009 60011 60031", RefusalKind.NotAuthorised, (int)OkxReaction.LogInAgain)]
    [InlineData("64008", RefusalKind.Overloaded, (int)OkxReaction.LogInAgain)]
    [InlineData("64003", RefusalKind.NotAuthorised, (int)OkxReaction.UsePlainBooks)]
    [InlineData("50102 60004 60006", RefusalKind.ClockSkew, (int)OkxReaction.ResyncClock)]
    [InlineData("50036 50037", RefusalKind.ExpiredBeforeArrival, (int)OkxReaction.None)]
    [InlineData("50017 50018 50019 50020 50021 50022 50023", RefusalKind.InstrumentClosed, (int)OkxReaction.RefreshAccount)]
    [InlineData("51001 51021 51022 51027 51028 51029 51030 51196 51197 51508 54072", RefusalKind.InstrumentClosed, (int)OkxReaction.ReloadInstruments)]
    [InlineData("51121", RefusalKind.BadParameter, (int)OkxReaction.ReloadInstruments)]
    [InlineData("51020 51120 51007", RefusalKind.TooSmall, (int)OkxReaction.ReloadInstruments)]
    [InlineData("51006 51116 51137 51138", RefusalKind.PriceBand, (int)OkxReaction.None)]
    [InlineData("51008 51008_1000 51127 51131 51004", RefusalKind.InsufficientBalance, (int)OkxReaction.None)]
    [InlineData("51023 51169 51112 51148 51170 51171", RefusalKind.ReduceOnlyNothingToReduce, (int)OkxReaction.RefreshAccount)]
    [InlineData("51025 51102 51103 51174 51115 54030 54031 54094 59000 59102 51186 99999", RefusalKind.Other, (int)OkxReaction.None)]
    public void a_definite_no_is_a_refusal_of_its_kind_with_its_reaction(string codes, RefusalKind kind, int reaction) =>
        AssertEach(codes, 200, OkxOutcome.Refused, kind, reaction);

    [Theory]
    [InlineData("51063 51603 51400 51401 51402 51410 51416 51503")]
    public void an_order_that_is_not_there_is_said_to_be_so(string codes) => AssertEach(codes, 200, OkxOutcome.NoSuchOrder, RefusalKind.Other, 0);

    [Theory]
    [InlineData("50027", 200, true)]
    [InlineData("50110", 401, true)]
    [InlineData("", 403, true)]
    [InlineData("50011", 429, false)]
    [InlineData("50113", 401, false)]
    public void a_restricted_account_and_a_refused_key_shut_us_out(string code, int status, bool shut) => Assert.Equal(shut, OkxErrors.ShutsOut(code, status));

    [Fact]
    public void a_client_id_in_use_is_a_duplicate() => Assert.Equal(OkxOutcome.Duplicate, OkxErrors.Of("51016", 200).Outcome);

    [Fact]
    public void too_many_requests_without_a_code_were_not_executed() =>
        Assert.Equal(new OkxMeaning(OkxOutcome.Refused, RefusalKind.RateLimited, OkxReaction.WaitWindow), OkxErrors.Of("", 429));

    private static void AssertEach(string codes, int status, OkxOutcome outcome, RefusalKind kind, int reaction)
    {
        foreach (var code in codes.Split(' '))
            Assert.Equal((code, new OkxMeaning(outcome, kind, (OkxReaction)reaction)), (code, OkxErrors.Of(code, status)));
    }
}
