using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PropBot.Trading.Ledger;

namespace PropBot.Trading.Desk;

/// <summary>At start, what was done while the database could not be written goes into its event journal (R3); each line once.</summary>
public sealed class EmergencyMerge(EmergencyLog emergency, ILedger ledger, ILogger<EmergencyMerge> log) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var lines = emergency.ReadPending();
        if (lines.Count == 0) return;
        try
        {
            await ledger.Write(tx =>
            {
                foreach (var line in lines) tx.Event("CRITICAL", "emergency_log", JsonSerializer.Serialize(new { number = line.Number, line = line.Text }));
            });
        }
        catch (LedgerUnavailableException e)
        {
            // They stay pending and are merged at the next start.
            log.LogError(e, "{Count} emergency lines could not be merged", lines.Count);
            return;
        }

        if (emergency.MarkMerged(lines[^1].Number) is { } error) log.LogError("Emergency lines were merged but could not be marked: {Error}", error);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
