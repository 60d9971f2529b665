using System.Text.Json;
using Microsoft.Data.Sqlite;
using PropBot.Trading.Ledger;

namespace PropBot.Trading.Risk;

/// <summary>Quarantines as rows of table <c>control</c>, one a symbol: a restart must not end one (P10).</summary>
public static class ChurnStore
{
    private const string Prefix = "churn:";

    public static Action<LedgerTransaction> Save(string symbol, ChurnRecord record)
    {
        var json = JsonSerializer.Serialize(record);
        return tx => tx.Execute("insert into control(key,value) values(?1,?2) on conflict(key) do update set value=excluded.value", Prefix + symbol, json);
    }

    /// <summary>Null: nothing was ever kept of the symbol.</summary>
    public static ChurnRecord? Load(SqliteConnection connection, string symbol)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "select value from control where key=$k";
        command.Parameters.AddWithValue("$k", Prefix + symbol);
        return command.ExecuteScalar() is string json ? JsonSerializer.Deserialize<ChurnRecord>(json) : null;
    }
}
