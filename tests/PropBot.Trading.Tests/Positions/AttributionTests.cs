using FsCheck;
using FsCheck.Fluent;
using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;
using static PropBot.Trading.Tests.Positions.Books;

namespace PropBot.Trading.Tests.Positions;

public class AttributionTests
{
    [Fact]
    public void each_part_is_what_it_is_called()
    {
        // Planned 60,000 / 60,150; the long leg paid 1 more than the book said; the short leg's price fell by 4 before it left, then gave 1 less.
        var book = Of(
            [new FundingBooked(Venue.Okx, Money.OfUsdt(0.12m), Noon)],
            Fill(Venue.Binance, false, 0.02m, 60_001m, planned: 60_000m, fee: 0.54m), Fill(Venue.Okx, false, 0.02m, 60_145m, planned: 60_150m, arrival: 60_146m, fee: 0.6m));
        var parts = Attribution.Of(book, Even);
        Assert.Equal(0.02m * 150m, parts.BasisEntry.Amount);
        Assert.Equal(0.02m * -10m, parts.BasisExit.Amount);
        Assert.Equal(-0.08m, parts.Legging.Amount);
        Assert.Equal(-0.04m, parts.Slippage.Amount);
        Assert.Equal(-1.14m, parts.Fees.Amount);
        Assert.Equal(0.12m, parts.Funding.Amount);
        Assert.Equal(ProfitAndLoss.Of(book.Hedge, Even).Total, parts.Total);
    }

    [Fact]
    public void the_parts_are_the_total_to_the_last_digit_whatever_was_filled() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1000),
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var book = AnyBook(new Random(seed));
            return Attribution.Of(book, Even).Total == ProfitAndLoss.Of(book.Hedge, Even).Total;
        }));

    [Fact]
    public void the_days_of_a_flat_hedge_add_up_to_it_exactly() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1000),
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var book = Flat(AnyBook(new Random(seed)));
            var days = DayBook.Of([book]);
            var parts = Attribution.Of(book, Even);
            return days.Sum(day => day.Net.Amount) == ProfitAndLoss.Of(book.Hedge, Even).Total.Amount
                && days.Sum(day => day.Basis.Amount) == parts.Basis.Amount && days.Sum(day => day.Slippage.Amount) == parts.Slippage.Amount
                && days.Sum(day => day.Legging.Amount) == parts.Legging.Amount;
        }));

    [Fact]
    public void fees_funding_and_results_belong_to_the_utc_day_they_happened_on()
    {
        var days = DayBook.Of([
            Of(
                [new FundingBooked(Venue.Okx, Money.OfUsdt(0.3m), Noon.AddHours(12))],
                Fill(Venue.Binance, false, 0.02m, 60_000m, fee: 0.5m), Fill(Venue.Okx, false, 0.02m, 60_150m, fee: 0.6m),
                Fill(Venue.Binance, true, 0.02m, 60_100m, fee: 0.5m, at: Noon.AddHours(13)), Fill(Venue.Okx, true, 0.02m, 60_110m, fee: 0.6m, at: Noon.AddHours(13))),
        ]);
        Assert.Equal(
            ["2026-03-02 Binance -0.5", "2026-03-02 Okx -0.6", "2026-03-03 Binance 1.5", "2026-03-03 Okx 0.5"],
            days.Select(d => $"{d.Day:yyyy-MM-dd} {d.Venue} {d.Net.Amount:0.##}"));
    }

    [Fact]
    public void a_realised_edge_has_the_predicted_parts_and_nets_to_the_money()
    {
        var book = Of(
            [new FundingBooked(Venue.Binance, Money.OfUsdt(-0.06m), Noon)],
            Fill(Venue.Binance, false, 0.02m, 60_000.5m, planned: 60_000m, fee: 0.54m), Fill(Venue.Okx, false, 0.02m, 60_149m, planned: 60_150m, arrival: 60_149.5m, fee: 0.6m),
            Fill(Venue.Binance, true, 0.02m, 60_100m, fee: 0.54m, at: Noon.AddHours(1)), Fill(Venue.Okx, true, 0.02m, 60_109m, fee: 0.6m, at: Noon.AddHours(1)));
        var result = EdgeLedger.Of(book.Hedge, Attribution.Of(book, Marks.None))!;
        Assert.Equal(1201.5m, result.Notional.Amount);
        Assert.Equal(24.97m, decimal.Round(result.Realised.Entry.Value, 2));
        Assert.Equal(1.5m, decimal.Round(result.Realised.Close.Value, 1));
        Assert.Equal(decimal.Round(2.28m / 1201.5m * 10_000m, 6), decimal.Round(result.Realised.Fees.Value, 6));
        Assert.Equal(decimal.Round(0.03m / 1201.5m * 10_000m, 6), decimal.Round(result.Realised.Drift.Value, 6));
        Assert.Equal(decimal.Round(0.5m, 6), decimal.Round(result.Realised.Funding.Value * 1201.5m / 10_000m / 0.12m, 1));
        Assert.Equal(ProfitAndLoss.Of(book.Hedge, Marks.None).Total.Amount, decimal.Round(result.Realised.Net.Value * result.Notional.Amount / 10_000m, 12));
        Assert.Equal(decimal.Round((result.Slippage + result.Legging).Value, 12), decimal.Round(result.Realised.Drift.Value, 12));
        Assert.Equal(decimal.Round(result.Realised.Net.Value - 1.47m, 6), decimal.Round(result.Surprise.Value, 6));
    }

    [Fact]
    public void the_mean_of_edges_weighs_by_notional()
    {
        var book = Of(Fill(Venue.Binance, false, 0.02m, 60_000m));
        var one = EdgeLedger.Of(book.Hedge, new Attribution("a", false, Money.OfUsdt(1m), Nothing, Nothing, Nothing, Nothing, Nothing))!;
        var sum = EdgeLedger.Sum([one with { Notional = Money.OfUsdt(100m), Slippage = new Bps(1m) }, one with { Notional = Money.OfUsdt(300m), Slippage = new Bps(5m) }])!;
        Assert.Equal((2, 4m, 400m), (sum.Hedges, sum.Slippage.Value, sum.Notional.Amount));
        Assert.Null(EdgeLedger.Sum([]));
        Assert.Null(EdgeLedger.Of(book.Hedge with { Long = book.Hedge.Short with { Entered = default } }, new Attribution("a", false, Nothing, Nothing, Nothing, Nothing, Nothing, Nothing)));
    }

    private static readonly Money Nothing = Money.OfUsdt(0m);

    private static HedgeFills AnyBook(Random dice)
    {
        var fills = new List<LegFill>();
        foreach (var venue in Venues.All)
        {
            var open = 0m;
            for (var i = dice.Next(1, 6); i > 0; i--)
            {
                var exit = open > 0m && dice.Next(3) == 0;
                var quantity = exit ? decimal.Min(open, dice.Next(1, 40) * 0.001m) : dice.Next(1, 40) * 0.001m;
                open += exit ? -quantity : quantity;
                fills.Add(Any(dice, venue, exit, quantity, fills.Count));
            }
        }

        return Of([new FundingBooked(Venue.Okx, Money.OfUsdt(dice.Next(-500, 500) * 0.001m), Noon.AddHours(dice.Next(40)))], [.. fills]);
    }

    private static HedgeFills Flat(HedgeFills book)
    {
        var rest = book.Hedge.Legs.Where(leg => !leg.Open.IsZero).Select(leg => Fill(leg.Venue, true, leg.Open.Value, 60_033.3m, fee: 0.1m, at: Noon.AddHours(60)));
        return Of([.. book.Funding], [.. book.Fills, .. rest]);
    }

    private static LegFill Any(Random dice, Venue venue, bool exit, decimal quantity, int n) => Fill(
        venue, exit, quantity, Price(dice), Price(dice), Price(dice), dice.Next(-20, 80) * 0.01m, Noon.AddHours(n * 5));

    private static decimal Price(Random dice) => 60_000m + dice.Next(-2000, 2000) * 0.1m;
}
