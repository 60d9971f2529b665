using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.MarketData;

namespace PropBot.Trading.Tests.MarketData;

/// <summary>The sorted arrays against a plain sorted dictionary, over random changes from a seed.</summary>
public sealed class BookAgainstModelTests
{
    private readonly SortedDictionary<decimal, decimal> bids = [];
    private readonly SortedDictionary<decimal, decimal> asks = [];
    private readonly VenueBook book = new(Venue.Okx, 0);
    private long sequence = 1;

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public void case_47_fills_and_depth_agree_with_a_naive_book(int seed)
    {
        var dice = new Random(seed); // the seed is in the test's name
        book.Snapshot(sequence, "", "");
        for (var step = 0; step < 3_000; step++)
        {
            ApplyRandomChange(dice);
            if (bids.Count == 0 || asks.Count == 0) continue;
            Assert.Equal(bids.Keys.Last(), book.Bid.Value);
            Assert.Equal(asks.Keys.First(), book.Ask.Value);
            if (step % 10 != 0) continue;
            CheckFill(Side.Buy, asks.ToList(), dice);
            CheckFill(Side.Sell, bids.Reverse().ToList(), dice);
        }
    }

    [Fact]
    public void case_47_only_the_best_thousand_levels_are_kept_when_a_side_grows_without_end()
    {
        book.Snapshot(sequence, "1000 1", "2000 1");
        for (var i = 1; i <= 3_000; i++) book.Difference(sequence + 1, ++sequence, sequence - 1, $"{1000m + i / 10m} 1", $"{2000m - i / 10m} 1");
        Assert.Equal((1300m, 1700m), (book.Bid.Value, book.Ask.Value));
        var held = book.DepthWithin(Side.Sell, new Price(1m)).Value;
        Assert.InRange(held, 1_000m, 1_200m);
        Assert.Equal(500m, book.DepthWithin(Side.Sell, new Price(1300m - 49.9m)).Value);
    }

    private void ApplyRandomChange(Random dice)
    {
        var middle = 1_000m + dice.Next(-20, 20) / 4m;
        var update = DepthUpdate.Rent(Venue.Okx, 0, isSnapshot: false);
        (update.PreviousId, update.FirstId, update.LastId) = (sequence, sequence + 1, sequence + 1);
        sequence++;

        // What the new middle crosses is deleted first, as a venue would have told.
        foreach (var price in bids.Keys.Where(p => p >= middle).ToList()) Change(bids, update.AddBid, price, 0m);
        foreach (var price in asks.Keys.Where(p => p <= middle).ToList()) Change(asks, update.AddAsk, price, 0m);
        for (var i = dice.Next(1, 8); i > 0; i--)
        {
            var quantity = dice.Next(0, 3) == 0 ? 0m : dice.Next(1, 500) / 100m;
            var offset = dice.Next(1, 200) / 4m;
            if (dice.Next(2) == 0) Change(bids, update.AddBid, middle - offset, quantity);
            else Change(asks, update.AddAsk, middle + offset, quantity);
        }

        Assert.Equal(BookOutcome.Applied, book.Apply(update));
    }

    private static void Change(SortedDictionary<decimal, decimal> side, Action<decimal, decimal> tell, decimal price, decimal quantity)
    {
        tell(price, quantity);
        if (quantity == 0m) side.Remove(price);
        else side[price] = quantity;
    }

    private void CheckFill(Side side, List<KeyValuePair<decimal, decimal>> levels, Random dice)
    {
        var wished = dice.Next(1, 5_000) / 100m;
        decimal cost = 0m, taken = 0m, worst = 0m;
        foreach (var (price, quantity) in levels)
        {
            if (taken >= wished) break;
            var part = Math.Min(quantity, wished - taken);
            (cost, taken, worst) = (cost + part * price, taken + part, price);
        }

        var fills = book.TryFill(side, new Quantity(wished), out var fill);
        Assert.Equal(taken >= wished, fills);
        if (!fills) return;
        Assert.Equal((cost / wished, worst), (fill.Average.Value, fill.Worst.Value));
        Assert.Equal(levels.TakeWhile(l => side == Side.Buy ? l.Key <= worst : l.Key >= worst).Sum(l => l.Value), book.DepthWithin(side, fill.Worst).Value);
    }
}
