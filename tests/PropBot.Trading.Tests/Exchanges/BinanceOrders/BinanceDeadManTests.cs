using PropBot.Testing;
using PropBot.Testing.Transports;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Tests.Exchanges.Binance;

namespace PropBot.Trading.Tests.Exchanges.BinanceOrders;

public sealed class BinanceDeadManTests : IAsyncDisposable
{
    private const string Switch = "POST /fapi/v1/countdownCancelAll";
    private readonly BinanceStage stage = new BinanceStage().WithQuietAccount();

    public BinanceDeadManTests() => stage.Http.On(Switch, Answer);

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    public async Task case_32_a_pair_in_the_set_is_armed_at_once_for_30_s_and_told_with_the_earliest_moment_it_may_fire()
    {
        await stage.PrivateUp();
        stage.Exchange.KeepDeadMan([1]);
        await Condition.Holds(() => stage.Told.DeadMen.Count == 1, "told");
        var sent = stage.Http.To(Switch).Single();
        Assert.Equal(("ETHUSDT", "30000", ""), (sent["symbol"], sent["countdownTime"], sent.Query));
        Assert.Equal(new DeadManReading(PropBot.Trading.Instruments.Venue.Binance, 1, stage.Clock.GetUtcNow().AddSeconds(30), "", stage.Clock.GetUtcNow()), stage.Told.DeadMen[0]);
    }

    [Fact]
    public async Task case_32_it_is_refreshed_every_5_s_while_it_stays()
    {
        await stage.PrivateUp();
        stage.Exchange.KeepDeadMan([0]);
        for (var refresh = 1; refresh <= 4; refresh++)
        {
            await Condition.Holds(() => stage.Told.DeadMen.Count == refresh && stage.Clock.NextDue is not null, $"refresh {refresh}");
            Assert.Equal(stage.Clock.GetUtcNow().AddSeconds(30), stage.Told.DeadMen[^1].FiresAt);
            var before = stage.Clock.GetUtcNow();
            await stage.Until(() => stage.Told.DeadMen.Count > refresh, "the next");
            // Other tasks of a busy machine may lag behind a clock that is moved: what matters is that it comes long before the 30 s end.
            Assert.InRange((stage.Clock.GetUtcNow() - before).TotalSeconds, 5, 25);
        }
    }

    [Fact]
    public async Task case_32_a_pair_that_left_is_disarmed_after_ten_seconds_and_one_that_comes_back_is_not()
    {
        await stage.PrivateUp();
        stage.Exchange.KeepDeadMan([0]);
        await Condition.Holds(() => stage.Told.DeadMen.Count == 1, "armed");
        for (var order = 0; order < 5; order++)
        {
            stage.Exchange.KeepDeadMan([]);
            stage.Exchange.KeepDeadMan([0]);
        }

        Assert.Single(stage.Http.To(Switch));
        stage.Exchange.KeepDeadMan([]);
        var left = stage.Clock.GetUtcNow();
        await stage.Until(() => stage.Told.DeadMen.Any(reading => reading.FiresAt is null), "disarmed");
        Assert.InRange((stage.Clock.GetUtcNow() - left).TotalSeconds, 10, 30);
        Assert.Equal("0", stage.Http.To(Switch)[^1]["countdownTime"]);
        Assert.All(stage.Http.To(Switch).SkipLast(1), sent => Assert.Equal("30000", sent["countdownTime"]));
        stage.Exchange.KeepDeadMan([0]);
        await Condition.Holds(() => stage.Told.DeadMen[^1].FiresAt is not null, "armed again at once");
    }

    [Fact]
    public async Task case_32_a_failed_refresh_is_told_at_once_with_its_reason_and_tried_again_every_second()
    {
        await stage.PrivateUp();
        stage.Exchange.KeepDeadMan([0]);
        await Condition.Holds(() => stage.Told.DeadMen.Count == 1, "armed");
        var firesAt = stage.Told.DeadMen[0].FiresAt;
        stage.Http.On(Switch, "", 502);
        await stage.Until(() => stage.Told.DeadMen.Count(reading => reading.Trouble.Length > 0) >= 3, "failures told");
        Assert.All(stage.Told.DeadMen.Skip(1), reading => Assert.Equal((firesAt, true), (reading.FiresAt, reading.Trouble.Contains("502", StringComparison.Ordinal))));
        await stage.Until(() => stage.Told.DeadMen[^1].Trouble.StartsWith("not refreshed for 30 s", StringComparison.Ordinal), "its firing is told");
        stage.Http.On(Switch, Answer);
        await stage.Until(() => stage.Told.DeadMen[^1].Trouble.Length == 0, "refreshed again");
        Assert.True(stage.Told.DeadMen[^1].FiresAt > stage.Clock.GetUtcNow());
    }

    [Fact]
    public async Task an_answer_with_another_countdown_is_no_success()
    {
        await stage.PrivateUp();
        stage.Http.On(Switch, """{"symbol":"BTCUSDT","countdownTime":"0"}""");
        stage.Exchange.KeepDeadMan([0]);
        await Condition.Holds(() => stage.Told.DeadMen.Count == 1, "told");
        Assert.Equal((null, "the venue answered with another countdown"), (stage.Told.DeadMen[0].FiresAt, stage.Told.DeadMen[0].Trouble));
    }

    private static HttpResponseMessage Answer(FakeRequest request) =>
        FakeHttp.Json($$"""{"symbol":"{{request["symbol"]}}","countdownTime":"{{request["countdownTime"]}}"}""");
}
