using Dapper;
using PropBot.Trading.Ledger;

namespace PropBot.Workflows.Approvals.Operators;

/// <summary>
/// A file's people against the ledger's. On paper, and on an empty ledger, the file is taken as it is. Elsewhere adding anybody or
/// anything takes two people (R12), so of a changed file only what tightens counts: a vanished token, a lower role.
/// </summary>
public static class PeopleStore
{
    /// <summary>
    /// Brings the people of one source (<c>paper_credentials</c>, <c>secrets_store</c>) up to <paramref name="entries"/>. Whatever a person
    /// removed, revoked or lowered stays so.
    /// </summary>
    /// <returns>What of the file was left out, as sentences.</returns>
    public static IReadOnlyList<string> Sync(LedgerTransaction tx, string source, IReadOnlyList<OperatorEntry> entries, bool paper, DateTimeOffset at)
    {
        var trusted = paper || !OperatorRows.Any(tx);
        List<string> ignored = [];
        foreach (var entry in entries) ignored.AddRange(Enter(tx, source, entry, trusted, at));
        var valid = entries.Select(e => TokenHash.Of(e.Token).Hex).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in Hashes(tx, source).Where(hash => !valid.Contains(hash)))
            tx.Execute("UPDATE operator_token SET revoked_at = ?1, revoked_by = 'source' WHERE hash = ?2", at, gone);
        return ignored;
    }

    /// <summary>Every token that counts while <paramref name="fileSource"/> is the file in use.</summary>
    public static IReadOnlyList<KnownToken> Load(ILedger ledger, string fileSource) => ledger.Read(db => db
        .Query<(string Hash, string Name, string Role)>(
            """
            SELECT t.hash, o.name, o.role FROM operator_token t JOIN operator o ON o.name = t.operator
            WHERE t.revoked_at IS NULL AND o.removed_at IS NULL AND t.source IN (@fileSource, 'bootstrap', 'people')
            """,
            new { fileSource })
        .Select(row => new KnownToken(
            TokenHash.Parse(row.Hash), new Identity(row.Name, Roles.TryParse(row.Role, out var role) ? role : Role.Viewer)))
        .ToList());

    private static IEnumerable<string> Enter(LedgerTransaction tx, string source, OperatorEntry entry, bool trusted, DateTimeOffset at)
    {
        var known = OperatorRows.Known(tx, entry.Name) == entry.Name;
        if (!known && !trusted)
        {
            yield return $"{entry.Name} is new: adding somebody takes two people (R12)";
            yield break;
        }
        if (!known) OperatorRows.Insert(tx, entry.Name, entry.Role, source, "source", at);
        if (OperatorRows.RoleOf(tx, entry.Name) is not { } role)
        {
            yield return $"{entry.Name} was removed here and stays so";
            yield break;
        }
        if (!SetRole(tx, entry, role, trusted)) yield return $"{entry.Name} stays {role.Word()}: {entry.Role.Word()} takes two people (R12)";
        if (!EnterToken(tx, source, entry, trusted, at)) yield return $"the token of {entry.Name} is not one that was approved here: a new one takes two people (R12)";
    }

    private static bool SetRole(LedgerTransaction tx, OperatorEntry entry, Role now, bool trusted)
    {
        if (entry.Role == now) return true;
        var setByPeople = tx.Scalar("SELECT 1 FROM operator WHERE name = ?1 AND role_set_by <> 'source'", entry.Name) is not null;
        if (entry.Role > now && (!trusted || setByPeople)) return false;
        // Outside paper the lowering is for good, and the person still counts as one who was named: a file must not stop the next start.
        tx.Execute("UPDATE operator SET role = ?2, role_set_by = CASE WHEN ?3 THEN role_set_by ELSE 'file' END WHERE name = ?1", entry.Name, entry.Role.Word(), trusted);
        return true;
    }

    private static bool EnterToken(LedgerTransaction tx, string source, OperatorEntry entry, bool trusted, DateTimeOffset at)
    {
        var hash = TokenHash.Of(entry.Token);
        if (tx.Scalar("SELECT 1 FROM operator_token WHERE hash = ?1 AND operator = ?2 AND revoked_at IS NULL", hash.Hex, entry.Name) is not null) return true;
        if (!trusted) return false;
        // A token that a person revoked stays revoked, even if the file still names it.
        return OperatorRows.AddToken(tx, entry.Name, hash, source, "source", at) || tx.Execute(
            """
            UPDATE operator_token SET operator = ?2, source = ?3, revoked_at = NULL, revoked_by = NULL
            WHERE hash = ?1 AND (revoked_by IS NULL OR revoked_by = 'source')
            """,
            hash.Hex, entry.Name, source) == 1;
    }

    private static string[] Hashes(LedgerTransaction tx, string source)
    {
        var joined = tx.Scalar("SELECT group_concat(hash, ' ') FROM operator_token WHERE revoked_at IS NULL AND source = ?1", source) as string;
        return joined?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
    }
}
