using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.MarketData;

namespace PropBot.Trading.Tests.MarketData;

/// <summary>The top of book and the depth tell of one book; the newer of them leads.</summary>
public sealed class TopOfBookTests
{
    private readonly VenueBook book = new(Venue.Binance, 0);

    public TopOfBookTests() => book.Snapshot(10, "100 1, 99 2, 98 4", "101 1, 102 2, 103 4");

    [Fact]
    public void levels_better_than_a_newer_top_count_as_gone()
    {
        book.Top(11, 99m, 2m, 102m, 0.5m);
        Assert.Equal((99m, 102m), (book.Bid.Value, book.Ask.Value));
        Assert.True(book.TryFill(Side.Buy, new Quantity(2.5m), out var fill));
        Assert.Equal((0.5m * 102m + 2m * 103m) / 2.5m, fill.Average.Value);
        Assert.Equal(103m, fill.Worst.Value);
        Assert.Equal(new Quantity(4.5m), book.DepthWithin(Side.Buy, new Price(103m)));
        Assert.Equal(new Quantity(0.5m), book.DepthWithin(Side.Buy, new Price(102.5m)));
        Assert.Equal(Quantity.Zero, book.DepthWithin(Side.Buy, new Price(101.9m)));
    }

    [Fact]
    public void a_newer_top_inside_the_spread_comes_before_the_depth()
    {
        book.Top(11, 100.5m, 3m, 101m, 1m);
        Assert.True(book.TryFill(Side.Sell, new Quantity(4m), out var fill));
        Assert.Equal((3m * 100.5m + 100m) / 4m, fill.Average.Value);
        Assert.Equal(100m, fill.Worst.Value);
        Assert.Equal(new Quantity(10m), book.DepthWithin(Side.Sell, new Price(98m)));
    }

    [Fact]
    public void an_older_top_leaves_the_depth_as_it_is()
    {
        book.Top(9, 99m, 9m, 102m, 9m);
        Assert.Equal((100m, 1m, 101m, 1m), (book.Bid.Value, book.BidQuantity.Value, book.Ask.Value, book.AskQuantity.Value));
    }

    [Fact]
    public void a_depth_newer_than_the_top_takes_the_lead_back()
    {
        book.Top(11, 99m, 2m, 102m, 2m);
        book.Difference(10, 12, 9, "100 7");
        Assert.Equal((100m, 7m, 101m), (book.Bid.Value, book.BidQuantity.Value, book.Ask.Value));
    }

    [Fact]
    public void a_top_older_than_the_last_top_is_dropped()
    {
        book.Top(12, 99m, 2m, 102m, 2m, at: 5);
        book.Top(11, 98m, 2m, 103m, 2m, at: 6);
        Assert.Equal(99m, book.Bid.Value);
        Assert.Equal(Feed.At(5), book.TopAt);
    }

    [Fact]
    public void a_quantity_on_the_best_level_fills_at_the_best_price()
    {
        Assert.True(book.TryFill(Side.Buy, new Quantity(1m), out var fill));
        Assert.Equal(new BookFill(new Price(101m), new Price(101m)), fill);
    }

    [Fact]
    public void a_quantity_deeper_than_the_book_does_not_fill()
    {
        Assert.True(book.TryFill(Side.Buy, new Quantity(7m), out _));
        Assert.False(book.TryFill(Side.Buy, new Quantity(7.001m), out _));
        Assert.False(book.TryFill(Side.Sell, Quantity.Zero, out _));
    }

    [Fact]
    public void the_mid_of_a_pair_is_the_mean_of_both_venues_mids()
    {
        var books = new PairBooks(0, "BTCUSDT");
        Assert.False(books.TryMid(out _));
        books[Venue.Binance].Top(1, 100m, 1m, 102m, 1m);
        Assert.False(books.TryMid(out _));
        books[Venue.Okx].Top(1, 103m, 1m, 105m, 1m);
        Assert.True(books.TryMid(out var mid));
        Assert.Equal(102.5m, mid);
    }

    [Fact]
    public void a_mark_message_changes_only_what_it_tells()
    {
        book.Funding(0.0001m, Feed.Start.AddHours(1), TimeSpan.FromHours(4), mark: 100.5m, at: 1);
        book.Apply(new MarkUpdate(Venue.Binance, 0, null, 0.0002m, null, null, Feed.At(500)));
        Assert.Equal((100.5m, 0.0002m), (book.Mark!.Value.Value, book.FundingRate!.Value));
        Assert.Equal((Feed.Start.AddHours(1), TimeSpan.FromHours(4)), (book.NextFunding!.Value, book.FundingInterval));
        Assert.Equal(Feed.At(1), book.MarkAt); // a funding message does not make the mark younger
    }
}
