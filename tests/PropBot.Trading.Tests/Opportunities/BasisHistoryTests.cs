using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;
using PropBot.Trading.MarketData;
using PropBot.Trading.Opportunities;
using PropBot.Trading.Tests.MarketData;

namespace PropBot.Trading.Tests.Opportunities;

public sealed class BasisHistoryTests
{
    private static readonly TimeSpan AnyAge = TimeSpan.FromDays(2);
    private readonly BasisHistory history = new(AnyAge);
    private readonly PairBooks books = Feed.Pair(100m, 101m, 102m, 103m);

    private void SampleEverySecond(int count, int from = 0)
    {
        for (var i = 0; i < count; i++) history.Sample(books, 1_000m, Feed.Start.AddSeconds(from + i));
    }

    [Fact]
    public void below_600_samples_the_prior_answers()
    {
        SampleEverySecond(599);
        Assert.Equal(599, history.Count(Venue.Binance));
        Assert.Equal(new Bps(1m), history.Close(Venue.Binance, new Bps(1m)));
        Assert.Null(history.Close(Venue.Binance, null));
        SampleEverySecond(1, from: 599);
        Assert.NotNull(history.Close(Venue.Binance, null));
    }

    [Fact]
    public void the_closing_basis_buys_back_where_it_sold_and_sells_where_it_bought()
    {
        SampleEverySecond(600);
        var mid = (100m + 101m + 102m + 103m) / 4m;
        Assert.Equal((103m - 100m) / mid * 10_000m, history.Close(Venue.Binance, null)!.Value.Value, 6);
        Assert.Equal((101m - 102m) / mid * 10_000m, history.Close(Venue.Okx, null)!.Value.Value, 6);
    }

    [Fact]
    public void it_is_the_0_6_quantile()
    {
        for (var i = 0; i < 1_000; i++)
        {
            books[Venue.Okx].Top(10 + i, 102m, 100m, 103m + i % 10 * 0.1m, 100m);
            history.Sample(books, 1_000m, Feed.Start.AddSeconds(i));
        }

        // Ten equally frequent asks, 103.0 … 103.9: six of ten are at or below 103.5.
        var mid = (100m + 101m + 102m + 103.5m) / 4m;
        Assert.Equal((103.5m - 100m) / mid * 10_000m, history.Close(Venue.Binance, null)!.Value.Value, 6);
    }

    [Fact]
    public void it_samples_once_a_second_however_often_it_is_asked()
    {
        for (var i = 0; i < 50; i++) history.Sample(books, 1_000m, Feed.At(i * 100));
        Assert.Equal(5, history.Count(Venue.Okx));
    }

    [Fact]
    public void books_that_are_not_fresh_give_no_sample()
    {
        var strict = new BasisHistory();
        strict.Sample(books, 1_000m, Feed.At(1_501));
        Assert.Equal(0, strict.Count(Venue.Binance));
    }

    [Fact]
    public void a_direction_whose_books_do_not_hold_the_size_gives_no_sample()
    {
        books[Venue.Okx].Difference(2, 2, 1, asks: "103 0.5");
        SampleEverySecond(10);
        Assert.Equal(0, history.Count(Venue.Binance)); // would buy back on OKX
        Assert.Equal(10, history.Count(Venue.Okx));
    }

    [Fact]
    public void samples_older_than_four_hours_are_forgotten_also_after_a_gap()
    {
        SampleEverySecond(700);
        SampleEverySecond(10, from: BasisHistory.Capacity + 110);
        Assert.Equal(700 - 120 + 10, history.Count(Venue.Binance));
        Assert.Equal(new Bps(9m), history.Close(Venue.Binance, new Bps(9m))); // 600 are needed again
    }
}
