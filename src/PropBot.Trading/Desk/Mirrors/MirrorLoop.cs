using Microsoft.Extensions.Hosting;

namespace PropBot.Trading.Desk.Mirrors;

/// <summary>Runs the mirror keeper with the process; its last round shows how the desk ended.</summary>
public sealed class MirrorLoop(MirrorKeeper keeper) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => keeper.Run(stoppingToken);
}
