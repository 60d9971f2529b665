using Dapper;
using PropBot.Trading.Ledger;

namespace PropBot.Workflows.Approvals;

/// <summary>Operators and token hashes in ledger.db. Read at start and after a change; never on a request.</summary>
public static class PeopleStore
{
    /// <summary>
    /// Makes the operators of one source (<c>paper_credentials</c>, <c>secrets_store</c>) equal to <paramref name="entries"/>: tokens that are
    /// gone are revoked, new ones added, roles set. Operators of other sources are untouched.
    /// </summary>
    public static Task Sync(ILedger ledger, string source, IReadOnlyList<OperatorEntry> entries, DateTimeOffset now) => ledger.Write(tx =>
    {
        var at = UnixMicros.Of(now);
        var valid = entries.Select(e => TokenHash.Of(e.Token).Hex).ToHashSet(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            tx.Execute(
                """
                INSERT INTO operator (name, role, source, created_at) VALUES (?1, ?2, ?3, ?4)
                ON CONFLICT (name) DO UPDATE SET role = excluded.role, source = excluded.source
                """,
                entry.Name, entry.Role.Word(), source, at);
            // A token that a person revoked stays revoked, even if the file still names it.
            tx.Execute(
                """
                INSERT INTO operator_token (hash, operator, created_at) VALUES (?1, ?2, ?3)
                ON CONFLICT (hash) DO UPDATE SET operator = excluded.operator, revoked_at = NULL, revoked_by = NULL
                WHERE revoked_by IS NULL OR revoked_by = 'source'
                """,
                TokenHash.Of(entry.Token).Hex, entry.Name, at);
        }
        foreach (var gone in Hashes(tx, source).Where(hash => !valid.Contains(hash)))
            tx.Execute("UPDATE operator_token SET revoked_at = ?1, revoked_by = 'source' WHERE hash = ?2", at, gone);
    });

    /// <summary>Every valid token of the given source.</summary>
    public static IReadOnlyList<KnownToken> Load(ILedger ledger, string source) => ledger.Read(db => db
        .Query<(string Hash, string Name, string Role)>(
            """
            SELECT t.hash, o.name, o.role FROM operator_token t JOIN operator o ON o.name = t.operator
            WHERE t.revoked_at IS NULL AND o.source = @source
            """,
            new { source })
        .Select(row => new KnownToken(
            TokenHash.Parse(row.Hash), new Identity(row.Name, Roles.TryParse(row.Role, out var role) ? role : Role.Viewer)))
        .ToList());

    private static string[] Hashes(LedgerTransaction tx, string source)
    {
        var joined = tx.Scalar(
            """
            SELECT group_concat(t.hash, ' ') FROM operator_token t JOIN operator o ON o.name = t.operator
            WHERE t.revoked_at IS NULL AND o.source = ?1
            """,
            source) as string;
        return joined?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
    }
}
