using PropBot.Testing;
using PropBot.Testing.Transports;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.Tests.Exchanges.Okx;

namespace PropBot.Trading.Tests.Exchanges.OkxOrders;

public sealed class OkxDeadManTests : IAsyncDisposable
{
    private const string Call = "POST /api/v5/trade/cancel-all-after";
    private const string Arm = """{"timeOut":"30","tag":"propbot"}""";
    private const string PutAway = """{"timeOut":"0","tag":"propbot"}""";
    private readonly OkxStage stage = new();
    private readonly List<DateTimeOffset> asked = [];

    public OkxDeadManTests() => stage.Http.On(Call, Works);

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    public async Task case_32_it_is_armed_at_once_with_our_tag_refreshed_every_five_seconds_and_told_without_a_pair()
    {
        await stage.PrivateUp();
        var start = stage.Clock.GetUtcNow();
        stage.Venue.KeepDeadMan([1, 2]);
        await Condition.Holds(() => stage.Heard.Of<DeadManReading>().Count == 1, "it is armed");
        Assert.Equal(new DeadManReading(Venue.Okx, null, start + TimeSpan.FromSeconds(30), "", start), stage.Heard.Of<DeadManReading>()[0]);
        await stage.AdvanceUntil(() => stage.Heard.Of<DeadManReading>().Count == 4, "three refreshes");
        Assert.All(stage.Http.To(Call), r => Assert.Equal(Arm, r.Body));
        Assert.Equal([0, 5, 10, 15], asked.Select(at => (int)Math.Round((at - start).TotalSeconds)));
        Assert.Contains("\"tag\":\"propbot\"", await PlacedBody(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task case_32_a_refresh_that_fails_is_told_at_once_and_tried_again_within_the_limit()
    {
        await stage.PrivateUp();
        stage.Venue.KeepDeadMan([0]);
        await Condition.Holds(() => stage.Heard.Of<DeadManReading>().Count == 1, "it is armed");
        var firesAt = stage.Heard.Of<DeadManReading>()[0].FiresAt;
        stage.Http.On(Call, request =>
        {
            Note();
            return FakeHttp.Json("""{"code":"50001","msg":"Service temporarily unavailable","data":[]}""", 503);
        });
        await stage.AdvanceUntil(() => stage.Heard.Of<DeadManReading>().Count == 4, "three failures");
        Assert.All(stage.Heard.Of<DeadManReading>().Skip(1), r => Assert.Equal((firesAt, true), (r.FiresAt, r.Trouble.Contains("50001", StringComparison.Ordinal))));
        Assert.All(asked.Skip(1).Zip(asked.Skip(2)), pair => Assert.InRange((pair.Second - pair.First).TotalSeconds, 1.0, 2.0));
        stage.Http.On(Call, Works);
        await stage.AdvanceUntil(() => stage.Heard.Of<DeadManReading>()[^1].Trouble.Length == 0, "it stands again");
    }

    [Fact]
    public async Task case_32_it_is_put_away_only_after_nothing_has_rested_for_ten_seconds()
    {
        await stage.PrivateUp();
        stage.Venue.KeepDeadMan([0]);
        await Condition.Holds(() => stage.Heard.Of<DeadManReading>().Count == 1, "it is armed");
        stage.Venue.KeepDeadMan([]);
        await stage.AdvanceUntil(() => stage.Heard.Of<DeadManReading>().Count == 2, "a refresh while the quiet is young");
        stage.Venue.KeepDeadMan([0]);
        stage.Venue.KeepDeadMan([]);
        var emptySince = stage.Clock.GetUtcNow();
        await stage.AdvanceUntil(() => stage.Http.To(Call)[^1].Body == PutAway, "it is put away");
        Assert.InRange((stage.Clock.GetUtcNow() - emptySince).TotalSeconds, 9.9, 12);
        await Condition.Holds(() => stage.Heard.Of<DeadManReading>()[^1].FiresAt is null, "that is told");

        var before = stage.Http.To(Call).Count;
        stage.Clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(before, stage.Http.To(Call).Count);
        stage.Venue.KeepDeadMan([2]);
        await stage.AdvanceUntil(() => stage.Http.To(Call).Count == before + 1 && stage.Http.To(Call)[^1].Body == Arm, "it is armed again");
    }

    [Fact]
    public async Task case_32_wanted_again_just_after_it_was_put_away_it_keeps_to_one_call_a_second()
    {
        await stage.PrivateUp();
        stage.Venue.KeepDeadMan([0]);
        await Condition.Holds(() => stage.Heard.Of<DeadManReading>().Count == 1, "it is armed");
        stage.Venue.KeepDeadMan([]);
        await stage.AdvanceUntil(() => stage.Heard.Of<DeadManReading>()[^1].FiresAt is null, "it is put away");
        var putAwayAt = asked[^1];
        stage.Venue.KeepDeadMan([0]);
        await stage.AdvanceUntil(() => stage.Heard.Of<DeadManReading>()[^1].FiresAt is not null, "it is armed again");
        Assert.InRange((asked[^1] - putAwayAt).TotalSeconds, 1.0, 2.0);
    }

    [Fact]
    public async Task an_answer_that_says_not_armed_is_trouble()
    {
        await stage.PrivateUp();
        stage.Http.On(Call, """{"code":"0","msg":"","data":[{"triggerTime":"0","tag":"propbot","ts":"1587971400"}]}""");
        stage.Venue.KeepDeadMan([0]);
        await Condition.Holds(() => stage.Heard.Of<DeadManReading>().Count == 1, "an answer");
        Assert.Contains("not armed", stage.Heard.Of<DeadManReading>()[0].Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task an_order_that_the_switch_ended_says_so()
    {
        var socket = await stage.PrivateUp();
        socket.Push(OkxScript.Order("canceled", "0", "", 1767614400500, cancelSource: "20"));
        await Condition.Holds(() => stage.Heard.Of<OrderUpdate>().Count == 1, "the push");
        Assert.Equal(EndReasons.DeadMan, stage.Heard.Of<OrderUpdate>()[0].EndReason);
    }

    private HttpResponseMessage Works(FakeRequest request)
    {
        Note();
        var at = request.Body == PutAway ? "0" : $"{stage.Clock.GetUtcNow().AddSeconds(30).ToUnixTimeMilliseconds()}";
        return FakeHttp.Json($$"""{"code":"0","msg":"","data":[{"triggerTime":"{{at}}","tag":"propbot","ts":"1587971400000"}]}""");
    }

    private void Note()
    {
        lock (asked) asked.Add(stage.Clock.GetUtcNow());
    }

    private async Task<string> PlacedBody()
    {
        await stage.Venue.Place(stage.Order(await stage.Btc()), CancellationToken.None);
        return stage.Http.To("POST /api/v5/trade/order")[0].Body;
    }
}
