using PropBot.Trading.Ledger;

namespace PropBot.Workflows.Approvals.Factors;

/// <summary>Enrolled secrets as rows of ledger.db (008_people.sql), sealed.</summary>
internal static class TotpRows
{
    public static void InsertPending(LedgerTransaction tx, SealedBox box, string name, ReadOnlySpan<byte> secret, DateTimeOffset at) => tx.Execute(
        """
        INSERT INTO totp (operator, state, secret, at) VALUES (?1, 'pending', ?2, ?3)
        ON CONFLICT (operator, state) DO UPDATE SET secret = excluded.secret, at = excluded.at, last_step = 0
        """,
        name, box.Seal(Purpose(name), secret), at);

    /// <summary>When the pending secret was shown, or null.</summary>
    public static DateTimeOffset? PendingSince(LedgerTransaction tx, string name) =>
        tx.Scalar("SELECT at FROM totp WHERE operator = ?1 AND state = 'pending'", name) is long at ? LedgerTime.FromMicroseconds(at) : null;

    /// <summary>Checks a code against the secret of one state and spends its step.</summary>
    /// <exception cref="InvalidDataException">The secret cannot be unsealed: the key file is another one, or the row was changed.</exception>
    public static bool Spend(LedgerTransaction tx, SealedBox box, string name, string state, string? code, DateTimeOffset now)
    {
        if (tx.Scalar("SELECT secret FROM totp WHERE operator = ?1 AND state = ?2", name, state) is not byte[] held) return false;
        var secret = box.TryUnseal(Purpose(name), held)
            ?? throw new InvalidDataException($"the second factor of {name} cannot be read with {SealedBox.FileName}: bring that file back from the backup");
        var last = (long)(tx.Scalar("SELECT last_step FROM totp WHERE operator = ?1 AND state = ?2", name, state) ?? 0L);
        if (Totp.Match(secret, code, now, last) is not { } step) return false;
        return tx.Execute("UPDATE totp SET last_step = ?3 WHERE operator = ?1 AND state = ?2 AND last_step < ?3", name, state, step) == 1;
    }

    /// <summary>The pending secret becomes the one that counts.</summary>
    public static void Activate(LedgerTransaction tx, string name)
    {
        tx.Execute("DELETE FROM totp WHERE operator = ?1 AND state = 'active'", name);
        tx.Execute("UPDATE totp SET state = 'active' WHERE operator = ?1 AND state = 'pending'", name);
    }

    /// <summary>Enrolled, or about to be.</summary>
    public static bool Any(LedgerTransaction tx, string name) => tx.Scalar("SELECT 1 FROM totp WHERE operator = ?1", name) is not null;

    public static void Remove(LedgerTransaction tx, string name) => tx.Execute("DELETE FROM totp WHERE operator = ?1", name);

    private static string Purpose(string name) => $"totp:{name}";
}
