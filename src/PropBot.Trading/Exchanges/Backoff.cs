namespace PropBot.Trading.Exchanges;

/// <summary>Waits that double up to a cap, each shortened by up to half from a seed, so that many clients do not return at the same instant.</summary>
public sealed class Backoff(TimeSpan first, TimeSpan cap, int seed)
{
    private readonly Random dice = new(seed);
    private int failures;

    public TimeSpan Next()
    {
        var full = Math.Min(first.Ticks * Math.Pow(2, Math.Min(failures, 30)), cap.Ticks);
        failures++;
        return TimeSpan.FromTicks((long)(full * (0.5 + dice.NextDouble() / 2)));
    }

    public void Reset() => failures = 0;
}

/// <summary>
/// Waiting for tasks with every continuation on the scheduler it was started on (ADR 0005). The platform's WhenAny and WaitAsync go over
/// the thread pool where a source completes its waiters asynchronously, and CancelAsync always does: a desk in virtual time would race.
/// </summary>
internal static class Waiting
{
    /// <summary>Completes when the first of them is over, however it ended; it never fails itself.</summary>
    public static Task First(params ReadOnlySpan<Task> tasks)
    {
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (var task in tasks)
        {
            if (task.IsCompleted) return Task.CompletedTask;
            _ = Tell(task, first);
        }

        return first.Task;
    }

    /// <summary>The source's own end, or a <see cref="TimeoutException"/> after so long, or the token's cancellation.</summary>
    public static async Task Within(TaskCompletionSource source, TimeSpan patience, TimeProvider clock, CancellationToken stop)
    {
        using var late = clock.CreateTimer(_ => source.TrySetException(new TimeoutException($"not within {patience.TotalSeconds:0.###} s")), null, patience, Timeout.InfiniteTimeSpan);
        using var told = stop.UnsafeRegister(_ => source.TrySetCanceled(stop), null);
        await source.Task;
    }

    /// <summary>
    /// A delay that has really passed when it ends. Task.Delay drops fractions of a millisecond, and what waits for a computed moment in
    /// a loop would spin for the last of them.
    /// </summary>
    public static Task Delay(TimeSpan span, TimeProvider clock, CancellationToken stop) =>
        Task.Delay(span.Ticks % TimeSpan.TicksPerMillisecond == 0 ? span : TimeSpan.FromMilliseconds(Math.Ceiling(span.TotalMilliseconds)), clock, stop);

    /// <summary>The task's own end, or the token's cancellation, whichever is first.</summary>
    /// <exception cref="OperationCanceledException">Stopped; the task goes on.</exception>
    public static async Task<T> OrStopped<T>(Task<T> task, CancellationToken stop)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var told = stop.UnsafeRegister(_ => stopped.TrySetResult(), null);
        await First(task, stopped.Task);
        if (!task.IsCompleted) stop.ThrowIfCancellationRequested();
        return await task;
    }

    private static async Task Tell(Task task, TaskCompletionSource first)
    {
        try
        {
            await task;
        }
        catch (Exception)
        {
            // Only that it is over counts here; whoever owns the task looks at how it ended.
        }

        first.TrySetResult();
    }
}
