using System.Collections.Immutable;
using PropBot.Workflows.Bpmn;

namespace PropBot.Workflows.Actions;

/// <summary>
/// The actions our workflows are drawn with: what each may answer, what it takes, whether it loosens. The contract between the diagrams
/// and the classes that do the work; <c>workflows/catalog.json</c> is written from it.
/// </summary>
public static class ActionContract
{
    public static ActionCatalog Catalog { get; } = new(
    [
        Local("alerts.escalate", "written", errors: "", inputs: "about", outputs: "", "Pages everybody: nobody settled it in time, or it failed."),
        Local("alerts.remind", "written", errors: "", inputs: "about", outputs: "", "Reminds the operators of what waits for them."),
        LocalLoosening("autopilot.arm", "armed", errors: "STATE_CHANGED", inputs: "request frozen", outputs: "mandate_until", "Writes the mandate: bound to configuration, binary, profile and account, valid 7 days (R20)."),
        Local("autopilot.check-mandate", "usable refused void", errors: "", inputs: "request", outputs: "", "Asks the mandate (bound to what runs, not used up this hour) and every gate of R20; void when it can never be used again."),
        Local("autopilot.disarm", "disarmed", errors: "", inputs: "request reason", outputs: "", "Ends the mandate, if there is one; repeating it changes nothing."),
        Local("autopilot.gates", "open shut", errors: "", inputs: "request", outputs: "frozen preview", "Asks whether a mandate may be given at all, and freezes what it would be bound to."),
        Local("autopilot.record-refusal", "recorded", errors: "", inputs: "request", outputs: "", "Audit, alert autopilot_resume_refused with the reasons; stays in HOLD."),
        Local("autopilot.record-resumed", "recorded", errors: "", inputs: "request permit", outputs: "", "Audit with initiator autopilot, the runbook message, the yellow block."),
        LocalLoosening("autopilot.write-permit", "written", errors: "GATES_SHUT STATE_CHANGED", inputs: "request frozen", outputs: "permit", "Asks the gates again after the cool-off and writes a permit to leave HOLD under the mandate."),
        Local("desk.hold-unless-running", "held running", errors: "", inputs: "permit", outputs: "", "Back to HOLD, reason resume_not_used, unless the desk is in RUN."),
        Local("desk.resume-blocks", "clear blocked cause_missing", errors: "", inputs: "root_cause", outputs: "frozen preview", "What stands in the way of leaving HOLD (R8), and whether a P0 asks for a root cause; freezes reasons and epoch."),
        Local("desk.void-permit", "voided already_used", errors: "", inputs: "permit", outputs: "", "Takes a permit back that the desk has not used; both cannot win."),
        LocalLoosening("desk.write-permit", "written", errors: "BLOCKED STATE_CHANGED", inputs: "loosens frozen", outputs: "permit", "Writes a permit (leave_hold, safe_mode_off, dry_run_off) bound to the frozen epoch and to this boot. The desk decides whether to use it."),
        Local("dry-run.preflight", "clear held simulated_open blocked", errors: "", inputs: "request", outputs: "frozen preview", "Whether DRY_RUN may be left: no HOLD (R51), no simulated hedge open (R6), preflight green."),
        Remote("hedge.assess", "flat partial unknown", errors: "VENUE_DARK", inputs: "hedge", outputs: "", "Asks both venues what stands; unknown while an order or a quantity is not agreed on (R29, R31)."),
        Local("hedge.close", "closed", errors: "", inputs: "hedge", outputs: "", "Books how the hedge ended and clears the partial."),
        RemoteLoosening("hedge.complete", "complete residual price_moved", errors: "STATE_CHANGED VENUE_DARK", inputs: "hedge quantity worst_price frozen", outputs: "", "Sends the missing leg: the frozen quantity, never beyond the frozen worst price (R28)."),
        Local("hedge.freeze-completion", "may_complete not_possible", errors: "", inputs: "hedge", outputs: "quantity worst_price frozen preview", "Freezes quantity and worst price of the missing leg."),
        Remote("hedge.reconcile", "settled mismatch", errors: "VENUE_DARK", inputs: "hedge", outputs: "", "Compares the ledger with both venues; settled when they agree that no leg is open or both are."),
        Remote("hedge.unwind", "flat residual", errors: "VENUE_DARK", inputs: "hedge", outputs: "", "Closes the open leg reduce-only (R16, R18)."),
        LocalLoosening("limits.apply", "written", errors: "BLOCKED STATE_CHANGED", inputs: "limit scope value until frozen", outputs: "permit", "Writes a permit for the raised value, bound to the version of the limit and to this boot."),
        Local("limits.evaluate", "allowed not_raising no_figures", errors: "", inputs: "limit scope value until", outputs: "frozen preview", "Whether the value raises the limit, and the worst case with it; no_figures while VaR has too few samples (rulings 4)."),
        Local("limits.revert", "reverted", errors: "", inputs: "limit scope frozen", outputs: "", "The value becomes min(current, previous) (R13)."),
        Local("limits.term", "for_good for_a_time", errors: "", inputs: "until", outputs: "", "Whether an end was given."),
        LocalLoosening("people.apply-change", "applied", errors: "STATE_CHANGED", inputs: "change frozen", outputs: "", "Grants, issues, maps or changes exactly what was approved (R12)."),
        Local("people.check-change", "allowed not_allowed", errors: "", inputs: "change", outputs: "frozen preview", "Whether the change is one that two people may make now."),
        Local("rpi.evaluate", "one_person two_people refused", errors: "", inputs: "value", outputs: "frozen preview", "Who may set this value: down and up to 50 one person, above or after an automatic cut two, nobody while MSR is red or the step too high."),
        LocalLoosening("rpi.raise", "written", errors: "BLOCKED STATE_CHANGED", inputs: "value frozen", outputs: "permit", "Writes a permit for the raised dial."),
        Local("rpi.set-alone", "applied", errors: "NEEDS_TWO STATE_CHANGED", inputs: "value frozen", outputs: "", "Sets a value that one person may set; NEEDS_TWO when it is not one any more."),
        Local("safe-mode.preflight", "clear held already_off blocked", errors: "", inputs: "request", outputs: "frozen preview", "Whether SAFE_MODE may be left: not in HOLD (R5), preflight green."),
        Local("strategy.check-freeze", "may_unfreeze not_frozen blocked", errors: "", inputs: "strategy", outputs: "frozen preview", "Whether the strategy is frozen and nothing keeps it so."),
        LocalLoosening("strategy.unfreeze", "written", errors: "BLOCKED STATE_CHANGED", inputs: "strategy frozen", outputs: "permit", "Writes a permit to enable the strategy."),
        Local("workflow.check-draft", "clean findings", errors: "", inputs: "process draft", outputs: "frozen preview", "Every lint rule and the exhaustive search over the draft; the difference in meaning to the published version."),
        LocalLoosening("workflow.publish", "published", errors: "STATE_CHANGED", inputs: "process draft frozen", outputs: "", "Makes the draft the published version; the one before is retired."),
    ]);

    private static ActionEntry Local(string name, string outcomes, string errors, string inputs, string outputs, string summary) =>
        new(name, Words(outcomes), Words(errors), Words(inputs), Words(outputs), Remote: false, Loosening: false) { Summary = summary };

    private static ActionEntry LocalLoosening(string name, string outcomes, string errors, string inputs, string outputs, string summary) =>
        Local(name, outcomes, errors, inputs, outputs, summary) with { Loosening = true };

    private static ActionEntry Remote(string name, string outcomes, string errors, string inputs, string outputs, string summary) =>
        Local(name, outcomes, errors, inputs, outputs, summary) with { Remote = true };

    private static ActionEntry RemoteLoosening(string name, string outcomes, string errors, string inputs, string outputs, string summary) =>
        Remote(name, outcomes, errors, inputs, outputs, summary) with { Loosening = true };

    private static ImmutableArray<string> Words(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
}
