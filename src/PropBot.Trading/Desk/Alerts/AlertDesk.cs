using System.Text.Json;
using PropBot.Trading.Ledger;

namespace PropBot.Trading.Desk.Alerts;

/// <summary>The one way an alert is made: kept in the ledger, and told at once to whoever carries it on, ledger or no ledger.</summary>
internal sealed class AlertDesk(DeskMemory m, DeskEffects effects)
{
    /// <param name="extra">Becomes the JSON object; null: none.</param>
    public void Raise(string kind, string text, object? extra = null, bool? active = null, string? alertId = null)
    {
        var alert = new Alert(m.Now, kind, text, extra is null ? null : JsonSerializer.Serialize(extra), active, alertId);
        effects.Persist(kind, tx => Insert(tx, alert));
        effects.Tell(alert);
    }

    private static void Insert(LedgerTransaction tx, Alert alert) => tx.Execute(
        "insert into alert(at,kind,text,extra,active,alert_id) values(?1,?2,?3,?4,?5,?6)", alert.At, alert.Kind, alert.Text, alert.Extra, alert.Active, alert.AlertId);
}
