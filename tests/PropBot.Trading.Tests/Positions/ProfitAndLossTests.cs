using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;
using static PropBot.Trading.Tests.Positions.Books;

namespace PropBot.Trading.Tests.Positions;

public class ProfitAndLossTests
{
    private static readonly LegFill[] Entry = [Fill(Venue.Binance, false, 0.02m, 60_000m, fee: 0.54m), Fill(Venue.Okx, false, 0.02m, 60_150m, fee: 0.6m)];

    [Fact]
    public void an_open_hedge_gains_what_the_marks_came_together()
    {
        var pnl = ProfitAndLoss.Of(Of(Entry).Hedge, Even);
        Assert.Equal((2m, 0.8m), (pnl.Long.Unrealised.Amount, pnl.Short.Unrealised.Amount));
        Assert.Equal(-1.14m, pnl.Realised.Amount);
        Assert.Equal(1.66m, pnl.Total.Amount);
        Assert.False(pnl.MarkStale);
    }

    [Fact]
    public void a_closed_hedge_realised_its_prices_less_fees_plus_funding()
    {
        var closed = Of(
            [new FundingBooked(Venue.Okx, Money.OfUsdt(0.12m), Noon)],
            [.. Entry, Fill(Venue.Binance, true, 0.02m, 60_100m, fee: 0.54m), Fill(Venue.Okx, true, 0.02m, 60_110m, fee: 0.6m)]);
        var pnl = ProfitAndLoss.Of(closed.Hedge, Marks.None);
        Assert.Equal((2m, 0.8m), (pnl.Long.RealisedPrice.Amount, pnl.Short.RealisedPrice.Amount));
        Assert.Equal(2.8m - 2.28m + 0.12m, pnl.Realised.Amount);
        Assert.Equal(0m, pnl.Unrealised.Amount);
        Assert.False(pnl.MarkStale);
    }

    [Fact]
    public void without_a_mark_the_entry_price_stands_in_and_says_so()
    {
        var pnl = ProfitAndLoss.Of(Of(Entry).Hedge, Marks.None.With(Venue.Okx, "BTCUSDT", new Price(60_110m)));
        Assert.True(pnl.Long.MarkStale);
        Assert.Equal(60_000m, pnl.Long.Mark!.Value.Value);
        Assert.Equal((0m, 0.8m), (pnl.Long.Unrealised.Amount, pnl.Short.Unrealised.Amount));
        Assert.True(pnl.MarkStale);
    }

    [Fact]
    public void half_closed_is_half_realised_at_the_average_entry()
    {
        var half = Of([Fill(Venue.Binance, false, 0.01m, 60_000m), Fill(Venue.Binance, false, 0.01m, 60_010m), Fill(Venue.Binance, true, 0.01m, 60_105m)]);
        var leg = ProfitAndLoss.Of(half.Hedge, Even).Long;
        Assert.Equal((1m, 0.95m), (leg.RealisedPrice.Amount, leg.Unrealised.Amount));
    }

    [Fact]
    public void real_and_simulated_never_meet_in_one_sum()
    {
        var real = ProfitAndLoss.Of(Of(Entry).Hedge, Even);
        var pretended = real with { HedgeId = "h2", Simulated = true };
        HedgePnl[] all = [real, pretended, pretended];
        Assert.Equal(2.8m, ProfitAndLoss.Sum(all, simulated: false).Unrealised.Amount);
        Assert.Equal(5.6m, ProfitAndLoss.Sum(all, simulated: true).Unrealised.Amount);
        Assert.Equal(2m, ProfitAndLoss.PerVenue(all, simulated: false)[Venue.Binance].Unrealised.Amount);
        Assert.Equal(1.6m, ProfitAndLoss.PerVenue(all, simulated: true)[Venue.Okx].Unrealised.Amount);
    }
}
