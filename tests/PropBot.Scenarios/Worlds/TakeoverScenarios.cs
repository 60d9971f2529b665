using PropBot.Trading.Control;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;

namespace PropBot.Scenarios.Worlds;

/// <summary>A venue liquidates or deleverages a leg (R19), told by the real connectors: P0, HOLD, and the surviving leg is taken back within R16's bound.</summary>
public class TakeoverScenarios
{
    [Theory]
    [InlineData(Venue.Binance, "liquidation")]
    [InlineData(Venue.Okx, "liquidation")]
    [InlineData(Venue.Binance, "adl")]
    [InlineData(Venue.Okx, "adl")]
    public async Task the_surviving_excess_is_unwound_and_the_books_agree(Venue venue, string cause)
    {
        await using var world = Story.World();
        world.OperatorsAway = true;
        world.MakeEdge();
        world.UntilHedged();
        if (cause == "liquidation") world.Core(venue).Liquidate("BTCUSDT");
        else world.Core(venue).Deleverage("BTCUSDT", 0.5m);
        world.Until(() => world.Snapshot.HoldReasons.Any(r => r.Code == $"{cause}:{venue.Word()}"), "HOLD", 2);
        Assert.Equal(HoldSeverity.P0, world.Snapshot.HoldReasons.First(r => r.Code == $"{cause}:{venue.Word()}").Severity);
        Assert.Contains(world.Snapshot.Hedges, h => h.State == HedgeState.Partial && h.Reason == cause);
        world.Until(() => world.Naked.Net("BTCUSDT") == 0m, "the excess is taken back", 70);
        Assert.DoesNotContain(world.Snapshot.HoldReasons, r => r.Code == "desync");
        world.Crash();
        world.Until(() => world.Snapshot.Preflight.All(c => c.Green), "recovered", 60);
        Assert.Contains(world.Snapshot.HoldReasons, r => r.Code == $"{cause}:{venue.Word()}");
        world.EndsWell();
        Assert.DoesNotContain(world.Snapshot.Blocks, b => b.Code.StartsWith("desync", StringComparison.Ordinal));
    }
}
