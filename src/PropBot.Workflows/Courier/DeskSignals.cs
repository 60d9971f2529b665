using System.Globalization;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Engine;
using PropBot.Workflows.Engine.Kernel;

namespace PropBot.Workflows.Courier;

/// <summary>What the desk's picture tells the flows: a new HOLD reason, RUN, a P0, a restore, a kill. Each once, by an id made of what happened.</summary>
public sealed class DeskSignals(IDesk desk, ILedger ledger, IWorkflows workflows)
{
    public const string HoldReasonAdded = "hold.reason-added";
    public const string RunEntered = "run.entered";
    public const string KillEngaged = "kill.engaged";
    public const string P0 = "incident.p0";
    public const string Restored = "ledger.restored";
    private string? modeTold;
    private string? p0Told;
    private string? restoreTold;
    private string? killTold;

    public async Task Step()
    {
        var now = desk.Snapshot;

        // The epoch alone names the HOLD: a restart leaves it as it is, so a request outlives one (R1, R2).
        if (now.State.HoldActive()) modeTold = await Say(HoldReasonAdded, $"hold/{Text(now.HoldEpoch)}", modeTold);
        else if (now.State == DeskState.Run) modeTold = await Say(RunEntered, $"run/{now.BootId}/{Text(now.HoldEpoch)}", modeTold);
        if (now.HoldReasons.FirstOrDefault(reason => reason.Severity == HoldSeverity.P0) is { } gravest) p0Told = await Say(P0, $"p0/{Text(now.HoldEpoch)}/{gravest.Code}", p0Told);
        // The first epoch is the ledger's own; every later one began with a restore (R46).
        if (ledger.Epoch > 1) restoreTold = await Say(Restored, $"restored/{Text(ledger.Epoch)}", restoreTold);
        if (now.Kill is { } kill) killTold = await Say(KillEngaged, $"kill/{kill.Id}", killTold);
    }

    private async Task<string> Say(string signal, string id, string? before)
    {
        if (before != id) await workflows.Signal(new SignalCommand(new CommandId(id), signal, FlowState.Nothing));
        return id;
    }

    private static string Text(long epoch) => epoch.ToString(CultureInfo.InvariantCulture);
}
