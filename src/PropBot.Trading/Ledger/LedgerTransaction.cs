namespace PropBot.Trading.Ledger;

/// <summary>The inside of one unit of work. Valid only while the unit runs. Commands are prepared once per SQL text.</summary>
public abstract class LedgerTransaction
{
    /// <summary>Runs a statement. Parameters are positional: <c>?1</c>, <c>?2</c>, … Decimals are stored as plain text, times as UTC unix µs, booleans as 0/1, null as NULL.</summary>
    /// <returns>Rows changed.</returns>
    public abstract int Execute(string sql, params ReadOnlySpan<object?> parameters);

    /// <summary>First column of the first row, or null.</summary>
    public abstract object? Scalar(string sql, params ReadOnlySpan<object?> parameters);

    /// <summary>Every row, in the order of the statement; columns as in <see cref="Scalar"/>. For a handful of rows: they are all read at once.</summary>
    public abstract IReadOnlyList<object?[]> Rows(string sql, params ReadOnlySpan<object?> parameters);

    /// <summary>Appends to the tamper-evident audit chain.</summary>
    public abstract void Audit(string actor, string role, string action, string channel, string detailsJson);

    /// <summary>Appends to the event journal: level INFO, WARNING, ERROR or CRITICAL; code in snake case.</summary>
    public abstract void Event(string level, string code, string payloadJson);
}
