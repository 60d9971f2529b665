using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Tests.Core;

public sealed class JournalTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("propbot-sim-").FullName;

    [Fact]
    public void a_venue_that_was_killed_comes_back_with_everything_it_answered()
    {
        using var first = new Bench(folder);
        first.Venue.SetLeverage("BTCUSDT", 3);
        first.Buy(1.5m, 60_001m, SimTimeInForce.ImmediateOrCancel, "opened");
        first.Sell(0.4m, 59_990m, SimTimeInForce.ImmediateOrCancel, "reduced");
        var resting = first.Buy(1m, 59_000m, id: "resting");
        first.Pass(TimeSpan.FromHours(5));

        // Not disposed: the process is gone, the files are as they are.
        using var second = new Bench(folder, first.Clock, first.Market);

        Assert.Equal(Told(first.Venue), Told(second.Venue));
        Assert.Equal(3, second.Venue.Setting("BTCUSDT").Leverage);
        Assert.Equal(resting, Assert.Single(second.Venue.OpenOrders()));
        Assert.True(second.Buy(1m, 59_000m).Id > resting.Id);
        second.Sell(1.1m, 59_990m, SimTimeInForce.ImmediateOrCancel);
        Bench.AssertWalletIsTheSum(second.Venue);
    }

    [Fact]
    public void the_change_is_on_disk_before_its_event_is_raised()
    {
        using var bench = new Bench(folder);
        var kept = false;
        bench.Venue.Happened += happened =>
        {
            if (happened is VenueEvent.OrderChanged) kept = File.ReadAllText(Path.Combine(folder, "binance.jsonl")).Contains("\"early\"", StringComparison.Ordinal);
        };
        bench.Buy(1m, 59_000m, id: "early");
        Assert.True(kept);
    }

    [Fact]
    public void a_torn_last_line_is_cut_off_and_the_rest_is_kept()
    {
        using var first = new Bench(folder);
        first.Buy(1m, 59_000m, id: "whole");
        first.World.Dispose();
        var file = Path.Combine(folder, "binance.jsonl");
        File.AppendAllText(file, "{\"Account\":{\"Wallet\":1");
        using var second = new Bench(folder);

        Assert.Equal("whole", Assert.Single(second.Venue.OpenOrders()).ClientId);
        second.Buy(1m, 59_000m, id: "after");
        second.World.Dispose();
        using var third = new Bench(folder);
        Assert.Equal(2, third.Venue.OpenOrders().Count);
    }

    [Fact]
    public void the_generated_market_goes_on_where_it_stood()
    {
        var options = new SimulatorOptions(Seed: 5, DataDirectory: folder);
        var clock = new PropBot.Testing.ManualClock();
        decimal before;
        using (var world = SimulatedVenues.MakeWorld(options, clock))
        {
            for (var i = 0; i < 600; i++)
            {
                clock.Advance(TimeSpan.FromMilliseconds(100));
                world.Advance();
            }

            before = world.Binance.Reference("BTCUSDT").Index;
        }

        using var again = SimulatedVenues.MakeWorld(options, clock);
        Assert.NotEqual(60_000m, before);
        Assert.InRange(again.Binance.Reference("BTCUSDT").Index / before, 0.9995m, 1.0005m);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string Told(VenueCore venue)
    {
        var report = LedgerReport.Write(venue);
        report.Remove("time");
        return report.ToJsonString();
    }
}
