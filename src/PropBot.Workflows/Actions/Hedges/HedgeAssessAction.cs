using PropBot.Trading.Desk;
using PropBot.Workflows.Courier;

namespace PropBot.Workflows.Actions.Hedges;

/// <summary>A question, so asking it again is the same as asking it once. A desk that does not answer leaves what stands unknown.</summary>
[WorkflowAction("hedge.assess", Outcomes = ["flat", "partial", "unknown"], Errors = [HedgeWords.VenueDark], LeaseSeconds = 12,
    Summary = "Asks both venues what stands; unknown while an order or a quantity is not agreed on (R29, R31).")]
public sealed class HedgeAssessAction(DeskDoor send) : IRemoteAction<HedgeAssessAction.Input>
{
    public sealed record Input(string Hedge);

    public async Task<ActionResult> Run(Input input, ActionContext context, CancellationToken stop) => await HedgeWords.Stands(send, input.Hedge) switch
    {
        { } word => new ActionResult.Outcome(word),
        null => new ActionResult.Error(HedgeWords.VenueDark),
    };

    public Task<EarlierAttempt> Ask(Input input, ActionContext context, CancellationToken stop) => Task.FromResult<EarlierAttempt>(new EarlierAttempt.NeverHappened());
}

/// <summary>The same question after something was done: settled only when both venues and the ledger say that no leg stands alone.</summary>
[WorkflowAction("hedge.reconcile", Outcomes = ["settled", "mismatch"], Errors = [HedgeWords.VenueDark], LeaseSeconds = 12,
    Summary = "Compares the ledger with both venues; settled when they agree that no leg is open or both are.")]
public sealed class HedgeReconcileAction(DeskDoor send) : IRemoteAction<HedgeReconcileAction.Input>
{
    public sealed record Input(string Hedge);

    public async Task<ActionResult> Run(Input input, ActionContext context, CancellationToken stop) => await HedgeWords.Stands(send, input.Hedge) switch
    {
        HedgeWords.Flat => new ActionResult.Outcome("settled"),
        { } => new ActionResult.Outcome("mismatch"),
        null => new ActionResult.Error(HedgeWords.VenueDark),
    };

    public Task<EarlierAttempt> Ask(Input input, ActionContext context, CancellationToken stop) => Task.FromResult<EarlierAttempt>(new EarlierAttempt.NeverHappened());
}

internal static class HedgeWords
{
    public const string VenueDark = "VENUE_DARK";
    public const string Flat = "flat";

    /// <summary>Who asks the desk when no person does it himself.</summary>
    public const string Workflow = "workflow:partial-hedge";

    /// <returns>Null: a venue is dark.</returns>
    public static async Task<string?> Stands(DeskDoor send, string hedge) => await send(new DeskCommand.AssessHedge(Workflow, hedge)) switch
    {
        CommandResult.Refused { Code: "venue_dark" } => null,
        CommandResult.Done done when done.Data.TryGetValue("stands", out var word) && word is string text => text,
        _ => "unknown",
    };
}
