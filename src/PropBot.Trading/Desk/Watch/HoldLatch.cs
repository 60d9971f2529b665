using System.Text.Json;
using PropBot.Trading.Desk.Alerts;
using PropBot.Trading.Desk.Flows;

namespace PropBot.Trading.Desk.Watch;

/// <summary>
/// Engages a watchdog's HOLD when its condition begins to stand, and whenever the desk would trade while it stands. On a desk that holds
/// already a condition that merely goes on adds nothing: each new reason would close a pending request (R2).
/// </summary>
internal sealed class HoldLatch(DeskMemory m, DeskEffects effects, ModeFlow mode, AlertDesk alerts)
{
    private readonly Dictionary<string, string> standing = new(StringComparer.Ordinal);

    /// <param name="scope">What is watched; one reason of it stands at a time.</param>
    /// <param name="reason">Null: the condition does not stand.</param>
    /// <param name="alert">Kind of the alert told when it begins.</param>
    public void Look(string scope, string? reason, string text, string source, string alert)
    {
        if (reason is null)
        {
            standing.Remove(scope);
            return;
        }

        var news = standing.GetValueOrDefault(scope) != reason;
        standing[scope] = reason;
        if (!news && m.State == Control.DeskState.Hold) return;
        var known = m.Reasons.All.Any(held => held.Code == reason);
        m.Watch.Why[reason] = text;
        mode.EngageHold(reason, source, "desk");
        if (!known) Tell(reason, text, source, alert);
    }

    private void Tell(string reason, string text, string source, string alert)
    {
        alerts.Raise(alert, $"HOLD {reason}: {text}", new { reason, source, detail = text }, active: true, alertId: reason);
        var json = JsonSerializer.Serialize(new { reason, source, detail = text });
        effects.Persist("risk_hold_engaged", tx => tx.Event("CRITICAL", "risk_hold_engaged", json));
    }
}
