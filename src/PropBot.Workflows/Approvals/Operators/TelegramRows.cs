using PropBot.Trading.Ledger;

namespace PropBot.Workflows.Approvals.Operators;

/// <summary>Which Telegram account is which person (R9), as rows of ledger.db.</summary>
internal static class TelegramRows
{
    public static bool Any(LedgerTransaction tx) => tx.Scalar("SELECT 1 FROM telegram_user") is not null;

    public static void Put(LedgerTransaction tx, long userId, string name, string source, string by, DateTimeOffset at) => tx.Execute(
        """
        INSERT INTO telegram_user (user_id, operator, source, mapped_at, mapped_by) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (user_id) DO UPDATE SET operator = excluded.operator, source = excluded.source, mapped_at = excluded.mapped_at,
                                            mapped_by = excluded.mapped_by, removed_at = NULL, removed_by = NULL
        """,
        userId, name, source, at, by);

    public static string? Of(LedgerTransaction tx, long userId) =>
        (string?)tx.Scalar("SELECT operator FROM telegram_user WHERE user_id = ?1 AND removed_at IS NULL", userId);

    /// <returns>False when nobody was mapped.</returns>
    public static bool Remove(LedgerTransaction tx, long userId, string by, DateTimeOffset at) =>
        tx.Execute("UPDATE telegram_user SET removed_at = ?2, removed_by = ?3 WHERE user_id = ?1 AND removed_at IS NULL", userId, at, by) == 1;
}
