using PropBot.Workflows.Approvals.Operators;
using PropBot.Workflows.Inbox;

namespace PropBot.Web.Access;

/// <summary>Every second closes requests whose requester lost the role, and takes changed people into memory.</summary>
public sealed partial class ApprovalClerk(RequestBox box, PeopleBook people, ILogger<ApprovalClerk> log, WebOptions options, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                Reread();
                await box.CloseOrphaned(name => !options.AuthEnabled || people.Directory.MayAct(name));
                await Task.Delay(Pause, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The process is stopping; the requests stay in the ledger.
        }
    }

    /// <summary>Who was let in or shut out inside a workflow's transaction. What cannot be read now stays as it was known.</summary>
    private void Reread()
    {
        try
        {
            people.Refresh();
        }
        catch (Exception failure)
        {
            LogUnread(failure.Message);
        }
    }

    [LoggerMessage(4004, LogLevel.Warning, "The people could not be read again: {Why}")]
    private partial void LogUnread(string why);
}
