using PropBot.Trading.Desk;
using PropBot.Workflows.Courier;

namespace PropBot.Workflows.Actions.Hedges;

/// <summary>What these actions ask of the desk, and how its answers are called in the diagram.</summary>
internal static class HedgeWords
{
    public const string VenueDark = "VENUE_DARK";
    public const string Flat = "flat";

    /// <summary>Who asks the desk when no person does it himself.</summary>
    public const string Workflow = "workflow:partial-hedge";

    /// <returns>Null: a venue is dark.</returns>
    public static async Task<string?> Stands(DeskDoor send, string hedge, CancellationToken stop) => await Asked(send, new DeskCommand.AssessHedge(Workflow, hedge), stop) switch
    {
        CommandResult.Refused { Code: "venue_dark" } => null,
        CommandResult.Done done when done.Data.TryGetValue("stands", out var word) && word is string text => text,
        _ => "unknown",
    };

    /// <summary>The desk's answer; a process that is being stopped does not wait for it.</summary>
    public static async Task<CommandResult> Asked(DeskDoor send, DeskCommand command, CancellationToken stop)
    {
        var answer = new TaskCompletionSource<CommandResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stopped = stop.UnsafeRegister(_ => answer.TrySetCanceled(stop), null);
        _ = Hand(send, command, answer);
        return await answer.Task;
    }

    private static async Task Hand(DeskDoor send, DeskCommand command, TaskCompletionSource<CommandResult> answer)
    {
        try
        {
            answer.TrySetResult(await send(command));
        }
        catch (Exception failure)
        {
            answer.TrySetException(failure);
        }
    }
}
