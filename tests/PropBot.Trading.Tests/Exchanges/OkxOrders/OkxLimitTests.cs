using PropBot.Trading.Exchanges;
using PropBot.Trading.Exchanges.OkxOrders;
using PropBot.Trading.Tests.Exchanges.Okx;

namespace PropBot.Trading.Tests.Exchanges.OkxOrders;

public sealed class OkxLimitTests : IAsyncDisposable
{
    private const string Place = "POST /api/v5/trade/order";
    private const string Taken = """{"code":"0","msg":"","data":[{"ordId":"1","sCode":"0"}]}""";
    private readonly OkxStage stage = new();

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Theory]
    [InlineData("50011", 200)]
    [InlineData("50061", 200)]
    [InlineData("50013", 429)]
    public async Task case_42_a_limit_pauses_opens_while_cancels_and_closes_go_on(string code, int status)
    {
        stage.Http.OnEach(Place, (status, $$"""{"code":"{{code}}","msg":"Too Many Requests","data":[]}"""), (200, Taken)).On("POST /api/v5/trade/cancel-order", Taken);
        var btc = await stage.Btc();
        await stage.Venue.Place(stage.Order(btc), CancellationToken.None);
        var second = Assert.IsType<OrderReply.Refused>(await stage.Venue.Place(stage.Order(btc), CancellationToken.None));
        Assert.Equal("LOCAL_RATE", second.Why.Code);
        Assert.IsType<OrderReply.Accepted>(await stage.Venue.Place(stage.Order(btc, reduceOnly: true), CancellationToken.None));
        Assert.IsType<OrderReply.Accepted>(await stage.Venue.Cancel(btc, new ClientOrderId("pb9"), CancellationToken.None));
        Assert.Equal(2, stage.Http.To(Place).Count);
        stage.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.IsType<OrderReply.Accepted>(await stage.Venue.Place(stage.Order(btc), CancellationToken.None));
    }

    [Fact]
    public async Task a_pause_of_one_instrument_is_none_of_another_unless_it_is_the_accounts()
    {
        var lanes = new OkxLanes(stage.Clock, seed: 3);
        var (btc, eth) = (new OkxToll(OkxLane.Orders, "BTC-USDT-SWAP"), new OkxToll(OkxLane.Orders, "ETH-USDT-SWAP"));
        lanes.Answered(btc, OkxReaction.WaitWindow);
        Assert.Equal((false, true), (lanes.TryTake(btc), lanes.TryTake(eth)));
        lanes.Answered(eth, OkxReaction.ThrottleOrders);
        Assert.False(lanes.TryTake(eth));
        Assert.True(lanes.TryTake(eth with { Essential = true }));
        await Task.CompletedTask;
    }

    [Fact]
    public void in_any_two_seconds_no_more_leaves_than_the_venue_allows_and_closes_have_a_reserve()
    {
        var lanes = new OkxLanes(stage.Clock, seed: 3);
        var open = new OkxToll(OkxLane.Orders, "BTC-USDT-SWAP");
        var taken = new List<DateTimeOffset>();
        for (var step = 0; step < 400; step++)
        {
            // Opens ask as often as they can; a close asks now and then.
            for (var i = 0; i < 5; i++)
                if (lanes.TryTake(open)) taken.Add(stage.Clock.GetUtcNow());
            if (step % 10 == 0)
            {
                Assert.True(lanes.TryTake(open with { Essential = true }));
                taken.Add(stage.Clock.GetUtcNow());
            }

            stage.Clock.Advance(TimeSpan.FromMilliseconds(50));
        }

        Assert.All(taken, at => Assert.InRange(taken.Count(t => t >= at && t < at + TimeSpan.FromSeconds(2)), 1, 60));
    }

    [Fact]
    public void the_account_sends_at_most_a_thousand_orders_in_two_seconds_over_all_instruments()
    {
        var lanes = new OkxLanes(stage.Clock, seed: 3);
        var sent = Enumerable.Range(0, 100).Sum(i => Enumerable.Range(0, 30).Count(_ => lanes.TryTake(new OkxToll(OkxLane.Orders, $"X{i}"))));
        Assert.Equal(800, sent);
        Assert.True(lanes.TryTake(new OkxToll(OkxLane.Orders, "X0", Essential: true)));
    }

    [Fact]
    public void an_overloaded_venue_is_left_alone_longer_each_time_until_it_answers()
    {
        var bucket = new OkxBucket(60, 30, TimeSpan.FromSeconds(2), stage.Clock, seed: 5);
        var waits = new List<TimeSpan>();
        for (var i = 0; i < 4; i++)
        {
            bucket.Overloaded(essential: false);
            waits.Add(bucket.FreeIn(essential: false));
            stage.Clock.Advance(waits[^1]);
        }

        Assert.Equal(waits.Order(), waits);
        bucket.Fine();
        bucket.Overloaded(essential: false);
        Assert.True(bucket.FreeIn(essential: false) <= TimeSpan.FromSeconds(1));
        Assert.True(bucket.TryTake(essential: true));
    }
}
