using PropBot.Trading.Desk;
using PropBot.Workflows.Courier;

namespace PropBot.Workflows.Actions.Hedges;

/// <summary>Asks the desk to take the open leg back. The desk's one hand does it, whoever else asks and whatever its own bound does (R16).</summary>
[WorkflowAction("hedge.unwind", Outcomes = ["flat", "residual"], Errors = [HedgeWords.VenueDark], Retry = 3, RetryAfterSeconds = 1,
    Summary = "Closes the open leg reduce-only (R16, R18).")]
public sealed class HedgeUnwindAction(DeskDoor send, HedgeWishWatch wishes) : IRemoteAction<HedgeUnwindAction.Input>
{
    public sealed record Input(string Hedge);

    public async Task<ActionResult> Run(Input input, ActionContext context, CancellationToken stop)
    {
        if (await HedgeWords.Asked(send, new DeskCommand.UnwindHedge(HedgeWords.Workflow, input.Hedge, context.Key), stop) is CommandResult.Refused refused)
            return refused.Code == "hedge_not_found" ? new ActionResult.Outcome(HedgeWords.Flat) : new ActionResult.Again(refused.Text);
        return await wishes.Decided(context.Key, stop) ?? new ActionResult.Again("the desk is still taking it back");
    }

    public Task<EarlierAttempt> Ask(Input input, ActionContext context, CancellationToken stop) => wishes.Earlier(context.Key, stop);
}
