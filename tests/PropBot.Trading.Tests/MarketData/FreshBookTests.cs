using PropBot.Trading.Instruments;
using PropBot.Trading.MarketData;

namespace PropBot.Trading.Tests.MarketData;

/// <summary>P15: when a book may be traded on.</summary>
public sealed class FreshBookTests
{
    private readonly VenueBook book = new(Venue.Okx, 0);

    public FreshBookTests()
    {
        book.Snapshot(10, "100 1, 99 1", "101 1, 102 1");
        book.Top(10, 100m, 1m, 101m, 1m);
    }

    private bool FreshAt(int milliseconds) => book.IsFresh(Feed.At(milliseconds), Feed.MaxAge);

    [Fact]
    public void both_streams_just_heard_is_fresh() => Assert.True(FreshAt(1_500));

    [Fact]
    public void both_streams_silent_is_not_fresh() => Assert.False(FreshAt(1_501));

    [Fact]
    public void case_50_heartbeats_without_data_do_not_keep_it_fresh()
    {
        for (var t = 500; t <= 5_000; t += 500) book.Difference(10, 10, 10, at: t);
        Assert.False(FreshAt(5_000));
    }

    [Fact]
    public void changes_deep_in_the_book_keep_it_fresh_while_the_top_rests()
    {
        for (var t = 1; t <= 50; t++) book.Difference(10 + t, 10 + t, 9 + t, $"98 {t}", at: t * 100);
        Assert.True(FreshAt(5_000));
    }

    [Fact]
    public void a_depth_stream_that_fell_silent_under_a_moving_top_is_not_fresh()
    {
        for (var t = 1; t <= 50; t++) book.Top(10 + t, 100m, 1m + t, 101m, 1m, at: t * 100);
        Assert.True(FreshAt(1_600));
        Assert.False(FreshAt(1_601));
        book.Difference(61, 61, 10, "100 3", at: 5_050);
        Assert.True(FreshAt(5_100));
    }

    [Fact]
    public void a_top_stream_that_fell_silent_under_a_moving_best_is_not_fresh()
    {
        for (var t = 1; t <= 50; t++) book.Difference(10 + t, 10 + t, 9 + t, $"100 0, 99 {t}", at: t * 100);
        Assert.True(FreshAt(1_600));
        Assert.False(FreshAt(1_601));
        book.Top(61, 99m, 50m, 101m, 1m, at: 5_050);
        Assert.True(FreshAt(5_100));
    }

    [Fact]
    public void the_same_holds_for_a_moving_best_ask()
    {
        for (var t = 1; t <= 50; t++) book.Difference(10 + t, 10 + t, 9 + t, asks: $"101 0, 102 {t}", at: t * 100);
        Assert.True(FreshAt(1_600));
        Assert.False(FreshAt(1_601));
    }

    [Fact]
    public void a_best_price_that_came_back_owes_nothing()
    {
        book.Difference(11, 11, 10, "100 0", at: 100);
        book.Difference(12, 12, 11, "100 1", at: 200);
        for (var t = 3; t <= 50; t++) book.Difference(10 + t, 10 + t, 9 + t, $"98 {t}", at: t * 100);
        Assert.True(FreshAt(5_000));
    }

    [Fact]
    public void repeated_tops_owe_no_depth()
    {
        for (var t = 1; t <= 50; t++) book.Top(10 + t, 100m, 1m, 101m, 1m, at: t * 100);
        Assert.True(FreshAt(5_000));
    }

    [Fact]
    public void a_crossed_own_book_is_not_fresh()
    {
        book.Top(11, 101m, 1m, 101m, 1m, at: 100);
        Assert.True(book.IsCrossed);
        Assert.False(FreshAt(100));
    }

    [Fact]
    public void a_broken_chain_is_not_fresh_however_young_the_top()
    {
        book.Difference(20, 20, 15, "98 1", at: 100);
        book.Top(21, 100m, 1m, 101m, 1m, at: 100);
        Assert.False(FreshAt(100));
    }

    [Fact]
    public void an_empty_side_is_not_fresh()
    {
        book.Difference(11, 11, 10, "100 0, 99 0", at: 100);
        Assert.False(FreshAt(100));
    }
}
