using System.Text.Json;
using BenchmarkDotNet.Attributes;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Exchanges.Binance;
using PropBot.Trading.Exchanges.BinanceMarket;
using PropBot.Trading.Exchanges.BinanceOrders;
using PropBot.Trading.Exchanges.Okx;
using PropBot.Trading.Exchanges.OkxStreams;
using PropBot.Trading.Instruments;

namespace PropBot.Bench.Messages;

/// <summary>One message from its bytes to the fact its listener is told, beside a bare reader walking over the same bytes.</summary>
[MemoryDiagnoser]
public class ParseMessages
{
    private readonly BinanceWire binance = new(new PairUniverse(["BTCUSDT"]));
    private readonly DeafListener deaf = new();
    private readonly OkxSnapshotPages pages = new();
    private BinanceUserEvents binanceUser = null!;
    private OkxMarketMessages okxMarket = null!;
    private OkxAccountMessages okxUser = null!;
    private byte[][] messages = [];
    private Action<byte[]> parse = static _ => { };
    private int next;

    [ParamsAllValues]
    public VenueMessage Message { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        var contracts = new OkxContracts(new PairUniverse(["BTCUSDT"]));
        contracts.Load([new OkxContract("BTC-USDT-SWAP", "BTC-USDT", "BTCUSDT", "1", 0.01m, 0.1m, 0.01m, 0.01m, 1_000_000m, InstrumentStatus.Trading)]);
        okxMarket = new OkxMarketMessages(contracts, deaf, TimeProvider.System);
        okxUser = new OkxAccountMessages(contracts, deaf, TimeProvider.System.GetUtcNow);
        // Only account updates ask the follow-up; none is parsed here.
        binanceUser = new BinanceUserEvents(new BinanceTold(deaf, new BinanceOrderMemory()), null!);
        messages = VenueMessages.Of(Message);
        parse = Message switch
        {
            VenueMessage.BinanceBookTicker or VenueMessage.BinanceDepth => ParseBinanceMarket,
            VenueMessage.BinanceOrderTradeUpdate => message => binanceUser.Tell(message),
            VenueMessage.OkxBboTbt or VenueMessage.OkxBooks => message => okxMarket.Read(message),
            _ => message => okxUser.Take(OkxWire.Document(message)!.Value, pages),
        };
    }

    [Benchmark(Baseline = true)]
    public long Walk()
    {
        var reader = new Utf8JsonReader(Next());
        while (reader.Read())
        {
        }

        return reader.BytesConsumed;
    }

    [Benchmark]
    public void Parse() => parse(Next());

    private byte[] Next()
    {
        if (++next == messages.Length) next = 0;
        return messages[next];
    }

    private void ParseBinanceMarket(byte[] message)
    {
        binance.Read(message, out var fields);
        if (fields.Depth is { } depth) deaf.OnDepth(depth);
    }
}

/// <summary>Takes what it is told and gives books back to their pool, as the desk does.</summary>
internal sealed class DeafListener : IVenueListener
{
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
