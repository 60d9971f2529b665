using PropBot.Trading.Risk;

namespace PropBot.Trading.Tests.Risk;

public class ChurnBreakerTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);
    private readonly ChurnBreaker breaker = new(pairs: 2, unwoundOpens: 2, TimeSpan.FromMinutes(60));

    [Fact]
    public void one_unwound_open_is_bad_luck()
    {
        Assert.Null(breaker.Unwound(0, Noon));
        Assert.Null(breaker.QuarantinedUntil(0, Noon));
    }

    [Fact]
    public void the_second_within_the_hour_quarantines_the_pair_for_an_hour_and_only_it()
    {
        breaker.Unwound(0, Noon);
        Assert.Equal(Noon.AddMinutes(119), breaker.Unwound(0, Noon.AddMinutes(59)));
        Assert.Equal(Noon.AddMinutes(119), breaker.QuarantinedUntil(0, Noon.AddMinutes(118)));
        Assert.Null(breaker.QuarantinedUntil(0, Noon.AddMinutes(119)));
        Assert.Null(breaker.QuarantinedUntil(1, Noon.AddMinutes(60)));
    }

    [Fact]
    public void two_that_are_an_hour_apart_do_not_count_together()
    {
        breaker.Unwound(0, Noon);
        Assert.Null(breaker.Unwound(0, Noon.AddMinutes(60)));
    }

    [Fact]
    public void a_cooling_down_is_never_shortened()
    {
        breaker.StandStill(0, Noon.AddMinutes(60));
        breaker.StandStill(0, Noon.AddMinutes(10));
        Assert.Equal(Noon.AddMinutes(60), breaker.QuarantinedUntil(0, Noon));
    }
}
