using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Binance.Wire;

namespace PropBot.VenueSimulator.Tests.Binance;

public class TradingSocketTests
{
    [Fact]
    public void case_01_the_documented_vector_of_the_socket_is_reproduced()
    {
        const string Parameters = "apiKey=dbefbc809e3e83c283a984c3a1459732ea7db1360ca80c5c2c8867408d28cc83&price=9000&quantity=1&recvWindow=5000&side=BUY&symbol=BTCUSDT&timeInForce=GTC&timestamp=1591702613943&type=LIMIT";
        Assert.Equal("5b8fe2b962b8e1b2b82fb40e548d56147c2a8f835b5f1393ae4b4b90c38b527f", BinanceGate.Sign(BinanceClient.Secret, Parameters));
    }

    [Fact]
    public void an_order_lives_over_the_socket_and_every_answer_carries_its_id_and_the_limits()
    {
        using var line = new BinanceLine();
        var api = new ApiEar(line);
        var placed = api.Send("order.place", Limit("mine"))!;
        Assert.Equal((200, "q0", "NEW"), (placed["status"]!.GetValue<int>(), placed["id"]!.ToString(), placed["result"]!["status"]!.ToString()));
        Assert.Equal(["1", "1", "0"], placed["rateLimits"]!.AsArray().Select(l => l!["count"]!.ToString()));
        var order = new JsonObject { ["symbol"] = "BTCUSDT", ["origClientOrderId"] = "mine" };
        Assert.Equal("2", api.Send("order.modify", new JsonObject { ["symbol"] = "BTCUSDT", ["origClientOrderId"] = "mine", ["side"] = "BUY", ["quantity"] = "2", ["price"] = "59000" })!["result"]!["origQty"]!.ToString());
        Assert.Equal("2", api.Send("order.status", order)!["result"]!["origQty"]!.ToString());
        Assert.Equal("CANCELED", api.Send("order.cancel", new JsonObject { ["symbol"] = "BTCUSDT", ["origClientOrderId"] = "mine" })!["result"]!["status"]!.ToString());
        var again = api.Send("order.cancel", new JsonObject { ["symbol"] = "BTCUSDT", ["origClientOrderId"] = "mine" })!;
        Assert.Equal((400, -2011), (again["status"]!.GetValue<int>(), again["error"]!["code"]!.GetValue<int>()));
    }

    [Theory]
    [InlineData("account.balance")]
    [InlineData("v2/account.balance")]
    [InlineData("account.status")]
    [InlineData("v2/account.status")]
    [InlineData("account.position")]
    [InlineData("v2/account.position")]
    [InlineData("userDataStream.start")]
    public void the_account_is_asked_for_over_the_socket(string method)
    {
        using var line = new BinanceLine();
        Assert.NotNull(new ApiEar(line).Send(method)!["result"]);
        Assert.Equal(-2014, new ApiEar(line).Send(method, signed: false)!["error"]!["code"]!.GetValue<int>());
    }

    [Fact]
    public void the_market_is_asked_for_without_a_key_and_the_limits_can_be_left_out()
    {
        using var line = new BinanceLine();
        var api = new ApiEar(line, "?returnRateLimits=false");
        var book = api.Send("ticker.book", new JsonObject { ["symbol"] = "BTCUSDT" }, signed: false)!;
        Assert.Equal("59999.9", book["result"]!["bidPrice"]!.ToString());
        Assert.Null(book["rateLimits"]);
        Assert.NotNull(api.Send("depth", new JsonObject { ["symbol"] = "BTCUSDT", ["limit"] = 5, ["returnRateLimits"] = true }, signed: false)!["rateLimits"]);
        Assert.NotNull(api.Send("nothing.there", signed: false)!["error"]);
        api.Ear.Session.Receive("{");
        Assert.Equal(-1135, api.Ear.Told[^1]["error"]!["code"]!.GetValue<int>());
    }

    [Fact]
    public void one_changed_byte_and_an_old_time_are_refused()
    {
        using var line = new BinanceLine();
        var api = new ApiEar(line);
        var signed = Limit("x");
        api.Send("order.place", signed);
        var forged = (JsonObject)signed.DeepClone();
        forged["quantity"] = "2";
        Assert.Equal(-1022, api.Send("order.place", forged, signed: false)!["error"]!["code"]!.GetValue<int>());
        line.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(-1021, api.Send("order.place", (JsonObject)signed.DeepClone(), signed: false)!["error"]!["code"]!.GetValue<int>());
    }

    [Fact]
    public void logging_on_is_refused_to_a_key_that_is_not_ed25519()
    {
        using var line = new BinanceLine();
        var api = new ApiEar(line);
        Assert.Equal(-4056, api.Send("session.logon")!["error"]!["code"]!.GetValue<int>());
        Assert.Null(api.Send("session.status", signed: false)!["result"]!["apiKey"]);
    }

    [Fact]
    public void an_rsa_key_signs_rest_calls()
    {
        using var rsa = RSA.Create(2048);
        using var line = new BinanceLine(rsa.ExportSubjectPublicKeyInfoPem());
        var query = $"timestamp={line.Now}";
        var signature = Convert.ToBase64String(rsa.SignData(Encoding.UTF8.GetBytes(query), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        Assert.Equal(200, Ask(line, query, signature));
        Assert.Equal(400, Ask(line, query + "0", signature));
    }

    /// <summary>RFC 8032 §7.1, test 2, and the same with one bit turned.</summary>
    [Theory]
    [InlineData("72", true)]
    [InlineData("73", false)]
    public void an_ed25519_signature_is_told_from_a_forged_one(string message, bool good)
    {
        var key = Convert.FromHexString("302a300506032b6570032100" + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
        var signature = Convert.FromHexString("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
        var check = new VenueSimulator.Binance.Keys.SignatureCheck($"-----BEGIN PUBLIC KEY-----\n{Convert.ToBase64String(key)}\n-----END PUBLIC KEY-----");
        Assert.Equal(VenueSimulator.Binance.Keys.KeyKind.Ed25519, check.Kind);
        Assert.Equal(good, check.Fits(Encoding.UTF8.GetString(Convert.FromHexString(message)), Convert.ToBase64String(signature)));
    }

    private static JsonObject Limit(string id) => new()
    {
        ["symbol"] = "BTCUSDT",
        ["side"] = "BUY",
        ["type"] = "LIMIT",
        ["timeInForce"] = "GTC",
        ["quantity"] = "1",
        ["price"] = "59000",
        ["newClientOrderId"] = id,
    };

    private static int Ask(BinanceLine line, string query, string signature) => line.Skin.Answer(new BinanceRequest(
        "GET", "/fapi/v3/balance", $"{query}&signature={Uri.EscapeDataString(signature)}", "", BinanceClient.Key)).Status;
}
