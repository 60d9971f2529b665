using PropBot.Scenarios.Brakes;
using PropBot.Testing.Desks;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Positions;

namespace PropBot.Scenarios;

/// <summary>What the loop and the edge guard say while they let nothing through (contract 7.4, 7.6, 7.9).</summary>
public class LoopGateScenarios
{
    [Fact]
    public async Task a_loop_that_stands_still_says_why()
    {
        await using var desk = new DeskHarness();
        desk.Settle();
        Assert.Equal("rejected: hold_active", Result(desk));
        desk.Run();
        Assert.DoesNotContain("rejected", Result(desk) ?? "", StringComparison.Ordinal);
        desk.Send(new DeskCommand.SetSafeMode("a", true));
        Assert.Equal("rejected: safe_mode", Result(desk));
        desk.Send(new DeskCommand.EngageHold("a", "manual_hold", "operator"));
        desk.Send(new DeskCommand.LeaveHold("b", "r", desk.Snapshot.HoldEpoch, desk.Snapshot.BootId));
        desk.Send(new DeskCommand.SetSafeMode("a", false));
        Assert.Equal("rejected: mode=HOLD", Result(desk));
        desk.Send(new DeskCommand.Resume("a"));
        desk.Send(new DeskCommand.PatchControl("a", new ControlPatch { AutoLoop = false }));
        Assert.Equal("disabled", Result(desk));
        desk.Dear();
        desk.Advance(TimeSpan.FromSeconds(3));
        Assert.Empty(desk.Hedges);
    }

    [Fact]
    public async Task the_edge_guards_no_is_an_incident_told_once_and_its_end_too()
    {
        var recipe = GuardRecipes.All.Single(r => r.Guard == "edge_slippage");
        await using var desk = new DeskHarness(recipe.Options);
        desk.Run();
        recipe.Trip(desk);
        for (var i = 0; i < 30; i++)
        {
            desk.Dear();
            desk.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.Single(Rows(desk, "select text from alert where kind='edge_guard_blocked' and active=1 and extra like '%slippage_degraded%'"));
        var logged = Rows(desk, "select json from hedge_log where json like '%edge_guard_blocked%'");
        Assert.Contains("\"avg_slippage_bps\":", Assert.Single(logged), StringComparison.Ordinal);

        recipe.Heal(desk);
        desk.Binance.Clock(0);
        desk.Okx.Clock(0);
        desk.Quiet();
        desk.Until(() => desk.Snapshot.Preflight.All(c => c.Green) && desk.Snapshot.Blocks.IsEmpty, "nothing that blocks", 120);
        desk.Run();
        desk.Until(
            () =>
            {
                desk.Dear();
                return Rows(desk, "select text from alert where kind='edge_guard_blocked' and active=0").Count == 1;
            },
            "told as over", 30);
    }

    [Fact]
    public async Task an_alarm_is_told_once_when_it_begins_and_once_when_it_is_over()
    {
        await using var desk = new DeskHarness(o => o with { Limits = o.Limits with { MaxTotalNotionalUsdt = 1_200m }, Hedging = o.Hedging with { TakeProfit = new(1_000m), Stop = new(1_000m) } });
        desk.Run();
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Hedged), "hedged");
        desk.Advance(TimeSpan.FromSeconds(5));
        Assert.Contains("MAX_TOTAL_NOTIONAL_USDT 1200", Assert.Single(Rows(desk, "select text from alert where kind='runaway_notional_warning' and active=1")), StringComparison.Ordinal);
        Assert.Equal(DeskState.Run, desk.Snapshot.State);
        WatchRecipes.Closed(desk);
        desk.Advance(TimeSpan.FromSeconds(2));
        Assert.Single(Rows(desk, "select text from alert where kind='runaway_notional_warning_resolved' and active=0"));
    }

    [Fact]
    public async Task a_person_who_asks_for_more_spread_than_there_is_gets_nothing()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Send(new DeskCommand.PatchControl("a", new ControlPatch { AutoLoop = false }));
        desk.Dear();
        desk.Settle();
        var refused = Assert.IsType<CommandResult.Refused>(desk.Send(GuardRecipe.Ordinary with { MinSpread = 5_000m }));
        Assert.Equal("spread_below_threshold", refused.Code);
        Assert.Empty(desk.Hedges);
    }

    [Fact]
    public async Task in_dry_run_simulated_hedges_count_in_no_limit_and_maintenance_still_holds()
    {
        await using var desk = new DeskHarness(o => o with { DryRun = true });
        desk.Run();
        desk.Until(
            () =>
            {
                desk.Dear();
                return desk.Hedges.Any();
            },
            "a simulated hedge");
        desk.Send(new DeskCommand.LowerLimit("a", "max_total_notional_usdt", "", 1m));
        desk.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(DeskState.Run, desk.Snapshot.State);
        desk.Okx.Notices.Add(new MaintenanceNotice(desk.Clock.GetUtcNow().AddMinutes(-1), null, "upgrade"));
        desk.Advance(TimeSpan.FromSeconds(31));
        Assert.Contains(desk.Snapshot.HoldReasons, r => r.Code == "maintenance");
    }

    private static string? Result(DeskHarness desk)
    {
        desk.Advance(TimeSpan.FromMilliseconds(600));
        return desk.Snapshot.AutoHedge.LastResult;
    }

    private static List<string> Rows(DeskHarness desk, string sql)
    {
        desk.Settle();
        return desk.Ledger.Read(connection =>
        {
            var rows = new List<string>();
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            using var row = command.ExecuteReader();
            while (row.Read()) rows.Add(row.GetString(0));
            return rows;
        });
    }
}
