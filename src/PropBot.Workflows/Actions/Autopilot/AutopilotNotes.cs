using System.Text.Json;
using PropBot.Trading.Control;
using PropBot.Trading.Ledger;

namespace PropBot.Workflows.Actions.Autopilot;

/// <summary>What the autopilot leaves behind: audit with itself as initiator, event, alert in the runbook's words, and the note that the overview shows.</summary>
internal static class AutopilotNotes
{
    /// <summary>As the audit and every record name it.</summary>
    public const string Name = "autopilot";

    public static void Resumed(LedgerTransaction tx, string mandate, string permit, string boot, DateTimeOffset at)
    {
        const string reason = HoldReason.RestartCode;
        Note(tx, "resume", reason, boot, at);
        Tell(tx, "WARNING", "autopilot_resume", "autopilot_resumed", $"AUTOPILOT: resumed trading after restart (reason={reason})", new { initiator = Name, reason, mandate, permit, boot_id = boot }, at);
    }

    public static void Refused(LedgerTransaction tx, string mandate, string boot, IReadOnlyList<GateShut> reasons, DateTimeOffset at)
    {
        var codes = string.Join(", ", reasons.Select(reason => reason.Code).Distinct(StringComparer.Ordinal));
        Note(tx, "refused", codes, boot, at);
        var extra = new { initiator = Name, reasons = reasons.Select(reason => new { code = reason.Code, text = reason.Text }), mandate, boot_id = boot };
        Tell(tx, "WARNING", "autopilot_resume_refused", "autopilot_refused", $"AUTOPILOT refused to arm (reason={codes}): {string.Join("; ", reasons.Select(reason => reason.Text))}", extra, at);
    }

    public static void Armed(LedgerTransaction tx, Mandate mandate, DateTimeOffset at) => Tell(
        tx, "WARNING", "autopilot_armed", "autopilot_armed", $"AUTOPILOT armed until {mandate.Until:yyyy-MM-dd HH:mm} UTC by {mandate.RequestedBy} and {mandate.ApprovedBy}",
        new { initiator = mandate.RequestedBy, approved_by = mandate.ApprovedBy, mandate = mandate.Id, until = mandate.Until }, at, mandate.ApprovedBy);

    public static void Disarmed(LedgerTransaction tx, string mandate, string why, string by, DateTimeOffset at) => Tell(
        tx, "WARNING", "autopilot_disarmed", "autopilot_disarmed", $"AUTOPILOT disarmed ({why}): after a restart two people resume", new { initiator = by, mandate, reason = why }, at, by);

    private static void Tell(LedgerTransaction tx, string level, string code, string kind, string text, object extra, DateTimeOffset at, string by = Name)
    {
        var json = JsonSerializer.Serialize(extra);
        tx.Audit(by, by == Name ? Name : "operator", code.ToUpperInvariant(), "workflow", json);
        tx.Event(level, code, json);
        tx.Execute("INSERT INTO alert (at, kind, text, extra, active, alert_id) VALUES (?1, ?2, ?3, ?4, NULL, NULL)", at, kind, text, json);
    }

    private static void Note(LedgerTransaction tx, string action, string reason, string boot, DateTimeOffset at) =>
        tx.Execute("INSERT INTO autopilot_note (at, action, reason, boot_id) VALUES (?1, ?2, ?3, ?4)", at, action, reason, boot);
}
