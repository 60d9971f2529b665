using PropBot.Testing;
using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.MarketData;
using PropBot.Trading.Opportunities;
using PropBot.Trading.Tests.MarketData;

namespace PropBot.Trading.Tests.Opportunities;

/// <summary>The quote path allocates nothing while nothing is to be done.</summary>
public sealed class NoGarbageTests
{
    private readonly PairBooks books = Feed.Pair(60_000m, 60_000.1m, 60_000m, 60_000.1m);
    private readonly BasisHistory history = new();
    private readonly Scanner scanner = new(new OpportunityOptions(), new MarketDataOptions());
    private readonly PairTerms terms = ScannerTests.Terms();
    private long sequence = 1;

    private void OneQuote(int i)
    {
        var at = Feed.At(i);
        var update = DepthUpdate.Rent(Venue.Binance, 0, isSnapshot: false);
        (update.FirstId, update.LastId, update.PreviousId, update.ReceivedAt) = (sequence + 1, sequence + 1, sequence, at);
        sequence++;
        for (var k = 0; k < 20; k++) update.AddBid(59_900m + (i + k) % 50, (i + k) % 3);
        books[Venue.Binance].Apply(update);
        books[Venue.Okx].Apply(new TopUpdate(
            Venue.Okx, 0, new Price(60_000m), new Quantity(1m + i % 5), new Price(60_000.1m), new Quantity(1m), 2 + i, at, at));
        foreach (var buy in Venues.All)
            scanner.Evaluate(books, terms, history, new Bps(2m), TimeSpan.FromHours(6), buy, 1_000m, new Bps(1m), at, out _, out _, inFull: i % 2 == 0);
    }

    [Fact]
    public void quotes_that_open_nothing_make_no_garbage()
    {
        var i = 0;
        Quotes(500);
        Assert.Equal(0, Garbage.LeastOf(10, () => Quotes(900)));
        Assert.True(books[Venue.Binance].DepthValid);

        void Quotes(int count)
        {
            for (var end = i + count; i < end; i++) OneQuote(i);
        }
    }
}
