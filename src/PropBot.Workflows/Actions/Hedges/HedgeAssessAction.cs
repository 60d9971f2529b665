using PropBot.Workflows.Courier;

namespace PropBot.Workflows.Actions.Hedges;

/// <summary>A question, so asking it again is the same as asking it once. A desk that does not answer leaves what stands unknown.</summary>
[WorkflowAction("hedge.assess", Outcomes = ["flat", "partial", "unknown"], Errors = [HedgeWords.VenueDark], LeaseSeconds = 20,
    Summary = "Asks both venues what stands; unknown while an order or a quantity is not agreed on (R29, R31).")]
public sealed class HedgeAssessAction(DeskDoor send) : IRemoteAction<HedgeAssessAction.Input>
{
    public sealed record Input(string Hedge);

    public async Task<ActionResult> Run(Input input, ActionContext context, CancellationToken stop) => await HedgeWords.Stands(send, input.Hedge, stop) switch
    {
        { } word => new ActionResult.Outcome(word),
        null => new ActionResult.Error(HedgeWords.VenueDark),
    };

    public Task<EarlierAttempt> Ask(Input input, ActionContext context, CancellationToken stop) => Task.FromResult<EarlierAttempt>(new EarlierAttempt.NeverHappened());
}

/// <summary>The same question after something was done: settled only when both venues and the ledger say that no leg stands alone.</summary>
[WorkflowAction("hedge.reconcile", Outcomes = ["settled", "mismatch"], Errors = [HedgeWords.VenueDark], LeaseSeconds = 20,
    Summary = "Compares the ledger with both venues; settled when they agree that no leg is open or both are.")]
public sealed class HedgeReconcileAction(DeskDoor send) : IRemoteAction<HedgeReconcileAction.Input>
{
    public sealed record Input(string Hedge);

    public async Task<ActionResult> Run(Input input, ActionContext context, CancellationToken stop) => await HedgeWords.Stands(send, input.Hedge, stop) switch
    {
        HedgeWords.Flat => new ActionResult.Outcome("settled"),
        { } => new ActionResult.Outcome("mismatch"),
        null => new ActionResult.Error(HedgeWords.VenueDark),
    };

    public Task<EarlierAttempt> Ask(Input input, ActionContext context, CancellationToken stop) => Task.FromResult<EarlierAttempt>(new EarlierAttempt.NeverHappened());
}
