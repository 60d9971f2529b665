using PropBot.Trading.Ledger;

namespace PropBot.Workflows.Approvals.Operators;

/// <summary>People as the ledger has them at this moment of a transaction (003 and 008 of its scripts). Decisions are made on this, not on memory.</summary>
public static class OperatorRows
{
    /// <summary>Where tokens come from that two people approved.</summary>
    public const string PeopleSource = "people";

    public const string BootstrapSource = "bootstrap";

    /// <summary>The role of a person, or null: unknown, or removed.</summary>
    public static Role? RoleOf(LedgerTransaction tx, string name) =>
        tx.Scalar("SELECT role FROM operator WHERE name = ?1 AND removed_at IS NULL", name) is string word && Roles.TryParse(word, out var role) ? role : null;

    /// <summary>The name as it is written in the ledger, removed people included, or null.</summary>
    internal static string? Known(LedgerTransaction tx, string name) =>
        (string?)tx.Scalar("SELECT name FROM operator WHERE name = ?1 COLLATE NOCASE ORDER BY name = ?1 DESC", name);

    internal static bool Any(LedgerTransaction tx) => tx.Scalar("SELECT 1 FROM operator") is not null;

    internal static void Insert(LedgerTransaction tx, string name, Role role, string source, string by, DateTimeOffset at) => tx.Execute(
        "INSERT INTO operator (name, role, source, created_at, created_by, role_set_by) VALUES (?1, ?2, ?3, ?4, ?5, ?5)", name, role.Word(), source, at, by);

    internal static void SetRole(LedgerTransaction tx, string name, Role role, string by) => tx.Execute(
        "UPDATE operator SET role = ?2, role_set_by = ?3, removed_at = NULL, removed_by = NULL WHERE name = ?1", name, role.Word(), by);

    internal static void Remove(LedgerTransaction tx, string name, string by, DateTimeOffset at)
    {
        tx.Execute("UPDATE operator SET removed_at = ?2, removed_by = ?3 WHERE name = ?1", name, at, by);
        RevokeTokens(tx, name, by, at);
        tx.Execute("UPDATE telegram_user SET removed_at = ?2, removed_by = ?3 WHERE operator = ?1 AND removed_at IS NULL", name, at, by);
        tx.Execute("DELETE FROM totp WHERE operator = ?1", name);
    }

    /// <returns>False when this token is, or was, somebody's already.</returns>
    internal static bool AddToken(LedgerTransaction tx, string name, TokenHash token, string source, string by, DateTimeOffset at) => tx.Execute(
        """
        INSERT INTO operator_token (hash, operator, created_at, source, issued_by) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (hash) DO NOTHING
        """,
        token.Hex, name, at, source, by) == 1;

    /// <summary>By a person: for good, whatever a file still says.</summary>
    internal static int RevokeTokens(LedgerTransaction tx, string name, string by, DateTimeOffset at) => tx.Execute(
        "UPDATE operator_token SET revoked_at = ?2, revoked_by = ?3 WHERE operator = ?1 AND (revoked_at IS NULL OR revoked_by = 'source')", name, at, by);
}
