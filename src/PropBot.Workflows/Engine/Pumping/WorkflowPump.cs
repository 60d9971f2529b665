using System.Collections.Concurrent;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Actions;

namespace PropBot.Workflows.Engine.Pumping;

/// <param name="Owner">Names this process in leases, e.g. boot id.</param>
/// <param name="MostJobs">Remote jobs under way at once.</param>
public sealed record PumpOptions(string Owner, int MostJobs = 8);

/// <summary>
/// Moves time on: rings timers, hands out jobs. Keeps nothing that a crash could lose. One step a call, driven by its owner;
/// <see cref="Run"/> is that owner in a process.
/// </summary>
public sealed class WorkflowPump
{
    private const int MostRows = 256;

    /// <summary>Sleeping longer would find a moved clock late.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(5);

    private readonly WorkflowEngine engine;
    private readonly TimeProvider clock;
    private readonly PumpOptions options;
    private readonly PumpCommands commands;
    private readonly RemoteJobs jobs;
    private readonly Dictionary<(string Instance, int Token), Task> running = [];
    private readonly ConcurrentDictionary<(string Instance, int Token, string Node), DateTimeOffset> troubled = new();
    private TaskCompletionSource bell = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool draining;
    private bool looked;

    public WorkflowPump(WorkflowEngine engine, TimeProvider clock, PumpOptions options)
    {
        (this.engine, this.clock, this.options) = (engine, clock, options);
        commands = new PumpCommands(engine, clock);
        jobs = new RemoteJobs(engine, commands, clock, options.Owner);
        engine.Committed += Wake;
    }

    /// <summary>Remote jobs under way.</summary>
    public int Running => running.Count;

    public void Wake() => Volatile.Read(ref bell).TrySetResult();

    /// <summary>Does everything that is due now; remote jobs are begun and not waited for.</summary>
    /// <returns>When to look again; null = when something happens.</returns>
    public async Task<DateTimeOffset?> Step(CancellationToken stop = default)
    {
        await LookAtTheClock();
        Reap();
        var now = clock.GetUtcNow();
        if (PumpReads.AnyExpiredMessage(engine.Ledger, now)) await commands.DropExpiredMessages();
        // Asked for apart: jobs that have to wait for their turn must not hide a timer behind them.
        var fired = PumpReads.Due(engine.Ledger, "timer", now, MostRows).Where(row => Ready(row, now)).Select(row => Watched(row, () => commands.FireTimer(row))).ToList();
        var due = PumpReads.Due(engine.Ledger, "job", now, MostRows).Where(row => Ready(row, now) && !running.ContainsKey((row.Instance, row.Token))).ToList();
        var local = due.Where(row => engine.Parts.Actions.Find(row.Name) is LocalAction)
            .Select(row => Watched(row, () => commands.RunLocal(row))).ToList();
        Begin(due.Where(row => engine.Parts.Actions.Find(row.Name) is not LocalAction), stop);
        await Task.WhenAll(fired.Concat(local));
        // More than one handful was due, or the firing gave the next things to do.
        return fired.Count + local.Count > 0 ? clock.GetUtcNow() : Earliest(PumpReads.Next(engine.Ledger, now));
    }

    /// <summary>Until stopped; then hands out nothing more and waits for what is under way, which is put back when <paramref name="giveUp"/> comes first.</summary>
    public async Task Run(CancellationToken stop, CancellationToken giveUp = default)
    {
        while (!stop.IsCancellationRequested)
        {
            var rung = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref bell, rung);
            var next = await StepOrPause(giveUp);
            var sleep = next is { } at ? at - clock.GetUtcNow() : LongestSleep;
            if (sleep <= TimeSpan.Zero) continue;
            using var timer = clock.CreateTimer(_ => rung.TrySetResult(), null, sleep < LongestSleep ? sleep : LongestSleep, Timeout.InfiniteTimeSpan);
            using var stopped = stop.UnsafeRegister(_ => rung.TrySetResult(), null);
            await rung.Task;
        }

        await Drain();
    }

    /// <summary>No new job; completes when the last one under way is over. Each ends with its lease at the latest.</summary>
    public Task Drain()
    {
        draining = true;
        return Drained();
    }

    /// <summary>Completes when every job that is under way now is over; new ones may begin.</summary>
    public async Task Drained()
    {
        foreach (var job in running.Values.ToList()) await job;
        Reap();
    }

    private async Task<DateTimeOffset?> StepOrPause(CancellationToken giveUp)
    {
        try
        {
            return await Step(giveUp);
        }
        catch (LedgerUnavailableException)
        {
            // Nothing is lost: what is due stays due until the disk takes writes again.
            return clock.GetUtcNow() + TimeSpan.FromSeconds(1);
        }
    }

    private void Begin(IEnumerable<DueRow> due, CancellationToken stop)
    {
        foreach (var row in due)
        {
            if (draining || running.Count >= options.MostJobs) return;
            running.Add((row.Instance, row.Token), RunJob(row, stop));
        }
    }

    private async Task RunJob(DueRow row, CancellationToken stop)
    {
        await Watched(row, () => jobs.Run(row, stop));
        Wake();
    }

    /// <summary>A row whose handling throws must not turn the pump into a spinning wheel, nor stop it for the others.</summary>
    private async Task Watched(DueRow row, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception failure)
        {
            troubled[(row.Instance, row.Token, row.Node)] = clock.GetUtcNow() + AfterTrouble;
            if (failure is LedgerUnavailableException) return;
            await Note(row, failure);
        }
    }

    private async Task Note(DueRow row, Exception failure)
    {
        try
        {
            await engine.Ledger.Write(tx => tx.Event(
                "ERROR", "workflow_pump", System.Text.Json.JsonSerializer.Serialize(new { instance = row.Instance, node = row.Node, error = failure.Message })));
        }
        catch (LedgerUnavailableException)
        {
            // The row stays due and is tried again; the note can wait for the disk.
        }
    }

    private bool Ready(DueRow row, DateTimeOffset now)
    {
        if (!troubled.TryGetValue((row.Instance, row.Token, row.Node), out var until)) return true;
        if (until > now) return false;
        troubled.TryRemove((row.Instance, row.Token, row.Node), out _);
        return true;
    }

    private DateTimeOffset? Earliest(DateTimeOffset? next) =>
        troubled.IsEmpty ? next : troubled.Values.Min() is var again && (next is null || again < next) ? again : next;

    private void Reap()
    {
        foreach (var (key, job) in running.ToList())
            if (job.IsCompleted) running.Remove(key);
    }

    private async Task LookAtTheClock()
    {
        var jump = engine.Watch.Jump();
        if (!looked && jump is null && PumpReads.Last(engine.Ledger) is { } last) jump = ClockWatch.Behind(last, clock.GetUtcNow());
        if (jump is { } moved) await commands.ExpireApprovals(moved, PumpReads.Approvals(engine.Ledger));
        looked = true;
        engine.Watch.Accept();
    }
}
