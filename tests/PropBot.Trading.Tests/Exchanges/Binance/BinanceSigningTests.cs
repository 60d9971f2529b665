using System.Text;
using PropBot.Trading.Exchanges.Binance;
using PropBot.Trading.Exchanges.BinanceOrders;

namespace PropBot.Trading.Tests.Exchanges.Binance;

public class BinanceSigningTests
{
    [Theory]
    [InlineData(
        "symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=1&price=9000&timeInForce=GTC&recvWindow=5000&timestamp=1591702613943",
        "3c661234138461fcc7a7d8746c6558c9842d4e10870d2ecbedf7777cad694af9")]
    [InlineData(
        "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTCquantity=1&price=9000&recvWindow=5000&timestamp=1591702613943",
        "30baaf0fab549bbeda7f5ef201898b34122da25fd23c646cac2c529aebe670a4")]
    public void the_documented_vectors_hold(string parameters, string signature) => Assert.Equal(signature, Sign(parameters));

    [Fact]
    public void the_form_of_an_order_is_signed_exactly_as_sent()
    {
        var stage = new BinanceStage();
        var form = Encoding.ASCII.GetString(BinanceOrderForm.Write(stage.Order(quantity: 0.0020m, price: 61800.200m), 1591702613943, 987, Encoding.ASCII.GetBytes(BinanceStage.Secret)));
        const string Expected =
            "symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=IOC&quantity=0.002&price=61800.2&newClientOrderId=A1&newOrderRespType=ACK"
            + "&selfTradePreventionMode=EXPIRE_TAKER&recvWindow=987&timestamp=1591702613943";
        Assert.Equal($"{Expected}&signature={Sign(Expected)}", form);
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
