using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Approvals.Operators;

namespace PropBot.Workflows.Actions.People;

/// <summary>Makes the approved change: its rows, the step and the audit in one transaction. Memory follows with <see cref="PeopleBook.Refresh"/>.</summary>
[WorkflowAction("people.apply-change", Outcomes = ["applied"], Errors = [ActionErrors.StateChanged], Loosening = true,
    Summary = "Grants, issues, maps or changes exactly what was approved (R12).")]
public sealed class ApplyChangeAction(IDesk desk) : ILocalAction<ApplyChangeAction.Input>
{
    public sealed record Input(string Change, string Frozen);

    public ActionResult Run(LedgerTransaction transaction, Input input, ActionContext context)
    {
        if (Actions.Frozen.Read(input.Frozen) is not { } frozen || !frozen.StillHolds(desk.Snapshot)) return new ActionResult.Error(ActionErrors.StateChanged);
        if (PeopleChangeText.Read(input.Change) is not { Loosens: true } change || PeopleChanges.Standing(transaction, change) != frozen.Detail) return new ActionResult.Error(ActionErrors.StateChanged);
        return PeopleChanges.Apply(transaction, change, Hand(context), context.At) is null
            ? new ActionResult.Outcome("applied")
            : new ActionResult.Error(ActionErrors.StateChanged);
    }

    private static PeopleHand Hand(ActionContext context) => new(
        $"{context.RequestedBy?.Shown ?? "system"}, approved by {string.Join(" and ", context.Approved!.By.Select(person => person.Shown))}", "operator", "workflow");
}
