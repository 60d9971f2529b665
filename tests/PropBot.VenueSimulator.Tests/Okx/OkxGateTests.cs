using System.Text;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Tests.Okx;

public class OkxGateTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
    private static readonly VenueCredentials Keys = new("the-key", "the-secret", "the-passphrase");
    private readonly OkxGate gate = new(Keys);

    [Fact]
    public void a_signed_request_enters() => Assert.Null(gate.Check(Signed("2026-01-05T12:00:00.000Z"), Now));

    [Theory]
    [InlineData("OK-ACCESS-KEY", "50103")]
    [InlineData("OK-ACCESS-PASSPHRASE", "50104")]
    [InlineData("OK-ACCESS-SIGN", "50106")]
    [InlineData("OK-ACCESS-TIMESTAMP", "50107")]
    public void case_05_each_missing_header_has_its_own_code(string header, string code) =>
        Assert.Equal(code, gate.Check(Signed("2026-01-05T12:00:00.000Z", (header, "")), Now)?.Code);

    [Theory]
    [InlineData("OK-ACCESS-KEY", "another", "50111")]
    [InlineData("OK-ACCESS-PASSPHRASE", "another", "50105")]
    [InlineData("OK-ACCESS-SIGN", "AAAA", "50113")]
    [InlineData("OK-ACCESS-TIMESTAMP", "1767614400", "50112")]
    public void case_05_each_wrong_header_has_its_own_code_and_401(string header, string value, string code)
    {
        var error = gate.Check(Signed("2026-01-05T12:00:00.000Z", (header, value)), Now);
        Assert.Equal((code, 401), (error?.Code, error?.HttpStatus));
    }

    [Theory]
    [InlineData("2026-01-05T11:59:30.000Z", null)]
    [InlineData("2026-01-05T11:59:29.999Z", "50102")]
    [InlineData("2026-01-05T12:00:30.000Z", null)]
    [InlineData("2026-01-05T12:00:30.001Z", "50102")]
    public void case_05_the_window_is_thirty_seconds_either_way(string stamp, string? code) =>
        Assert.Equal(code, gate.Check(Signed(stamp), Now)?.Code);

    [Fact]
    public void case_05_one_changed_byte_of_query_or_body_breaks_the_signature()
    {
        var request = Signed("2026-01-05T12:00:00.000Z");
        Assert.Equal("50113", gate.Check(request with { PathAndQuery = "/api/v5/trade/order?a=2" }, Now)?.Code);
        Assert.Equal("50113", gate.Check(request with { Body = Encoding.UTF8.GetBytes("""{"sz":"2"}""") }, Now)?.Code);
    }

    [Theory]
    [InlineData("the-key", "the-passphrase", "1767614400", null, null)]
    [InlineData("the-key", "the-passphrase", "1767614370", null, null)]
    [InlineData("the-key", "the-passphrase", "1767614369", null, "60006")]
    [InlineData("the-key", "the-passphrase", "soon", null, "60004")]
    [InlineData("another", "the-passphrase", "1767614400", null, "60005")]
    [InlineData("the-key", "another", "1767614400", null, "60024")]
    [InlineData("the-key", "the-passphrase", "1767614400", "AAAA", "60007")]
    public void case_57_a_login_is_checked_in_seconds(string key, string passphrase, string stamp, string? sign, string? code) =>
        Assert.Equal(code, gate.CheckLogin(key, passphrase, stamp, sign ?? OkxSignature.OfLogin(Keys.Secret, stamp), Now)?.Code);

    private static OkxRequest Signed(string stamp, params (string Name, string Value)[] changed)
    {
        var body = Encoding.UTF8.GetBytes("""{"sz":"1"}""");
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["OK-ACCESS-KEY"] = Keys.Key,
            ["OK-ACCESS-PASSPHRASE"] = Keys.Passphrase,
            ["OK-ACCESS-TIMESTAMP"] = stamp,
            ["OK-ACCESS-SIGN"] = OkxSignature.Of(Keys.Secret, stamp, "POST", "/api/v5/trade/order?a=1", body),
        };
        foreach (var (name, value) in changed) headers[name] = value;
        return new OkxRequest("POST", "/api/v5/trade/order?a=1", headers, body);
    }
}
