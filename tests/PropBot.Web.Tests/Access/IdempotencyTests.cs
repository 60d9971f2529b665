using PropBot.Testing;
using PropBot.Web.Access;

namespace PropBot.Web.Tests.Access;

public sealed class IdempotencyTests
{
    private const string Preview = """{"symbol":"BTCUSDT","notional":500}""";

    [Fact]
    public async Task the_same_request_again_gets_the_stored_answer_and_costs_nothing()
    {
        await using var lobby = await Lobby.Open(options => options with { Burst = 3, RatePerMinute = 1 });
        var a = lobby.Who("a");
        var first = await a.Post("/api/arb/preview", Preview, "k");
        lobby.Desk.Set(s => s with { Pairs = [] });
        var again = await a.Post("/api/arb/preview", """{ "notional" : 500, "symbol" : "BTCUSDT" }""", "k");

        Assert.Equal((200, first.Text, "true"), (again.Status, again.Text, again.Headers["Idempotent-Replay"]));
        Assert.False(first.Headers.ContainsKey("Idempotent-Replay"));
        Assert.Equal("1", (await a.Post("/api/arb/preview", Preview)).Headers["X-RateLimit-Remaining"]);
    }

    [Fact]
    public async Task the_same_key_for_something_else_is_a_conflict()
    {
        await using var lobby = await Lobby.Open();
        await lobby.Who("a").Post("/api/arb/preview", Preview, "k");

        var other = await lobby.Who("a").Post("/api/arb/preview", """{"symbol":"ETHUSDT"}""", "k");
        Assert.Equal((409, "idempotency key conflict"), (other.Status, other.Detail));
        Assert.Equal(409, (await lobby.Who("a").Post("/api/ui/resume-request", Preview, "k")).Status);
    }

    [Fact]
    public async Task another_persons_key_is_another_key()
    {
        await using var lobby = await Lobby.Open();
        await lobby.Who("a").Post("/api/arb/preview", Preview, "k");

        Assert.Equal(200, (await lobby.Who("b").Post("/api/arb/preview", """{"symbol":"ETHUSDT"}""", "k")).Status);
    }

    [Fact]
    public async Task refusals_are_kept_too_and_everything_is_forgotten_after_its_time()
    {
        await using var lobby = await Lobby.Open();
        Assert.Equal(400, (await lobby.Who("a").Post("/api/arb/preview", """{"symbol":"XYZ"}""", "k")).Status);
        Assert.Equal("true", (await lobby.Who("a").Post("/api/arb/preview", """{"symbol":"XYZ"}""", "k")).Headers["Idempotent-Replay"]);
        lobby.Clock.Advance(TimeSpan.FromSeconds(600));

        Assert.Equal(200, (await lobby.Who("a").Post("/api/arb/preview", Preview, "k")).Status);
    }

    [Fact]
    public async Task a_key_that_is_too_long_is_refused()
    {
        await using var lobby = await Lobby.Open();

        Assert.Equal("idempotency_key_invalid", (await lobby.Who("a").Post("/api/arb/preview", Preview, new string('k', 201))).Detail);
    }

    [Fact]
    public async Task twins_that_arrive_together_are_handled_once()
    {
        var kept = new Idempotency(TimeSpan.FromMinutes(10), new ManualClock());
        var first = Assert.IsType<IdempotencyTurn.First>(kept.Begin("a", "k", "f"));
        var twin = Assert.IsType<IdempotencyTurn.Again>(kept.Begin("a", "k", "f"));

        Assert.False(twin.Answer.IsCompleted);
        Idempotency.Finish(first.Entry, new StoredAnswer(200, null, [1]));
        Assert.Equal(200, (await twin.Answer)!.Status);
    }

    [Fact]
    public async Task a_request_that_broke_frees_its_key()
    {
        var kept = new Idempotency(TimeSpan.FromMinutes(10), new ManualClock());
        var first = Assert.IsType<IdempotencyTurn.First>(kept.Begin("a", "k", "f"));
        var twin = Assert.IsType<IdempotencyTurn.Again>(kept.Begin("a", "k", "f"));
        kept.ForgetUnlessFinished(first.Entry);

        Assert.Null(await twin.Answer);
        Assert.IsType<IdempotencyTurn.First>(kept.Begin("a", "k", "other"));
    }
}
