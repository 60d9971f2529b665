using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Actions.Autopilot;
using PropBot.Workflows.Engine;
using PropBot.Workflows.Engine.Kernel;

namespace PropBot.Workflows.Courier;

/// <summary>
/// <c>desk.started</c>, once after each start while a mandate is in force (R20): when the gates are open, or when waiting longer cannot
/// help. A start out of RUN without a mandate is told as refused, so that nobody wonders why nothing resumed.
/// </summary>
public sealed class StartMessages(ILedger ledger, IDesk desk, IWorkflows workflows, TimeProvider clock)
{
    public const string DeskStarted = "desk.started";

    /// <summary>What comes right by itself after a start (connections, clocks, comparison) has this long for it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>A flow that is still busy with the start before may take it up so much later.</summary>
    private static readonly TimeSpan ValidFor = TimeSpan.FromMinutes(10);
    private bool told;

    public async Task Step()
    {
        var now = desk.Snapshot;
        if (told || !Ready(now)) return;
        var mandate = ledger.Read(MandateRows.InForce);
        if (mandate is not null)
        {
            await workflows.Publish(new MessageCommand(new CommandId($"started/{now.BootId}/{mandate.Id}"), DeskStarted, mandate.Id, FlowState.Nothing, ValidFor));
        }
        else if (now.Autopilot is { Permitted: true, Marked: true } && now.State.HoldActive())
        {
            await ledger.Write(tx => AutopilotNotes.Refused(tx, "", now.BootId, [new("not_armed", "two people have given no mandate"), .. now.Autopilot.Shut], clock.GetUtcNow()));
        }

        told = true;
    }

    private bool Ready(DeskSnapshot now) =>
        now.Autopilot.Shut.IsEmpty || clock.GetUtcNow() - now.StartedAt >= Patience || (now.PreflightAt is not null && now.Autopilot.Shut.Any(gate => !gate.Passes));
}
