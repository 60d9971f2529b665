using PropBot.Trading.Ledger;
using PropBot.Workflows.Approvals;
using PropBot.Workflows.Bpmn;
using PropBot.Workflows.Engine.Kernel;

namespace PropBot.Workflows.Engine.Store;

/// <summary>
/// Whether this person may give this answer now (R9, R10). Everything is looked at in the transaction that takes the answer: the deadline by
/// the clock and not by its timer, roles as the operator table has them, what was asked for as it stands.
/// </summary>
internal static class DecideRule
{
    /// <summary>Only the one who asked takes a request back.</summary>
    public const string Withdraw = "withdraw";

    /// <returns>Null when the answer may be taken.</returns>
    public static CommandAnswer? Objection(FlowUnit unit, LiveInstance instance, Token token, DecideCommand command)
    {
        var terms = instance.Graph[token.Node].Task!;
        if (!terms.Outcomes.Contains(command.Outcome)) return No("outcome_not_listed");
        var due = Expiry(unit.Tx, instance, token)?.Due;
        if (due <= unit.Now) return new CommandAnswer.Expired(due.Value);
        if (!command.By.Identity.MayAct || !unit.Parts.People.MayAct(unit.Tx, command.By.Identity.Name, command.By.Identity.Shared)) return No("forbidden");
        if (command.Outcome == Withdraw && !AskedBy(token, command.By)) return No("not_requester");
        return terms.IsApproval && command.Outcome == terms.Outcomes[0] ? Loosening(unit, instance, token, terms, command, due) : null;
    }

    /// <summary>The first interrupting timer that would take the task away: its own, or one of a scope around it.</summary>
    public static (Wait Wait, DateTimeOffset Due)? Expiry(LedgerTransaction tx, LiveInstance instance, Token token)
    {
        (Wait Wait, DateTimeOffset Due)? first = null;
        foreach (var wait in instance.State.Waits.Where(wait => wait.Kind == WaitKind.Timer && Interrupts(instance, wait, token)))
        {
            if (WaitRows.Due(tx, instance.Id, wait.Token, wait.Node) is { } due && (first is null || due < first.Value.Due)) first = (wait, due);
        }

        return first;
    }

    private static CommandAnswer? Loosening(FlowUnit unit, LiveInstance instance, Token token, TaskSpec terms, DecideCommand command, DateTimeOffset? due)
    {
        if (due is null) return No("no_expiry");
        if (Requester(unit, token, terms, command.By) is { } problem) return No(problem);
        if (!command.SecondFactor) return No("second_factor_required");
        if (command.PayloadHash != PayloadHash.Of(token.Payload)) return No("state_changed");
        return unit.Parts.Binding.StillHolds(unit.Tx, instance.Process, token.Payload) ? null : No("state_changed");
    }

    private static string? Requester(FlowUnit unit, Token token, TaskSpec terms, Actor by)
    {
        var policy = unit.Parts.Policy;
        var voter = new Person(by.Identity.Name, by.Identity.Shared, by.Stated?.Trim() ?? "");
        foreach (var earlier in token.Votes)
            if (earlier == voter || TwoPersonRule.OnConfirm(earlier, by.Identity, by.Stated, policy with { Required = true }) is not null) return "same_operator";
        if (token.Asked is not { } requester)
        {
            // Asked by no person (a setting found at start): then the people who approve must be two themselves.
            if (terms.Needed < 2) return "requester_unknown";
            return Word(TwoPersonRule.OnRequest(by.Identity, policy));
        }

        if (!unit.Parts.People.MayAct(unit.Tx, requester.Identity, requester.Shared)) return "requester_lost_role";
        return Word(TwoPersonRule.OnConfirm(requester, by.Identity, by.Stated, policy));
    }

    private static bool AskedBy(Token token, Actor by) =>
        token.Asked is { } requester && requester.Identity == by.Identity.Name
        && (!requester.Shared || requester.Shown == Person.Of(by.Identity, by.Stated).Shown);

    private static bool Interrupts(LiveInstance instance, Wait wait, Token token)
    {
        var node = instance.Graph[wait.Node];
        if (!node.Interrupting || (node.AttachedTo is null && node.Scope is null)) return false;
        var start = node.AttachedTo is null;
        for (var at = token; ; at = instance.State.Tokens.Single(one => one.Number == at.Scope))
        {
            // A boundary stands on a token; the start of an event subprocess belongs to the scope it would interrupt.
            if (wait.Token == (start ? at.Scope : at.Number) && (!start || instance.Graph[node.Scope!].Interrupting)) return true;
            if (at.Scope == 0) return false;
        }
    }

    internal static string? Word(TwoPersonObjection? objection) => objection switch
    {
        null => null,
        TwoPersonObjection.SameOperator => "same_operator",
        _ => "forbidden",
    };

    private static CommandAnswer.NotAllowed No(string why) => new(why);
}
