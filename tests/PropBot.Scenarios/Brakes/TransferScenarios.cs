using PropBot.Testing.Worlds;
using PropBot.Trading.Control;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;

namespace PropBot.Scenarios.Brakes;

/// <summary>R33 over the wire: what moves between accounts is neither a loss nor a gain of the day.</summary>
public class TransferScenarios
{
    [Theory]
    [InlineData(Venue.Binance, -500)]
    [InlineData(Venue.Binance, 500)]
    [InlineData(Venue.Okx, -500)]
    [InlineData(Venue.Okx, 500)]
    public async Task a_transfer_in_run_leaves_the_days_loss_as_it_was(Venue venue, int usdt)
    {
        await using var world = new WorldHarness(new WorldOptions(3) { Change = o => o with { Limits = o.Limits with { MaxDailyLossUsdt = 100m } } });
        world.Run();
        world.Advance(TimeSpan.FromSeconds(15));
        var before = Lost(world);
        world.Core(venue).Deposit(usdt);
        for (var i = 0; i < 90; i++)
        {
            world.Advance(TimeSpan.FromMilliseconds(500));
            if (world.Snapshot.Truth.DailyLoss is DailyLossReading.Known known) Assert.InRange(known.Lost.Amount, before - 5m, before + 5m);
            Assert.DoesNotContain(world.Snapshot.Blocks, b => b.Code == "daily_loss");
        }

        Assert.Equal(usdt, Assert.IsType<DailyLossReading.Known>(world.Snapshot.Truth.DailyLoss).Transfers.Amount);
        Assert.DoesNotContain(world.Snapshot.HoldReasons, r => r.Code.StartsWith("risk_limit", StringComparison.Ordinal));
        Assert.Equal(DeskState.Run, world.Snapshot.State);
    }

    private static decimal Lost(WorldHarness world) => Assert.IsType<DailyLossReading.Known>(world.Snapshot.Truth.DailyLoss).Lost.Amount;
}
