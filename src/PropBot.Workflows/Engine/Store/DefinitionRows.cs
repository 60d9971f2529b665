using PropBot.Trading.Ledger;

namespace PropBot.Workflows.Engine.Store;

/// <summary>A version of a process.</summary>
/// <param name="Source"><c>git</c> (a file of <c>workflows/</c>) or <c>designer</c>.</param>
/// <param name="State"><c>draft</c>, <c>published</c>, <c>retired</c>.</param>
public sealed record DefinitionVersion(string Process, long Version, string Sha256, string Source, string State);

internal static class DefinitionRows
{
    public static string Xml(LedgerTransaction tx, string process, long version) =>
        (string)tx.Scalar("SELECT xml FROM workflow_definition WHERE process = ?1 AND version = ?2", process, version)!;

    public static DefinitionVersion? Published(LedgerTransaction tx, string process) => One(tx.Rows(
        "SELECT process, version, sha256, source, state FROM workflow_definition WHERE process = ?1 AND state = 'published'", process));

    public static DefinitionVersion? One(LedgerTransaction tx, string process, long version) => One(tx.Rows(
        "SELECT process, version, sha256, source, state FROM workflow_definition WHERE process = ?1 AND version = ?2", process, version));

    public static IEnumerable<DefinitionVersion> AllPublished(LedgerTransaction tx) => tx
        .Rows("SELECT process, version, sha256, source, state FROM workflow_definition WHERE state = 'published' ORDER BY process").Select(Of);

    public static DefinitionVersion? WithText(LedgerTransaction tx, string process, string sha256) => One(tx.Rows(
        "SELECT process, version, sha256, source, state FROM workflow_definition WHERE process = ?1 AND sha256 = ?2 ORDER BY version DESC LIMIT 1", process, sha256));

    public static bool Any(LedgerTransaction tx) => tx.Scalar("SELECT 1 FROM workflow_definition LIMIT 1") is not null;

    public static DefinitionVersion InsertDraft(LedgerTransaction tx, string process, string sha256, string xml, string source, string by, DateTimeOffset at)
    {
        var version = ((long?)tx.Scalar("SELECT max(version) FROM workflow_definition WHERE process = ?1", process) ?? 0) + 1;
        tx.Execute(
            "INSERT INTO workflow_definition (process, version, sha256, xml, source, state, by, at) VALUES (?1, ?2, ?3, ?4, ?5, 'draft', ?6, ?7)",
            process, version, sha256, xml, source, by, at);
        return new DefinitionVersion(process, version, sha256, source, "draft");
    }

    /// <returns>False when there is no such version, or it is published already.</returns>
    public static bool Publish(LedgerTransaction tx, string process, long version, string by, DateTimeOffset at)
    {
        if (tx.Scalar("SELECT state FROM workflow_definition WHERE process = ?1 AND version = ?2", process, version) is null or "published") return false;
        tx.Execute("UPDATE workflow_definition SET state = 'retired' WHERE process = ?1 AND state = 'published'", process);
        return tx.Execute("UPDATE workflow_definition SET state = 'published', by = ?3, at = ?4 WHERE process = ?1 AND version = ?2", process, version, by, at) == 1;
    }

    public static DefinitionVersion Of(object?[] row) => new((string)row[0]!, (long)row[1]!, (string)row[2]!, (string)row[3]!, (string)row[4]!);

    private static DefinitionVersion? One(IReadOnlyList<object?[]> rows) => rows is [var row] ? Of(row) : null;
}
