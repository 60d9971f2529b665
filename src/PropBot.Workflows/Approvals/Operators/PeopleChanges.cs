using System.Text.Json;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Approvals.Factors;
using static PropBot.Workflows.Approvals.Operators.PeopleChange;

namespace PropBot.Workflows.Approvals.Operators;

/// <summary>Makes a change inside a transaction of the one writer: its rows, the audit row and the event together, or nothing.</summary>
public static class PeopleChanges
{
    /// <summary>
    /// Null when it was made. Refused: <c>name_invalid</c>, <c>operator_exists</c>, <c>operator_unknown</c>, <c>token_in_use</c>,
    /// <c>telegram_user_taken</c>, <c>telegram_user_unknown</c>, <c>role_not_lower</c>. Memory follows with <see cref="PeopleBook.Refresh"/>.
    /// </summary>
    public static PeopleRefusal? Apply(LedgerTransaction tx, PeopleChange change, PeopleHand hand, DateTimeOffset at)
    {
        if (Made(tx, change, hand.By, at) is { } refusal) return refusal;
        var details = JsonSerializer.Serialize(new { status = "done", about = change.Subject, what = Detail(change) });
        tx.Audit(hand.By, hand.Role, change.Word.ToUpperInvariant(), hand.Channel, details);
        tx.Event(change.Loosens ? "WARNING" : "INFO", change.Word, JsonSerializer.Serialize(new { actor = hand.By, about = change.Subject, what = Detail(change) }));
        return null;
    }

    private static PeopleRefusal? Made(LedgerTransaction tx, PeopleChange change, string by, DateTimeOffset at) => change switch
    {
        AddOperator add => Add(tx, add, by, at),
        GrantRole grant => OnKnown(tx, grant.Name, () => OperatorRows.SetRole(tx, grant.Name, grant.Role, by)),
        IssueToken issue => Issue(tx, issue, by, at),
        MapTelegram map => Map(tx, map, by, at),
        ResetTotp reset => OnActive(tx, reset.Name, _ => TotpRows.Remove(tx, reset.Name)),
        ChangeApproveToken token => Keep(tx, "APPROVE_TOKEN", Convert.FromHexString(token.Token.Hex), by, at),
        ChangeBotToken token => Keep(tx, "TELEGRAM_BOT_TOKEN", token.Sealed, by, at),
        RemovePerson remove => OnActive(tx, remove.Name, _ => OperatorRows.Remove(tx, remove.Name, by, at)),
        PeopleChange.RevokeTokens revoke => OnActive(tx, revoke.Name, _ => OperatorRows.RevokeTokens(tx, revoke.Name, by, at)),
        LowerRole lower => Lower(tx, lower, by),
        UnmapTelegram unmap => Unmap(tx, unmap, by, at),
        _ => throw new InvalidOperationException($"{change.GetType().Name} has no rows"),
    };

    private static PeopleRefusal? Add(LedgerTransaction tx, AddOperator add, string by, DateTimeOffset at)
    {
        if (OperatorName.WhyNot(add.Name) is { } why) return new PeopleRefusal("name_invalid", $"{Sentence(why)}.");
        if (OperatorRows.Known(tx, add.Name) is { } known) return new PeopleRefusal("operator_exists", $"{known} is or was somebody here: grant a role instead, or choose another name.");
        if (TokenTaken(tx, add.Token)) return TokenInUse;
        OperatorRows.Insert(tx, add.Name, add.Role, OperatorRows.PeopleSource, by, at);
        OperatorRows.AddToken(tx, add.Name, add.Token, OperatorRows.PeopleSource, by, at);
        return null;
    }

    private static PeopleRefusal? Issue(LedgerTransaction tx, IssueToken issue, string by, DateTimeOffset at)
    {
        if (OperatorRows.RoleOf(tx, issue.Name) is null) return Unknown(issue.Name);
        return OperatorRows.AddToken(tx, issue.Name, issue.Token, OperatorRows.PeopleSource, by, at) ? null : TokenInUse;
    }

    private static PeopleRefusal? Map(LedgerTransaction tx, MapTelegram map, string by, DateTimeOffset at)
    {
        if (OperatorRows.RoleOf(tx, map.Name) is null) return Unknown(map.Name);
        if (tx.Scalar("SELECT operator FROM telegram_user WHERE user_id = ?1 AND removed_at IS NULL", map.UserId) is string other)
            return new PeopleRefusal("telegram_user_taken", $"Telegram user {map.UserId} is {other} already.");
        TelegramRows.Put(tx, map.UserId, map.Name, OperatorRows.PeopleSource, by, at);
        return null;
    }

    private static PeopleRefusal? Unmap(LedgerTransaction tx, UnmapTelegram unmap, string by, DateTimeOffset at) => TelegramRows.Remove(tx, unmap.UserId, by, at)
        ? null
        : new PeopleRefusal("telegram_user_unknown", $"Telegram user {unmap.UserId} is mapped to nobody.");

    private static PeopleRefusal? Lower(LedgerTransaction tx, LowerRole lower, string by) => OperatorRows.RoleOf(tx, lower.Name) switch
    {
        null => Unknown(lower.Name),
        { } now when lower.Role >= now => new PeopleRefusal("role_not_lower", $"{lower.Name} is {now.Word()}; a role that is not lower takes two people."),
        _ => OnActive(tx, lower.Name, _ => OperatorRows.SetRole(tx, lower.Name, lower.Role, by)),
    };

    private static PeopleRefusal? Keep(LedgerTransaction tx, string name, byte[] value, string by, DateTimeOffset at)
    {
        tx.Execute(
            """
            INSERT INTO people_secret (name, value, changed_at, changed_by) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at, changed_by = excluded.changed_by
            """,
            name, value, at, by);
        return null;
    }

    private static PeopleRefusal? OnActive(LedgerTransaction tx, string name, Action<Role> make)
    {
        if (OperatorRows.RoleOf(tx, name) is not { } role) return Unknown(name);
        make(role);
        return null;
    }

    private static PeopleRefusal? OnKnown(LedgerTransaction tx, string name, Action make)
    {
        if (OperatorRows.Known(tx, name) != name) return Unknown(name);
        make();
        return null;
    }

    private static bool TokenTaken(LedgerTransaction tx, TokenHash token) => tx.Scalar("SELECT 1 FROM operator_token WHERE hash = ?1", token.Hex) is not null;

    private static string Detail(PeopleChange change) => change switch
    {
        AddOperator add => add.Role.Word(),
        GrantRole grant => grant.Role.Word(),
        LowerRole lower => lower.Role.Word(),
        MapTelegram map => $"telegram user {map.UserId}",
        UnmapTelegram unmap => $"telegram user {unmap.UserId}",
        _ => "",
    };

    private static PeopleRefusal TokenInUse => new("token_in_use", "This token is or was somebody's: make a new one.");

    private static PeopleRefusal Unknown(string name) => new("operator_unknown", $"Nobody active is called {name}.");

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
