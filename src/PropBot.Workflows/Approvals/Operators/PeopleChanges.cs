using System.Text.Json;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Approvals.Factors;
using static PropBot.Workflows.Approvals.Operators.PeopleChange;

namespace PropBot.Workflows.Approvals.Operators;

/// <summary>Makes a change inside a transaction of the one writer: its rows, the audit row and the event together, or nothing.</summary>
public static class PeopleChanges
{
    /// <summary>
    /// Null when it was made. Refused: those of <see cref="Objection"/>; then nothing was written. Memory follows with <see cref="PeopleBook.Refresh"/>.
    /// </summary>
    public static PeopleRefusal? Apply(LedgerTransaction tx, PeopleChange change, PeopleHand hand, DateTimeOffset at)
    {
        if (Objection(tx, change) is { } refusal) return refusal;
        Make(tx, change, hand.By, at);
        var details = JsonSerializer.Serialize(new { status = "done", about = change.Subject, what = Detail(change) });
        tx.Audit(hand.By, hand.Role, change.Word.ToUpperInvariant(), hand.Channel, details);
        tx.Event(change.Loosens ? "WARNING" : "INFO", change.Word, JsonSerializer.Serialize(new { actor = hand.By, about = change.Subject, what = Detail(change) }));
        return null;
    }

    /// <summary>
    /// What stands against it as people are now; writes nothing. <c>name_invalid</c>, <c>operator_exists</c>, <c>operator_unknown</c>,
    /// <c>token_in_use</c>, <c>telegram_user_taken</c>, <c>telegram_user_unknown</c>, <c>role_not_lower</c>, <c>role_not_higher</c>, <c>totp_not_enrolled</c>.
    /// </summary>
    public static PeopleRefusal? Objection(LedgerTransaction tx, PeopleChange change) => change switch
    {
        AddOperator add => OnAdd(tx, add),
        GrantRole grant => OnGrant(tx, grant),
        IssueToken issue => OnActive(tx, issue.Name) ?? (TokenTaken(tx, issue.Token) ? TokenInUse : null),
        MapTelegram map => OnActive(tx, map.Name) ?? OnMap(tx, map),
        ResetTotp reset => OnActive(tx, reset.Name) ?? (TotpRows.Any(tx, reset.Name) ? null : new PeopleRefusal("totp_not_enrolled", $"{reset.Name} has no second factor of their own: there is nothing to reset.")),
        RemovePerson or PeopleChange.RevokeTokens => OnActive(tx, change.Subject),
        LowerRole lower => OnLower(tx, lower),
        UnmapTelegram unmap when TelegramRows.Of(tx, unmap.UserId) is null => new PeopleRefusal("telegram_user_unknown", $"Telegram user {unmap.UserId} is mapped to nobody."),
        _ => null,
    };

    /// <summary>Whom a change is about as they stand now, as text: equal text = nobody has moved since (R10).</summary>
    public static string Standing(LedgerTransaction tx, PeopleChange change) => change switch
    {
        MapTelegram map => $"{Stands(tx, map.Name)} {TelegramRows.Of(tx, map.UserId) ?? "-"}",
        ChangeApproveToken => Kept(tx, "APPROVE_TOKEN"),
        ChangeBotToken => Kept(tx, "TELEGRAM_BOT_TOKEN"),
        _ => Stands(tx, change.Subject),
    };

    private static void Make(LedgerTransaction tx, PeopleChange change, string by, DateTimeOffset at)
    {
        switch (change)
        {
            case AddOperator add:
                OperatorRows.Insert(tx, add.Name, add.Role, OperatorRows.PeopleSource, by, at);
                OperatorRows.AddToken(tx, add.Name, add.Token, OperatorRows.PeopleSource, by, at);
                break;
            case IssueToken issue: OperatorRows.AddToken(tx, issue.Name, issue.Token, OperatorRows.PeopleSource, by, at); break;
            case MapTelegram map: TelegramRows.Put(tx, map.UserId, map.Name, OperatorRows.PeopleSource, by, at); break;
            case UnmapTelegram unmap: TelegramRows.Remove(tx, unmap.UserId, by, at); break;
            case ChangeApproveToken token: Keep(tx, "APPROVE_TOKEN", Convert.FromHexString(token.Token.Hex), by, at); break;
            case ChangeBotToken token: Keep(tx, "TELEGRAM_BOT_TOKEN", token.Sealed, by, at); break;
            default: MakeOfKnown(tx, change, by, at); break;
        }
    }

    private static void MakeOfKnown(LedgerTransaction tx, PeopleChange change, string by, DateTimeOffset at)
    {
        switch (change)
        {
            case GrantRole grant: OperatorRows.SetRole(tx, grant.Name, grant.Role, by); break;
            case LowerRole lower: OperatorRows.SetRole(tx, lower.Name, lower.Role, by); break;
            case ResetTotp reset: TotpRows.Remove(tx, reset.Name); break;
            case RemovePerson remove: OperatorRows.Remove(tx, remove.Name, by, at); break;
            case PeopleChange.RevokeTokens revoke: OperatorRows.RevokeTokens(tx, revoke.Name, by, at); break;
            default: throw new InvalidOperationException($"{change.GetType().Name} has no rows");
        }
    }

    private static PeopleRefusal? OnAdd(LedgerTransaction tx, AddOperator add)
    {
        if (OperatorName.WhyNot(add.Name) is { } why) return new PeopleRefusal("name_invalid", $"{Sentence(why)}.");
        if (OperatorRows.Known(tx, add.Name) is { } known) return new PeopleRefusal("operator_exists", $"{known} is or was somebody here: grant a role instead, or choose another name.");
        return TokenTaken(tx, add.Token) ? TokenInUse : null;
    }

    private static PeopleRefusal? OnGrant(LedgerTransaction tx, GrantRole grant)
    {
        if (OperatorRows.Known(tx, grant.Name) != grant.Name) return Unknown(grant.Name);
        return OperatorRows.RoleOf(tx, grant.Name) is { } now && grant.Role <= now
            ? new PeopleRefusal("role_not_higher", $"{grant.Name} is {now.Word()} already; lowering a role takes one person.")
            : null;
    }

    private static PeopleRefusal? OnMap(LedgerTransaction tx, MapTelegram map) => TelegramRows.Of(tx, map.UserId) is { } other
        ? new PeopleRefusal("telegram_user_taken", $"Telegram user {map.UserId} is {other} already.")
        : null;

    private static PeopleRefusal? OnLower(LedgerTransaction tx, LowerRole lower) => OperatorRows.RoleOf(tx, lower.Name) switch
    {
        null => Unknown(lower.Name),
        { } now when lower.Role >= now => new PeopleRefusal("role_not_lower", $"{lower.Name} is {now.Word()}; a role that is not lower takes two people."),
        _ => null,
    };

    private static PeopleRefusal? OnActive(LedgerTransaction tx, string name) => OperatorRows.RoleOf(tx, name) is null ? Unknown(name) : null;

    private static void Keep(LedgerTransaction tx, string name, byte[] value, string by, DateTimeOffset at) => tx.Execute(
        """
        INSERT INTO people_secret (name, value, changed_at, changed_by) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at, changed_by = excluded.changed_by
        """,
        name, value, at, by);

    private static string Stands(LedgerTransaction tx, string name)
    {
        var role = OperatorRows.RoleOf(tx, name) is { } now ? now.Word() : OperatorRows.Known(tx, name) == name ? "removed" : "-";
        return $"{name}:{role}:{tx.Scalar("SELECT count(*) FROM operator_token WHERE operator = ?1 AND revoked_at IS NULL", name)}";
    }

    private static string Kept(LedgerTransaction tx, string name) => $"{name}:{tx.Scalar("SELECT changed_at FROM people_secret WHERE name = ?1", name) ?? "-"}";

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
