using PropBot.Trading.Desk;
using PropBot.Workflows.Approvals;

namespace PropBot.Web.Access;

/// <summary>Every second closes requests that have expired or whose HOLD has changed, so that lists tell the truth between decisions.</summary>
public sealed class ApprovalClerk(ApprovalBook book, IDesk desk, IdentityDirectory directory, WebOptions options, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await book.CloseOrphaned(name => !options.AuthEnabled || directory.MayAct(name));
            while (true)
            {
                await book.Tick(HoldBinding.Of(desk.Snapshot));
                await Task.Delay(Pause, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The process is stopping; the requests stay in the ledger.
        }
    }
}
