using Microsoft.Extensions.Logging.Abstractions;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Exchanges.Binance;
using PropBot.Trading.Exchanges.Okx;
using PropBot.Trading.Instruments;

namespace PropBot.Bench.DeadMan;

/// <summary>The process that is killed: real connectors that keep both venues' switches armed, and say so on standard output.</summary>
internal static class DeadManChild
{
    public const string Armed = "ARMED";

    public static async Task<int> Run(string binanceUrl, string okxUrl)
    {
        var universe = new PairUniverse([RawOrders.Symbol]);
        var keys = new DrillKeys();
        using var binanceHttp = NetworkDoor.CreateHttp();
        using var okxHttp = NetworkDoor.CreateHttp();
        var sockets = new ClientWebSocketFactory();
        await using var binance = new BinanceExchange(
            new BinanceOptions { RestUrl = binanceUrl, StreamUrl = RawOrders.SocketUrl(binanceUrl) }, universe, keys, binanceHttp, sockets, TimeProvider.System, 1, NullLogger.Instance);
        await using var okx = new OkxExchange(
            new OkxOptions { RestUrl = okxUrl, StreamUrl = RawOrders.SocketUrl(okxUrl) }, universe, keys, okxHttp, sockets, TimeProvider.System, 2, NullLogger.Instance);
        var ear = new SwitchListener();
        foreach (var exchange in new IExchange[] { binance, okx })
        {
            await exchange.ReadClock(CancellationToken.None);
            if (await exchange.ReadInstruments(CancellationToken.None) is VenueAnswer<IReadOnlyList<Instrument>>.Unreadable dark) throw new InvalidOperationException(dark.Clue);
            exchange.StartPrivate(ear);
            exchange.KeepDeadMan([0]);
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, CancellationToken.None);
        return 0;
    }

    private sealed class DrillKeys : ICredentialSource
    {
        public Credential For(Venue venue) => new(RawOrders.Key, RawOrders.Secret, RawOrders.Passphrase);
    }

    private sealed class SwitchListener : IVenueListener
    {
        public void OnDeadMan(DeadManReading reading)
        {
            if (reading.FiresAt is { } at) Console.WriteLine($"{Armed} {reading.Venue.Word()} until {at:O}");
            else if (reading.Trouble.Length > 0) Console.WriteLine($"TROUBLE {reading.Venue.Word()} {reading.Trouble}");
        }

        public void OnTop(in TopUpdate update)
        {
        }

        public void OnDepth(DepthUpdate update) => DepthUpdate.Return(update);

        public void OnMark(in MarkUpdate update)
        {
        }

        public void OnOrder(OrderUpdate update)
        {
        }

        public void OnFill(Fill fill)
        {
        }

        public void OnPosition(PositionFact position)
        {
        }

        public void OnBalance(BalanceFact balance)
        {
        }

        public void OnFunding(FundingPayment payment)
        {
        }

        public void OnLink(LinkChange change)
        {
        }

        public void OnClock(ClockReading reading)
        {
        }
    }
}
