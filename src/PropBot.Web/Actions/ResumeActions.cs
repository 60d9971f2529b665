using System.Text.Json;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;
using PropBot.Web.Access;
using PropBot.Web.Endpoints.Views;
using PropBot.Workflows.Approvals;

namespace PropBot.Web.Actions;

/// <summary>The way out of HOLD: request, a second person's confirm, SAFE_MODE off, resume. Blocks are checked at request, at confirm and by the desk (R8).</summary>
public sealed class ResumeActions(DeskLine desk, ApprovalBook book, AuditTrail audit, StatusViews views)
{
    /// <param name="rootCause">What led to a P0 and why it is over; needed while one is among the reasons (R8).</param>
    public async Task<Answer> Request(Actor who, string? reason, string? rootCause = null)
    {
        var now = desk.Snapshot;
        if (string.IsNullOrWhiteSpace(reason)) return RefusalTable.Answer("reason_required", "A resume request must say why trading may go on: give a reason.", now);
        if (!now.State.HoldActive()) return NotHeld(now);
        if (!now.Blocks.IsEmpty) return await Blocked(who, "RESUME_REQUEST", now);
        var gravest = now.HoldReasons.Where(held => held.Severity == HoldSeverity.P0).Select(held => held.Code).ToArray();
        if (gravest.Length > 0 && string.IsNullOrWhiteSpace(rootCause)) return await RootCauseMissing(who, gravest, now);
        var payload = string.IsNullOrWhiteSpace(rootCause) ? "{}" : JsonSerializer.Serialize(new { root_cause = rootCause.Trim(), p0 = gravest });
        return await book.Request(who, Approval.Resume, reason, HoldBinding.Of(now), payload) switch
        {
            ApprovalAnswer.Given given => Answers.Ok(new { resume_request = ApprovalViews.ResumeRequest(given.Approval), hold_active = true, ts = desk.Now }),
            ApprovalAnswer.Refused refused => RefusalTable.Answer(refused, now),
            _ => throw new InvalidOperationException("an approval answer is given or refused"),
        };
    }

    public async Task<Answer> Confirm(Actor who, string? secondFactor)
    {
        var now = desk.Snapshot;
        if (!now.State.HoldActive()) return NotHeld(now);
        if (!now.Blocks.IsEmpty && book.Newest(Approval.Resume) is { Pending: true }) return await Blocked(who, "RESUME_APPROVE", now);
        return await book.Confirm(who, Approval.Resume, secondFactor, HoldBinding.Of(now)) switch
        {
            ApprovalAnswer.Given given => await Leave(who, given.Approval),
            ApprovalAnswer.Refused refused => RefusalTable.Answer(refused, now),
            _ => throw new InvalidOperationException("an approval answer is given or refused"),
        };
    }

    /// <summary>Withdraws one's own request, rejects another's.</summary>
    public async Task<Answer> Close(Actor who)
    {
        var now = desk.Snapshot;
        return await book.Close(who, Approval.Resume, HoldBinding.Of(now)) switch
        {
            ApprovalAnswer.Given given => Answers.Ok(new { approval = ApprovalViews.Record(given.Approval), ts = desk.Now }),
            ApprovalAnswer.Refused refused => RefusalTable.Answer(refused, now),
            _ => throw new InvalidOperationException("an approval answer is given or refused"),
        };
    }

    /// <summary>STANDBY → RUN.</summary>
    public async Task<Answer> Resume(Actor who)
    {
        var now = desk.Snapshot;
        if (now.State.HoldActive()) return Answers.Refused(423, "hold_active", "HOLD is active: two people leave it by resume-request and resume-confirm.");
        if (now.State.SafeMode()) return Answers.Refused(403, "safe_mode", "SAFE_MODE is on: switch it off first.");
        if (await Unaudited(who, "RESUME_EXECUTE", new { status = "requested" }) is { } refusedAudit) return refusedAudit;
        return await desk.Send(new DeskCommand.Resume(who.Identity.Name)) switch
        {
            CommandResult.Refused { Code: "hold_active" } held => Answers.Refused(423, held.Code, held.Text),
            CommandResult.Refused refused => RefusalTable.Answer(refused, desk.Snapshot),
            _ => Answers.Ok(new { mode = "RUN", hold_active = false, ts = desk.Now }),
        };
    }

    /// <summary>One operator in paper and testnet; live needs two (R5).</summary>
    public async Task<Answer> SafeModeOff(Actor who)
    {
        if (desk.Snapshot.Profile == "live") return RefusalTable.Answer("two_people_required", "On live, SAFE_MODE is left by two people.", desk.Snapshot);
        if (await Unaudited(who, "SAFE_MODE_OFF", new { status = "requested" }) is { } refusedAudit) return refusedAudit;
        return await desk.Send(new DeskCommand.SetSafeMode(who.Identity.Name, On: false)) switch
        {
            CommandResult.Refused refused => RefusalTable.Answer(refused, desk.Snapshot),
            _ => Answers.Ok(new { safe_mode = false, ts = desk.Now }),
        };
    }

    private async Task<Answer> Leave(Actor who, Approval approved)
    {
        var permit = new DeskCommand.LeaveHold(who.Identity.Name, approved.Id, approved.Hold.Epoch, desk.Snapshot.BootId);
        var result = await desk.Send(permit);
        if (result is not CommandResult.Refused refused)
            return Answers.Ok(new { hold_cleared = true, hold_active = false, safety = views.Safety(), ts = desk.Now });
        // An unanswered permit may still be used: only a refused one is spent.
        if (refused.Code != "desk_not_answering") await book.Spend(approved, refused.Code);
        return RefusalTable.Answer(refused, desk.Snapshot);
    }

    private async Task<Answer> RootCauseMissing(Actor who, IReadOnlyList<string> gravest, DeskSnapshot now)
    {
        await audit.Try(who, "RESUME_REQUEST", new { status = "denied", code = "root_cause_required", p0 = gravest });
        return RefusalTable.Answer("root_cause_required", $"The HOLD has a P0 among its reasons ({string.Join(", ", gravest)}): say in root_cause what led to it and why it is over.", now);
    }

    private async Task<Answer> Blocked(Actor who, string action, DeskSnapshot now)
    {
        await audit.Try(who, action, new { status = "denied", code = "blocked", blocked_by = now.Blocks.Select(b => b.Code) });
        return RefusalTable.Answer("blocked", "", now);
    }

    /// <summary>R47: what cannot be audited does not loosen.</summary>
    private async Task<Answer?> Unaudited(Actor who, string action, object details)
    {
        try
        {
            await audit.Require(who, action, details);
            return null;
        }
        catch (LedgerUnavailableException)
        {
            return RefusalTable.Answer("ledger_unavailable", "The audit cannot be written now, so nothing is loosened; tightening still works.", desk.Snapshot);
        }
    }

    private static Answer NotHeld(DeskSnapshot now) => RefusalTable.Answer("hold_not_active", "HOLD is not active: there is nothing to leave.", now);
}
