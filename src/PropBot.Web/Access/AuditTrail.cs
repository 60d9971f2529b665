using System.Text.Json;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Approvals;

namespace PropBot.Web.Access;

/// <summary>Writes who did or tried what. Loosening waits for it and is refused without it; tightening never waits (R47).</summary>
public sealed partial class AuditTrail(ILedger ledger, ILogger<AuditTrail> log)
{
    /// <exception cref="LedgerUnavailableException">It could not be written: the loosening must not happen.</exception>
    public Task Require(Actor who, string action, object details) => Write(who, action, details);

    /// <summary>Completes when written or given up; never fails.</summary>
    public async Task Try(Actor who, string action, object details)
    {
        try
        {
            await Write(who, action, details);
        }
        catch (Exception failure)
        {
            LogLost(action, who.Identity.Name, failure.Message);
        }
    }

    /// <summary>For tightening: on its way, nobody waits.</summary>
    public void Later(Actor who, string action, object details) => _ = Try(who, action, details);

    private Task Write(Actor who, string action, object details)
    {
        var json = JsonSerializer.Serialize(details);
        return ledger.Write(tx => tx.Audit(who.Identity.Name, who.Identity.Role.Word(), action, who.Channel, json));
    }

    [LoggerMessage(4001, LogLevel.Error, "Audit row {Action} of {Who} could not be written: {Why}")]
    private partial void LogLost(string action, string who, string why);
}
