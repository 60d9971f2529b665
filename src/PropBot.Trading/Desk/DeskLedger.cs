using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PropBot.Trading.Control;
using PropBot.Trading.Ledger;
using PropBot.Trading.Orders;

namespace PropBot.Trading.Desk;

/// <summary>
/// How the desk writes. Facts that the ledger does not take are kept and written in order when it does again; a brake and a reduce-only
/// order do not wait for that: they are noted in the emergency log (R3).
/// </summary>
internal sealed class DeskLedger(ILedger ledger, DeskInbox inbox, BrakeFiles? files, TimeProvider clock, ILogger log)
{
    /// <summary>A reduce-only order waits no longer for its row: a database that hangs is as good as none.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentQueue<(string What, Action<LedgerTransaction> Unit)> backlog = new();
    private volatile bool merging;
    private volatile bool retrying;

    /// <summary>Facts that the ledger did not take yet.</summary>
    public int Unwritten => backlog.Count;

    /// <summary>Writes facts that already happened; a failure is told, never thrown.</summary>
    public void Persist(string what, Action<LedgerTransaction> unit) => _ = PersistAsync(what, unit);

    /// <summary>As <see cref="Persist"/>; when the ledger does not take it, the emergency log gets the mode.</summary>
    public void PersistMode(string what, ControlMemory mode, Action<LedgerTransaction> unit) => _ = PersistModeAsync(what, mode, unit);

    /// <summary>The mode is noted beside the ledger at once: what a kill began must survive whatever becomes of the database.</summary>
    public void Note(ControlMemory mode) => _ = NoteAsync(mode);

    /// <returns>False: the intent is nowhere durable and the order must not leave.</returns>
    public async Task<bool> WriteIntent(Order order, Action<LedgerTransaction>? parent)
    {
        var id = order.Id.Value;
        try
        {
            // While it is known to take nothing, closing does not stand in line for the next refusal.
            if (order.ReduceOnly && files is not null && (!ledger.Writable || !backlog.IsEmpty)) return await Emergency(order, null);
            var written = ledger.Write(tx =>
            {
                parent?.Invoke(tx);
                OrderStore.Insert(tx, order);
            });
            if (order.ReduceOnly && files is not null && !await InTime(written)) return await Emergency(order, written);
            await written;
            return true;
        }
        catch (Exception e)
        {
            log.LogError(e, "The intent of order {OrderId} could not be written", id);
            inbox.Post(new LedgerFailed($"order {id}", e.Message));
            return order.ReduceOnly && await Emergency(order, null);
        }
    }

    /// <summary>A loosening is written first and applied after (fail closed).</summary>
    public async Task<bool> Try(Action<LedgerTransaction> unit)
    {
        try
        {
            await ledger.Write(unit);
            return true;
        }
        catch (Exception e)
        {
            log.LogError(e, "A loosening could not be written and is refused");
            return false;
        }
    }

    /// <summary>Tries the kept facts again, oldest first, in one unit. Called by the timer while something is kept.</summary>
    public void RetryBacklog()
    {
        if (retrying) return;
        retrying = true;
        _ = RetryAsync();
    }

    /// <summary>Takes the emergency log's lines into the ledger, once the ledger takes anything. Called by the timer.</summary>
    public void Merge()
    {
        if (files is null || merging || !backlog.IsEmpty || files.Pending is not { Count: > 0 } lines) return;
        merging = true;
        _ = MergeAsync(files, lines);
    }

    // The row is written later, by whoever comes first: the late write, the backlog, or the merge.
    private async Task<bool> Emergency(Order order, Task? late)
    {
        if (files is null) return false;
        if (await files.Append(EmergencyEntry.Line(order)) is { } error)
        {
            log.LogCritical("The emergency log takes no lines either ({Error}); {OrderId} is not sent", error, order.Id);
            return false;
        }

        if (late is null) Keep(order);
        else _ = KeepIfRefused(order, late);
        return true;
    }

    private void Keep(Order order) => backlog.Enqueue(($"order {order.Id}", tx =>
    {
        if (tx.Scalar("select 1 from order_intent where id=?1", order.Id.Value) is null) OrderStore.Insert(tx, order);
    }
    ));

    private async Task KeepIfRefused(Order order, Task late)
    {
        try
        {
            await late;
        }
        catch (Exception e)
        {
            Keep(order);
            inbox.Post(new LedgerFailed($"order {order.Id}", e.Message));
        }
    }

    private async Task<bool> InTime(Task written)
    {
        if (written.IsCompleted) return true;
        var first = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var late = clock.CreateTimer(_ => first.TrySetResult(false), null, Patience, Timeout.InfiniteTimeSpan);
        _ = Tell(written, first);
        return await first.Task;
    }

    private static async Task Tell(Task written, TaskCompletionSource<bool> first)
    {
        try
        {
            await written;
        }
        catch (Exception)
        {
            // Whoever waits for the write itself meets the failure.
        }

        first.TrySetResult(true);
    }

    private async Task PersistModeAsync(string what, ControlMemory mode, Action<LedgerTransaction> unit)
    {
        if (!await PersistAsync(what, unit)) await NoteAsync(mode);
    }

    private async Task NoteAsync(ControlMemory mode)
    {
        if (files is null) return;
        if (await files.Append(() => EmergencyEntry.Line(mode)) is { } error) log.LogCritical("The emergency log takes no lines: {Error}", error);
    }

    private async Task<bool> PersistAsync(string what, Action<LedgerTransaction> unit)
    {
        if (!backlog.IsEmpty)
        {
            backlog.Enqueue((what, unit));
            return false;
        }

        try
        {
            await ledger.Write(unit);
            return true;
        }
        catch (LedgerUnavailableException e)
        {
            backlog.Enqueue((what, unit));
            log.LogError(e, "The ledger did not take {What}; it is kept", what);
            inbox.Post(new LedgerFailed(what, e.Message));
        }
        catch (Exception e)
        {
            // The unit itself is wrong: writing it again would fail again.
            log.LogCritical(e, "The ledger cannot take {What}", what);
            inbox.Post(new LedgerFailed(what, e.Message));
        }

        return false;
    }

    private async Task RetryAsync()
    {
        var units = backlog.ToArray();
        try
        {
            await ledger.Write(tx =>
            {
                foreach (var (_, unit) in units) unit(tx);
            });
        }
        catch (Exception e)
        {
            log.LogWarning(e, "The ledger still does not take {Count} facts", units.Length);
            retrying = false;
            return;
        }

        for (var i = 0; i < units.Length; i++) backlog.TryDequeue(out _);
        retrying = false;
        inbox.Post(new BacklogWritten(units.Length));
    }

    private async Task MergeAsync(BrakeFiles brakes, IReadOnlyList<EmergencyLine> lines)
    {
        try
        {
            await ledger.Write(EmergencyBook.Merge(lines, clock.GetUtcNow()));
            if (await brakes.MarkMerged(lines[^1].Number) is { } error) log.LogError("Emergency lines were merged but could not be marked: {Error}", error);
        }
        catch (Exception e)
        {
            log.LogError(e, "{Count} emergency lines could not be merged yet", lines.Count);
        }
        finally
        {
            merging = false;
        }
    }
}
