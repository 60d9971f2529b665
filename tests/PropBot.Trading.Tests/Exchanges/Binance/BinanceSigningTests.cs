using System.Text;
using PropBot.Testing;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Exchanges.Binance;
using PropBot.Trading.Exchanges.BinanceOrders;

namespace PropBot.Trading.Tests.Exchanges.Binance;

public class BinanceSigningTests
{
    [Theory]
    [InlineData(
        "symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=1&price=9000&timeInForce=GTC&recvWindow=5000&timestamp=1591702613943",
        "3c661234138461fcc7a7d8746c6558c9842d4e10870d2ecbedf7777cad694af9")]
    public void case_01_the_documented_vector_holds_and_every_other_byte_signs_differently(string parameters, string signature)
    {
        Assert.Equal(signature, Sign(parameters));
        for (var i = 0; i < parameters.Length; i++) Assert.NotEqual(signature, Sign(string.Concat(parameters.AsSpan(0, i), "~", parameters.AsSpan(i + 1))));
    }

    [Fact]
    public void case_02_query_and_body_are_signed_joined_without_a_sign_between_them() => Assert.Equal(
        "30baaf0fab549bbeda7f5ef201898b34122da25fd23c646cac2c529aebe670a4",
        Sign("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC" + "quantity=1&price=9000&recvWindow=5000&timestamp=1591702613943"));

    [Fact]
    public async Task case_02_no_request_names_a_parameter_twice_or_in_both_places()
    {
        await using var stage = new BinanceStage().WithQuietAccount();
        stage.Http.On("POST /fapi/v1/order", BinanceSamples.Ack).On("POST /fapi/v1/countdownCancelAll", "{}").On("DELETE /fapi/v1/allOpenOrders", "{}").On("DELETE /fapi/v1/algoOpenOrders", "{}");
        await stage.PrivateUp();
        await stage.Exchange.Place(stage.Order(), CancellationToken.None);
        await stage.Exchange.Cancel(BinanceStage.Btc, new ClientOrderId("A1"), CancellationToken.None);
        await stage.Exchange.CancelAll(CancellationToken.None);
        await stage.Exchange.Configure(BinanceStage.Btc, "isolated", 3m, CancellationToken.None);
        stage.Exchange.KeepDeadMan([0]);
        await Condition.Holds(() => stage.Http.To("POST /fapi/v1/countdownCancelAll").Count > 0, "the switch was asked for");
        foreach (var request in stage.Http.Requests)
        {
            var names = $"{request.Query}&{request.Body}".Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')[0]).ToArray();
            Assert.Equal(names.Distinct(), names);
            Assert.True(request.Query.Length == 0 || request.Body.Length == 0, $"{request}");
            if (names.Contains("signature")) Assert.Equal(Sign($"{request.Query}{request.Body}".Split("&signature=")[0]), request["signature"]);
        }
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void case_10_a_quantity_leaves_in_base_coin_and_reads_back_to_the_digit(int seed)
    {
        var dice = new Random(seed); // the seed is in the test's name
        var stage = new BinanceStage();
        for (var i = 0; i < 500; i++)
        {
            var lot = new[] { 0.001m, 0.01m, 1m, 1000m }[dice.Next(4)];
            var (quantity, price) = (lot * dice.Next(1, 100_000), 0.1m * dice.Next(1, 10_000_000));
            var form = Encoding.ASCII.GetString(BinanceOrderForm.Write(stage.Order(quantity: quantity, price: price), 1, 2, [1]));
            var fields = form.Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
            Assert.Equal((quantity, price), (decimal.Parse(fields["quantity"]), decimal.Parse(fields["price"])));
            Assert.DoesNotMatch(@"E|\.\d*0$|\.$", fields["quantity"]);
        }
    }

    [Fact]
    public void case_03_the_form_of_an_order_is_signed_exactly_as_sent()
    {
        var stage = new BinanceStage();
        var form = Encoding.ASCII.GetString(BinanceOrderForm.Write(stage.Order(quantity: 0.0020m, price: 61800.200m), 1591702613943, 987, Encoding.ASCII.GetBytes(BinanceStage.Secret)));
        const string Expected =
            "symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=IOC&quantity=0.002&price=61800.2&newClientOrderId=A1&newOrderRespType=ACK"
            + "&selfTradePreventionMode=EXPIRE_TAKER&recvWindow=987&timestamp=1591702613943";
        Assert.Equal($"{Expected}&signature={Sign(Expected)}", form);
    }

    [Fact]
    public void case_03_a_symbol_that_is_not_ascii_is_signed_percent_encoded_as_it_is_sent()
    {
        var stage = new BinanceStage();
        var order = stage.Order() with { Instrument = BinanceStage.Btc with { VenueSymbol = "币安人生USDT" } };
        var form = Encoding.UTF8.GetString(BinanceOrderForm.Write(order, 1, 2, Encoding.ASCII.GetBytes(BinanceStage.Secret)));
        Assert.StartsWith("symbol=%E5%B8%81%E5%AE%89%E4%BA%BA%E7%94%9FUSDT&side=", form, StringComparison.Ordinal);
        Assert.Equal(Sign(form.Split("&signature=")[0]), form.Split("&signature=")[1]);
    }

    [Fact]
    public void whole_numbers_keep_their_zeros_and_closing_orders_say_so()
    {
        var stage = new BinanceStage();
        var form = Encoding.ASCII.GetString(BinanceOrderForm.Write(stage.Order(quantity: 100m, price: 61800m, reduceOnly: true), 1, 2, [1]));
        Assert.Contains("&quantity=100&price=61800&reduceOnly=true&", form, StringComparison.Ordinal);
    }

    private static string Sign(string parameters)
    {
        Span<byte> hex = stackalloc byte[BinanceSigner.SignatureLength];
        BinanceSigner.Sign(Encoding.ASCII.GetBytes(BinanceStage.Secret), Encoding.ASCII.GetBytes(parameters), hex);
        return Encoding.ASCII.GetString(hex);
    }
}
