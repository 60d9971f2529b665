using PropBot.Trading.Ledger;
using PropBot.Workflows.Engine.Kernel;

namespace PropBot.Workflows.Engine.Store;

/// <summary>The table <c>workflow_wait</c>, for writing. What waits for the same thing is one shape of row.</summary>
internal static class WaitRows
{
    public static void Insert(
        LedgerTransaction tx, string instance, Wait wait, DateTimeOffset now, DateTimeOffset? due = null, string spec = "", long attempts = 0) => tx.Execute(
        """
        INSERT INTO workflow_wait (instance, token, node, kind, name, key, since, due, spec, attempts, lease_until, lease_owner)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, NULL, NULL)
        """,
        instance, wait.Token, wait.Node, Word(wait.Kind), wait.Name, wait.Key, now, due, spec, attempts);

    /// <returns>Attempts made so far; null when there was no row (a local action that ran at once).</returns>
    public static long? Delete(LedgerTransaction tx, string instance, int token, string node) =>
        (long?)tx.Scalar("DELETE FROM workflow_wait WHERE instance = ?1 AND token = ?2 AND node = ?3 RETURNING attempts", instance, token, node);

    public static DateTimeOffset? Due(LedgerTransaction tx, string instance, int token, string node) =>
        tx.Scalar("SELECT due FROM workflow_wait WHERE instance = ?1 AND token = ?2 AND node = ?3", instance, token, node) is long due
            ? LedgerTime.FromMicroseconds(due)
            : null;

    public static void SetDue(LedgerTransaction tx, string instance, int token, string node, DateTimeOffset due) =>
        tx.Execute("UPDATE workflow_wait SET due = ?4 WHERE instance = ?1 AND token = ?2 AND node = ?3", instance, token, node, due);

    /// <summary>The instance that waits longest for this message, or null.</summary>
    public static string? WaitingForMessage(LedgerTransaction tx, string name, string key) => (string?)tx.Scalar(
        "SELECT instance FROM workflow_wait WHERE kind = 'message' AND name = ?1 AND key = ?2 ORDER BY since, instance LIMIT 1", name, key);

    public static IEnumerable<string> WaitingForSignal(LedgerTransaction tx, string name) => tx
        .Rows("SELECT DISTINCT instance FROM workflow_wait WHERE kind = 'signal' AND name = ?1 ORDER BY instance", name)
        .Select(row => (string)row[0]!);

    /// <summary>Gives one worker the job until the lease ends.</summary>
    /// <returns>Attempts made, this one included; null when somebody else has it or it is gone.</returns>
    public static long? Lease(LedgerTransaction tx, string instance, int token, string node, DateTimeOffset now, DateTimeOffset until, string owner) => (long?)tx.Scalar(
        """
        UPDATE workflow_wait SET attempts = attempts + 1, lease_until = ?5, due = ?5, lease_owner = ?6
        WHERE instance = ?1 AND token = ?2 AND node = ?3 AND kind = 'job' AND due <= ?4 RETURNING attempts
        """,
        instance, token, node, now, until, owner);

    /// <returns>False when the lease has gone to another attempt meanwhile.</returns>
    public static bool Holds(LedgerTransaction tx, JobLease lease) => tx.Scalar(
        "SELECT 1 FROM workflow_wait WHERE instance = ?1 AND token = ?2 AND node = ?3 AND kind = 'job' AND attempts = ?4 AND lease_owner = ?5",
        lease.Instance, lease.Token, lease.Node, lease.Attempt, lease.Owner) is not null;

    public static void Release(LedgerTransaction tx, JobLease lease, DateTimeOffset due) => tx.Execute(
        "UPDATE workflow_wait SET due = ?6, lease_until = NULL, lease_owner = NULL WHERE instance = ?1 AND token = ?2 AND node = ?3 AND attempts = ?4 AND lease_owner = ?5",
        lease.Instance, lease.Token, lease.Node, lease.Attempt, lease.Owner, due);

    public static string Word(WaitKind kind) => kind switch
    {
        WaitKind.Job => "job",
        WaitKind.Timer => "timer",
        WaitKind.Task => "task",
        WaitKind.Message => "message",
        WaitKind.Signal => "signal",
        WaitKind.Call => "call",
        _ => "incident",
    };
}

/// <summary>One attempt at a job: who has it, and the how-manieth it is.</summary>
internal sealed record JobLease(string Instance, int Token, string Node, string Owner, int Attempt);
