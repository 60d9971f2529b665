using System.Collections.Immutable;
using PropBot.Workflows.Approvals;
using PropBot.Workflows.Bpmn;
using PropBot.Workflows.Engine.Kernel;

namespace PropBot.Workflows.Search;

/// <summary>When somebody answers, seen from the deadline of the question.</summary>
public enum Moment
{
    Before = 0,
    At = 1,

    /// <summary>The deadline has passed and its timer has not been looked at yet.</summary>
    After = 2,
}

/// <summary>Everybody who may try to decide, and whether the answer is taken.</summary>
internal static class Cast
{
    private static readonly TwoPersonPolicy Policy = new(Paper: false);

    public static readonly Identity Requester = new("requester", Role.Operator);

    /// <summary>The requester, a second and a third operator, one who only reads, and one whose role was taken away.</summary>
    public static readonly ImmutableArray<(Identity Identity, bool StillOperator)> All =
    [
        (Requester, true), (new("second", Role.Operator), true), (new("third", Role.Operator), true), (new("viewer", Role.Viewer), false), (new("removed", Role.Operator), false),
    ];

    /// <summary>
    /// The promise of the decision's door (R9, R10, design §7.4), asked of nothing but what the diagram and the state say. Null = taken.
    /// A question without a deadline is let through here: that it loosens unexpired is then what the search objects to.
    /// </summary>
    public static string? Objection(Node task, FlowState state, Token token, string outcome, Identity who, bool stillOperator, Moment moment)
    {
        var terms = task.Task!;
        if (moment != Moment.Before) return "expired";
        if (!who.MayAct || !stillOperator) return "forbidden";
        if (outcome == "withdraw") return token.Asked?.Identity == who.Name ? null : "not_requester";
        return terms.IsApproval && outcome == terms.Outcomes[0] ? Yes(terms, state, token, who) : null;
    }

    private static string? Yes(TaskSpec terms, FlowState state, Token token, Identity who)
    {
        if (token.Votes.Any(vote => TwoPersonRule.OnConfirm(vote, who, null, Policy) is not null)) return "same_operator";
        if (token.Asked is { } requester) return TwoPersonRule.OnConfirm(requester, who, null, Policy) is null ? null : "same_operator";
        return terms.Needed >= 2 ? null : "requester_unknown";
    }
}
