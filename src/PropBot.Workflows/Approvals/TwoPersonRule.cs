namespace PropBot.Workflows.Approvals;

/// <summary>Why a second person's answer does not count. Null from <see cref="TwoPersonRule"/> means it does.</summary>
public enum TwoPersonObjection
{
    /// <summary>Requester and confirmer are, or may be, one person.</summary>
    SameOperator = 0,

    /// <summary>The shared token may only read and tighten outside paper.</summary>
    SharedToken = 1,

    /// <summary>Only operators decide.</summary>
    NotAnOperator = 2,
}

/// <summary>What the rule depends on besides the two people.</summary>
/// <param name="Paper">True in the paper profile, the only one where the shared token may take part.</param>
/// <param name="Required">TWO_MAN_RULE; false only in paper.</param>
public sealed record TwoPersonPolicy(bool Paper, bool Required = true);

/// <summary>Who may loosen together with whom (R9). Pure.</summary>
public static class TwoPersonRule
{
    public static TwoPersonObjection? OnRequest(Identity requester, TwoPersonPolicy policy)
    {
        if (!requester.MayAct) return TwoPersonObjection.NotAnOperator;
        return requester.Shared && !policy.Paper ? TwoPersonObjection.SharedToken : null;
    }

    public static TwoPersonObjection? OnConfirm(Person requester, Identity confirmer, string? stated, TwoPersonPolicy policy)
    {
        if (!confirmer.MayAct) return TwoPersonObjection.NotAnOperator;
        if (confirmer.Shared && !policy.Paper) return TwoPersonObjection.SharedToken;
        if (requester.Shared && !policy.Paper) return TwoPersonObjection.SharedToken;
        if (policy.Paper && !policy.Required) return null;
        return Different(requester, Person.Of(confirmer, stated)) ? null : TwoPersonObjection.SameOperator;
    }

    private static bool Different(Person one, Person other)
    {
        // Two holders of the shared token must both say who they are, and say different names.
        if (one.Shared && other.Shared && (one.Stated.Length == 0 || other.Stated.Length == 0)) return false;
        return !SameName(one.Shown, other.Shown);
    }

    private static bool SameName(string one, string other) => string.Equals(one.Trim(), other.Trim(), StringComparison.OrdinalIgnoreCase);
}
