using PropBot.Workflows.Actions;

namespace PropBot.Workflows.Engine.Pumping;

/// <summary>
/// One attempt at a remote job, from lease to answer, outside any transaction. An attempt that is not the first asks what became of the
/// ones before under the same key; while that is unknown nothing is sent.
/// </summary>
internal sealed class RemoteJobs(WorkflowEngine engine, PumpCommands commands, TimeProvider clock, string owner)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    public async Task Run(DueRow due, CancellationToken stop)
    {
        var action = engine.Parts.Actions.Find(due.Name) as RemoteAction;
        var lease = TimeSpan.FromSeconds(action?.Terms.LeaseSeconds ?? 30);
        if (await commands.Lease(due, owner, lease) is not { } job) return;
        if (action is null)
        {
            await commands.Fail(job.Lease, ActionErrors.ActionUnknown);
            return;
        }

        try
        {
            using var late = new CancellationTokenSource(lease, clock);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stop);
            await Attempt(job, action, both.Token);
        }
        catch (Exception failure) when (failure is InputUnreadableException)
        {
            await commands.Fail(job.Lease, ActionErrors.InputUnreadable);
        }
        catch (Exception failure) when (failure is not Trading.Ledger.LedgerUnavailableException)
        {
            // A time-out, a lost connection, a bug: whatever it did may have happened. The next attempt asks first.
            await Later(job, action, failure.Message);
        }
    }

    private async Task Attempt(LeasedJob job, RemoteAction action, CancellationToken stop)
    {
        var usedUp = job.Lease.Attempt - job.Before > action.Terms.Retry;
        if (job.Lease.Attempt > 1)
        {
            switch (await action.Ask(job.Inputs, job.Context, stop))
            {
                case EarlierAttempt.Happened earlier:
                    await commands.Finish(job.Lease, action, earlier.Result);
                    return;
                case EarlierAttempt.Unknown unknown:
                    await Later(job, action, unknown.Why);
                    return;
            }
        }

        if (usedUp)
        {
            await commands.Fail(job.Lease, ActionErrors.AttemptsUsedUp);
            return;
        }

        var result = await action.Run(job.Inputs, job.Context, stop);
        if (result is ActionResult.Again again) await Later(job, action, again.Why);
        else await commands.Finish(job.Lease, action, result);
    }

    private Task Later(LeasedJob job, RemoteAction action, string why)
    {
        var made = job.Lease.Attempt - job.Before;
        return made > action.Terms.Retry ? commands.Fail(job.Lease, ActionErrors.AttemptsUsedUp) : commands.PutBack(job.Lease, Pause(action.Terms, made), why);
    }

    private static TimeSpan Pause(WorkflowActionAttribute terms, int made)
    {
        var pause = TimeSpan.FromSeconds(terms.RetryAfterSeconds) * Math.Pow(2, Math.Min(made - 1, 20));
        return pause < LongestPause ? pause : LongestPause;
    }
}
