using PropBot.Testing.Desks;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Positions;

namespace PropBot.Scenarios;

public class RestartScenarios
{
    [Fact]
    public async Task every_start_is_a_hold()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        await desk.Crash();
        Assert.Equal(DeskState.Hold, desk.Snapshot.State);
        Assert.Contains(desk.Snapshot.HoldReasons, r => r.Code == HoldReason.RestartCode);
    }

    [Fact]
    public async Task an_open_hedge_is_known_again_and_still_closes_by_a_person_in_hold()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Hedged), "hedged");
        var before = desk.Hedge;
        await desk.Crash();
        Assert.Equal(before.Long, desk.Hedge.Long);
        Assert.Equal(before.Short, desk.Hedge.Short);
        desk.Dear();
        desk.Until(() => desk.Snapshot.Preflight.All(c => c.Green), "recovered");
        desk.Quiet();
        desk.Send(new DeskCommand.CloseHedges("a", null));
        desk.Until(() => desk.Hedge.State == HedgeState.Closed, "closed");
        Assert.Equal(desk.Binance.Wallet + desk.Okx.Wallet - 200_000m, desk.Snapshot.RealisedPnl.Amount);
    }

    /// <summary>Stops the world after every single step of the desk's opening and restarts: P1 and P11 at each point.</summary>
    [Fact]
    public async Task a_crash_at_any_point_of_an_opening_loses_nothing_and_doubles_nothing()
    {
        for (var point = 1; point <= 40; point++)
        {
            await using var desk = new DeskHarness();
            desk.Run();
            desk.Dear();
            desk.StepTimes(point);
            await desk.Crash();
            desk.Dear();
            desk.Until(() => desk.Snapshot.Preflight.All(c => c.Green), $"recovery from point {point}");
            for (var i = 0; i < 63; i++)
            {
                desk.Quiet();
                desk.Advance(TimeSpan.FromSeconds(1));
            }

            var ids = desk.Binance.Placed.Concat(desk.Okx.Placed).Select(o => o.Id.Value).ToList();
            Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
            Assert.Equal(0m, desk.Binance.Positions.GetValueOrDefault("BTCUSDT") + desk.Okx.Positions.GetValueOrDefault("BTCUSDT"));
            Assert.Equal(DeskState.Hold, desk.Snapshot.State);
            Assert.All(desk.Hedges, h => Assert.True(h.Unmatched == 0m, $"point {point}: {h}"));
            Assert.DoesNotContain(desk.Snapshot.Blocks, b => b.Code == "desync");
        }
    }

    [Fact]
    public async Task a_pending_kill_goes_on_after_a_restart_until_the_dark_venue_confirms()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Okx.Down();
        desk.Send(new DeskCommand.Kill("a", FlattenScope.None));
        desk.Advance(TimeSpan.FromSeconds(10));
        Assert.True(desk.Snapshot.Kill!.Pending);
        Assert.True(desk.Binance.CancelAlls > 0);
        await desk.Crash();
        Assert.True(desk.Snapshot.Kill!.Pending);
        Assert.Contains(desk.Snapshot.Blocks, b => b.Code == "kill_pending");
        desk.Okx.Up();
        desk.Until(() => !desk.Snapshot.Kill!.Pending, "kill confirmed", 30);
        Assert.True(desk.Okx.CancelAlls > 0);
    }

    [Fact]
    public async Task a_partial_left_by_an_earlier_process_is_not_a_failure_of_this_ones_auto_hedge()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Okx.Script.Enqueue(Treatment.Vanish);
        desk.Dear();
        desk.Until(() => desk.Binance.Placed.Count == 1 && desk.Okx.Placed.Count == 1, "both legs sent");
        await desk.Crash();
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Partial), "partial");
        Assert.Equal(0, desk.Snapshot.AutoHedge.ConsecutiveFailures);
        Assert.False(desk.Snapshot.AutoHedge.LastResult?.StartsWith("error", StringComparison.Ordinal) ?? false);
        Assert.Contains(desk.Snapshot.HoldReasons, r => r.Code == "hedge_leg_failed");
    }

    [Theory]
    [InlineData(DeskState.Hold, false)]
    [InlineData(DeskState.StandbySafe, false)]
    [InlineData(DeskState.Standby, false)]
    [InlineData(DeskState.Run, false)]
    [InlineData(DeskState.RunSafe, false)]
    [InlineData(DeskState.Hold, true)]
    [InlineData(DeskState.StandbySafe, true)]
    [InlineData(DeskState.Standby, true)]
    [InlineData(DeskState.Run, true)]
    [InlineData(DeskState.RunSafe, true)]
    public async Task from_every_state_a_start_is_a_hold_that_opens_nothing_and_marks_only_run(DeskState state, bool ledgerLocked)
    {
        await using var desk = new DeskHarness();
        desk.Run();
        if (state is DeskState.Hold or DeskState.StandbySafe or DeskState.Standby) desk.Send(new DeskCommand.EngageHold("a", "manual_hold", "operator"));
        if (state is DeskState.StandbySafe or DeskState.Standby) desk.Send(new DeskCommand.LeaveHold("b", "r2", desk.Snapshot.HoldEpoch, desk.Snapshot.BootId));
        if (state == DeskState.Standby) desk.Send(new DeskCommand.SetSafeMode("a", false));
        if (state == DeskState.RunSafe) desk.Send(new DeskCommand.SetSafeMode("a", true));
        Assert.Equal(state, desk.Snapshot.State);
        var reasons = desk.Snapshot.HoldReasons.Select(r => r.Code).ToList();
        desk.Writes.Broken = ledgerLocked;
        await desk.Crash();
        Assert.Equal(DeskState.Hold, desk.Snapshot.State);

        // A ledger that takes nothing is a HOLD of its own, and takes the marker away (R20).
        Assert.Equal([.. reasons, HoldReason.RestartCode, .. ledgerLocked ? new[] { "ledger_unavailable" } : []], desk.Snapshot.HoldReasons.Select(r => r.Code));
        Assert.Equal(state == DeskState.Run && !ledgerLocked, new PropBot.Trading.Ledger.RunMarker(desk.Folder).Exists);
        desk.Dear();
        desk.Advance(TimeSpan.FromSeconds(5));
        Assert.Empty(desk.Binance.Placed.Concat(desk.Okx.Placed));
        Assert.Equal(DeskState.Hold, desk.Snapshot.State);
    }
}
