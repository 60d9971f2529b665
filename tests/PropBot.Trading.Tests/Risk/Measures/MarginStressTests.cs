using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;
using PropBot.Trading.Risk.Measures;

namespace PropBot.Trading.Tests.Risk.Measures;

public class MarginStressTests
{
    // Long 0.1 BTC at 60,000 = 6,000 notional on 2,000 of equity; maintenance 0.015 · 2,000 = 30 (half a percent of the notional).
    private static readonly VenueMarginFacts Long = new(
        Venue.Binance, Money.OfUsdt(2_000m), 0.015m, [new StressedPosition("BTCUSDT", 0.1m, new Price(60_000m), null)], SigmaPrice: 50m);

    [Fact]
    public void a_fall_of_ten_percent_takes_equity_and_shrinks_the_maintenance()
    {
        // Equity 2,000 − 600 = 1,400; maintenance 30 · 0.9 = 27; liquidation where 1,400 + 5,400·x = 27·(1 + x): x = −1,373 / 5,373.
        var fall = Of(Long, "price_-10");
        Assert.Equal(27m / 1_400m, fall.MarginRatio);
        Assert.Equal(1_373m / 5_373m * 100m, fall.DistancePct!.Value, 12);
        Assert.Equal(0m, fall.CashNeeded.Amount);
        Assert.False(fall.IsLiquidated);
    }

    [Fact]
    public void a_rise_helps_a_long_and_hurts_a_short()
    {
        Assert.Equal(36m / 3_200m, Of(Long, "price_20").MarginRatio);
        var shorted = Long with { Positions = [new StressedPosition("BTCUSDT", -0.1m, new Price(60_000m), null)] };
        Assert.Equal(36m / 800m, Of(shorted, "price_20").MarginRatio);
    }

    [Fact]
    public void what_is_lost_beyond_the_equity_is_a_liquidation_and_names_the_cash_that_would_prevent_it()
    {
        // 620 of equity, −600: 20 left against 27 of maintenance: ratio 1.35. For 0.8: 27 / 0.8 − 20 = 13.75.
        var thin = Long with { Equity = Money.OfUsdt(620m), MarginRatio = 30m / 620m };
        var fall = Of(thin, "price_-10");
        Assert.Equal(1.35m, decimal.Round(fall.MarginRatio!.Value, 10));
        Assert.Equal((0m, true), (fall.DistancePct, fall.IsLiquidated));
        Assert.Equal(13.75m, decimal.Round(fall.CashNeeded.Amount, 10));
        Assert.Null(Of(thin, "price_-20").MarginRatio);
        Assert.Equal(1.35m, decimal.Round(MarginStress.Of(thin, 0.8m).Use, 10));
    }

    [Fact]
    public void a_liquidation_price_the_venue_names_goes_before_the_accounts()
    {
        // 57,000 after −5 %; liquidation 54,150: 5 % of 57,000 away. −10 % is 54,000: crossed.
        var isolated = Long with { Positions = [new StressedPosition("BTCUSDT", 0.1m, new Price(60_000m), new Price(54_150m))] };
        Assert.Equal(5m, Of(isolated, "price_-5").DistancePct);
        Assert.Equal((0m, true), (Of(isolated, "price_-10").DistancePct, Of(isolated, "price_-10").IsLiquidated));
        Assert.True(MarginStress.Of(isolated, 0.8m).Use >= 1m);
    }

    [Fact]
    public void a_basis_widens_against_every_position_of_the_venue()
    {
        // 100 bps of 6,000 long and 100 bps of 3,000 short: 90 lost, whichever way the coins move. Maintenance 45: ·(5,940 + 3,030) / 9,000.
        var both = Long with
        {
            MarginRatio = 45m / 2_000m,
            Positions = [new StressedPosition("BTCUSDT", 0.1m, new Price(60_000m), null), new StressedPosition("ETHUSDT", -1m, new Price(3_000m), null)],
        };
        var wide = Of(both, "basis_100");
        Assert.Equal(decimal.Round(45m * 8_970m / 9_000m / 1_910m, 12), decimal.Round(wide.MarginRatio!.Value, 12));
    }

    [Fact]
    public void a_frozen_hour_is_the_ninety_nine_percent_move_against_what_is_held()
    {
        // 2.326 · 50 bps = 1.163 % of 6,000 = 69.78.
        var frozen = Of(Long, MarginStress.Frozen);
        Assert.Equal(decimal.Round(30m * (1m - 0.01163m) / (2_000m - 69.78m), 12), decimal.Round(frozen.MarginRatio!.Value, 12));
        var unknown = MarginStress.Of(Long with { SigmaPrice = null }, 0.8m);
        Assert.Equal<string>([MarginStress.Frozen], unknown.Unknown);
        Assert.DoesNotContain(unknown.Results, result => result.Scenario == MarginStress.Frozen);
    }

    [Fact]
    public void an_empty_account_stands_every_stress()
    {
        var empty = MarginStress.Of(new VenueMarginFacts(Venue.Okx, Money.OfUsdt(1_000m), 0m, [], null), 0.8m);
        Assert.Equal(0m, empty.Use);
        Assert.Empty(empty.Unknown);
        Assert.All(empty.Results, result => Assert.Equal((0m, (decimal?)null, false), (result.MarginRatio, result.DistancePct, result.IsLiquidated)));
    }

    private static StressResult Of(VenueMarginFacts facts, string scenario) => MarginStress.Of(facts, 0.8m).Results.Single(result => result.Scenario == scenario);
}
