using PropBot.Testing;
using PropBot.Testing.Desks;
using PropBot.Testing.Worlds;
using PropBot.Trading.Exchanges;

namespace PropBot.Trading.Tests.Exchanges.Plumbing;

public class RateBudgetTests
{
    private readonly ManualClock clock = new();
    private readonly RateBudget budget;

    public RateBudgetTests() => budget = new RateBudget(limit: 100, reserve: 20, TimeSpan.FromMinutes(1), clock);

    [Fact]
    public void ordinary_calls_stop_at_the_reserve_and_cancels_go_on()
    {
        Assert.True(budget.TryTake(80));
        Assert.False(budget.TryTake(1));
        Assert.True(budget.TryTake(20, essential: true));
        Assert.False(budget.TryTake(1, essential: true));
    }

    [Fact]
    public void a_wall_clock_that_is_set_forward_does_not_end_a_ban()
    {
        var host = new ProcessClock(clock, new OneThread());
        var here = new RateBudget(limit: 100, reserve: 20, TimeSpan.FromMinutes(1), host);
        here.Ban(host.GetUtcNow() + TimeSpan.FromSeconds(30));
        host.Skew = TimeSpan.FromHours(1);
        Assert.False(here.TryTake(1, essential: true));
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.True(here.TryTake(1, essential: true));
    }

    [Fact]
    public void the_venues_own_count_holds_when_it_is_larger()
    {
        Assert.True(budget.TryTake(1));
        budget.Reported(80);
        Assert.False(budget.TryTake(1));
        budget.Reported(3);
        Assert.False(budget.TryTake(1));
    }

    [Fact]
    public void a_new_window_starts_from_nothing()
    {
        Assert.True(budget.TryTake(80));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(budget.TryTake(80));
    }

    [Fact]
    public void during_a_ban_nothing_leaves_not_even_a_cancel()
    {
        budget.Ban(clock.GetUtcNow() + TimeSpan.FromMinutes(2));
        budget.Ban(clock.GetUtcNow() + TimeSpan.FromSeconds(1));
        clock.Advance(TimeSpan.FromSeconds(119));
        Assert.NotNull(budget.BannedUntil);
        Assert.False(budget.TryTake(1, essential: true));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(budget.BannedUntil);
        Assert.True(budget.TryTake(1));
    }

    [Fact]
    public void the_window_ends_at_the_next_whole_minute() =>
        Assert.Equal(new DateTimeOffset(2026, 1, 5, 12, 1, 0, TimeSpan.Zero), budget.WindowEnd);
}
