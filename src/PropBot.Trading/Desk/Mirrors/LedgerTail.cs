using System.Text.Json.Nodes;
using Dapper;
using Microsoft.Data.Sqlite;
using PropBot.Trading.Ledger;

namespace PropBot.Trading.Desk.Mirrors;

/// <summary>The newest entries of a table <c>(id, at, json)</c> as one array, oldest first. Asks the table only for its last id while nothing is new.</summary>
/// <param name="most">Enough for people; the ledger keeps more.</param>
/// <param name="read">Reads that many newest entries, oldest first, from a table without a column <c>json</c>.</param>
internal sealed class LedgerTail(ILedger ledger, string table, int most = 500, Func<SqliteConnection, int, IEnumerable<JsonNode>>? read = null)
{
    private long shown = -1;

    /// <param name="again">All entries even if nothing is new: the file is gone.</param>
    /// <returns>Null when nothing is new.</returns>
    public JsonArray? News(bool again)
    {
        var (last, entries) = ledger.Read(connection =>
        {
            var newest = connection.ExecuteScalar<long?>($"SELECT max(id) FROM {table}") ?? 0;
            return newest == shown && !again
                ? (newest, null)
                : (newest, (read ?? Rows)(connection, most).ToList());
        });
        if (entries is null) return null;
        var array = new JsonArray([.. entries]);
        shown = last;
        return array;
    }

    private IEnumerable<JsonNode> Rows(SqliteConnection connection, int limit) => connection
        .Query<string>($"SELECT json FROM (SELECT id, json FROM {table} ORDER BY id DESC LIMIT {limit}) ORDER BY id")
        .Select(json => JsonNode.Parse(json)!);

    /// <summary>The file could not be written: look again next time.</summary>
    public void Forget() => shown = -1;
}
