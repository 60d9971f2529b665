using PropBot.Trading.Control;
using PropBot.Trading.Instruments;
using PropBot.VenueSimulator.Faults;

namespace PropBot.Scenarios.Worlds;

/// <summary>A venue that bans us while something is open there (R47), over the real connectors: P0 and HOLD, silence towards it, and the books agree afterwards.</summary>
public class BanScenarios
{
    [Fact]
    public async Task an_ip_ban_with_a_position_open_is_a_p0()
    {
        await using var world = Story.World();
        world.OperatorsAway = true;
        world.MakeEdge();
        world.UntilHedged();
        world.Sim.Binance.Faults.Apply(new FaultRule("binance", FaultKind.Ban) { Warnings = 0, BanFor = TimeSpan.FromSeconds(30), For = TimeSpan.FromSeconds(25) });
        world.Until(() => world.Snapshot.HoldReasons.Any(r => r.Code == "venue_ban:binance"), "HOLD", 30);
        Assert.Equal(HoldSeverity.P0, world.Snapshot.HoldReasons.First(r => r.Code == "venue_ban:binance").Severity);
        world.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(0, world.Line(Venue.Binance).SentDuringBan);
        world.EndsWell();
        Assert.DoesNotContain(world.Snapshot.Blocks, b => b.Code.StartsWith("desync", StringComparison.Ordinal));
    }
}
