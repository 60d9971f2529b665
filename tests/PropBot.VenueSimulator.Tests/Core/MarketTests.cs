using PropBot.Testing;
using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Markets;
using Xunit.Abstractions;

namespace PropBot.VenueSimulator.Tests.Core;

public sealed class MarketTests(ITestOutputHelper output)
{
    private static readonly string[] Symbols = ["BTCUSDT", "ETHUSDT", "SOLUSDT"];

    [Fact]
    public void the_same_seed_gives_the_same_market_however_often_it_is_asked()
    {
        var often = Books(seed: 11, every: 50);
        var seldom = Books(seed: 11, every: 700);
        var other = Books(seed: 12, every: 50);

        Assert.Equal(often, seldom);
        Assert.NotEqual(often, other);
    }

    [Fact]
    public void books_are_never_crossed_and_stand_on_ticks_and_steps()
    {
        var clock = new ManualClock();
        using var world = SimulatedVenues.MakeWorld(new SimulatorOptions(Seed: 3, Symbols: [.. Symbols, "DOGEUSDT"]), clock);
        for (var i = 0; i < 300; i++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(100));
            world.Advance();
            foreach (var venue in new[] { world.Binance, world.Okx }) Assert.All(venue.Instruments, i => Sound(venue.Book(i.Symbol), i));
        }
    }

    [Fact]
    public void merged_changes_since_a_sequence_rebuild_the_book()
    {
        var clock = new ManualClock();
        using var world = SimulatedVenues.MakeWorld(new SimulatorOptions(Seed: 3), clock);
        var start = world.Okx.Book("ETHUSDT");
        for (var i = 0; i < 500; i++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(100));
            world.Advance();
        }

        var diff = world.Okx.BookSince("ETHUSDT", start.Sequence)!;
        var now = world.Okx.Book("ETHUSDT");
        Assert.Equal((start.Sequence, now.Sequence), (diff.Previous, diff.Last));
        Assert.Equal(now.Bids, Applied(start.Bids, diff.Bids).OrderByDescending(l => l.Price));
        Assert.Equal(now.Asks, Applied(start.Asks, diff.Asks).OrderBy(l => l.Price));
        Assert.Null(world.Okx.BookSince("ETHUSDT", start.Sequence - 5));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(1)]
    [InlineData(20261122)]
    public void executable_entries_of_25_bps_open_between_one_and_six_times_a_minute_and_come_back(int seed)
    {
        var clock = new ManualClock();
        var profiles = (VenueProfile.Binance(Symbols), VenueProfile.Okx(Symbols));
        var market = new SimMarket(seed, profiles.Item1.Instruments);
        var watches = Symbols.SelectMany(s => new[] { new EdgeWatch(s, 0), new EdgeWatch(s, 1) }).ToList();
        for (var step = 0; step < 18_000; step++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(100));
            market.Advance(clock.GetUtcNow());
            if (step % 3 != 0) continue;
            foreach (var watch in watches) watch.Look(market, step, profiles.Item1, profiles.Item2);
        }

        var perMinute = watches.Sum(w => w.Opened) / 30.0;
        var back = watches.SelectMany(w => w.BackAfter).Order().ToList();
        output.WriteLine(
            $"seed {seed}: {perMinute:0.00} entries a minute; open {watches.SelectMany(w => w.OpenFor).Average() / 10.0:0.0} s on average; "
            + $"back below 4 bps after {back[back.Count / 2] / 10.0:0.0} s (median), {back[^1] / 10.0:0.0} s (longest)");
        Assert.InRange(perMinute, 1.0, 6.0);
        Assert.InRange(back[back.Count / 2] / 10.0, 15.0, 60.0);
    }

    private static List<BookLevel> Books(int seed, int every)
    {
        var clock = new ManualClock();
        using var world = SimulatedVenues.MakeWorld(new SimulatorOptions(Seed: seed), clock);
        for (var passed = 0; passed < 35_000; passed += every)
        {
            clock.Advance(TimeSpan.FromMilliseconds(every));
            world.Advance();
        }

        return [.. new[] { world.Binance, world.Okx }.SelectMany(v => Symbols.SelectMany(s => v.Book(s).Bids.Concat(v.Book(s).Asks)))];
    }

    private static void Sound(BookView book, SimInstrument instrument)
    {
        Assert.True(book.BestBid!.Value.Price < book.BestAsk!.Value.Price);
        Assert.All(book.Bids.Concat(book.Asks), l => Assert.True(instrument.OnTick(l.Price) && instrument.OnStep(l.Quantity) && l.Quantity > 0m));
        Assert.Equal(book.Bids.OrderByDescending(l => l.Price), book.Bids);
        Assert.Equal(book.Asks.OrderBy(l => l.Price), book.Asks);
    }

    private static IEnumerable<BookLevel> Applied(IReadOnlyList<BookLevel> before, IReadOnlyList<BookLevel> changes)
    {
        var levels = before.ToDictionary(l => l.Price, l => l.Quantity);
        foreach (var change in changes) levels[change.Price] = change.Quantity;
        return levels.Where(l => l.Value > 0m).Select(l => new BookLevel(l.Key, l.Value));
    }
}
