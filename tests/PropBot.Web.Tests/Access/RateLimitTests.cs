using PropBot.Web.Access;

namespace PropBot.Web.Tests.Access;

public sealed class RateLimitTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task the_write_beyond_the_burst_is_429_and_passes_again_after_the_refill()
    {
        await using var lobby = await Lobby.Open(options => options with { Burst = 2, RatePerMinute = 30 });
        var a = lobby.Who("a");
        await Preview(a);
        var second = await Preview(a);
        var third = await Preview(a);

        Assert.Equal((200, "0", "4"), (second.Status, second.Headers["X-RateLimit-Remaining"], second.Headers["X-RateLimit-Reset"]));
        Assert.Equal((429, "rate limit exceeded", "0", "2"), (third.Status, third.Detail, third.Headers["X-RateLimit-Remaining"], third.Headers["X-RateLimit-Reset"]));
        lobby.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(200, (await Preview(a)).Status);
    }

    [Fact]
    public async Task one_persons_writes_do_not_use_up_anothers_and_reads_are_free()
    {
        await using var lobby = await Lobby.Open(options => options with { Burst = 1, RatePerMinute = 1 });
        await Preview(lobby.Who("a"));

        Assert.Equal(200, (await Preview(lobby.Who("b"))).Status);
        for (var i = 0; i < 5; i++) Assert.Equal(200, (await lobby.Who("a").Get("/api/ui/positions")).Status);
    }

    [Fact]
    public void a_bucket_refills_evenly_and_never_above_its_burst()
    {
        var bucket = TokenBucket.Full(Start, burst: 10, perMinute: 30);
        for (var i = 0; i < 10; i++) bucket = bucket.Take(Start).After;

        Assert.False(bucket.Take(Start.AddSeconds(1.9)).Answer.Allowed);
        Assert.True(bucket.Take(Start.AddSeconds(2)).Answer.Allowed);
        Assert.Equal(9, bucket.Take(Start.AddHours(1)).Answer.Remaining);
    }

    [Fact]
    public void a_clock_that_steps_back_neither_fills_nor_empties()
    {
        var (after, _) = TokenBucket.Full(Start, burst: 2, perMinute: 30).Take(Start);

        Assert.Equal((true, 0), (after.Take(Start.AddHours(-1)).Answer.Allowed, after.Take(Start.AddHours(-1)).Answer.Remaining));
    }

    private static Task<Lobby.Reply> Preview(Lobby.Person who) => who.Post("/api/arb/preview", """{"symbol":"BTCUSDT"}""");
}
