using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.MarketData;
using PropBot.Trading.Opportunities;
using PropBot.Trading.Tests.MarketData;

namespace PropBot.Trading.Tests.Opportunities;

public sealed class ScannerTests
{
    private readonly BasisHistory history = new();
    private PairTerms? terms = Terms();
    private Bps? prior = new(1.5m);
    private EdgeReading reading;
    private HedgePlan? plan;

    internal static PairTerms Terms(decimal takerBinance = 0.00045m, decimal takerOkx = 0.0005m, InstrumentStatus okx = InstrumentStatus.Trading) => new(
        On(Venue.Binance, InstrumentStatus.Trading), On(Venue.Okx, okx), new FeeRates(0.0002m, takerBinance), new FeeRates(0.0002m, takerOkx));

    private static Instrument On(Venue venue, InstrumentStatus status) => new(
        venue, "BTCUSDT", "x", new Price(0.1m), new Quantity(0.001m), new Quantity(0.001m), new Quantity(100m), Money.OfUsdt(50m), status);

    /// <summary>The vector's funding of 1.0 bps, paid on the buy venue.</summary>
    private static PairBooks VectorBooks(decimal quantity = 100m)
    {
        var books = Feed.Pair(59_999.9m, 60_000m, 60_150m, 60_150.1m, quantity);
        books[Venue.Binance].Funding(0.0001m, Feed.Start.AddHours(4), TimeSpan.FromHours(8));
        return books;
    }

    private EdgeRefusal Look(PairBooks books, Venue buy = Venue.Binance, decimal minimum = 1m, decimal notional = 1_000m, bool inFull = false, int at = 0)
    {
        var scanner = new Scanner(new OpportunityOptions { ClosePrior = prior }, new MarketDataOptions());
        return scanner.Evaluate(
            books, terms, history, new Bps(2m), TimeSpan.FromHours(6), buy, notional, new Bps(minimum), Feed.At(at), out reading, out plan, inFull);
    }

    [Fact]
    public void the_rulings_vector_is_allowed_at_1_0_and_refused_at_1_5()
    {
        Assert.Equal(EdgeRefusal.None, Look(VectorBooks()));
        Assert.Equal((24.97m, 1.5m, 19m, 2m, 1m, 1.47m), (
            Math.Round(plan!.Parts.Entry.Value, 2), plan.Parts.Close.Value, plan.Parts.Fees.Value, plan.Parts.Drift.Value,
            plan.Parts.Funding.Value, Math.Round(plan.Parts.Net.Value, 2)));
        Assert.Equal(plan.Parts, reading.ToParts());

        Assert.Equal(EdgeRefusal.BelowMinimum, Look(VectorBooks(), minimum: 1.5m, inFull: true));
        Assert.Null(plan);
        Assert.Equal(1.47m, Math.Round(reading.Net.Value, 2));
    }

    [Fact]
    public void the_mirrored_direction_is_allowed_when_the_books_are_mirrored()
    {
        var books = Feed.Pair(60_150m, 60_150.1m, 59_999.9m, 60_000m);
        Assert.Equal(EdgeRefusal.None, Look(books, buy: Venue.Okx));
        Assert.Equal((Venue.Okx, Venue.Binance), (plan!.Buy, plan.Sell));
        Assert.Equal(2.47m, Math.Round(plan.Parts.Net.Value, 2)); // no funding is paid here
        Assert.Equal(EdgeRefusal.BelowMinimum, Look(books, buy: Venue.Binance));
    }

    [Fact]
    public void the_plan_is_one_quantity_at_the_walked_prices_with_the_thinner_book_first()
    {
        var books = VectorBooks(quantity: 0.01m);
        books[Venue.Binance].Difference(1, 2, 1, asks: "60000.5 50", at: 0);
        books[Venue.Okx].Difference(2, 2, 1, "60149.9 0.02", at: 0);
        prior = Bps.Zero;
        Assert.Equal(EdgeRefusal.None, Look(books));
        Assert.Equal(0.016m, plan!.Quantity.Value);
        Assert.Equal((0.01m * 60_000m + 0.006m * 60_000.5m) / 0.016m, plan.BuyPlanned.Value);
        Assert.Equal((60_000.5m, 60_149.9m), (plan.BuyWorst.Value, plan.SellWorst.Value));
        Assert.Equal((Venue.Okx, Side.Sell, Venue.Binance), (plan.FirstLeg, plan.FirstSide, plan.SecondLeg));
        Assert.Equal(Caps.FirstSell(plan.BuyPlanned, plan.Mid, reading.Inputs.Costs, new Bps(1m), new Price(0.1m)), plan.FirstCap);
        Assert.True(plan.FirstCap <= plan.SellWorst);
    }

    [Fact]
    public void depth_cost_alone_can_refuse_what_the_best_prices_allow()
    {
        var books = VectorBooks(quantity: 0.01m);
        books[Venue.Binance].Difference(1, 2, 1, asks: "60030 50");
        books[Venue.Okx].Difference(2, 2, 1, "60120 50");
        Assert.Equal(EdgeRefusal.BelowMinimum, Look(books));
        Assert.Equal(0.016m, reading.Quantity.Value);
    }

    [Fact]
    public void a_book_that_does_not_hold_the_size_refuses() => Assert.Equal(EdgeRefusal.DepthTooThin, Look(VectorBooks(quantity: 0.01m)));

    [Fact]
    public void a_size_below_a_minimum_refuses() => Assert.Equal(EdgeRefusal.TooSmall, Look(VectorBooks(), notional: 59m));

    [Fact]
    public void an_old_book_refuses() => Assert.Equal(EdgeRefusal.BookStale, Look(VectorBooks(), at: 1_501));

    [Fact]
    public void a_crossed_book_refuses()
    {
        var books = VectorBooks();
        books[Venue.Okx].Top(5, 60_151m, 1m, 60_150.5m, 1m);
        Assert.Equal(EdgeRefusal.CrossedOwnBook, Look(books));
    }

    [Fact]
    public void what_is_not_known_refuses()
    {
        prior = null;
        Assert.Equal(EdgeRefusal.NoHistory, Look(VectorBooks()));
        prior = new Bps(1.5m);
        var books = new PairBooks(0, "BTCUSDT");
        books[Venue.Binance].Snapshot(1, "59999.9 1", "60000 1");
        books[Venue.Okx].Snapshot(1, "60150 1", "60150.1 1");
        Assert.Equal(EdgeRefusal.FundingUnknown, Look(books));
        terms = null;
        Assert.Equal(EdgeRefusal.FeesUnknown, Look(VectorBooks()));
        Assert.False(reading.IsMeasured);
    }

    [Fact]
    public void a_halted_instrument_refuses()
    {
        terms = Terms(okx: InstrumentStatus.CloseOnly);
        Assert.Equal(EdgeRefusal.VenueClosed, Look(VectorBooks()));
    }

    [Fact]
    public void for_peoples_eyes_a_hopeless_edge_is_measured_at_the_real_size()
    {
        var books = Feed.Pair(60_000m, 60_000.1m, 60_000m, 60_000.1m);
        Assert.Equal(EdgeRefusal.BelowMinimum, Look(books));
        Assert.False(reading.IsMeasured);
        Assert.Equal(EdgeRefusal.BelowMinimum, Look(books, inFull: true));
        Assert.True(reading.IsMeasured);
        Assert.Equal(0.016m, reading.Quantity.Value);
        Assert.Null(plan);
    }

    [Fact]
    public void an_open_without_a_minimum_is_capped_by_the_slippage_instead()
    {
        Assert.Equal(EdgeRefusal.None, Look(VectorBooks(), minimum: -10_000m));
        Assert.Equal((Venue.Binance, 60_012m), (plan!.FirstLeg, plan.FirstCap.Value)); // 2 bps above the ask
        Assert.Equal(EdgeRefusal.None, Look(Feed.Pair(60_150m, 60_150.1m, 59_999.9m, 60_000m, at: 0), buy: Venue.Binance, minimum: -10_000m));
        Assert.Equal(60_162.1m, plan!.FirstCap.Value);
    }

    [Fact]
    public void neither_leg_is_worth_more_than_the_notional()
    {
        Assert.Equal(EdgeRefusal.None, Look(VectorBooks(), notional: 1_200m)); // 0.02 at the cheap price would sell for 1,203
        Assert.Equal(0.019m, plan!.Quantity.Value);
    }

    [Fact]
    public void a_settlement_that_comes_into_reach_counts_though_nothing_else_changed()
    {
        var books = Feed.Pair(59_999.9m, 60_000m, 60_150m, 60_150.1m);
        books[Venue.Binance].Funding(0.0001m, Feed.Start.AddHours(8), TimeSpan.FromHours(8));
        var scanner = new Scanner(new OpportunityOptions { ClosePrior = prior }, new MarketDataOptions { MaxQuoteAge = TimeSpan.FromDays(1) });
        EdgeRefusal After(TimeSpan time) => scanner.Evaluate(
            books, terms, history, new Bps(2m), TimeSpan.FromHours(6), Venue.Binance, 1_000m, new Bps(2m), Feed.Start + time, out _, out _);
        Assert.Equal(EdgeRefusal.None, After(TimeSpan.Zero)); // 2.47
        Assert.Equal(EdgeRefusal.None, After(TimeSpan.FromHours(2) - TimeSpan.FromTicks(1)));
        Assert.Equal(EdgeRefusal.BelowMinimum, After(TimeSpan.FromHours(2))); // 1.47
        Assert.Equal(EdgeRefusal.BelowMinimum, After(TimeSpan.FromHours(8) - TimeSpan.FromTicks(1)));
        Assert.Equal(EdgeRefusal.None, After(TimeSpan.FromHours(8)));
    }

    [Fact]
    public void what_the_scanner_remembers_never_changes_its_answer()
    {
        const int seed = 23;
        var dice = new Random(seed); // printed by the messages below
        var books = VectorBooks();
        var remembering = new Scanner(new OpportunityOptions(), new MarketDataOptions { MaxQuoteAge = TimeSpan.FromDays(9) });
        var allowed = 0;
        for (var step = 0; step < 5_000; step++)
        {
            var now = Feed.Start.AddMinutes(step);
            var (buy, drift, minimum) = (Venues.All[dice.Next(2)], new Bps(dice.Next(3)), new Bps(dice.Next(3)));
            books[Venue.Okx].Top(10 + step, 60_140m + dice.Next(40) / 10m * 10m, 1m, 60_190m, 1m);
            if (dice.Next(4) == 0) books[Venues.All[dice.Next(2)]].Funding(dice.Next(-3, 4) / 10_000m, now.AddMinutes(dice.Next(-60, 900)), TimeSpan.FromHours(4));
            if (dice.Next(20) == 0) terms = Terms(takerOkx: dice.Next(4, 7) / 10_000m);
            var fresh = new Scanner(new OpportunityOptions(), new MarketDataOptions { MaxQuoteAge = TimeSpan.FromDays(9) });
            var hold = TimeSpan.FromMinutes(dice.Next(2) * 300);
            var expected = fresh.Evaluate(books, terms, history, drift, hold, buy, 1_000m, minimum, now, out var right, out var rightPlan, inFull: true);
            var answer = remembering.Evaluate(books, terms, history, drift, hold, buy, 1_000m, minimum, now, out _, out var answerPlan);
            Assert.True(expected == answer, $"seed {seed} step {step}: {answer} instead of {expected}");
            Assert.Equal(rightPlan, answerPlan);
            Assert.Equal(right.Net >= minimum, answer == EdgeRefusal.None);
            if (answer == EdgeRefusal.None) allowed++;
        }

        Assert.InRange(allowed, 100, 4_900);
    }

    [Fact]
    public void every_refusal_has_its_own_word()
    {
        var words = Enum.GetValues<EdgeRefusal>().Select(r => r.Word()).ToList();
        Assert.Equal(words.Count, words.Distinct().Count());
        Assert.Equal("", EdgeRefusal.None.Word());
        Assert.Equal("edge_no_history", EdgeRefusal.NoHistory.Word());
    }
}
