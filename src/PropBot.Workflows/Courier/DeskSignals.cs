using System.Globalization;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Workflows.Engine;
using PropBot.Workflows.Engine.Kernel;

namespace PropBot.Workflows.Courier;

/// <summary>What the desk's picture tells the flows: a new HOLD reason, RUN, a kill. Each once, by an id made of what happened.</summary>
public sealed class DeskSignals(IDesk desk, IWorkflows workflows)
{
    public const string HoldReasonAdded = "hold.reason-added";
    public const string RunEntered = "run.entered";
    public const string KillEngaged = "kill.engaged";
    private string? modeTold;
    private string? killTold;

    public async Task Step()
    {
        var now = desk.Snapshot;

        // The epoch alone names the HOLD: a restart leaves it as it is, so a request outlives one (R1, R2).
        if (now.State.HoldActive()) modeTold = await Say(HoldReasonAdded, $"hold/{Text(now.HoldEpoch)}", modeTold);
        else if (now.State == DeskState.Run) modeTold = await Say(RunEntered, $"run/{now.BootId}/{Text(now.HoldEpoch)}", modeTold);
        if (now.Kill is { } kill) killTold = await Say(KillEngaged, $"kill/{kill.Id}", killTold);
    }

    private async Task<string> Say(string signal, string id, string? before)
    {
        if (before != id) await workflows.Signal(new SignalCommand(new CommandId(id), signal, FlowState.Nothing));
        return id;
    }

    private static string Text(long epoch) => epoch.ToString(CultureInfo.InvariantCulture);
}
