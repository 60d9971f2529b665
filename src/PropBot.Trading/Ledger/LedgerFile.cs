using System.Globalization;
using Microsoft.Data.Sqlite;

namespace PropBot.Trading.Ledger;

/// <summary>Opens the writer connection with the settings that durability rests on.</summary>
internal static class LedgerFile
{
    public static SqliteConnection Connection(LedgerOptions options) => new(
        new SqliteConnectionStringBuilder { DataSource = options.DatabasePath, Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false }.ToString());

    public static Statements Open(SqliteConnection connection, LedgerOptions options)
    {
        connection.Open();
        var db = new Statements(connection.Handle!);
        db.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {(int)options.BusyTimeout.TotalMilliseconds}"));
        if (db.Scalar("PRAGMA journal_mode = WAL") is not "wal")
            throw new LedgerBrokenException($"{options.DatabasePath}: this file system gives no write-ahead log; put DATA_DIR on a local disk.");
        db.Execute($"PRAGMA synchronous = {options.Sync.ToString().ToUpperInvariant()}");
        db.Execute("PRAGMA foreign_keys = ON");
        return db;
    }
}
