using PropBot.Testing;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.Tests.Exchanges.Okx;
using PropBot.VenueSimulator.Faults;

namespace PropBot.Trading.Tests.Exchanges.OkxOrders;

/// <summary>The real connector against the simulated venue with something going wrong, over loopback.</summary>
public class OkxFaultTests
{
    [Fact]
    public async Task case_35_an_order_by_socket_whose_reply_is_lost_is_unknown_found_by_its_id_and_there_once()
    {
        await using var stage = await OkxSimulatorStage.Start();
        var btc = await stage.BySocket();
        stage.Venues.World.Apply([new FaultRule("okx", FaultKind.DropReply) { Match = "WS order", Count = 1 }]);
        var (id, reply) = await stage.Place(btc, Side.Buy, 0.02m, 0.01m, reduceOnly: false);
        Assert.IsType<OrderReply.Unknown>(reply);
        var found = Assert.IsType<OrderAnswer.Found>(await stage.Okx.ReadOrder(btc, id, CancellationToken.None)).Order;
        Assert.Equal((VenueOrderStatus.Filled, 0.02m), (found.Status, found.Filled.Value));
        await Condition.Holds(() => stage.Heard.Of<PositionFact>().LastOrDefault(p => p.Symbol == "BTCUSDT")?.SignedQuantity == 0.02m, "one order, one position");
    }

    [Fact]
    public async Task case_33_an_order_by_socket_that_is_dropped_before_it_is_executed_is_unknown_and_then_absent()
    {
        await using var stage = await OkxSimulatorStage.Start();
        var btc = await stage.BySocket();
        stage.Venues.World.Apply([new FaultRule("okx", FaultKind.DropRequest) { Match = "WS order", Count = 1 }]);
        var (id, reply) = await stage.Place(btc, Side.Buy, 0.02m, 0.01m, reduceOnly: false);
        Assert.IsType<OrderReply.Unknown>(reply);
        Assert.IsType<OrderAnswer.NotFound>(await stage.Okx.ReadOrder(btc, id, CancellationToken.None));
    }

    [Fact]
    public async Task case_56_the_venues_notice_moves_every_stream_and_orders_go_on_without_a_word_of_down()
    {
        await using var stage = await OkxSimulatorStage.Start();
        var btc = await stage.BySocket();
        await stage.Traded(btc, Side.Buy, 0.02m, reduceOnly: false);
        stage.Venues.World.Apply([new FaultRule("okx", FaultKind.Notice)]);
        await Condition.Holds(() => stage.Log.Said.Count(id => id == 2231) == 2, "the order socket has moved");
        await stage.Traded(btc, Side.Sell, 0.02m, reduceOnly: true);
        Assert.DoesNotContain(stage.Heard.Of<LinkChange>(), l => l.Event == LinkEvent.Down);
        Assert.Equal(stage.Heard.Of<Fill>().Count, stage.Heard.Of<Fill>().DistinctBy(f => (f.TradeId, f.Side)).Count());
    }

    [Fact]
    public async Task case_32_the_switch_stands_at_the_venue_with_our_tag()
    {
        await using var stage = await OkxSimulatorStage.Start();
        await stage.Up();
        stage.Okx.KeepDeadMan([0]);
        await Condition.Holds(() => stage.Heard.Of<DeadManReading>().Count > 0, "the outcome");
        Assert.Equal("", stage.Heard.Of<DeadManReading>()[0].Trouble);
        var switches = Assert.Single(stage.Venues.World.Okx.DeadMen());
        Assert.Equal("propbot", switches.Tag);
        Assert.InRange((switches.Due!.Value - stage.Heard.Of<DeadManReading>()[0].FiresAt!.Value).TotalSeconds, 0, 2);
    }
}
