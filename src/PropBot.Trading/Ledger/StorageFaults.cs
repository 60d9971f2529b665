using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace PropBot.Trading.Ledger;

/// <summary>Which SQLite errors say that the database cannot take writes, as against a unit that asked for something wrong.</summary>
internal static class StorageFaults
{
    public static bool Is(SqliteException failure) => failure.SqliteErrorCode is
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_NOMEM or raw.SQLITE_READONLY or raw.SQLITE_INTERRUPT or raw.SQLITE_IOERR
        or raw.SQLITE_CORRUPT or raw.SQLITE_FULL or raw.SQLITE_CANTOPEN or raw.SQLITE_PROTOCOL or raw.SQLITE_NOTADB;
}
