using Microsoft.Data.Sqlite;
using PropBot.Trading.Amounts;
using SQLitePCL;

namespace PropBot.Trading.Ledger;

/// <summary>
/// Prepared statements of the writer connection, one per SQL text. Straight on SQLite: the command class of the provider sleeps in
/// 150 ms steps when the database is busy and allocates per call.
/// </summary>
internal sealed class Statements(sqlite3 handle) : IDisposable
{
    /// <summary>SQL texts are literals, so this many is never reached; a text built per call must not eat the memory.</summary>
    private const int Most = 512;

    private readonly Dictionary<string, sqlite3_stmt> prepared = new(StringComparer.Ordinal);

    public sqlite3 Handle { get; } = handle;

    /// <summary>True outside a transaction. SQLite leaves one by itself after some disk errors.</summary>
    public bool AutoCommit => raw.sqlite3_get_autocommit(Handle) != 0;

    /// <returns>Rows changed.</returns>
    public int Execute(string sql, params ReadOnlySpan<object?> parameters)
    {
        var statement = Bound(sql, parameters);
        try
        {
            var before = raw.sqlite3_total_changes(Handle);
            while (Step(statement)) continue;
            return raw.sqlite3_total_changes(Handle) == before ? 0 : raw.sqlite3_changes(Handle);
        }
        finally
        {
            Rest(statement);
        }
    }

    /// <returns>First column of the first row: <c>long</c>, <c>double</c>, <c>string</c>, <c>byte[]</c> or null.</returns>
    public object? Scalar(string sql, params ReadOnlySpan<object?> parameters)
    {
        var statement = Bound(sql, parameters);
        try
        {
            if (!Step(statement)) return null;
            var value = Column(statement);
            // A writing statement with RETURNING must run to its end to count.
            if (raw.sqlite3_stmt_readonly(statement) == 0) while (Step(statement)) continue;
            return value;
        }
        finally
        {
            Rest(statement);
        }
    }

    /// <returns>Every row; columns as in <see cref="Scalar"/>.</returns>
    public List<object?[]> Rows(string sql, params ReadOnlySpan<object?> parameters)
    {
        var statement = Bound(sql, parameters);
        try
        {
            List<object?[]> rows = [];
            while (Step(statement))
            {
                var row = new object?[raw.sqlite3_column_count(statement)];
                for (var i = 0; i < row.Length; i++) row[i] = Column(statement, i);
                rows.Add(row);
            }

            return rows;
        }
        finally
        {
            Rest(statement);
        }
    }

    public void RollbackQuietly()
    {
        // A failing ROLLBACK changes nothing for the caller: the next BEGIN finds out.
        if (!AutoCommit) _ = raw.sqlite3_exec(Handle, "ROLLBACK");
    }

    public SqliteException Failure(int code) =>
        new($"SQLite error {code}: {raw.sqlite3_errmsg(Handle).utf8_to_string()}", code & 0xff, raw.sqlite3_extended_errcode(Handle));

    public void Dispose()
    {
        foreach (var statement in prepared.Values) statement.Dispose();
        prepared.Clear();
    }

    private sqlite3_stmt Bound(string sql, ReadOnlySpan<object?> parameters)
    {
        if (!prepared.TryGetValue(sql, out var statement)) statement = Prepare(sql);
        var expected = raw.sqlite3_bind_parameter_count(statement);
        if (expected != parameters.Length) throw new ArgumentException($"{expected} parameters expected, {parameters.Length} given: {sql}", nameof(parameters));
        for (var i = 0; i < parameters.Length; i++) Bind(statement, i + 1, parameters[i]);
        return statement;
    }

    private sqlite3_stmt Prepare(string sql)
    {
        if (prepared.Count >= Most) Dispose();
        var code = raw.sqlite3_prepare_v2(Handle, sql, out var statement, out var tail);
        if (code != raw.SQLITE_OK) throw Failure(code);
        if (!string.IsNullOrWhiteSpace(tail))
        {
            statement.Dispose();
            throw new ArgumentException($"One statement a call; this would be left out: {tail}", nameof(sql));
        }
        prepared.Add(sql, statement);
        return statement;
    }

    private void Bind(sqlite3_stmt statement, int index, object? value)
    {
        var code = value switch
        {
            null => raw.sqlite3_bind_null(statement, index),
            string text => raw.sqlite3_bind_text(statement, index, WithoutNul(text)),
            byte[] bytes => raw.sqlite3_bind_blob(statement, index, bytes),
            decimal number => raw.sqlite3_bind_text(statement, index, Decimals.Plain(number)),
            Enum word => raw.sqlite3_bind_text(statement, index, word.ToString()),
            _ => raw.sqlite3_bind_int64(statement, index, Whole(value)),
        };
        if (code != raw.SQLITE_OK) throw Failure(code);
    }

    // SQLite would give such a text back cut off at the zero.
    private static string WithoutNul(string text) =>
        text.Contains('\0', StringComparison.Ordinal) ? throw new ArgumentException("A text in the ledger must not contain U+0000.", nameof(text)) : text;

    private static long Whole(object value) => value switch
    {
        long number => number,
        int number => number,
        bool flag => flag ? 1 : 0,
        DateTimeOffset at => LedgerTime.ToMicroseconds(at),
        short number => number,
        byte number => number,
        uint number => number,
        // No double on purpose: money never is one. No DateTime: its zone is a guess.
        _ => throw new ArgumentException($"The ledger has no form for a {value.GetType().Name}; give text, a whole number, a decimal, a DateTimeOffset or a flag.", nameof(value)),
    };

    /// <returns>True when a row is there.</returns>
    private bool Step(sqlite3_stmt statement)
    {
        var code = raw.sqlite3_step(statement);
        return code switch { raw.SQLITE_ROW => true, raw.SQLITE_DONE => false, _ => throw Failure(code) };
    }

    private static object? Column(sqlite3_stmt statement, int index = 0) => raw.sqlite3_column_type(statement, index) switch
    {
        raw.SQLITE_INTEGER => raw.sqlite3_column_int64(statement, index),
        raw.SQLITE_FLOAT => raw.sqlite3_column_double(statement, index),
        raw.SQLITE_TEXT => raw.sqlite3_column_text(statement, index).utf8_to_string(),
        raw.SQLITE_BLOB => raw.sqlite3_column_blob(statement, index).ToArray(),
        _ => null,
    };

    private static void Rest(sqlite3_stmt statement)
    {
        _ = raw.sqlite3_reset(statement);
        _ = raw.sqlite3_clear_bindings(statement);
    }
}
