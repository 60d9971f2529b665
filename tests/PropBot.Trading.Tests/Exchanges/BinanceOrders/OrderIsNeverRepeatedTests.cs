using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Tests.Exchanges.Binance;
using PropBot.Trading.Exchanges.Binance;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Tests.Exchanges.BinanceOrders;

/// <summary>Over a real socket, because the danger sits in the platform's handler: it repeats a bodyless request when a kept connection is closed.</summary>
public class OrderIsNeverRepeatedTests
{
    [Fact]
    public async Task case_35_when_the_venue_hangs_up_after_reading_the_order_it_has_read_it_once()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20), TimeProvider.System);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var orders = 0;
        var serving = Serve(listener, () => orders++, limit.Token);
        using var handler = NetworkDoor.CreateHttp();
        var options = new BinanceOptions { RestUrl = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}" };
        await using var stage = new BinanceStage();
        await using (var exchange = new BinanceExchange(
            options, new PairUniverse(["BTCUSDT"]), stage, handler, stage.Sockets, TimeProvider.System, seed: 1, NullLogger.Instance))
        {
            // A first call makes the connection a kept one; the order then finds it open and loses it.
            Assert.IsType<VenueAnswer<IReadOnlyList<OrderUpdate>>.Got>(await exchange.ReadOpenOrders(limit.Token));
            var order = stage.Order() with { ValidUntil = TimeProvider.System.GetUtcNow().AddSeconds(2) };
            Assert.IsType<OrderReply.Unknown>(await exchange.Place(order, limit.Token));
        }

        Assert.Equal(1, orders);
        await limit.CancelAsync();
        await serving;
    }

    private static async Task Serve(TcpListener listener, Action orderRead, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(stop);
                await Answer(client.GetStream(), orderRead, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    /// <summary>Answers questions; reads an order whole and hangs up.</summary>
    private static async Task Answer(NetworkStream stream, Action orderRead, CancellationToken stop)
    {
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, stop) is > 0 and var count)
        {
            var text = Encoding.ASCII.GetString(buffer, 0, count);
            if (text.StartsWith("POST", StringComparison.Ordinal))
            {
                while (!text.Contains("signature=", StringComparison.Ordinal)) text += Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer, stop));
                orderRead();
                return;
            }

            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]"u8.ToArray(), stop);
        }
    }
}
