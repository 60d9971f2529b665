using PropBot.Trading.Amounts;
using PropBot.Trading.Control;
using PropBot.Trading.Hedging;

namespace PropBot.Trading.Desk.Alerts;

/// <summary>
/// Sees what has become of the desk since it last looked and tells it: holds, modes, the kill switch. Looking at the outcome
/// instead of each cause means that no way into a HOLD can forget its alert.
/// </summary>
internal sealed class AlertWatch(DeskMemory m, AlertDesk alerts)
{
    private HoldReasons reasons = m.Reasons;
    private DeskState state = m.State;
    private DateTimeOffset? kill = m.KillShown?.At;
    private bool killPending = m.Control.KillPending;

    public void Tick()
    {
        Holds();
        Mode();
        Kill();
    }

    public void Asked(DeskCommand command)
    {
        if (command is DeskCommand.CancelAll cancel)
            alerts.Raise("cancel_all", $"cancel-all by {cancel.By} on {cancel.Venue ?? "both venues"}", new { actor = cancel.By, venue = cancel.Venue });
    }

    /// <summary>What became of an automatic or manual opening (contract §4, kinds <c>auto_hedge_…</c>, <c>manual_hedge_execute</c>).</summary>
    public void Hedge(Hedge hedge, HedgeEvent fact, string? refusal)
    {
        var automatic = hedge.Initiator == Flows.OpenFlow.AutoInitiator;
        var simulated = hedge.Simulated ? " (DRY_RUN_MODE)" : "";
        var extra = new { hedge_id = hedge.Id, symbol = hedge.Symbol, notional_usdt = decimal.Round(hedge.Planned.Value * hedge.Mid, 2), simulated = hedge.Simulated, initiator = hedge.Initiator, reason = refusal ?? hedge.Reason };
        switch (fact)
        {
            case HedgeEvent.LegsEqual when hedge.Long.Exited.IsZero && hedge.Short.Exited.IsZero:
                alerts.Raise(automatic ? "auto_hedge_executed" : "manual_hedge_execute", $"{hedge.Symbol}: hedge {hedge.Id} is open, {hedge.Long.Open} on each venue{simulated}", extra);
                break;
            case HedgeEvent.OpeningFailed:
                alerts.Raise("partial_hedge", $"{hedge.Symbol}: hedge {hedge.Id} is partial ({hedge.Reason}): {Unmatched(hedge)} stand on one venue alone{simulated}", extra, active: true, $"partial_hedge:{hedge.Id}");
                break;
            case HedgeEvent.OpeningCameToNothing when refusal is not null && automatic:
                alerts.Raise("auto_hedge_failure", $"{hedge.Symbol}: the auto-hedge failed: {refusal}", extra);
                break;
            case HedgeEvent.BothFlat when hedge.ClosedAt is not null:
                alerts.Raise("hedge_closed", $"{hedge.Symbol}: hedge {hedge.Id} is closed ({hedge.Reason}), {Decimals.Plain(decimal.Round(hedge.Realised, 2))} USDT{simulated}", extra, active: false, $"partial_hedge:{hedge.Id}");
                break;
        }
    }

    private void Holds()
    {
        if (ReferenceEquals(reasons, m.Reasons)) return;
        foreach (var reason in m.Reasons.All.Where(now => now.Code != HoldReason.RestartCode && !reasons.All.Any(before => before.Code == now.Code)))
        {
            alerts.Raise("safety_hold", $"HOLD: {reason.Code}", new { reason = reason.Code, source = reason.Source }, active: true, $"safety_hold:{reason.Code}");
            if (reason.Code.StartsWith("runaway_", StringComparison.Ordinal))
                alerts.Raise("runaway_guard_hold", $"the runaway guard stopped the desk ({reason.Code})", new { reason = reason.Code, orders = m.Runaway.Orders(m.Now), cancels = m.Runaway.Cancels(m.Now) });
        }

        reasons = m.Reasons;
    }

    private void Mode()
    {
        if (state == m.State) return;
        var (before, now) = (state, m.State);
        state = now;
        if (before.HoldActive() && !now.HoldActive()) alerts.Raise("safety_hold", $"HOLD was left by {m.HoldLeftBy}", new { state = now.ToString() }, active: false, "safety_hold");
        if (before.Mode() == now.Mode() && before.SafeMode() == now.SafeMode()) return;
        alerts.Raise(
            "mode_change", $"mode {now.Mode()}{(now.SafeMode() ? ", SAFE_MODE on" : "")}",
            new { mode = now.Mode(), safe_mode = now.SafeMode(), hold_active = now.HoldActive(), reason = m.ShownReason?.Code });
    }

    private void Kill()
    {
        if (m.KillShown is { } shown && shown.At != kill)
        {
            kill = shown.At;
            alerts.Raise("kill_switch", $"KILL by {shown.By}, flatten {shown.Scope}", new { actor = shown.By, flatten = shown.Scope.ToString() }, active: true, "kill_switch");
        }

        if (killPending && !m.Control.KillPending) alerts.Raise("kill_switch", "the kill is confirmed by both venues", new { actor = m.KillShown?.By }, active: false, "kill_switch");
        killPending = m.Control.KillPending;
    }

    private static string Unmatched(Hedge hedge) => Decimals.Plain(Math.Abs(hedge.Long.Open.Value - hedge.Short.Open.Value));
}
