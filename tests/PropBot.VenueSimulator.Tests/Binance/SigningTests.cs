using System.Net;
using PropBot.VenueSimulator.Binance.Wire;

namespace PropBot.VenueSimulator.Tests.Binance;

public class SigningTests
{
    private const string Account = "/fapi/v3/balance";

    [Theory]
    [InlineData(
        "symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=1&price=9000&timeInForce=GTC&recvWindow=5000&timestamp=1591702613943", "",
        "3c661234138461fcc7a7d8746c6558c9842d4e10870d2ecbedf7777cad694af9")]
    [InlineData(
        "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC", "quantity=1&price=9000&recvWindow=5000&timestamp=1591702613943",
        "30baaf0fab549bbeda7f5ef201898b34122da25fd23c646cac2c529aebe670a4")]
    public void case_01_the_documented_vectors_are_reproduced(string query, string body, string signature)
    {
        var inQuery = body.Length == 0;
        var request = new BinanceRequest("POST", "/fapi/v1/order", inQuery ? $"{query}&signature={signature}" : query, inQuery ? "" : $"{body}&signature={signature}", null);

        Assert.Equal(query + body, BinanceGate.SignedPart(request));
        Assert.Equal(signature, BinanceGate.Sign(BinanceClient.Secret, BinanceGate.SignedPart(request)!));
    }

    [Fact]
    public async Task case_02_query_and_body_are_joined_without_a_sign_and_the_query_wins()
    {
        await using var client = await BinanceClient.Start();
        var query = "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC";
        var body = $"side=SELL&quantity=1&price=59000&timestamp={client.Now}";
        var (status, json) = await client.Raw(HttpMethod.Post, "/fapi/v1/order", query, $"{body}&signature={BinanceClient.Sign(query + body)}");

        Assert.Equal((HttpStatusCode.OK, "BUY"), (status, json["side"]!.ToString()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task case_03_parameters_of_a_post_are_read_from_the_query_or_from_a_form_and_the_signature_is_over_the_bytes_as_sent(bool inQuery)
    {
        await using var client = await BinanceClient.Start();
        var sent = $"symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=59000&newClientOrderId=a%3Ab%2fc&timestamp={client.Now}";
        var signed = $"{sent}&signature={BinanceClient.Sign(sent)}";
        var (status, json) = await client.Raw(HttpMethod.Post, "/fapi/v1/order", inQuery ? signed : "", inQuery ? "" : signed);
        Assert.Equal((HttpStatusCode.OK, "a:b/c"), (status, json["clientOrderId"]!.ToString()));
        var decoded = $"{sent}&signature={BinanceClient.Sign(Uri.UnescapeDataString(sent))}";
        var (_, refused) = await client.Raw(HttpMethod.Post, "/fapi/v1/order", inQuery ? decoded : "", inQuery ? "" : decoded);
        Assert.Equal(-1022, refused["code"]!.GetValue<int>());
    }

    [Fact]
    public async Task case_01_one_changed_byte_or_a_signature_that_is_not_last_is_refused()
    {
        await using var client = await BinanceClient.Start();
        var good = $"timestamp={client.Now}";
        var signature = BinanceClient.Sign(good);
        Assert.Equal(-1022, await Code(client, $"{good}&signature={signature[..^1]}{(signature[^1] == '0' ? '1' : '0')}"));
        Assert.Equal(-1022, await Code(client, $"recvWindow=5001&{good}&signature={signature}"));
        Assert.Equal(-1022, await Code(client, $"signature={signature}&{good}"));
        Assert.Equal(-1102, await Code(client, good));
        var (status, _) = await client.Raw(HttpMethod.Get, Account, $"{good}&signature={signature.ToUpperInvariant()}", "");
        Assert.Equal(HttpStatusCode.OK, status);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(-5000, true)]
    [InlineData(-5001, false)]
    [InlineData(999, true)]
    [InlineData(1000, false)]
    public async Task case_04_the_timestamp_window_has_exact_edges(int offset, bool accepted)
    {
        await using var client = await BinanceClient.Start();
        var (status, json) = await client.Signed(HttpMethod.Get, Account, "recvWindow=5000", client.Now + offset);

        Assert.Equal(accepted, status == HttpStatusCode.OK);
        if (!accepted) Assert.Equal(-1021, json["code"]!.GetValue<int>());
    }

    [Theory]
    [InlineData(null, -2014)]
    [InlineData("another", -2015)]
    public async Task a_missing_and_a_wrong_key_are_told_apart(string? key, int code)
    {
        await using var client = await BinanceClient.Start();
        var query = $"timestamp={client.Now}";
        var (status, json) = await client.Raw(HttpMethod.Get, Account, $"{query}&signature={BinanceClient.Sign(query)}", "", key);

        Assert.Equal((HttpStatusCode.Unauthorized, code), (status, json["code"]!.GetValue<int>()));
    }

    private static async Task<int> Code(BinanceClient client, string query) =>
        (await client.Raw(HttpMethod.Get, Account, query, "")).Json["code"]!.GetValue<int>();
}
