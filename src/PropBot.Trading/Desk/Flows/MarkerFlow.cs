using System.Text.Json;
using PropBot.Trading.Control;
using PropBot.Trading.Desk.Alerts;

namespace PropBot.Trading.Desk.Flows;

/// <summary>
/// The run marker (R3, R20): there from the moment RUN begins until the desk leaves it by any way but the end of the process. It follows
/// the state and never leads it: a file that cannot be touched is told and tried again, the HOLD stands meanwhile.
/// </summary>
internal sealed class MarkerFlow(DeskMemory m, DeskEffects effects, AlertDesk alerts)
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);
    private bool? there;
    private bool wanted;
    private string trouble = "";
    private DateTimeOffset retryAt;

    /// <summary>After each change of state; cheap while nothing has to change.</summary>
    public void Follow()
    {
        var runs = m.State == DeskState.Run;
        if (wanted == runs && (there == runs || trouble.Length > 0)) return;
        Ask(runs);
    }

    public void On(MarkerTold fact)
    {
        if (fact.Error is null)
        {
            if (fact.There == wanted) there = fact.There;
            trouble = "";
            return;
        }

        (there, retryAt) = (null, m.Now + Again);
        if (trouble.Length == 0) Tell(fact);
        trouble = fact.Error;
    }

    public void Tick()
    {
        if (trouble.Length > 0 && m.Now >= retryAt) Ask(m.State == DeskState.Run);
    }

    private void Ask(bool runs)
    {
        (wanted, there, retryAt) = (runs, runs, m.Now + Again);
        effects.Mark(runs ? JsonSerializer.Serialize(new { since = m.Now, boot_id = m.BootId, profile = m.Options.Profile, hold_epoch = m.Control.HoldEpoch }) : null);
    }

    private void Tell(MarkerTold fact)
    {
        var text = fact.There
            ? $"the run marker could not be written: {fact.Error}; after a crash nobody may resume without people"
            : $"the run marker could not be removed: {fact.Error}; HOLD stands, and it is tried again every second";
        alerts.Raise("run_marker_failed", text, active: true, alertId: "run_marker");
    }
}
