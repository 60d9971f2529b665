using System.Collections.Concurrent;
using PropBot.Trading.Ledger;

namespace PropBot.Trading.Desk;

/// <summary>
/// The two files that brakes keep beside the database (R3): run marker and emergency log. A door: they are touched on a thread of their
/// own, in the order asked, so that a disk that hangs holds up neither a HOLD nor a cancel.
/// </summary>
public sealed class BrakeFiles : IDisposable
{
    private readonly RunMarker marker;
    private readonly EmergencyLog emergency;
    private readonly BlockingCollection<Action>? waiting;
    private readonly Thread? thread;
    private IReadOnlyList<EmergencyLine> pending;

    /// <param name="ownThread">False: each wish is carried out at once by the caller; for virtual time.</param>
    public BrakeFiles(RunMarker marker, EmergencyLog emergency, bool ownThread = true)
    {
        (this.marker, this.emergency) = (marker, emergency);
        MarkedAtStart = marker.Exists;
        pending = emergency.ReadPending();
        if (!ownThread) return;
        waiting = [];
        thread = new Thread(Work) { IsBackground = true, Name = "brake files" };
        thread.Start();
    }

    /// <summary>The process before this one was in RUN when it ended, and nobody has put it on HOLD since (R20).</summary>
    public bool MarkedAtStart { get; }

    /// <summary>Lines that are not in the ledger yet, oldest first.</summary>
    public IReadOnlyList<EmergencyLine> Pending => Volatile.Read(ref pending);

    /// <summary>Writes the run marker, or with null takes it away.</summary>
    /// <param name="told">Null when done, else what is wrong; from any thread.</param>
    public void Mark(string? text, Action<string?> told) => Ask(() => told(text is null ? marker.Delete() : marker.Write(text)));

    /// <summary>Completes with null when the line is on the disk, else with what is wrong. Never faults.</summary>
    public Task<string?> Append(string line) => Ask(() => Kept(emergency.Append(line)));

    /// <summary>As above; the line is made on the files' own thread.</summary>
    public Task<string?> Append(Func<string> line) => Ask(() => Kept(emergency.Append(line())));

    /// <summary>After the ledger has committed the lines up to and including <paramref name="number"/>.</summary>
    public Task<string?> MarkMerged(long number) => Ask(() => Kept(emergency.MarkMerged(number)));

    /// <summary>Carries out what was asked, then ends; a disk that hangs is not waited for.</summary>
    public void Dispose()
    {
        waiting?.CompleteAdding();
        thread?.Join(TimeSpan.FromSeconds(2));
    }

    // Copied here: reading it from the log itself would wait for a line that a slow disk is taking.
    private string? Kept(string? error)
    {
        Volatile.Write(ref pending, emergency.ReadPending());
        return error;
    }

    private Task<string?> Ask(Func<string?> wish)
    {
        var done = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        Ask(() => done.TrySetResult(wish()));
        return done.Task;
    }

    private void Ask(Action wish)
    {
        if (waiting is null)
        {
            wish();
            return;
        }

        try
        {
            waiting.Add(wish);
        }
        catch (InvalidOperationException)
        {
            // Nothing is carried out after the end; whoever still waits must not wait for ever.
            wish();
        }
    }

    private void Work()
    {
        foreach (var wish in waiting!.GetConsumingEnumerable()) wish();
        waiting.Dispose();
    }
}
