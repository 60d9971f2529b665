using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;
using static PropBot.Trading.Tests.Positions.Books;

namespace PropBot.Trading.Tests.Positions;

public class DailyLossTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly EquityRow Evening = new(Midnight.AddMinutes(-1), 1_000m, 2_000m);
    private static readonly EquityRow Morning = new(Midnight.AddMinutes(1), 900m, 1_900m);

    [Fact]
    public void the_base_is_the_last_equity_before_midnight_whenever_the_process_started()
    {
        EquityRow[] rows = [Morning, new(Midnight.AddHours(-3), 1m, 1m), Evening, new(Midnight.AddHours(9), 800m, 800m)];
        Assert.Equal(Evening, DailyLoss.Base(rows, Midnight.AddHours(10)));
        Assert.Equal(Evening, DailyLoss.Base(rows, Midnight.AddSeconds(1)));
        Assert.Equal(rows[3], DailyLoss.Base(rows, Midnight.AddHours(25)));
    }

    [Fact]
    public void on_the_first_day_the_first_equity_is_the_base_and_before_that_nobody_can_tell()
    {
        Assert.Equal(Morning, DailyLoss.Base([Morning, new(Midnight.AddHours(9), 800m, 800m)], Midnight.AddHours(10)));
        var cannot = Assert.IsType<DailyLossReading.CannotEvaluate>(DailyLoss.Evaluate(DailyLoss.Base([], Noon), new Equity.Known(1m), new Equity.Known(1m), []));
        Assert.Contains("no equity was recorded", cannot.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void legs_are_netted_over_both_venues_and_transfers_are_no_result()
    {
        TransferRow[] moved = [new(Venue.Binance, "1", 500m, "deposit", Noon), new(Venue.Okx, "2", -100m, "withdrawal", Noon), new(Venue.Okx, "0", -7m, "withdrawal", Evening.At.AddHours(-1))];
        var known = Assert.IsType<DailyLossReading.Known>(DailyLoss.Evaluate(Evening, new Equity.Known(1_700m), new Equity.Known(1_650m), moved));
        Assert.Equal((50m, 400m, 3_350m), (known.Lost.Amount, known.Transfers.Amount, known.Equity.Amount));
        Assert.True(known.Reaches(50m));
        Assert.False(known.Reaches(50.01m));
    }

    [Fact]
    public void unrealised_is_included_at_marks_and_a_position_without_one_cannot_be_valued()
    {
        var balance = new BalanceFact(Venue.Binance, Money.Usdt, 1_000m, 0m, 0m, null, Noon);
        PositionFact[] held = [new(Venue.Binance, "BTCUSDT", 0.1m, new Price(60_000m), null, null, null, null, Noon)];
        Assert.Equal(new Equity.Known(1_010m), Equity.Of(balance, held, Noon, Noon, Even));
        Assert.Contains("BTCUSDT", Assert.IsType<Equity.Unknown>(Equity.Of(balance, held, Noon, Noon, Marks.None)).Why, StringComparison.Ordinal);
        Assert.IsType<Equity.Unknown>(Equity.Of(balance, held, Noon.AddMinutes(-1), Noon, Even));
        Assert.IsType<Equity.Unknown>(Equity.Of(null, [], null, Noon, Even));
        Assert.Equal(new Equity.Known(1_000m), Equity.Of(balance, [], Noon, Noon, Marks.None));
    }

    [Fact]
    public void one_venue_that_cannot_be_valued_is_enough_not_to_know()
    {
        var cannot = Assert.IsType<DailyLossReading.CannotEvaluate>(DailyLoss.Evaluate(Evening, new Equity.Known(1m), new Equity.Unknown("dark"), []));
        Assert.Equal("okx: dark", cannot.Why);
    }
}
