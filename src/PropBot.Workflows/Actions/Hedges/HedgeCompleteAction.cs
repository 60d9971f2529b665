using Dapper;
using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Courier;

namespace PropBot.Workflows.Actions.Hedges;

/// <summary>
/// Hands the desk exactly what two people agreed on. An approval given before the last start is void (R2): HOLD came first; it must be
/// asked for again.
/// </summary>
[WorkflowAction("hedge.complete", Outcomes = ["complete", "residual", "price_moved"], Errors = [ActionErrors.StateChanged, HedgeWords.VenueDark], Loosening = true, Retry = 3, RetryAfterSeconds = 1,
    Summary = "Sends the missing leg: the frozen quantity, never beyond the frozen worst price (R28).")]
public sealed class HedgeCompleteAction(IDesk desk, DeskDoor send, ILedger ledger, HedgeWishWatch wishes) : IRemoteAction<HedgeCompleteAction.Input>
{
    public sealed record Input(string Hedge, decimal Quantity, decimal WorstPrice, string Frozen);

    public async Task<ActionResult> Run(Input input, ActionContext context, CancellationToken stop)
    {
        var now = desk.Snapshot;
        if (Actions.Frozen.Read(input.Frozen) is not { } frozen || !frozen.StillHolds(now) || ApprovedAt(context) is not { } at || at < now.StartedAt)
            return new ActionResult.Error(ActionErrors.StateChanged);
        var by = context.Approved!.By[^1].Shown;
        if (await HedgeWords.Asked(send, new DeskCommand.CompleteHedge(by, input.Hedge, context.Key, input.Quantity, input.WorstPrice, frozen.HoldEpoch), stop) is CommandResult.Refused refused)
            return new ActionResult.Again(refused.Text);
        return await wishes.Decided(context.Key, stop) ?? new ActionResult.Again("the outcome of the order is not known yet");
    }

    public Task<EarlierAttempt> Ask(Input input, ActionContext context, CancellationToken stop) => wishes.Earlier(context.Key, stop);

    private DateTimeOffset? ApprovedAt(ActionContext context) => ledger.Read(db => db.ExecuteScalar<long?>(
        "SELECT max(at) FROM workflow_event WHERE instance = @Instance AND node = @Node AND what = 'task_decided'", new { context.Instance, context.Approved!.Node })) is { } at
        ? LedgerTime.FromMicroseconds(at)
        : null;
}
