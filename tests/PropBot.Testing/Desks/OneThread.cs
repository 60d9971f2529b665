namespace PropBot.Testing.Desks;

/// <summary>
/// Runs every continuation on the caller, in order: with it, a desk with its effects is a deterministic program. Install it, act, and
/// call <see cref="RunUntilIdle"/>.
/// </summary>
public sealed class OneThread : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> work = new();

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (work) work.Enqueue((d, state));
    }

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public override SynchronizationContext CreateCopy() => this;

    /// <returns>True when anything ran.</returns>
    public bool RunUntilIdle()
    {
        var ran = false;
        while (RunOne()) ran = true;
        return ran;
    }

    /// <summary>What was about to run in a process that is gone never runs.</summary>
    public void Forget()
    {
        lock (work) work.Clear();
    }

    public bool RunOne()
    {
        (SendOrPostCallback Callback, object? State) next;
        lock (work)
        {
            if (!work.TryDequeue(out next)) return false;
        }

        next.Callback(next.State);
        return true;
    }
}
