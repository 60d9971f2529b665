using System.Text.Json;
using PropBot.Trading.Desk.Flows;
using PropBot.Trading.Hedging;
using PropBot.Trading.Positions;

namespace PropBot.Trading.Desk.Permits;

/// <summary>What one operator may ask at any time: kill, close, other loop parameters (R4, R41).</summary>
internal sealed class OperatorFlow(DeskMemory m, DeskEffects effects, ModeFlow mode, KillFlow kill, HedgeFlow hedges, LimitFlow limits)
{
    public static bool Owns(DeskCommand command) => command is DeskCommand.Kill or DeskCommand.CloseHedges or DeskCommand.PatchControl;

    public CommandResult On(DeskCommand command) => command switch
    {
        DeskCommand.Kill stop => On(stop),
        DeskCommand.CloseHedges close => On(close),
        DeskCommand.PatchControl patch => On(patch),
        _ => throw new InvalidOperationException($"no room takes {command.GetType().Name}"),
    };

    private CommandResult On(DeskCommand.Kill command)
    {
        var answer = kill.On(command);
        limits.OnKill();
        return answer;
    }

    private CommandResult On(DeskCommand.CloseHedges command)
    {
        var wanted = m.Hedges.Values.Where(h => (command.HedgeId is null || h.Id == command.HedgeId) && !h.State.IsOver()).ToList();
        if (wanted.Count == 0 && command.HedgeId is not null) return new CommandResult.Refused("hedge_not_found", $"no open hedge is called {command.HedgeId}");
        foreach (var hedge in wanted.Where(h => h.State is HedgeState.Hedged or HedgeState.Partial or HedgeState.Trimming)) hedges.StartClosing(hedge, ExitReasons.Operator);
        effects.Persist("flatten_requested", tx => tx.Event("WARNING", "flatten_requested", JsonSerializer.Serialize(new { by = command.By, hedges = wanted.Select(h => h.Id) })));
        return new CommandResult.Done(new Dictionary<string, object?> { ["closing"] = wanted.Select(h => h.Id).ToArray() });
    }

    private CommandResult On(DeskCommand.PatchControl command)
    {
        var (next, changes) = ControlPatching.Apply(m, command.Patch);
        if (command.Patch.DryRun == true && !m.Control.DryRun)
        {
            mode.SetDryRun(command.By);
            next = next with { DryRun = true };
            changes["dry_run"] = true;
        }

        if (changes.Count > 0) mode.Become(next with { State = m.State, HoldEpoch = m.Control.HoldEpoch }, "INFO", "control_patch", command.By, new { changes });
        return new CommandResult.Done(new Dictionary<string, object?> { ["changes"] = changes });
    }
}
