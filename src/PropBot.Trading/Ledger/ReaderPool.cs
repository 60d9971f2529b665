using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace PropBot.Trading.Ledger;

/// <summary>Read-only connections for any thread. In WAL mode they see the last commit and never wait for the writer, nor it for them.</summary>
internal sealed class ReaderPool(string path) : IDisposable
{
    private const int Kept = 8;

    private readonly ConcurrentBag<SqliteConnection> idle = [];
    private volatile bool closed;

    /// <summary>All statements of one query see one instant.</summary>
    public T Read<T>(Func<SqliteConnection, T> query)
    {
        ObjectDisposedException.ThrowIf(closed, this);
        var connection = idle.TryTake(out var kept) ? kept : Open();
        try
        {
            Run(connection, "BEGIN");
            var result = query(connection);
            Run(connection, "COMMIT");
            Return(connection);
            return result;
        }
        catch
        {
            // Whatever state the query left, a new connection is cheaper than to find out.
            connection.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        closed = true;
        while (idle.TryTake(out var connection)) connection.Dispose();
    }

    private void Return(SqliteConnection connection)
    {
        if (closed || idle.Count >= Kept) connection.Dispose();
        else idle.Add(connection);
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false, DefaultTimeout = 5 }.ToString());
        connection.Open();
        Run(connection, "PRAGMA query_only = 1; PRAGMA busy_timeout = 1000");
        return connection;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        var code = raw.sqlite3_exec(connection.Handle, sql);
        if (code != raw.SQLITE_OK) SqliteException.ThrowExceptionForRC(code, connection.Handle);
    }
}
