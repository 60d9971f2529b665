using System.Collections.Immutable;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;
using PropBot.Web.Access;
using PropBot.Web.Endpoints.Views;
using PropBot.Workflows.Approvals;
using PropBot.Workflows.Inbox;

namespace PropBot.Web.Actions;

/// <summary>The way out of HOLD: request, a second person's confirm, SAFE_MODE off, resume. Blocks are checked at request, at confirm and by the desk (R8).</summary>
public sealed class ResumeActions(DeskLine desk, RequestBox box, AuditTrail audit, StatusViews views)
{
    private const string Process = "resume";

    /// <param name="rootCause">What led to a P0 and why it is over; needed while one is among the reasons (R8).</param>
    public async Task<Answer> Request(Actor who, string? reason, string? rootCause = null)
    {
        var now = desk.Snapshot;
        if (string.IsNullOrWhiteSpace(reason)) return RefusalTable.Answer("reason_required", "A resume request must say why trading may go on: give a reason.", now);
        if (!now.State.HoldActive()) return NotHeld(now);
        if (!now.Blocks.IsEmpty) return await Blocked(who, "RESUME_REQUEST", now);
        var gravest = now.HoldReasons.Where(held => held.Severity == HoldSeverity.P0).Select(held => held.Code).ToArray();
        if (gravest.Length > 0 && string.IsNullOrWhiteSpace(rootCause)) return await RootCauseMissing(who, gravest, now);
        var wish = new Wish(Process, reason, ImmutableSortedDictionary<string, string>.Empty.Add("root_cause", rootCause?.Trim() ?? ""), []);
        var answer = await box.Ask(who, wish);
        if (answer is InboxAnswer.Given && !string.IsNullOrWhiteSpace(rootCause)) await Explain(who, rootCause.Trim(), now);
        return answer switch
        {
            InboxAnswer.Given given => Answers.Ok(new { resume_request = ApprovalViews.ResumeRequest(given.Request), hold_active = true, ts = desk.Now }),
            InboxAnswer.No no => RefusalTable.Answer(no.Why, desk.Snapshot),
            _ => throw new InvalidOperationException("an answer is given or no"),
        };
    }

    public async Task<Answer> Confirm(Actor who, string? secondFactor)
    {
        var now = desk.Snapshot;
        if (!now.State.HoldActive()) return NotHeld(now);
        if (!now.Blocks.IsEmpty && box.Newest(Process) is { Pending: true }) return await Blocked(who, "RESUME_APPROVE", now);
        return await box.Confirm(who, box.Newest(Process), Process, secondFactor) switch
        {
            InboxAnswer.Given => Answers.Ok(new { hold_cleared = true, hold_active = desk.Snapshot.State.HoldActive(), safety = views.Safety(), ts = desk.Now }),
            InboxAnswer.No no => RefusalTable.Answer(no.Why, desk.Snapshot),
            _ => throw new InvalidOperationException("an answer is given or no"),
        };
    }

    /// <summary>Withdraws one's own request, rejects another's.</summary>
    public async Task<Answer> Close(Actor who) => await box.Close(who, box.Newest(Process), Process) switch
    {
        InboxAnswer.Given given => Answers.Ok(new { approval = ApprovalViews.Record(given.Request), ts = desk.Now }),
        InboxAnswer.No no => RefusalTable.Answer(no.Why, desk.Snapshot),
        _ => throw new InvalidOperationException("an answer is given or no"),
    };

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

    /// <summary>The records of the P0s it was asked for keep what the request said (R47).</summary>
    private async Task Explain(Actor who, string cause, DeskSnapshot now)
    {
        foreach (var incident in now.Watch.Incidents.Where(i => i is { Severity: HoldSeverity.P0, EndedAt: null }))
            await desk.Send(new DeskCommand.ExplainIncident(who.Identity.Name, incident.Id, cause));
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
