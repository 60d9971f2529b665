using PropBot.Trading.Desk;
using PropBot.Trading.Positions;

namespace PropBot.Web.Actions;

/// <summary>The line to the desk. A desk that does not answer is told so to the person; the command stays in its queue.</summary>
public sealed class DeskLine(IDesk desk, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan VenuesPatience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ExecutionPatience = TimeSpan.FromSeconds(60);

    public DeskSnapshot Snapshot => desk.Snapshot;

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>The hedge as the snapshot shows it. The desk may answer a moment before its next snapshot; null after two seconds.</summary>
    public async Task<HedgeRecord?> Shown(string? hedgeId)
    {
        for (var look = 0; look < 100; look++)
        {
            if (desk.Snapshot.Hedges.FirstOrDefault(h => h.Id == hedgeId) is { State: not (HedgeState.Planned or HedgeState.Exposed) } found) return found;
            await Task.Delay(TimeSpan.FromMilliseconds(20), clock);
        }
        return desk.Snapshot.Hedges.FirstOrDefault(h => h.Id == hedgeId);
    }

    /// <summary>Opening a hedge takes as long as its legs; everything else is answered at once.</summary>
    public async Task<CommandResult> Send(DeskCommand command)
    {
        var patience = command switch
        {
            DeskCommand.Execute => ExecutionPatience,
            DeskCommand.AssessHedge => VenuesPatience,
            _ => Patience,
        };
        try
        {
            return await desk.Send(command).WaitAsync(patience, clock);
        }
        catch (TimeoutException)
        {
            return new CommandResult.Refused(
                "desk_not_answering", $"The desk has not answered within {patience.TotalSeconds} s. The command is still queued: look at the state before you repeat it.");
        }
    }
}
