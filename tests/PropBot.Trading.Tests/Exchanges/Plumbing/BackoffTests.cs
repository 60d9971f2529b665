using PropBot.Trading.Exchanges;

namespace PropBot.Trading.Tests.Exchanges.Plumbing;

public class BackoffTests
{
    [Fact]
    public void waits_double_up_to_the_cap_and_jitter_takes_at_most_half()
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1), seed: 7);
        foreach (var full in new[] { 100, 200, 400, 800, 1000, 1000, 1000 })
            Assert.InRange(backoff.Next().TotalMilliseconds, full / 2.0, full);
        backoff.Reset();
        Assert.InRange(backoff.Next().TotalMilliseconds, 50, 100);
    }

    [Fact]
    public void the_same_seed_gives_the_same_waits()
    {
        Backoff one = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), 42), other = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), 42);
        for (var i = 0; i < 40; i++) Assert.Equal(one.Next(), other.Next());
    }
}
