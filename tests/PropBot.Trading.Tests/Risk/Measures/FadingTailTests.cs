using PropBot.Trading.Risk.Measures;

namespace PropBot.Trading.Tests.Risk.Measures;

public class FadingTailTests
{
    [Fact]
    public void a_quantile_is_the_size_that_its_share_does_not_exceed()
    {
        // 97 of 1 bps, 3 of 30, whichever way: 97 % stay at 1, 98 % need a 30.
        var tail = new FadingTail();
        for (var i = 0; i < 97; i++) tail.Add(1m);
        for (var i = 0; i < 3; i++) tail.Add(-30m);
        Assert.InRange(tail.Quantile(0.97), 1m, 1.02m);
        Assert.InRange(tail.Quantile(0.98), 30m, 30.6m);
    }

    [Fact]
    public void older_sizes_weigh_less()
    {
        // Ten of 30 at a tenth of the weight of ten of 1: 1 of 11, so that 90 % stay at 1 and 95 % do not.
        var tail = new FadingTail();
        for (var i = 0; i < 10; i++) tail.Add(30m);
        tail.Fade(0.1m);
        for (var i = 0; i < 10; i++) tail.Add(1m);
        Assert.InRange(tail.Quantile(0.90), 1m, 1.02m);
        Assert.InRange(tail.Quantile(0.95), 30m, 30.6m);
    }

    [Fact]
    public void a_year_of_fading_keeps_its_proportions()
    {
        var tail = new FadingTail();
        for (var i = 0; i < 10; i++) tail.Fade(0.000_000_000_000_000_000_000_000_001m);
        for (var i = 0; i < 99; i++) tail.Add(1m);
        tail.Add(30m);
        Assert.InRange(tail.Quantile(0.98), 1m, 1.02m);
        Assert.InRange(tail.Quantile(0.995), 30m, 30.6m);
    }

    [Fact]
    public void nothing_and_standing_still_are_no_size()
    {
        var tail = new FadingTail();
        Assert.Equal(0m, tail.Quantile(0.98));
        tail.Add(0m);
        Assert.Equal(0m, tail.Quantile(0.98));
    }

    [Fact]
    public void rare_jumps_make_the_sigma_of_a_loss_larger_than_the_root_mean_square()
    {
        // Every twentieth change is 30 bps, the rest nothing: rms 30·√0.05 = 6.7, and a 30 is met within 99 %: 30 / 2.326 = 12.9.
        var moves = HourlyMoves.OfBps();
        for (var minute = 0; minute < 2_000; minute++) moves.Add(minute, minute % 20 == 0 ? minute / 60 % 2 * 30m : 0m);
        Assert.InRange(moves.Sigma!.Value, 6m, 7.5m);
        Assert.InRange(moves.LossSigma!.Value, 30m / 2.326m, 30.6m / 2.326m);
    }
}
