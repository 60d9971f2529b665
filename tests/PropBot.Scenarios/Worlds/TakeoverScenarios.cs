using PropBot.Testing.Lines;
using PropBot.Testing.Worlds;
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
        TakeOver(world, venue, cause);
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

    /// <summary>Nobody was told by a stream: what is caught up with is asked for by its order, and is the same P0, booked the same way.</summary>
    [Theory]
    [InlineData(Venue.Binance, "liquidation", "the venue cannot be reached")]
    [InlineData(Venue.Okx, "liquidation", "the venue cannot be reached")]
    [InlineData(Venue.Binance, "adl", "the venue cannot be reached")]
    [InlineData(Venue.Okx, "adl", "the venue cannot be reached")]
    [InlineData(Venue.Binance, "liquidation", "the stream keeps it to itself")]
    [InlineData(Venue.Okx, "adl", "the stream keeps it to itself")]
    [InlineData(Venue.Binance, "liquidation", "the process is dead")]
    [InlineData(Venue.Okx, "liquidation", "the process is dead")]
    [InlineData(Venue.Binance, "adl", "the process is dead")]
    [InlineData(Venue.Okx, "adl", "the process is dead")]
    public async Task unheard_it_is_found_at_the_first_comparison_and_is_no_desync(Venue venue, string cause, string meanwhile)
    {
        await using var world = Story.World();
        world.OperatorsAway = true;
        world.MakeEdge();
        world.UntilHedged();
        world.Advance(TimeSpan.FromSeconds(5));
        Meanwhile(world, venue, meanwhile, () => TakeOver(world, venue, cause));
        world.Until(() => world.Snapshot.HoldReasons.Any(r => r.Code == $"{cause}:{venue.Word()}"), "HOLD", 120);
        Assert.Equal(HoldSeverity.P0, world.Snapshot.HoldReasons.First(r => r.Code == $"{cause}:{venue.Word()}").Severity);
        world.Until(() => world.Naked.Net("BTCUSDT") == 0m, "the excess is taken back", 90);
        world.Line(venue).Swallows = null;
        world.EndsWell();
        Assert.DoesNotContain(world.Snapshot.HoldReasons, r => r.Code is "desync" or "foreign_order");
        Assert.DoesNotContain(world.Snapshot.Blocks, b => b.Code.StartsWith("desync", StringComparison.Ordinal));
        Assert.Equal(1L, Rows(world, $"select count(*) from alert where kind='{cause}'"));
        Assert.Equal(0L, Rows(world, "select count(*) from foreign_fill"));
    }

    private static void Meanwhile(WorldHarness world, Venue venue, string what, Action takeOver)
    {
        switch (what)
        {
            case "the process is dead":
                world.Crash("killed", takeOver);
                break;
            case "the stream keeps it to itself":
                // Whatever the stream says from here on is lost, so only REST can tell.
                world.Line(venue).Swallows = _ => true;
                takeOver();
                break;
            default:
                world.Line(venue).Add(new LineFault(LineTrouble.Dark, world.Now, world.Now.AddSeconds(20)));
                world.Advance(TimeSpan.FromSeconds(5));
                takeOver();
                break;
        }
    }

    private static void TakeOver(WorldHarness world, Venue venue, string cause)
    {
        if (cause == "liquidation") world.Core(venue).Liquidate("BTCUSDT");
        else world.Core(venue).Deleverage("BTCUSDT", 0.5m);
    }

    private static long Rows(WorldHarness world, string sql) => world.Ledger.Read(db =>
    {
        using var command = db.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    });
}
