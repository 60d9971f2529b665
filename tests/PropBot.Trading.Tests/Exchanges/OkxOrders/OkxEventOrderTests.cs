using PropBot.Testing;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Tests.Exchanges.Okx;

namespace PropBot.Trading.Tests.Exchanges.OkxOrders;

/// <summary>The reply to an order and the pushes about it come on two connections, in any order, or not at all.</summary>
public sealed class OkxEventOrderTests : IAsyncDisposable
{
    private readonly OkxStage stage = new(bySocket: true);

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task case_13_the_acknowledgement_and_the_live_event_may_come_in_either_order(bool isEventFirst)
    {
        var (orders, btc) = (await stage.OrderSocketUp(), await stage.Btc());
        var placing = stage.Venue.Place(stage.Order(btc), CancellationToken.None).AsTask();
        var request = await OkxScript.Asked(orders, 0);
        if (isEventFirst) await Pushed("live", "0", "");
        orders.Push(OkxScript.Reply(request));
        Assert.Equal(new OrderReply.Accepted("77"), await placing);
        if (!isEventFirst) await Pushed("live", "0", "");
        var told = Assert.Single(stage.Heard.Of<OrderUpdate>());
        Assert.Equal(("pb1", "77", VenueOrderStatus.Live), (told.Id, told.VenueOrderId, told.Status));
    }

    [Theory]
    [InlineData("event first")]
    [InlineData("reply never")]
    [InlineData("event never")]
    public async Task case_14_event_first_reply_never_or_event_never_end_in_the_same_filled_order(string situation)
    {
        var (orders, btc) = (await stage.OrderSocketUp(), await stage.Btc());
        var order = stage.Order(btc);
        var placing = stage.Venue.Place(order, CancellationToken.None).AsTask();
        var request = await OkxScript.Asked(orders, 0);
        if (situation != "event never") await Pushed("filled", "30", "t1");
        if (situation != "reply never") orders.Push(OkxScript.Reply(request));
        else await stage.AdvanceUntil(() => placing.IsCompleted, "the time-out");
        var reply = await placing;
        if (situation == "reply never") Assert.IsType<OrderReply.Unknown>(reply);
        else Assert.Equal(new OrderReply.Accepted("77"), reply);
        stage.Http.On("GET /api/v5/trade/order", OkxScript.Data(OkxScript.Row("filled", "30")));
        var read = Assert.IsType<OrderAnswer.Found>(await stage.Venue.ReadOrder(btc, order.Id, CancellationToken.None)).Order;
        Assert.Equal((VenueOrderStatus.Filled, 0.3m), (read.Status, read.Filled.Value));
        foreach (var told in stage.Heard.Of<OrderUpdate>()) Assert.Equal((read.Status, read.Filled, read.VenueOrderId), (told.Status, told.Filled, told.VenueOrderId));
    }

    private async Task Pushed(string state, string filled, string trade)
    {
        var socket = stage.Sockets.Opened.Single(s => s.Sent.Any(t => t.Contains("\"subscribe\"", StringComparison.Ordinal)));
        var before = stage.Heard.Of<OrderUpdate>().Count;
        socket.Push(OkxScript.Order(state, filled, trade, 1767614400500));
        await Condition.Holds(() => stage.Heard.Of<OrderUpdate>().Count > before, "the push is told");
    }
}
