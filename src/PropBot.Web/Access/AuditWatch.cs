using System.Text.Json;
using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Approvals.Operators;

namespace PropBot.Web.Access;

/// <summary>A broken audit chain is P0 (R47): HOLD, an alert, and while it stands nothing is loosened. Looked at when the people of this start were read.</summary>
public sealed partial class AuditWatch(PeopleBook people, IDesk desk, ILedger ledger, TimeProvider clock, ILogger<AuditWatch> log) : BackgroundService
{
    public const string Broken = "audit_chain_broken";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (people.Chain is not AuditVerdict.Broken broken) return;
        LogBroken(broken.Sequence, broken.What);
        await desk.Send(new DeskCommand.EngageHold("audit", Broken, "audit"));
        var (at, text) = (clock.GetUtcNow(), $"P0: audit record {broken.Sequence}: {broken.What}");
        try
        {
            await ledger.Write(tx =>
            {
                tx.Execute("INSERT INTO alert (at, kind, text, extra, active, alert_id) VALUES (?1, ?2, ?3, NULL, 1, ?2)", at, Broken, text);
                tx.Event("CRITICAL", Broken, JsonSerializer.Serialize(new { sequence = broken.Sequence, text }));
            });
        }
        catch (LedgerUnavailableException)
        {
            // HOLD stands all the same, and the log has it.
        }
    }

    [LoggerMessage(4003, LogLevel.Critical, "The audit chain is broken at record {Sequence}: {What}")]
    private partial void LogBroken(long sequence, string what);
}
