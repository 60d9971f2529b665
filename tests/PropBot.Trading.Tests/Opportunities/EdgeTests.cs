using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;
using PropBot.Trading.MarketData;
using PropBot.Trading.Opportunities;
using PropBot.Trading.Tests.MarketData;

namespace PropBot.Trading.Tests.Opportunities;

/// <summary>R23.</summary>
public sealed class EdgeTests
{
    private static readonly TimeSpan EightHours = TimeSpan.FromHours(8);
    private static readonly EdgeInputs Vector = new(new Bps(1.5m), 0.00045m, 0.0005m, new Bps(2.0m), new Bps(1.0m));

    [Fact]
    public void the_rulings_vector_nets_1_47()
    {
        var parts = Edge.Of(new Price(60_000m), new Price(60_150m), 60_075m, Vector);
        Assert.Equal(24.97m, Math.Round(parts.Entry.Value, 2));
        Assert.Equal(19.0m, parts.Fees.Value);
        Assert.Equal(1.47m, Math.Round(parts.Net.Value, 2));
    }

    [Fact]
    public void the_other_direction_of_the_same_books_loses()
    {
        var parts = Edge.Of(new Price(60_150m), new Price(60_000m), 60_075m, Vector);
        Assert.Equal(-24.97m, Math.Round(parts.Entry.Value, 2));
        Assert.Equal(-48.47m, Math.Round(parts.Net.Value, 2));
    }

    [Theory]
    [InlineData(60, 30, 0)] // the next settlement lies beyond the hold
    [InlineData(60, 60, 1)] // on the edge counts
    [InlineData(60, 540, 2)]
    [InlineData(60, 539, 1)]
    [InlineData(0, 480, 1)] // just settled: the next one is a whole interval away
    [InlineData(-30, 480, 1)] // the venue has not told the next one yet
    [InlineData(-30, 449, 0)]
    public void settlements_crossed_within_a_hold_are_counted(int minutesToNext, int minutesHeld, int expected) =>
        Assert.Equal(expected, Edge.Settlements(Feed.Start.AddMinutes(minutesToNext), EightHours, Feed.Start, TimeSpan.FromMinutes(minutesHeld)));

    [Theory]
    [InlineData(7)]
    public void the_count_of_settlements_is_steady_as_long_as_it_says(int seed)
    {
        var dice = new Random(seed); // the seed is in the test's name
        for (var i = 0; i < 2_000; i++)
        {
            var (next, interval, hold) = (Feed.At(dice.Next(-900, 900)), TimeSpan.FromMilliseconds(dice.Next(1, 300)), TimeSpan.FromMilliseconds(dice.Next(0, 700)));
            var steady = Edge.SettlementsSteadyFor(next, interval, Feed.Start, hold);
            Assert.True(steady > TimeSpan.Zero);
            var count = Edge.Settlements(next, interval, Feed.Start, hold);
            for (var t = 0; t < steady.TotalMilliseconds; t++) Assert.Equal(count, Edge.Settlements(next, interval, Feed.At(t), hold));
        }
    }

    [Fact]
    public void paid_funding_counts_in_full_and_received_at_half()
    {
        Assert.Equal(3m, Edge.Funding(0.0003m, 1, 0.0001m, 0).Value);
        Assert.Equal(-1.5m, Edge.Funding(-0.0003m, 1, 0.0001m, 0).Value);
        Assert.Equal(3m - 0.5m * 2, Edge.Funding(0.0003m, 1, 0.0001m, 2).Value);
        Assert.Equal(2m * 4, Edge.Funding(0m, 1, -0.0002m, 4).Value); // short at a negative rate pays
    }

    [Fact]
    public void each_venue_settles_at_its_own_interval()
    {
        var books = new PairBooks(0, "BTCUSDT");
        books[Venue.Binance].Funding(0.0001m, Feed.Start.AddHours(1), EightHours);
        Assert.Null(Edge.Funding(books[Venue.Binance], books[Venue.Okx], Feed.Start, EightHours));
        books[Venue.Okx].Funding(-0.0002m, Feed.Start.AddHours(1), TimeSpan.FromHours(4));

        // Long Binance pays 1 bps once; short OKX at a negative rate pays 2 bps twice (1 h and 5 h).
        Assert.Equal(5m, Edge.Funding(books[Venue.Binance], books[Venue.Okx], Feed.Start, EightHours)!.Value.Value);

        // The mirror receives all of it, at half.
        Assert.Equal(-2.5m, Edge.Funding(books[Venue.Okx], books[Venue.Binance], Feed.Start, EightHours)!.Value.Value);
    }
}
