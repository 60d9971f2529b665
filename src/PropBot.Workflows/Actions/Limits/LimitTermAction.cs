using PropBot.Trading.Ledger;

namespace PropBot.Workflows.Actions.Limits;

[WorkflowAction("limits.term", Outcomes = ["for_good", "for_a_time"], Summary = "Whether an end was given.")]
public sealed class LimitTermAction : ILocalAction<LimitTermAction.Input>
{
    public sealed record Input(string Until);

    public ActionResult Run(LedgerTransaction transaction, Input input, ActionContext context) =>
        new ActionResult.Outcome(input.Until.Length == 0 ? "for_good" : "for_a_time");
}
