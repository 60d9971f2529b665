using System.Collections.Immutable;
using System.Text.Json;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;

namespace PropBot.Workflows.Actions.Modes;

/// <summary>Writes the approved loosening as a permit (R2). Whether it is used, the desk decides.</summary>
[WorkflowAction("desk.write-permit", Outcomes = ["written"], Errors = ["BLOCKED", ActionErrors.StateChanged], Loosening = true,
    Summary = "Writes a permit (leave_hold, safe_mode_off, dry_run_off) bound to the frozen epoch and to this boot. The desk decides whether to use it.")]
public sealed class WritePermitAction(IDesk desk) : ILocalAction<WritePermitAction.Input>
{
    private static readonly string[] Known = [PermitKinds.LeaveHold, PermitKinds.SafeModeOff, PermitKinds.DryRunOff];

    /// <param name="Loosens">One of the kinds of a permit that need nothing but what was frozen; for leaving HOLD that holds the root cause (R8).</param>
    public sealed record Input(string Loosens, string Frozen);

    public ActionResult Run(LedgerTransaction transaction, Input input, ActionContext context)
    {
        var now = desk.Snapshot;
        if (Actions.Frozen.Read(input.Frozen) is not { } frozen || !frozen.StillHolds(now)) return new ActionResult.Error(ActionErrors.StateChanged);
        if (!Known.Contains(input.Loosens)) throw new InvalidOperationException($"no permit loosens '{input.Loosens}'");
        if (!now.Blocks.IsEmpty) return new ActionResult.Error("BLOCKED");
        var payload = input.Loosens == PermitKinds.LeaveHold ? JsonSerializer.Serialize(new { root_cause = frozen.Detail }) : "{}";
        PermitStore.Issue(transaction, PermitOf(context, input.Loosens, payload, now));
        return new ActionResult.Outcome("written", ImmutableSortedDictionary<string, string>.Empty.Add("permit", context.Key));
    }

    /// <summary>Named after the token that asks for it: the same approval is the same permit.</summary>
    internal static Permit PermitOf(ActionContext context, string kind, string payload, DeskSnapshot now) =>
        new(context.Key, kind, payload, now.HoldEpoch, now.BootId, context.Approved is { By.Length: > 0 } approved ? approved.By[^1].Shown : "system", context.At);
}
