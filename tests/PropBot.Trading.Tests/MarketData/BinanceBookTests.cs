using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;
using PropBot.Trading.MarketData;

namespace PropBot.Trading.Tests.MarketData;

/// <summary>The documented local book rule of Binance USD-M: snapshot, straddle, pu chain.</summary>
public sealed class BinanceBookTests
{
    private readonly VenueBook book = new(Venue.Binance, 0);

    [Fact]
    public void a_difference_without_a_snapshot_asks_for_one_once()
    {
        Assert.Equal(BookOutcome.NeedSnapshot, book.Difference(1, 5, 0, "100 1"));
        Assert.Equal(BookOutcome.Buffered, book.Difference(6, 9, 5, "100 2", at: 100));
        Assert.False(book.DepthValid);
    }

    [Fact]
    public void the_wish_for_a_snapshot_is_repeated_after_five_seconds()
    {
        book.Difference(1, 5, 0);
        Assert.Equal(BookOutcome.Buffered, book.Difference(6, 9, 5, at: 4_999));
        Assert.Equal(BookOutcome.NeedSnapshot, book.Difference(10, 12, 9, at: 5_000));
    }

    [Fact]
    public void case_45_buffered_differences_are_applied_over_the_snapshot_they_straddle()
    {
        book.Difference(1, 5, 0, "99 7");
        book.Difference(6, 12, 5, "100 2");
        book.Difference(13, 15, 12, "100 3", "102 0");

        Assert.Equal(BookOutcome.Applied, book.Snapshot(10, "100 1, 98 1", "102 1, 103 1"));

        Assert.True(book.DepthValid);
        Assert.Equal((100m, 3m), (book.Bid.Value, book.BidQuantity.Value));
        Assert.Equal(103m, book.Ask.Value);
        Assert.Equal(new Quantity(4m), book.DepthWithin(Side.Sell, new Price(1m))); // 100 and 98; the 99 was before the snapshot
    }

    [Fact]
    public void case_45_a_snapshot_older_than_the_first_difference_is_refused_and_another_is_asked_for()
    {
        book.Difference(11, 15, 10, "100 1");
        Assert.Equal(BookOutcome.NeedSnapshot, book.Snapshot(8, "100 1", "101 1"));
        Assert.False(book.DepthValid);
        Assert.Equal(BookOutcome.Applied, book.Snapshot(20, "100 1", "101 1"));
        Assert.True(book.DepthValid);
    }

    [Fact]
    public void after_the_snapshot_a_difference_that_begins_beyond_it_is_a_gap()
    {
        book.Snapshot(10, "100 1", "101 1");
        Assert.Equal(BookOutcome.NeedSnapshot, book.Difference(12, 15, 11, "100 2"));
        Assert.False(book.DepthValid);
    }

    [Fact]
    public void after_the_snapshot_older_differences_are_dropped_and_the_straddling_one_applied()
    {
        book.Snapshot(10, "100 1", "101 1");
        Assert.Equal(BookOutcome.Ignored, book.Difference(5, 9, 4, "100 9"));
        Assert.Equal(BookOutcome.Applied, book.Difference(10, 10, 9, "100 2"));
        Assert.Equal(2m, book.BidQuantity.Value);
    }

    [Fact]
    public void case_46_each_later_difference_must_follow_the_one_before()
    {
        book.Snapshot(10, "100 1", "101 1");
        book.Difference(9, 12, 8, "100 2");
        Assert.Equal(BookOutcome.Applied, book.Difference(14, 16, 12, "100 3")); // U may jump; pu decides
        Assert.Equal(BookOutcome.Ignored, book.Difference(14, 16, 12, "100 9")); // an overlapping connection repeats it
        Assert.Equal(3m, book.BidQuantity.Value);
        Assert.Equal(BookOutcome.NeedSnapshot, book.Difference(19, 20, 18, "100 4"));
        Assert.False(book.DepthValid);
        Assert.False(book.Bid.IsSet);
    }

    [Fact]
    public void a_late_older_snapshot_does_not_turn_an_unbroken_chain_back()
    {
        book.Snapshot(10, "100 1", "101 1");
        book.Difference(9, 12, 8, "100 2");
        Assert.Equal(BookOutcome.Ignored, book.Snapshot(11, "100 9", "101 9"));
        Assert.Equal(BookOutcome.Applied, book.Difference(13, 14, 12, "100 3"));
        Assert.Equal(3m, book.BidQuantity.Value);
    }

    [Fact]
    public void case_47_deleting_an_unknown_level_changes_nothing()
    {
        book.Snapshot(10, "100 1", "101 1");
        Assert.Equal(BookOutcome.Applied, book.Difference(10, 11, 9, "99.5 0, 200 0", "103 0, 50 0"));
        Assert.Equal((100m, 101m), (book.Bid.Value, book.Ask.Value));
    }

    [Fact]
    public void a_depth_that_crosses_itself_is_thrown_away()
    {
        book.Snapshot(10, "100 1", "101 1");
        Assert.Equal(BookOutcome.NeedSnapshot, book.Difference(10, 11, 9, "101 1"));
        Assert.False(book.DepthValid);
    }

    [Fact]
    public void a_price_that_is_no_price_is_thrown_away_with_the_book()
    {
        book.Snapshot(10, "100 1", "101 1");
        Assert.Equal(BookOutcome.NeedSnapshot, book.Difference(10, 11, 9, asks: "99999999 1"));
        Assert.False(book.DepthValid);
    }

    [Fact]
    public void no_level_survives_a_reset()
    {
        book.Snapshot(10, "100 1, 99 5", "101 1");
        book.Top(20, 100m, 1m, 101m, 1m);
        book.Reset();
        Assert.False(book.DepthValid);
        Assert.False(book.Bid.IsSet);
        Assert.Equal(default, book.TopAt);
        Assert.Equal(default, book.DepthAt);

        book.Snapshot(3, "98 1", "101 1");
        book.Top(4, 98m, 2m, 101m, 1m); // numbers start anew after a reset
        Assert.Equal((98m, 2m), (book.Bid.Value, book.BidQuantity.Value));
        Assert.Equal(new Quantity(2m), book.DepthWithin(Side.Sell, new Price(1m)));
    }
}
