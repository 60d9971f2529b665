using System.Globalization;
using System.Text;
using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Exchanges.Okx;

namespace PropBot.Trading.Tests.Exchanges.Okx;

public class OkxSignatureTests
{
    private const string Secret = "22582BD0CFF14C41EDBF1AB98506286D";
    private const string Timestamp = "2020-12-08T09:08:57.715Z";

    [Theory]
    [InlineData("GET/api/v5/account/balance?ccy=BTC", "HiZhvSfMtWJA3uUIVXV3a/bSXNPCWvYFXoGCVS8V4zY=")]
    [InlineData(
        """POST/api/v5/trade/order{"instId":"BTC-USDT-SWAP","tdMode":"cross","clOrdId":"b15","side":"buy","ordType":"limit","px":"2.15","sz":"2"}""",
        "g+5Dh0q+69SBOzM7hypQkX9TssCo4FEkPdx36tk4w5U=")]
    public void case_05_the_documented_rest_vectors_match(string tail, string signature) =>
        Assert.Equal(signature, OkxSigner.Sign(Secret, Encoding.ASCII.GetBytes(Timestamp + tail)));

    [Fact]
    public void case_05_the_documented_login_vector_matches() =>
        Assert.Equal("5/36BgGV6m/6pmdc20zdqk0mzF5ZalmzzPD2fo3wavU=", OkxSigner.SignLogin(Secret, "1704876947"));

    [Fact]
    public void the_timestamp_carries_milliseconds() => Assert.Equal(
        Timestamp, OkxSigner.Timestamp(DateTimeOffset.Parse("2020-12-08T10:08:57.715+01:00", CultureInfo.InvariantCulture)));

    [Fact]
    public async Task case_05_a_question_is_signed_with_its_query_and_in_the_venues_time()
    {
        await using var stage = new OkxStage { VenueAhead = TimeSpan.FromMilliseconds(400) };
        stage.Venue.StartMarketData(stage.Heard);
        await Testing.Condition.Holds(() => stage.Heard.Of<ClockReading>().Count > 0, "a clock sample");
        await stage.Venue.ReadFees(await stage.Btc(), CancellationToken.None);

        var request = Assert.Single(stage.Http.To("GET /api/v5/account/trade-fee"));
        var timestamp = OkxSigner.Timestamp(stage.Clock.GetUtcNow().AddMilliseconds(400));
        Assert.Equal("instType=SWAP&instFamily=BTC-USDT", request.Query);
        Assert.Equal(timestamp, request.Headers["OK-ACCESS-TIMESTAMP"]);
        Assert.Equal("K", request.Headers["OK-ACCESS-KEY"]);
        Assert.Equal("P", request.Headers["OK-ACCESS-PASSPHRASE"]);
        Assert.Equal(OkxSigner.Sign(Secret, Encoding.ASCII.GetBytes($"{timestamp}GET{request.Path}?{request.Query}")), request.Headers["OK-ACCESS-SIGN"]);
        Assert.False(request.Headers.ContainsKey("x-simulated-trading"));
    }

    [Fact]
    public async Task an_order_is_signed_over_the_bytes_that_leave_each_time_the_buffer_is_used_again()
    {
        await using var stage = new OkxStage(demo: true);
        stage.Http.On("POST /api/v5/trade/order", """{"code":"0","msg":"","data":[{"ordId":"1","sCode":"0","sMsg":""}]}""");
        var btc = await stage.Btc();
        await stage.Venue.Place(stage.Order(btc), CancellationToken.None);
        await stage.Venue.Place(stage.Order(btc) with { Id = new ClientOrderId("pb22"), Quantity = new Quantity(0.0001m) }, CancellationToken.None);

        var orders = stage.Http.To("POST /api/v5/trade/order");
        Assert.Equal(2, orders.Count);
        foreach (var order in orders)
        {
            var prehash = $"{order.Headers["OK-ACCESS-TIMESTAMP"]}POST{order.Path}{order.Body}";
            Assert.Equal(OkxSigner.Sign(Secret, Encoding.ASCII.GetBytes(prehash)), order.Headers["OK-ACCESS-SIGN"]);
            Assert.Equal("1", order.Headers["x-simulated-trading"]);
        }
    }

    [Fact]
    public async Task case_05_a_question_refused_for_its_timestamp_is_asked_once_more_after_a_clock_sample()
    {
        await using var stage = new OkxStage { VenueAhead = TimeSpan.FromSeconds(40) };
        var btc = await stage.Btc();
        stage.Http.OnEach("GET /api/v5/account/trade-fee", (401, """{"code":"50102","msg":"Timestamp request expired","data":[]}"""));
        var fees = await stage.Venue.ReadFees(btc, CancellationToken.None);

        Assert.Contains("50102", Assert.IsType<VenueAnswer<FeeRates>.Unreadable>(fees).Clue, StringComparison.Ordinal);
        var asked = stage.Http.To("GET /api/v5/account/trade-fee");
        Assert.Equal(2, asked.Count);
        Assert.Equal(OkxSigner.Timestamp(stage.Clock.GetUtcNow().AddSeconds(40)), asked[1].Headers["OK-ACCESS-TIMESTAMP"]);
    }
}
