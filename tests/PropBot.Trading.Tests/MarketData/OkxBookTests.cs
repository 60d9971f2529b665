using PropBot.Trading.Instruments;
using PropBot.Trading.MarketData;

namespace PropBot.Trading.Tests.MarketData;

/// <summary>The documented rules of OKX's books channel: prevSeqId chain, heartbeat, maintenance reset, REST bridge.</summary>
public sealed class OkxBookTests
{
    private readonly VenueBook book = new(Venue.Okx, 0);

    public OkxBookTests() => book.Snapshot(100, "100 1", "101 1");

    [Fact]
    public void a_difference_that_names_the_last_id_is_applied()
    {
        Assert.Equal(BookOutcome.Applied, book.Difference(105, 105, 100, "100 2"));
        Assert.Equal(BookOutcome.Applied, book.Difference(106, 106, 105, "100 3"));
        Assert.Equal(3m, book.BidQuantity.Value);
    }

    [Fact]
    public void a_difference_that_names_another_id_is_a_gap()
    {
        book.Difference(105, 105, 100, "100 2");
        Assert.Equal(BookOutcome.NeedSnapshot, book.Difference(108, 108, 107, "100 3"));
        Assert.False(book.DepthValid);
        Assert.False(book.Bid.IsSet);
    }

    [Fact]
    public void a_heartbeat_changes_nothing_and_does_not_make_the_book_younger()
    {
        book.Difference(105, 105, 100, "100 2", at: 10);
        Assert.Equal(BookOutcome.Ignored, book.Difference(105, 105, 105, at: 60_000));
        Assert.Equal(Feed.At(10), book.DepthAt);
        Assert.True(book.DepthValid);
        Assert.Equal(BookOutcome.Applied, book.Difference(106, 106, 105, "100 3"));
    }

    [Fact]
    public void a_reset_goes_on_from_the_small_number()
    {
        book.Top(104, 100m, 5m, 101m, 5m);
        Assert.Equal(BookOutcome.Applied, book.Difference(3, 3, 100, "100 2"));
        Assert.Equal(2m, book.BidQuantity.Value); // the top's large number is of the old numbering
        Assert.Equal(BookOutcome.Applied, book.Difference(7, 7, 3, "100 4"));
        book.Top(9, 100m, 6m, 101m, 5m);
        Assert.Equal(6m, book.BidQuantity.Value);
    }

    [Fact]
    public void a_reset_that_does_not_continue_from_us_is_a_gap()
    {
        book.Difference(105, 105, 100, "100 2");
        Assert.Equal(BookOutcome.NeedSnapshot, book.Difference(3, 3, 110, "100 2"));
    }

    [Fact]
    public void an_unbridged_snapshot_followed_by_a_foreign_reset_is_a_gap_too() =>
        Assert.Equal(BookOutcome.NeedSnapshot, book.Difference(3, 3, 110, "100 2"));

    [Fact]
    public void differences_buffered_before_a_rest_snapshot_are_bridged()
    {
        book.Reset();
        Assert.Equal(BookOutcome.NeedSnapshot, book.Difference(190, 190, 180, "100 9"));
        book.Difference(210, 210, 190, "100 7");
        book.Difference(220, 220, 210, "99 5");
        Assert.Equal(BookOutcome.Applied, book.Snapshot(200, "100 1", "101 1"));
        Assert.Equal(7m, book.BidQuantity.Value);
        Assert.Equal(BookOutcome.Applied, book.Difference(221, 221, 220, "100 8"));
    }

    [Fact]
    public void a_rest_snapshot_older_than_the_first_buffered_difference_is_not_enough()
    {
        book.Reset();
        book.Difference(210, 210, 205, "100 7");
        Assert.Equal(BookOutcome.NeedSnapshot, book.Snapshot(200, "100 1", "101 1"));
        Assert.False(book.DepthValid);
    }

    [Fact]
    public void a_new_snapshot_replaces_everything_even_with_a_smaller_number()
    {
        book.Difference(105, 105, 100, "99 5");
        Assert.Equal(BookOutcome.Applied, book.Snapshot(7, "98 1", "99 1"));
        Assert.Equal((98m, 99m), (book.Bid.Value, book.Ask.Value));
        Assert.Equal(BookOutcome.Applied, book.Difference(8, 8, 7, "98 2"));
    }
}
