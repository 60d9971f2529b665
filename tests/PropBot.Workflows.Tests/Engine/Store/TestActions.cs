using PropBot.Trading.Ledger;
using PropBot.Workflows.Actions;
using PropBot.Workflows.Engine.Kernel;

namespace PropBot.Workflows.Tests.Engine.Store;

/// <summary>A venue that takes one order a client id, as real ones do.</summary>
internal sealed class FakeVenue
{
    private readonly Dictionary<string, string> orders = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> Orders => orders;

    public int Sends { get; private set; }

    public int Asks { get; private set; }

    /// <summary>Called before and after an order takes effect; may throw what a dying process or a lost line does.</summary>
    public Action<string> OnWire { get; set; } = _ => { };

    public void Send(string key, string size)
    {
        OnWire("before send");
        Sends++;
        orders.TryAdd(key, size);
        OnWire("after send");
    }

    public bool Knows(string key)
    {
        OnWire("ask");
        Asks++;
        return orders.ContainsKey(key);
    }
}

internal sealed record Size(string Limit);

[WorkflowAction("test.send", Outcomes = ["sent"], Errors = ["REFUSED"], RetryAfterSeconds = 2, Retry = 3, LeaseSeconds = 10)]
internal sealed class SendAction(FakeVenue venue) : IRemoteAction<Size>
{
    public Func<ActionContext, Task>? Instead { get; set; }

    /// <summary>False: it goes on whatever it is told.</summary>
    public bool HeedsStop { get; set; }

    public async Task<ActionResult> Run(Size input, ActionContext context, CancellationToken stop)
    {
        if (Instead is { } instead) await (HeedsStop ? instead(context).WaitAsync(stop) : instead(context));
        venue.Send(context.Key, input.Limit);
        return new ActionResult.Outcome("sent", FlowState.Nothing.Add("order", context.Key));
    }

    public Task<EarlierAttempt> Ask(Size input, ActionContext context, CancellationToken stop) => Task.FromResult<EarlierAttempt>(venue.Knows(context.Key)
        ? new EarlierAttempt.Happened(new ActionResult.Outcome("sent", FlowState.Nothing.Add("order", context.Key)))
        : new EarlierAttempt.NeverHappened());
}

/// <summary>Writes one row an execution: a second one would be a second effect.</summary>
internal static class EffectRows
{
    public const string Table = "CREATE TABLE IF NOT EXISTS test_effect (id INTEGER PRIMARY KEY, instance TEXT NOT NULL, what TEXT NOT NULL)";

    public static void Insert(LedgerTransaction tx, string instance, string what) =>
        tx.Execute("INSERT INTO test_effect (instance, what) VALUES (?1, ?2)", instance, what);
}

[WorkflowAction("test.raise", Outcomes = ["raised"], Errors = ["STATE_CHANGED"], Loosening = true)]
internal sealed class RaiseAction : ILocalAction<Size>
{
    public ActionResult Run(LedgerTransaction transaction, Size input, ActionContext context)
    {
        EffectRows.Insert(transaction, context.Instance, $"raised to {input.Limit} by {string.Join(',', context.Approved!.By.Select(p => p.Shown))}");
        transaction.Audit("engine", "system", "test.raise", "workflow", "{}");
        return new ActionResult.Outcome("raised");
    }
}

internal sealed record Note(string Text, string? More);

[WorkflowAction("test.note", Outcomes = ["noted", "odd"], Errors = ["BAD"])]
internal sealed class NoteAction : ILocalAction<Note>
{
    public ActionResult Run(LedgerTransaction transaction, Note input, ActionContext context)
    {
        EffectRows.Insert(transaction, context.Instance, input.Text);
        return input.Text switch
        {
            "throw" => throw new InvalidOperationException("by order of the test"),
            "error" => new ActionResult.Error("BAD"),
            "unlisted" => new ActionResult.Outcome("surprise"),
            "write" => new ActionResult.Outcome("noted", FlowState.Nothing.Add("limit", "9000")),
            _ => new ActionResult.Outcome("noted"),
        };
    }
}
