using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PropBot.Trading.Desk.Brakes;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Positions;

namespace PropBot.Trading.Desk;

/// <summary>The desk's one thread (a door: the only place where Trading makes one).</summary>
public sealed class DeskLoop(
    TradingDesk desk, IReadOnlyList<IExchange> exchanges, TimeProvider clock, TimeSpan legDeadline, ILogger<DeskLoop> log) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource stepped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done when the desk has stepped once: whoever opens doors after it opens none to a desk that cannot obey yet.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        BrakeRehearsal.Run();
        new Thread(Run) { Name = "desk", IsBackground = true, Priority = ThreadPriority.AboveNormal }.Start();
        return stepped.Task;
    }

    /// <summary>Lets the hedge in flight finish within its deadline, then ends the thread (R1).</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        desk.BeginStop();
        var until = clock.GetUtcNow() + legDeadline;
        while (IsOpening() && clock.GetUtcNow() < until && !cancellationToken.IsCancellationRequested)
            await Task.Delay(TimeSpan.FromMilliseconds(20), clock, CancellationToken.None);
        await stopping.CancelAsync();
        await ended.Task;
        foreach (var exchange in exchanges) await exchange.DisposeAsync();
    }

    public void Dispose() => stopping.Dispose();

    private bool IsOpening() => desk.Snapshot.Hedges.Any(h => h.State is HedgeState.Planned or HedgeState.Exposed);

    private void Run()
    {
        try
        {
            desk.Step();
            stepped.TrySetResult();
            while (!stopping.IsCancellationRequested)
                if (!desk.Step()) desk.Wait(stopping.Token);
        }
        catch (Exception e)
        {
            // Step guards its own parts; what still comes here means the desk is gone. Health turns red since snapshots stop.
            log.LogCritical(e, "The desk thread died");
        }
        finally
        {
            stepped.TrySetResult();
            ended.TrySetResult();
        }
    }
}
