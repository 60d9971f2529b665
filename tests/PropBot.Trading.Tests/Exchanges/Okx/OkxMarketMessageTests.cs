using System.Text;
using System.Text.Json;
using PropBot.Testing;
using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Exchanges.Okx;
using PropBot.Trading.Exchanges.OkxStreams;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Tests.Exchanges.Okx;

public class OkxMarketMessageTests
{
    private const string Snapshot = """{"arg":{"channel":"books","instId":"BTC-USDT-SWAP"},"action":"snapshot","data":[{"asks":[["8476.98","415","0","13"],["8477","7","0","2"]],"bids":[["8476.97","256","0","12"]],"ts":"1597026383085","checksum":0,"prevSeqId":-1,"seqId":123456}]}""";
    private const string Update = """{"arg":{"channel":"books","instId":"BTC-USDT-SWAP"},"action":"update","data":[{"asks":[["8476.98","0","0","0"]],"bids":[],"ts":"1597026383185","checksum":0,"prevSeqId":123456,"seqId":123457}]}""";
    private const string Top = """{"arg":{"channel":"bbo-tbt","instId":"BTC-USDT-SWAP"},"data":[{"asks":[["8476.98","415","0","13"]],"bids":[["8476.97","256","0","12"]],"ts":"1597026383085","seqId":363996337}]}""";
    private const string Mark = """{"arg":{"channel":"mark-price","instId":"BTC-USDT-SWAP"},"data":[{"instType":"SWAP","instId":"BTC-USDT-SWAP","markPx":"42310.6","ts":"1630049139746"}]}""";
    private const string Funding = """{"arg":{"channel":"funding-rate","instId":"ETH-USDT-SWAP"},"data":[{"formulaType":"noRate","fundingRate":"0.0000182","fundingTime":"1743609600000","impactValue":"","instId":"ETH-USDT-SWAP","instType":"SWAP","interestRate":"","maxFundingRate":"0.00375","method":"current_period","minFundingRate":"-0.00375","nextFundingRate":"","nextFundingTime":"1743638400000","premium":"0.0000910","settFundingRate":"0.0000145","settState":"settled","ts":"1743588686291"}]}""";

    private readonly ManualClock clock = new();
    private readonly OkxListener heard = new();
    private readonly OkxContracts contracts = new(new PairUniverse(["BTCUSDT", "ETHUSDT"]));
    private readonly OkxMarketMessages messages;

    public OkxMarketMessageTests()
    {
        contracts.Load(OkxWire.Document(Encoding.UTF8.GetBytes(OkxStage.Instruments))!.Value.Items("data").Select(OkxMapping.Contract).OfType<OkxContract>());
        messages = new OkxMarketMessages(contracts, heard, clock);
    }

    private OkxMarketMessage Read(string text) => messages.Read(Encoding.UTF8.GetBytes(text));

    [Fact]
    public void the_best_bid_and_ask_arrive_in_base_coin()
    {
        Assert.Equal(OkxMarketMessage.Data, Read(Top));
        Assert.Equal(
            new TopUpdate(
                Venue.Okx, 0, new Price(8476.97m), new Quantity(2.56m), new Price(8476.98m), new Quantity(4.15m), 363996337,
                DateTimeOffset.FromUnixTimeMilliseconds(1597026383085), clock.GetUtcNow()),
            Assert.Single(heard.Of<TopUpdate>()));
    }

    [Fact]
    public void case_48_a_book_snapshot_carries_its_sequence_and_base_quantities()
    {
        Assert.Equal(OkxMarketMessage.Data, Read(Snapshot));
        var book = Assert.Single(heard.Of<DepthUpdate>());
        Assert.True(book.IsSnapshot);
        Assert.Equal((123456L, -1L), (book.LastId, book.PreviousId));
        Assert.Equal([new Level(8476.98m, 4.15m), new Level(8477m, 0.07m)], book.Asks[..book.AskCount]);
        Assert.Equal([new Level(8476.97m, 2.56m)], book.Bids[..book.BidCount]);
    }

    [Fact]
    public void case_48_an_update_says_what_it_follows_and_size_zero_deletes()
    {
        Read(Update);
        var book = Assert.Single(heard.Of<DepthUpdate>());
        Assert.False(book.IsSnapshot);
        Assert.Equal((123457L, 123456L), (book.LastId, book.PreviousId));
        Assert.Equal([new Level(8476.98m, 0m)], book.Asks[..book.AskCount]);
        Assert.Equal(0, book.BidCount);
    }

    [Fact]
    public void case_48_the_heartbeat_of_a_quiet_book_is_life_and_changes_nothing()
    {
        Assert.Equal(OkxMarketMessage.Data, Read("""{"arg":{"channel":"books","instId":"BTC-USDT-SWAP"},"action":"update","data":[{"asks":[],"bids":[],"ts":"1597026383185","checksum":0,"prevSeqId":123457,"seqId":123457}]}"""));
        var book = Assert.Single(heard.Of<DepthUpdate>());
        Assert.Equal((0, 0, 123457L, 123457L), (book.BidCount, book.AskCount, book.PreviousId, book.LastId));
    }

    [Fact]
    public void the_mark_price_alone_says_nothing_of_funding()
    {
        Read(Mark);
        Assert.Equal(new MarkUpdate(Venue.Okx, 0, new Price(42310.6m), null, null, null, clock.GetUtcNow()), Assert.Single(heard.Of<MarkUpdate>()));
    }

    [Fact]
    public void case_53_funding_time_is_the_next_settlement_and_the_one_after_gives_the_interval()
    {
        Read(Funding);
        Assert.Equal(
            new MarkUpdate(Venue.Okx, 1, null, 0.0000182m, DateTimeOffset.FromUnixTimeMilliseconds(1743609600000), TimeSpan.FromHours(8), clock.GetUtcNow()),
            Assert.Single(heard.Of<MarkUpdate>()));
    }

    [Theory]
    [InlineData("1743624000000", 4)]
    [InlineData("1743613200000", 1)]
    public void case_53_a_shorter_interval_is_told_as_soon_as_it_is_announced(string afterNext, int hours)
    {
        Read(Funding.Replace("1743638400000", afterNext, StringComparison.Ordinal));
        var mark = Assert.Single(heard.Of<MarkUpdate>());
        Assert.Equal((DateTimeOffset.FromUnixTimeMilliseconds(1743609600000), TimeSpan.FromHours(hours)), (mark.NextFunding, mark.FundingInterval));
    }

    [Fact]
    public void case_07_fields_in_another_order_and_unknown_fields_change_nothing()
    {
        Read("""{"data":[{"new":{"a":[1,{"b":2}]},"seqId":5,"prevSeqId":4,"bids":[["1.5","2","0","1","more"]],"asks":[],"ts":"1597026383185","rpi":[["1","2"]]}],"x":[[]],"action":"snapshot","arg":{"extra":{"y":1},"instId":"BTC-USDT-SWAP","channel":"books"}}""");
        var book = Assert.Single(heard.Of<DepthUpdate>());
        Assert.True(book.IsSnapshot);
        Assert.Equal([new Level(1.5m, 0.02m)], book.Bids[..book.BidCount]);
    }

    [Fact]
    public void case_07_an_empty_text_is_absent()
    {
        Read("""{"arg":{"channel":"funding-rate","instId":"BTC-USDT-SWAP"},"data":[{"fundingRate":"","fundingTime":"1743609600000","nextFundingTime":""}]}""");
        Assert.Equal(
            new MarkUpdate(Venue.Okx, 0, null, null, DateTimeOffset.FromUnixTimeMilliseconds(1743609600000), null, clock.GetUtcNow()),
            Assert.Single(heard.Of<MarkUpdate>()));
    }

    [Theory]
    [InlineData("pong")]
    [InlineData("")]
    [InlineData("""{"arg":{"channel":"tickers","instId":"BTC-USDT-SWAP"},"data":[{"last":"1"}]}""")]
    [InlineData("""{"arg":{"channel":"bbo-tbt","instId":"XRP-USDT-SWAP"},"data":[{"asks":[],"bids":[]}]}""")]
    [InlineData("""{"arg":{"channel":"bbo-tbt","instId":"BTC-USDT-SWAP"},"data":null}""")]
    public void what_was_not_asked_for_is_no_sign_of_life(string text)
    {
        Assert.Equal(OkxMarketMessage.Other, Read(text));
        Assert.Empty(heard.All);
    }

    [Theory]
    [InlineData("""{"id":"1512","event":"subscribe","arg":{"channel":"books","instId":"BTC-USDT-SWAP"},"connId":"accb8e21"}""")]
    [InlineData("""{"event":"notice","code":"64008","msg":"The connection will soon be closed for a service upgrade. Please reconnect.","connId":"a4d3ae55"}""")]
    public void events_are_left_to_their_reader(string text) => Assert.Equal(OkxMarketMessage.Event, Read(text));

    [Theory]
    [InlineData("""{"arg":{"channel":"bbo-tbt","instId":"BTC-USDT-SWAP"},"data":[{"asks":[["x","1"]],"bids":[],"seqId":1}]}""")]
    [InlineData("""{"arg":{"channel":"books","instId":"BTC-USDT-SWAP"},"action":"update","data":[{"asks":[],"bids":[],"seqId":"soon"}]}""")]
    public void a_value_that_is_no_number_is_garbage(string text)
    {
        Assert.Throws<FormatException>(() => Read(text));
        Assert.Empty(heard.All);
    }

    [Fact]
    public void a_message_cut_in_half_is_garbage() => Assert.ThrowsAny<JsonException>(() => Read(Snapshot[..120]));
}
