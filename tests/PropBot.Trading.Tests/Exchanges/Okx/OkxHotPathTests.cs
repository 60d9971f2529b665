using System.Text;
using PropBot.Testing;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Exchanges.Okx;
using PropBot.Trading.Exchanges.OkxStreams;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Tests.Exchanges.Okx;

/// <summary>Runs while nothing else does: the pool of depth updates is one for the process, and a neighbour that keeps its updates would drain it.</summary>
[CollectionDefinition(nameof(OkxHotPathTests), DisableParallelization = true)]
public sealed class OkxHotPathAlone;

[Collection(nameof(OkxHotPathTests))]
public class OkxHotPathTests
{
    private const string Snapshot = """{"arg":{"channel":"books","instId":"BTC-USDT-SWAP"},"action":"snapshot","data":[{"asks":[["8476.98","415","0","13"],["8477","7","0","2"]],"bids":[["8476.97","256","0","12"]],"ts":"1597026383085","checksum":0,"prevSeqId":-1,"seqId":123456}]}""";
    private const string Update = """{"arg":{"channel":"books","instId":"BTC-USDT-SWAP"},"action":"update","data":[{"asks":[["8476.98","0","0","0"]],"bids":[],"ts":"1597026383185","checksum":0,"prevSeqId":123456,"seqId":123457}]}""";
    private const string Top = """{"arg":{"channel":"bbo-tbt","instId":"BTC-USDT-SWAP"},"data":[{"asks":[["8476.98","415","0","13"]],"bids":[["8476.97","256","0","12"]],"ts":"1597026383085","seqId":363996337}]}""";
    private const string Mark = """{"arg":{"channel":"mark-price","instId":"BTC-USDT-SWAP"},"data":[{"instType":"SWAP","instId":"BTC-USDT-SWAP","markPx":"42310.6","ts":"1630049139746"}]}""";
    private const string Funding = """{"arg":{"channel":"funding-rate","instId":"ETH-USDT-SWAP"},"data":[{"formulaType":"noRate","fundingRate":"0.0000182","fundingTime":"1743609600000","impactValue":"","instId":"ETH-USDT-SWAP","instType":"SWAP","interestRate":"","maxFundingRate":"0.00375","method":"current_period","minFundingRate":"-0.00375","nextFundingRate":"","nextFundingTime":"1743638400000","premium":"0.0000910","settFundingRate":"0.0000145","settState":"settled","ts":"1743588686291"}]}""";

    [Fact]
    public void pushes_are_read_without_garbage()
    {
        var quiet = new OkxMarketMessages(Contracts(), new ReturningListener(), TimeProvider.System);
        var pushes = new[] { Top, Snapshot, Update, Mark, Funding }.Select(Encoding.UTF8.GetBytes).ToArray();
        Loop(quiet, pushes, 200);
        Assert.Equal(0, Garbage.LeastOf(10, () => Loop(quiet, pushes, 1000)));

        static void Loop(OkxMarketMessages reader, byte[][] pushes, int times)
        {
            for (var i = 0; i < times; i++)
                foreach (var push in pushes) reader.Read(push);
        }
    }

    private sealed class ReturningListener : IVenueListener
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

    private static OkxContracts Contracts()
    {
        var contracts = new OkxContracts(new PairUniverse(["BTCUSDT", "ETHUSDT"]));
        contracts.Load(OkxWire.Document(Encoding.UTF8.GetBytes(OkxStage.Instruments))!.Value.Items("data").Select(OkxMapping.Contract).OfType<OkxContract>());
        return contracts;
    }
}
