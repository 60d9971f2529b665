using Microsoft.Data.Sqlite;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Actions;
using PropBot.Workflows.Tests.Engine.Store;

namespace PropBot.Workflows.Tests.Engine.Crash;

/// <summary>A ledger whose transactions are seen through something else: how a broken engine would write.</summary>
internal sealed class ThroughLedger(ILedger inner, Func<LedgerTransaction, LedgerTransaction> through) : ILedger
{
    public bool Writable => inner.Writable;

    public string StoreTag => inner.StoreTag;

    public int Epoch => inner.Epoch;

    public Task Write(Action<LedgerTransaction> unit) => inner.Write(tx => unit(through(tx)));

    public T Read<T>(Func<SqliteConnection, T> query) => inner.Read(query);
}

internal class PassingTransaction(LedgerTransaction inner) : LedgerTransaction
{
    public override int Execute(string sql, params ReadOnlySpan<object?> parameters) => inner.Execute(sql, parameters);

    public override object? Scalar(string sql, params ReadOnlySpan<object?> parameters) => inner.Scalar(sql, parameters);

    public override IReadOnlyList<object?[]> Rows(string sql, params ReadOnlySpan<object?> parameters) => inner.Rows(sql, parameters);

    public override void Audit(string actor, string role, string action, string channel, string detailsJson) => inner.Audit(actor, role, action, channel, detailsJson);

    public override void Event(string level, string code, string payloadJson) => inner.Event(level, code, payloadJson);
}

/// <summary>Mutant: no command is ever remembered.</summary>
internal sealed class Forgetful(LedgerTransaction inner) : PassingTransaction(inner)
{
    public override int Execute(string sql, params ReadOnlySpan<object?> parameters) =>
        sql.StartsWith("INSERT INTO workflow_command", StringComparison.Ordinal) ? 1 : base.Execute(sql, parameters);
}

/// <summary>Mutant: the effects of a unit are committed first, the instance's own row and the command in a second commit.</summary>
internal sealed class TwoCommits(ILedger inner, Life life) : ILedger
{
    public bool Writable => inner.Writable;

    public string StoreTag => inner.StoreTag;

    public int Epoch => inner.Epoch;

    public async Task Write(Action<LedgerTransaction> unit)
    {
        List<(string Sql, object?[] Parameters)> later = [];
        await inner.Write(tx => unit(new Withholding(tx, later)));
        if (later.Count == 0) return;
        life.Point("between the two commits of a mutant");
        await inner.Write(tx =>
        {
            foreach (var (sql, parameters) in later) tx.Execute(sql, parameters);
        });
    }

    public T Read<T>(Func<SqliteConnection, T> query) => inner.Read(query);

    private sealed class Withholding(LedgerTransaction inner, List<(string Sql, object?[] Parameters)> later) : PassingTransaction(inner)
    {
        public override int Execute(string sql, params ReadOnlySpan<object?> parameters)
        {
            var own = sql.StartsWith("INSERT INTO workflow_command", StringComparison.Ordinal) || sql.StartsWith("UPDATE workflow_instance", StringComparison.Ordinal);
            if (!own) return base.Execute(sql, parameters);
            later.Add((sql, parameters.ToArray()));
            return 1;
        }
    }
}

/// <summary>
/// Two writers that have both read an instance before either wrote: the next two units see it as it was at <see cref="Freeze"/>. With the
/// compare-and-swap the second notices; the mutant leaves it out.
/// </summary>
internal sealed class StaleLedger(ILedger inner, bool compareAndSwap) : ILedger
{
    private readonly Dictionary<string, IReadOnlyList<object?[]>> frozen = new(StringComparer.Ordinal);
    private int staleUnits;

    public bool Writable => inner.Writable;

    public string StoreTag => inner.StoreTag;

    public int Epoch => inner.Epoch;

    public void Freeze()
    {
        frozen.Clear();
        staleUnits = 2;
    }

    public Task Write(Action<LedgerTransaction> unit)
    {
        var stale = staleUnits-- > 0;
        return inner.Write(tx => unit(new Seen(tx, this, stale)));
    }

    public T Read<T>(Func<SqliteConnection, T> query) => inner.Read(query);

    private sealed class Seen(LedgerTransaction inner, StaleLedger ledger, bool stale) : PassingTransaction(inner)
    {
        public override IReadOnlyList<object?[]> Rows(string sql, params ReadOnlySpan<object?> parameters)
        {
            var loads = sql.Contains("FROM workflow_instance i JOIN workflow_definition", StringComparison.Ordinal);
            if (!stale || !loads) return base.Rows(sql, parameters);
            var id = (string)parameters[0]!;
            if (!ledger.frozen.TryGetValue(id, out var rows)) ledger.frozen.Add(id, rows = base.Rows(sql, parameters));
            return rows;
        }

        public override int Execute(string sql, params ReadOnlySpan<object?> parameters)
        {
            var changed = base.Execute(ledger.Comparing ? sql : sql.Replace("AND rev = ?2", "AND ?2 = ?2", StringComparison.Ordinal), parameters);
            return changed;
        }
    }

    private bool Comparing => compareAndSwap;
}

/// <summary>Mutant: each attempt names its effect anew.</summary>
[WorkflowAction("test.send", Outcomes = ["sent"], Errors = ["REFUSED"], RetryAfterSeconds = 2, Retry = 3, LeaseSeconds = 10)]
internal sealed class RandomKeySend(FakeVenue venue) : IRemoteAction<Size>
{
    private readonly Random dice = new(1);
    private readonly SendAction honest = new(venue);

    public Task<ActionResult> Run(Size input, ActionContext context, CancellationToken stop) => honest.Run(input, Renamed(context), stop);

    public Task<EarlierAttempt> Ask(Size input, ActionContext context, CancellationToken stop) => honest.Ask(input, Renamed(context), stop);

    private ActionContext Renamed(ActionContext context) => context with { Key = $"random-{dice.Next()}" };
}
