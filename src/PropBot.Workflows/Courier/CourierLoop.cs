using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace PropBot.Workflows.Courier;

/// <summary>The courier's own pace. A failed round is told and repeated: nothing is lost by it.</summary>
public sealed class CourierLoop(CourierRound round, TimeProvider clock, ILogger<CourierLoop> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await round.Step();
                await Task.Delay(Pause, clock, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                log.LogError(e, "A round between flows and desk failed and is repeated");
                await Task.Delay(TimeSpan.FromSeconds(1), clock, CancellationToken.None);
            }
        }
    }
}
