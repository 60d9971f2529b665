using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PropBot.Trading.Watchdogs;

namespace PropBot.Trading.Desk.Watch;

/// <summary>The door to this machine: reads disk and memory beside the desk and hands it what it read.</summary>
public sealed class HostLoop(TradingDesk desk, string dataDirectory, TimeProvider clock, ILogger<HostLoop> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        try
        {
            do desk.Tell(Read());
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The process is stopping.
        }
    }

    private HostReading Read()
    {
        long? disk = null;
        try
        {
            disk = new DriveInfo(Path.GetFullPath(dataDirectory)).AvailableFreeSpace;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException or ArgumentException)
        {
            log.LogWarning(trouble, "The free space of DATA_DIR cannot be read: nothing is opened meanwhile");
        }

        using var process = Process.GetCurrentProcess();
        return new HostReading(disk, process.WorkingSet64, clock.GetUtcNow());
    }
}
