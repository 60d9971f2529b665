using System.Globalization;
using Microsoft.Data.Sqlite;
using PropBot.Testing;
using PropBot.Trading.Ledger;

namespace PropBot.Trading.Tests.Ledger;

/// <summary>A data directory that goes away with the test, and the questions tests ask of a ledger in it.</summary>
public sealed class LedgerRoom : IDisposable
{
    public ManualClock Clock { get; } = new();

    public string Path { get; } = Directory.CreateTempSubdirectory("ledger-").FullName;

    public LedgerOptions Options => new(Path, "paper", LedgerSync.Off, OwnThread: false);

    public LedgerStore Open(LedgerOptions? options = null) => LedgerStore.Open(options ?? Options, Clock);

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Drops the store's files, as they are now, into a new directory: what a killed process leaves.</summary>
    public LedgerRoom CopyAsIfKilled()
    {
        var copy = new LedgerRoom();
        foreach (var name in new[] { "ledger.db", "ledger.db-wal" })
            if (System.IO.File.Exists(File(name))) System.IO.File.Copy(File(name), copy.File(name));
        return copy;
    }

    public SqliteConnection Raw()
    {
        var connection = new SqliteConnection($"Data Source={File("ledger.db")};Pooling=False");
        connection.Open();
        return connection;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    public static string? Text(LedgerStore store, string sql) => store.Read(connection => Text(connection, sql));

    public static string? Text(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    public static void Table(LedgerStore store)
    {
        var made = store.Write(unit => unit.Execute("CREATE TABLE fact (id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE)"));
        store.Step();
        made.GetAwaiter().GetResult();
    }

    public static Action<LedgerTransaction> Fact(string word) => unit => unit.Execute("INSERT INTO fact (word) VALUES (?1)", word);

    public static string? Facts(LedgerStore store) => Text(store, "SELECT group_concat(word, ' ') FROM (SELECT word FROM fact ORDER BY id)");
}
