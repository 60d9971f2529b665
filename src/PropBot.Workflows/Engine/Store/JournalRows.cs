using PropBot.Trading.Ledger;
using PropBot.Workflows.Engine.Kernel;

namespace PropBot.Workflows.Engine.Store;

/// <summary>The journal of an instance: every input that changed it, in order.</summary>
internal static class JournalRows
{
    public static void Append(LedgerTransaction tx, LiveInstance instance, FlowInput input, Effects effects, string node, string actor, DateTimeOffset now)
    {
        var gone = effects.Passed.Where(passage => passage.Token != 0 && passage.What != "entered").Select(passage => passage.Token);
        var (what, outcome) = Words(input);
        tx.Execute(
            """
            INSERT INTO workflow_event (instance, n, at, what, node, actor, outcome, gone, detail)
            VALUES (?1, (SELECT coalesce(max(n), 0) + 1 FROM workflow_event WHERE instance = ?1), ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            """,
            instance.Id, now, what, node, actor, outcome, $" {string.Join(' ', gone)} ", FlowJson.Write(input));
    }

    /// <summary>Who took the token away, when, and with which outcome.</summary>
    public static CommandAnswer.Gone? WentBy(LedgerTransaction tx, string instance, int token) =>
        tx.Rows("SELECT actor, at, outcome FROM workflow_event WHERE instance = ?1 AND instr(gone, ?2) > 0 ORDER BY n LIMIT 1", instance, $" {token} ") is [var row]
            ? new CommandAnswer.Gone((string)row[0]!, LedgerTime.FromMicroseconds((long)row[1]!), (string)row[2]!)
            : null;

    private static (string What, string Outcome) Words(FlowInput input) => input switch
    {
        FlowInput.Started => ("started", ""),
        FlowInput.JobDone done => ("job_done", done.Outcome),
        FlowInput.JobFailed failed => ("job_failed", failed.ErrorCode),
        FlowInput.TaskDecided decided => ("task_decided", decided.Outcome),
        FlowInput.TimerDue => ("timer_due", "timer_due"),
        FlowInput.MessageArrived message => ("message_arrived", message.Name),
        FlowInput.SignalRaised signal => ("signal_raised", signal.Name),
        FlowInput.Skipped skipped => ("skipped", skipped.Outcome),
        FlowInput.Retried => ("retried", ""),
        _ => ("cancelled", "cancelled"),
    };
}
