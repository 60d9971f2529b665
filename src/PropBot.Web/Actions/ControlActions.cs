using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;
using PropBot.Web.Access;
using PropBot.Web.Endpoints.Views;
using PropBot.Workflows.Approvals;

namespace PropBot.Web.Actions;

/// <summary>
/// <c>PATCH /api/ui/control</c> (R41): first everything that tightens, which always works; then the rest, only in paper and testnet
/// under SAFE_MODE; last SAFE_MODE off and RUN. A refusal of a later part leaves the earlier, tighter part in force.
/// </summary>
public sealed class ControlActions(DeskLine desk, AuditTrail audit, EmergencyActions emergency, ResumeActions resume, WebOptions options)
{
    public async Task<Answer> Patch(Actor who, ControlBody body)
    {
        var before = desk.Snapshot;
        if (body.LoopPair is { Length: > 0 } pair && !before.Pairs.Any(p => p.Symbol == pair))
            return Answers.Invalid([new BodyProblem("value_error", ["body", "loop_pair"], $"loop_pair must be one of {string.Join(", ", before.Pairs.Select(p => p.Symbol))} or empty", pair)]);
        var (tightening, rest) = ControlDirection.Split(Loop(body), before.Control);
        var refusal = await Tighten(who, body, tightening) ?? await Loosen(who, body, rest);
        return refusal ?? Answers.Ok(new { control = StatusViews.Control(desk.Snapshot), changes = Changes(body, before, desk.Snapshot), ignored = body.Ignored });
    }

    private static ControlPatch Loop(ControlBody body) => (body.LoopPatch() ?? new ControlPatch()) with { DryRun = body.DryRunOnly == true ? true : null };

    private async Task<Answer?> Tighten(Actor who, ControlBody body, ControlPatch? patch)
    {
        if (body.Mode == "HOLD" && await emergency.Hold(who, null) is { Good: false } noHold) return noHold;
        if (body.SafeMode == true && await emergency.SafeModeOn(who) is { Good: false } noSafe) return noSafe;
        if (patch is null) return null;
        var result = await desk.Send(new DeskCommand.PatchControl(who.Identity.Name, patch));
        audit.Later(who, "CONTROL_PATCH", new { status = "ok", tightening = patch });
        return result is CommandResult.Refused refused ? RefusalTable.Answer(refused, desk.Snapshot) : null;
    }

    private async Task<Answer?> Loosen(Actor who, ControlBody body, ControlPatch? rest)
    {
        var now = desk.Snapshot;
        var safeOff = body.SafeMode == false && now.State.SafeMode();
        var run = body.Mode == "RUN";
        if (NotByPatch(body, now) is { } never) return never;
        if (!safeOff && !run && rest is null) return null;
        if (OnlyTightens(who)) return Answers.Forbidden("The shared API_TOKEN may read and tighten only.");
        return (rest is null ? null : await ApplyRest(who, rest, now))
            ?? Bad(safeOff ? await resume.SafeModeOff(who) : null)
            ?? Bad(run ? await resume.Resume(who) : null);
    }

    private bool OnlyTightens(Actor who) => who.Identity.Shared && !options.Paper;

    private static Answer? Bad(Answer? answer) => answer is { Good: false } ? answer : null;

    private static Answer? NotByPatch(ControlBody body, DeskSnapshot now)
    {
        if (body.DryRunOnly == false && now.DryRun) return RefusalTable.Answer("two_people_required", "Leaving dry-run needs two people (exit-request, exit-confirm).", now);
        return body.TwoManRule == false && now.Control.TwoManRule
            ? RefusalTable.Answer("two_people_required", "The two-person rule is not a loop parameter and cannot be switched off here.", now)
            : null;
    }

    private async Task<Answer?> ApplyRest(Actor who, ControlPatch rest, DeskSnapshot now)
    {
        if (options.Live) return RefusalTable.Answer("profile_forbids", "Loop parameters are loosened by a patch only in paper and testnet; on live two people raise a limit.", now);
        if (!now.State.SafeMode()) return Answers.Refused(403, "safe_mode_required", "SAFE_MODE must be on to loosen loop parameters.");
        try
        {
            await audit.Require(who, "CONTROL_PATCH", new { status = "requested", rest });
        }
        catch (LedgerUnavailableException)
        {
            return RefusalTable.Answer("ledger_unavailable", "The audit cannot be written now, so nothing is loosened; tightening still works.", now);
        }
        return await desk.Send(new DeskCommand.PatchControl(who.Identity.Name, rest)) is CommandResult.Refused refused ? RefusalTable.Answer(refused, desk.Snapshot) : null;
    }

    /// <summary>Fields that were asked for and are another value than before.</summary>
    private static Dictionary<string, object?> Changes(ControlBody body, DeskSnapshot before, DeskSnapshot after)
    {
        Dictionary<string, object?> changes = new(StringComparer.Ordinal);
        void Note(bool asked, string name, object? was, object? now)
        {
            if (asked && !Equals(was, now)) changes[name] = now;
        }
        Note(body.Mode is not null, "mode", before.State.Mode(), after.State.Mode());
        Note(body.SafeMode is not null, "safe_mode", before.State.SafeMode(), after.State.SafeMode());
        Note(body.DryRunOnly is not null, "dry_run", before.DryRun, after.DryRun);
        Note(body.AutoLoop is not null, "auto_loop", before.Control.AutoLoop, after.Control.AutoLoop);
        Note(body.MinSpreadBps is not null, "min_spread_bps", before.Control.MinSpreadBps, after.Control.MinSpreadBps);
        Note(body.MaxSlippageBps is not null, "max_slippage_bps", before.Control.MaxSlippageBps, after.Control.MaxSlippageBps);
        Note(body.OrderNotionalUsdt is not null, "order_notional_usdt", before.Control.OrderNotionalUsdt, after.Control.OrderNotionalUsdt);
        Note(body.PollIntervalSec is not null, "poll_interval_sec", before.Control.PollIntervalSec, after.Control.PollIntervalSec);
        Note(body.LoopPair is not null, "loop_pair", before.Control.LoopPair, after.Control.LoopPair);
        if (body.LoopVenues is not null && !before.Control.LoopVenues.SequenceEqual(after.Control.LoopVenues)) changes["loop_venues"] = after.Control.LoopVenues;
        return changes;
    }
}
