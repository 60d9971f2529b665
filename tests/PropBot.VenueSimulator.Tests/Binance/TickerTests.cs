using System.Net;

namespace PropBot.VenueSimulator.Tests.Binance;

public class TickerTests
{
    [Theory]
    [InlineData("/fapi/v1/ticker/price", "price")]
    [InlineData("/fapi/v2/ticker/price", "price")]
    [InlineData("/fapi/v1/ticker/24hr", "lastPrice")]
    public async Task a_ticker_shows_the_mark_of_one_symbol_or_of_all(string path, string field)
    {
        await using var client = await BinanceClient.Start();
        var (status, one) = await client.Raw(HttpMethod.Get, path, "symbol=BTCUSDT", "", key: null);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.True(decimal.Parse(one[field]!.GetValue<string>()) > 0m);
        Assert.NotEmpty((await client.Raw(HttpMethod.Get, path, "", "", key: null)).Json.AsArray());
        Assert.Equal(-1121, await client.Refusal(HttpMethod.Get, path, "symbol=NOPEUSDT"));
    }
}
