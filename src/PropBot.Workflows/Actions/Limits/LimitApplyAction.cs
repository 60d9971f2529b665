using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Actions.Modes;

namespace PropBot.Workflows.Actions.Limits;

/// <summary>Writes a permit for exactly the approved value, bound to the version it was asked for.</summary>
[WorkflowAction("limits.apply", Outcomes = ["written"], Errors = ["BLOCKED", ActionErrors.StateChanged], Loosening = true,
    Summary = "Writes a permit for the raised value, bound to the version of the limit and to this boot.")]
public sealed class LimitApplyAction(IDesk desk) : ILocalAction<LimitApplyAction.Input>
{
    public sealed record Input(string Limit, string Scope, decimal Value, string Until, string Frozen);

    public ActionResult Run(LedgerTransaction transaction, Input input, ActionContext context)
    {
        var now = desk.Snapshot;
        if (Actions.Frozen.Read(input.Frozen) is not { } frozen || !frozen.StillHolds(now)) return new ActionResult.Error(ActionErrors.StateChanged);
        if (LimitInForce.Find(now, input.Limit, input.Scope) is not { } stands || stands.Version != frozen.Version) return new ActionResult.Error(ActionErrors.StateChanged);
        if (!LimitInForce.HasFigures(now)) return new ActionResult.Error("BLOCKED");
        DateTimeOffset? until = input.Until.Length == 0 ? null : DateTimeOffset.Parse(input.Until, CultureInfo.InvariantCulture);
        if (until <= context.At) return new ActionResult.Error(ActionErrors.StateChanged);
        var payload = JsonSerializer.Serialize(new { limit = input.Limit, scope = input.Scope, value = input.Value, until, version = frozen.Version });
        PermitStore.Issue(transaction, WritePermitAction.PermitOf(context, PermitKinds.RaiseLimit, payload, now));
        return new ActionResult.Outcome("written", ImmutableSortedDictionary<string, string>.Empty.Add("permit", context.Key));
    }
}
