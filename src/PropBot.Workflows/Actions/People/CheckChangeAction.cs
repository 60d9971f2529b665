using System.Collections.Immutable;
using System.Text.Json;
using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Approvals;
using PropBot.Workflows.Approvals.Operators;
using static PropBot.Workflows.Approvals.Operators.PeopleChange;

namespace PropBot.Workflows.Actions.People;

/// <summary>Whether a change of people is one that two make, and can be made of the people there are (R12).</summary>
[WorkflowAction("people.check-change", Outcomes = ["allowed", "not_allowed"], Summary = "Whether the change is one that two people may make now.")]
public sealed class CheckChangeAction(IDesk desk) : ILocalAction<CheckChangeAction.Input>
{
    /// <param name="Change">As <see cref="PeopleChangeText"/> writes it.</param>
    public sealed record Input(string Change);

    public ActionResult Run(LedgerTransaction transaction, Input input, ActionContext context)
    {
        if (PeopleChangeText.Read(input.Change) is not { Loosens: true } change)
            return Preview.Refused("not_allowed", "people_change_invalid", "This is no change of people that two decide: look at kind and its fields.");
        if (PeopleChanges.Objection(transaction, change) is { } refusal) return Preview.Refused("not_allowed", refusal.Code, refusal.Text);
        var standing = PeopleChanges.Standing(transaction, change);
        return new ActionResult.Outcome("allowed", ImmutableSortedDictionary<string, string>.Empty
            .Add("frozen", (Frozen.Of(desk.Snapshot) with { Detail = standing }).Text())
            .Add("preview", JsonSerializer.Serialize(new
            {
                before = new { about = change.Subject, role = OperatorRows.RoleOf(transaction, change.Subject)?.Word() },
                after = After(change),
                // What the owner of the token reads out, so that the approver knows that it is theirs and nobody else's.
                token_sha256_begins = TokenOf(change)?.Hex[..12],
            })));
    }

    private static object After(PeopleChange change) => change switch
    {
        AddOperator add => new { about = add.Name, role = add.Role.Word(), done = add.Word },
        GrantRole grant => new { about = grant.Name, role = grant.Role.Word(), done = grant.Word },
        MapTelegram map => new { about = map.Name, telegram_user = map.UserId, done = map.Word },
        _ => new { about = change.Subject, done = change.Word },
    };

    private static TokenHash? TokenOf(PeopleChange change) => change switch
    {
        AddOperator add => add.Token,
        IssueToken issue => issue.Token,
        ChangeApproveToken token => token.Token,
        _ => null,
    };
}
