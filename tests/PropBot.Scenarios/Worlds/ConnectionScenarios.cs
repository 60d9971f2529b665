using PropBot.Testing.Worlds;
using PropBot.Trading.Control;
using PropBot.VenueSimulator.Core;
using Xunit.Abstractions;

namespace PropBot.Scenarios.Worlds;

/// <summary>Connections that are cut by the hundred, and connections that grow old.</summary>
public class ConnectionScenarios(ITestOutputHelper output)
{
    [Fact]
    public async Task a_hundred_cuts_of_everything_within_a_minute_stay_inside_the_venues_limits_and_lose_no_fill()
    {
        await using var world = Story.World(5, "BTCUSDT", "ETHUSDT");
        var dice = Dice.For(5, "storm");
        world.MakeEdge(60);
        var began = world.Now;
        var closed = 0;
        for (var cuts = 0; cuts < 100; cuts++)
        {
            closed += world.Lines.Sum(l => l.CutAll("connection reset by peer"));
            world.Advance(TimeSpan.FromMilliseconds(Math.Round(200 + (750 * dice.Uniform()))));
        }

        output.WriteLine($"100 cuts closed {closed} connections in {(world.Now - began).TotalSeconds:0} s; connects binance {world.Binance.Connects.Count}, okx {world.Okx.Connects.Count}; busiest second {world.Binance.BusiestSecond}/{world.Okx.BusiestSecond} messages");
        Assert.True(world.Now - began <= TimeSpan.FromMinutes(1));
        world.Until(() => world.Snapshot.State == DeskState.Run, "back in RUN", 120);
        Assert.Equal(0, world.OkxRefusedConnects);
        Assert.True(MostWithin(world.Okx.Connects, TimeSpan.FromSeconds(1)) <= 3);
        Assert.True(MostWithin(world.Binance.Connects, TimeSpan.FromMinutes(5)) <= 300);
        Assert.True(world.Binance.BusiestSecond <= 10);
        Assert.True(world.Okx.SocketOperations <= 480);
        Assert.Equal(default, world.Binance.BanKnownUntil);
        world.EndsWell();
        world.CloseEverything();
    }

    [Fact, Trait("Category", "Long")]
    public async Task case_54_over_twenty_five_hours_with_a_venue_that_cuts_at_twenty_four_no_fill_is_missed() => await LiveFor(TimeSpan.FromHours(25), TimeSpan.FromHours(24));

    [Fact]
    public async Task case_55_the_listen_key_outlives_its_hour_and_fills_keep_coming() => await LiveFor(TimeSpan.FromMinutes(75), TimeSpan.FromHours(24));

    private async Task LiveFor(TimeSpan time, TimeSpan cutAt)
    {
        // Markets that beat once a second keep no level of 400 ms between messages; it is about connections here.
        await using var world = new WorldHarness(new WorldOptions(6) { Beat = TimeSpan.FromSeconds(1), Change = o => o with { Slo = o.Slo with { WsGapMs = 5_000m } } });
        foreach (var line in world.Lines) line.CutsAtAge = cutAt;
        world.Run();
        var until = world.Now + time;
        while (world.Now < until)
        {
            world.MakeEdge(30);
            world.Advance(TimeSpan.FromMinutes(10));
        }

        output.WriteLine($"{world.Sim.Binance.Fills().Count} fills, {world.Binance.Connects.Count}+{world.Okx.Connects.Count} connects, oldest {world.Binance.OldestSocket}, keys renewed {world.Binance.Calls.GetValueOrDefault("PUT /fapi/v1/listenKey")}");
        Assert.Equal(0, world.Lines.Sum(l => l.CutForAge));
        Assert.True(world.Binance.Calls["PUT /fapi/v1/listenKey"] >= (int)(time.TotalMinutes / 31));
        Assert.DoesNotContain(world.Log.Lines, l => l.Contains("link Down", StringComparison.Ordinal));
        Assert.Equal(DeskState.Run, world.Snapshot.State);
        Assert.True(world.Sim.Binance.Fills().Count > (int)time.TotalMinutes / 20);
        world.EndsWell();
        world.CloseEverything();
    }

    private static int MostWithin(List<DateTimeOffset> times, TimeSpan span) => times.Max(t => times.Count(other => other >= t && other < t + span));
}
