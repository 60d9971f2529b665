using Dapper;
using PropBot.Trading.Ledger;

namespace PropBot.Workflows.Actions.Autopilot;

/// <param name="Action">The predecessor's word: <c>resume</c> or <c>refused</c>.</param>
/// <param name="Reason">Machine words, comma-separated.</param>
public sealed record AutopilotNote(DateTimeOffset At, string Action, string Reason, string BootId);

/// <param name="Mandate">In force; null: none.</param>
/// <param name="Last">What the autopilot did last; null: nothing yet.</param>
public sealed record AutopilotStanding(Mandate? Mandate, AutopilotNote? Last);

/// <summary>The autopilot for pages and overview, and the one thing that one operator may do to it: end the mandate.</summary>
public sealed class AutopilotBook(ILedger ledger, TimeProvider clock)
{
    public AutopilotStanding Read() => ledger.Read(db => new AutopilotStanding(
        MandateRows.InForce(db),
        db.QueryFirstOrDefault<(long At, string Action, string Reason, string Boot)?>("SELECT at, action, reason, boot_id FROM autopilot_note ORDER BY n DESC LIMIT 1") is { } row
            ? new AutopilotNote(LedgerTime.FromMicroseconds(row.At), row.Action, row.Reason, row.Boot)
            : null));

    /// <summary>At once, whatever its flow is doing. Null: no mandate is in force; else its id, for the flow to be told.</summary>
    /// <exception cref="LedgerUnavailableException">It could not be written; neither can a permit be then.</exception>
    public async Task<string?> Disarm(string by)
    {
        string? ended = null;
        await ledger.Write(tx =>
        {
            if (MandateRows.InForce(tx) is not { } mandate) return;
            MandateRows.End(tx, mandate.Id, $"disarmed by {by}", clock.GetUtcNow());
            AutopilotNotes.Disarmed(tx, mandate.Id, $"disarmed by {by}", by, clock.GetUtcNow());
            ended = mandate.Id;
        });
        return ended;
    }
}
