namespace PropBot.VenueSimulator.Tests.Okx;

public class OkxAccessTests
{
    [Fact]
    public async Task a_private_call_needs_its_headers_and_a_public_one_does_not()
    {
        await using var okx = await OkxLoopback.Start();
        var refused = await okx.Send(HttpMethod.Get, "/api/v5/account/balance?ccy=USDT", "", [("OK-ACCESS-KEY", "")]);
        Assert.Equal((401, "50103"), (refused.Status, (string?)refused.Body["code"]));
        var open = await okx.Send(HttpMethod.Get, "/api/v5/public/time", "", [("OK-ACCESS-KEY", ""), ("OK-ACCESS-SIGN", "")]);
        Assert.Equal((200, "1767614400000"), (open.Status, (string?)open.Body["data"]![0]!["ts"]));
    }

    [Theory]
    [InlineData("OK-ACCESS-SIGN", "AAAA", "50113")]
    [InlineData("OK-ACCESS-PASSPHRASE", "x", "50105")]
    [InlineData("OK-ACCESS-TIMESTAMP", "2026-01-05T11:59:00.000Z", "50102")]
    public async Task case_05_a_wrong_header_is_401(string name, string value, string code)
    {
        await using var okx = await OkxLoopback.Start();
        var (status, body) = await okx.Send(HttpMethod.Get, "/api/v5/account/balance?ccy=USDT", "", [(name, value)]);
        Assert.Equal((401, code), (status, (string?)body["code"]));
    }

    [Fact]
    public async Task case_05_the_query_is_part_of_what_is_signed()
    {
        await using var okx = await OkxLoopback.Start();
        var (status, body) = await okx.Get("/api/v5/account/balance?ccy=USDT&unknown=1%2C2");
        Assert.Equal((200, "0"), (status, (string?)body["code"]));
        Assert.Equal("100000", (string?)body["data"]![0]!["totalEq"]);
    }

    [Fact]
    public async Task an_unknown_path_is_404_a_wrong_method_405_and_a_body_that_is_no_json_400()
    {
        await using var okx = await OkxLoopback.Start();
        Assert.Equal(404, (await okx.Get("/api/v5/trade/nothing")).Status);
        Assert.Equal(405, (await okx.Post("/api/v5/account/balance", "{}")).Status);
        Assert.Equal((400, "50002"), await Refusal(okx, "{\"instId\":"));
        Assert.Equal((400, "50000"), await Refusal(okx, ""));
    }

    [Fact]
    public async Task calls_that_clients_make_while_loading_answer_empty()
    {
        await using var okx = await OkxLoopback.Start();
        Assert.Empty(await okx.Rows("/api/v5/asset/currencies"));
        Assert.Empty(await okx.Rows("/api/v5/system/status"));
        Assert.Empty(await okx.Rows("/api/v5/public/instruments?instType=SPOT"));
    }

    private static async Task<(int, string?)> Refusal(OkxLoopback okx, string body)
    {
        var (status, answer) = await okx.Post("/api/v5/trade/order", body);
        return (status, (string?)answer["code"]);
    }
}
