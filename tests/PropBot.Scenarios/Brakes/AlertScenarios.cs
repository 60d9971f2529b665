using PropBot.Testing.Desks;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Desk.Alerts;
using PropBot.Trading.Positions;

namespace PropBot.Scenarios.Brakes;

/// <summary>What people hear of, in the order it happens, and again nothing twice.</summary>
public class AlertScenarios
{
    [Fact]
    public async Task a_hedge_its_hold_its_kill_and_its_end_are_told_once_each()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Hedged), "hedged");
        desk.Send(new DeskCommand.EngageHold("a", "manual_hold", "operator"));
        desk.Send(new DeskCommand.EngageHold("a", "manual_hold", "operator"));
        desk.Send(new DeskCommand.CancelAll("a", null));
        desk.Dear();
        desk.Send(new DeskCommand.CloseHedges("a", null));
        desk.Until(() => desk.Hedge.State == HedgeState.Closed, "closed");
        desk.Send(new DeskCommand.Kill("a", FlattenScope.None));
        desk.Until(() => !desk.Snapshot.Kill!.Pending, "killed", 30);
        desk.Advance(TimeSpan.FromSeconds(1));
        var told = Told(desk);
        string[] expected = ["mode_change", "auto_hedge_executed", "safety_hold", "mode_change", "cancel_all", "hedge_closed", "safety_hold", "kill_switch", "kill_switch"];
        Assert.Equal(expected.Order(StringComparer.Ordinal), told.Where(a => a.Text != "HOLD was left by two people" && a.Kind is not ("mode_change" or "orchestrator_alert")).Select(a => a.Kind).Concat(["mode_change", "mode_change"]).Order(StringComparer.Ordinal));
        Assert.Contains(told, a => a is { Kind: "kill_switch", Active: true } && a.Text.Contains("by a", StringComparison.Ordinal));
        Assert.Contains(told, a => a is { Kind: "kill_switch", Active: false });
    }

    [Fact]
    public async Task a_partial_and_a_blocked_account_are_told_with_what_they_are_about()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Okx.Transfer(-99_990m);
        desk.Okx.Up();
        for (var i = 0; i < 50; i++)
        {
            desk.Dear();
            desk.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.Single(Told(desk), a => a.Kind == "liquidity_blocked");
        desk.Okx.Transfer(99_990m);
        desk.Okx.Up();
        desk.Until(() => desk.Snapshot.Blocks.IsEmpty, "nothing that blocks");
        desk.Run();
        desk.Okx.Always = Treatment.Refuse;
        desk.Until(
            () =>
            {
                desk.Dear();
                return desk.Hedges.Any(h => h.State == HedgeState.Partial);
            },
            "partial", 15);
        desk.Advance(TimeSpan.FromMilliseconds(200));
        var partial = Assert.Single(Told(desk), a => a.Kind == "partial_hedge");
        Assert.Contains($"\"hedge_id\":\"{desk.Hedge.Id}\"", partial.Extra, StringComparison.Ordinal);
        Assert.Contains(Told(desk), a => a.Kind == "safety_hold" && a.Extra!.Contains("hedge_leg_failed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task a_desync_is_told_when_it_begins_and_when_it_is_over()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Okx.Positions["BTCUSDT"] = 0.5m;
        desk.Until(() => desk.Snapshot.HoldReasons.Any(r => r.Code == "desync"), "desync", 40);
        desk.Okx.Positions.Remove("BTCUSDT");
        desk.Until(() => desk.Snapshot.Blocks.All(b => b.Code != "desync"), "agreement", 40);
        desk.Advance(TimeSpan.FromMilliseconds(200));
        Assert.Single(Told(desk), a => a is { Kind: "state_desync", Active: true });
        Assert.Single(Told(desk), a => a is { Kind: "desync_cleared", Active: false });
        Assert.Equal(2, desk.Heard.Count(a => a.Kind is "state_desync" or "desync_cleared"));
    }

    [Fact]
    public async Task a_wallet_that_nothing_explains_and_the_days_loss_are_told_to_whoever_carries_alerts()
    {
        await using var desk = new DeskHarness(o => o with { Limits = o.Limits with { MaxDailyLossUsdt = 50m } });
        desk.Run();
        desk.Advance(TimeSpan.FromSeconds(10));
        desk.Binance.Transfer(-60m);
        desk.Until(() => desk.Snapshot.HoldReasons.Any(r => r.Code == "risk_limit breach: MAX_DAILY_LOSS_USDT"), "hold", 60);
        desk.Advance(TimeSpan.FromMilliseconds(200));
        Assert.Single(desk.Heard, a => a is { Kind: "balance_mismatch", Active: true, AlertId: "reconciliation" } && a.Extra!.Contains("\"difference\":-60", StringComparison.Ordinal));
        Assert.Contains(desk.Heard, a => a.AlertId == "risk_limit breach: MAX_DAILY_LOSS_USDT" && a.Active == true);
        Assert.Equal(desk.Heard.Select(a => (a.Kind, a.Text)), Told(desk).Reverse().Select(a => (a.Kind, a.Text)));
    }

    private static IReadOnlyList<Alert> Told(DeskHarness desk) => desk.Ledger.Read(db => AlertStore.Newest(db, 500));
}
