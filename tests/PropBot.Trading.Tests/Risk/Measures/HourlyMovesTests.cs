using PropBot.Trading.Amounts;
using PropBot.Trading.Risk.Measures;

namespace PropBot.Trading.Tests.Risk.Measures;

public class HourlyMovesTests
{
    [Fact]
    public void changes_of_ten_bps_an_hour_are_a_sigma_of_ten()
    {
        // The sign flips every hour, so that every one-hour change is +10 or -10.
        var moves = HourlyMoves.OfBps();
        for (var minute = 0; minute < 400; minute++) moves.Add(minute, minute / 60 % 2 == 0 ? -5m : 5m);
        Assert.Equal(10m, decimal.Round(moves.Sigma!.Value, 20));
    }

    [Fact]
    public void one_change_among_quiet_ones_weighs_as_the_newest_of_a_fading_row()
    {
        // 140 changes of 0 (minutes 60…199), then one of 10: variance = 100 · 1 / (1 + d + … + d^140), d = 0.97^(1/60).
        var moves = HourlyMoves.OfBps();
        for (var minute = 0; minute < 200; minute++) moves.Add(minute, 0m);
        moves.Add(200, 10m);
        decimal weights = 0m, weight = 1m;
        for (var i = 0; i <= 140; i++, weight *= 0.9994924753761363m) weights += weight;
        Assert.Equal(Math.Sqrt((double)(100m / weights)), (double)moves.Sigma!.Value, 12);
    }

    [Fact]
    public void an_hour_fades_a_change_to_ninety_seven_hundredths()
    {
        decimal weight = 1m;
        for (var i = 0; i < 60; i++) weight *= HourlyMoves.MinuteDecay;
        Assert.Equal(0.97m, decimal.Round(weight, 14));
    }

    [Fact]
    public void below_two_hundred_samples_there_is_no_answer()
    {
        var moves = HourlyMoves.OfBps();
        for (var minute = 0; minute < 199; minute++) moves.Add(minute, minute);
        Assert.Null(moves.Sigma);
        moves.Add(199, 199m);
        Assert.Equal(60m, decimal.Round(moves.Sigma!.Value, 20));
    }

    [Fact]
    public void a_minute_counts_once_and_a_gap_makes_no_change_over_itself()
    {
        var moves = HourlyMoves.OfBps();
        for (var minute = 0; minute < 250; minute++) moves.Add(minute, 0m);
        Assert.False(moves.Add(249, 1_000m));
        Assert.True(moves.Add(100_000, 1_000m));
        Assert.Equal(0m, moves.Sigma);
        moves.Add(100_060, 1_003m);

        // After two months the quiet hours weigh nothing: the one change is all there is.
        Assert.Equal(3m, decimal.Round(moves.Sigma!.Value, 8));
    }

    [Fact]
    public void a_price_moves_in_bps_of_where_it_was()
    {
        var moves = HourlyMoves.OfPrice();
        for (var minute = 0; minute < 240; minute++) moves.Add(minute, minute / 60 % 2 == 0 ? 60_000m : 60_300m);

        // +50 bps for two hours of changes, −49.75 for one; all between.
        Assert.InRange(moves.Sigma!.Value, 49.75m, 50m);
    }

    [Fact]
    public void a_square_root_is_exact_to_the_last_digits()
    {
        Assert.Equal(4m, Decimals.SquareRoot(16m));
        Assert.Equal(1.4142135623730950488016887242m, Decimals.SquareRoot(2m));
        Assert.Equal(0.00001m, Decimals.SquareRoot(0.0000000001m));
        Assert.Equal(0m, Decimals.SquareRoot(0m));
    }

    [Fact]
    public void sigma_is_compared_with_its_own_median_of_a_day()
    {
        var moves = new PairMoves("BTCUSDT");
        for (var minute = 0; minute < 2_000; minute++) moves.Add(new MoveSample("BTCUSDT", minute, minute / 60 % 2 == 0 ? -5m : 5m, 60_000m));
        Assert.Equal(1m, decimal.Round(moves.SigmaOverMedian!.Value, 8));
        for (var minute = 2_000; minute < 2_060; minute++) moves.Add(new MoveSample("BTCUSDT", minute, 2_000m, 60_000m));
        Assert.True(moves.SigmaOverMedian > 4m, $"σ over median is {moves.SigmaOverMedian}");
    }
}
