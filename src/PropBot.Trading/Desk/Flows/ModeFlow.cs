using System.Text.Json;
using PropBot.Trading.Control;
using PropBot.Trading.Desk.Permits;
using PropBot.Trading.Ledger;

namespace PropBot.Trading.Desk.Flows;

/// <summary>HOLD, SAFE_MODE, RUN: applies the table, keeps the reasons, writes what happened. Tightening first, then its record.</summary>
internal sealed class ModeFlow(DeskMemory m, DeskEffects effects, MarkerFlow marker)
{
    private static readonly CommandResult Done = new CommandResult.Done();

    /// <summary>Blocks as they stand now (R8); set by the desk.</summary>
    public required Func<IReadOnlyList<Block>> Blocks { get; init; }

    public static bool Owns(DeskCommand command) => command is DeskCommand.EngageHold or DeskCommand.SetSafeMode or DeskCommand.LeaveHold or DeskCommand.Resume;

    public CommandResult? On(CommandEnvelope envelope) => envelope.Command switch
    {
        DeskCommand.EngageHold command => On(command),
        DeskCommand.SetSafeMode command => On(command, envelope),
        DeskCommand.LeaveHold command => On(command, envelope),
        DeskCommand.Resume => Resume(envelope),
        _ => throw new InvalidOperationException($"no room takes {envelope.Command.GetType().Name}"),
    };

    private CommandResult On(DeskCommand.EngageHold command)
    {
        EngageHold(command.Reason, command.Source, command.By);
        return Done;
    }

    /// <summary>Any state → HOLD, at once; the ledger hears of it after. Also by every guard.</summary>
    public void EngageHold(string reason, string source, string by)
    {
        var known = m.Reasons;
        m.Reasons = known.With(new HoldReason(reason, source, m.Now));
        m.ShownReason = m.Reasons.MostSevere;
        var grew = m.Reasons != known;
        if (!grew && m.State == DeskState.Hold)
        {
            if (reason != HoldReason.RestartCode) marker.Follow();
            return;
        }

        m.ModeEpoch.Advance();
        var epoch = m.Control.HoldEpoch + (reason == HoldReason.RestartCode ? 0 : 1);
        var before = reason != HoldReason.RestartCode ? null : m.State == DeskState.Hold ? m.Control.Before : (DeskState?)m.State;
        Become(m.Control with { State = DeskState.Hold, HoldEpoch = epoch, Before = before }, "WARNING", "mode_change", by, new { mode = "HOLD", reason, source, requested_by = by });
    }

    private CommandResult? On(DeskCommand.SetSafeMode command, CommandEnvelope envelope) => command.On
        ? Tighten(DeskTrigger.SafeModeOn, command.By, "safe_mode_on")
        : Loosen(envelope, DeskTrigger.SafeModeOff);

    private CommandResult? Resume(CommandEnvelope envelope)
    {
        if (m.State == DeskState.Run) return Done;
        return Loosen(envelope, DeskTrigger.Resume);
    }

    private CommandResult? On(DeskCommand.LeaveHold command, CommandEnvelope envelope)
    {
        if (m.State == DeskState.Hold && (command.BootId != m.BootId || command.HoldEpoch != m.Control.HoldEpoch))
            return new CommandResult.Refused("state_changed", "the HOLD is not the one that was asked to be left: request the resume again");
        return Refusal(DeskTrigger.LeaveHold) ?? CauseMissing(command) ?? Loosen(envelope, DeskTrigger.LeaveHold);
    }

    /// <summary>The loosening is durable: applied only if nothing moved while it was being written (R2, R7).</summary>
    public CommandResult On(LooseningDurable fact)
    {
        if (!fact.Written) return new CommandResult.Refused("ledger_unavailable", "the ledger takes no writes: nothing is loosened without a record");
        var trigger = Trigger(fact.Envelope.Command);
        if (fact.HoldEpoch != m.Control.HoldEpoch || fact.ModeEpoch != m.ModeEpoch.Current || Refusal(trigger) is not null)
        {
            Save();
            return Refusal(trigger) ?? new CommandResult.Refused("state_changed", "the desk's state changed while this was being written: look and ask again");
        }

        Apply(Next(trigger), fact.Envelope.Command);
        return Done;
    }

    /// <summary>What a permit for that step up does (R2, R5).</summary>
    public Loosening Permitted(DeskTrigger trigger, Permit permit)
    {
        DeskCommand command = trigger == DeskTrigger.LeaveHold
            ? new DeskCommand.LeaveHold(permit.By, permit.Id, permit.HoldEpoch, permit.BootId) { RootCause = PermitPayload.Text(permit, "root_cause") ?? "" }
            : new DeskCommand.SetSafeMode(permit.By, On: false);
        var next = Refusal(trigger) is null ? After(Next(trigger), command) with { Reasons = ReasonsAfter(command).All } : m.Control;
        return new Loosening(() => Refusal(trigger) ?? CauseMissing(command), tx => ControlStore.Save(tx, next), () => Apply(Next(trigger), command), Standing);
    }

    /// <summary>What a permit to leave dry-run does (R6, R51).</summary>
    public Loosening PermittedExitDryRun(Permit permit)
    {
        var next = m.Control with { DryRun = false };
        return new Loosening(DryRunStays, tx => ControlStore.Save(tx, next), () =>
        {
            m.ModeEpoch.Advance();
            Become(m.Control with { DryRun = false }, "WARNING", "exit_dry_run_approved", permit.By, new { dry_run = false, actor = permit.By });
        }, Standing);
    }

    /// <summary>What a permit under the autopilot's mandate does (R20): from the HOLD of a restart straight back to RUN.</summary>
    public Loosening PermittedByMandate(Permit permit, Func<CommandResult.Refused?> objection)
    {
        ControlMemory Resumed() => m.Control with { State = Next(DeskTrigger.Mandate), HoldEpoch = m.Control.HoldEpoch + 1, LastReleasedAt = m.Now, Before = null };
        return new Loosening(objection, tx => ControlStore.Save(tx, Resumed() with { Reasons = [] }), () =>
        {
            var next = Resumed();
            (m.Reasons, m.HoldLeftBy) = (HoldReasons.None, "the autopilot under its mandate");
            Become(next, "WARNING", "mode_change", permit.By, new { mode = next.State.Mode(), safe_mode = next.State.SafeMode(), initiator = permit.By, permit = permit.Id });
        }, Standing);
    }

    /// <summary>Why dry-run may not be left now; null when it may.</summary>
    public CommandResult.Refused? DryRunStays()
    {
        if (!m.Control.DryRun) return new("dry_run_not_active", "DRY_RUN is off already: there is nothing to leave");
        if (m.State == DeskState.Hold) return new("hold_active", "HOLD is active: leave it first, then dry-run (R51)");
        var simulated = m.Hedges.Values.Where(h => h.Simulated).Select(h => h.Id).ToArray();
        return simulated.Length == 0 ? null : new("simulated_hedge_open", $"{simulated.Length} simulated hedge(s) are open: close them first, so that no record changes its nature (R6)");
    }

    public void SetDryRun(string by)
    {
        if (m.Control.DryRun) return;
        m.ModeEpoch.Advance();
        Become(m.Control with { DryRun = true }, "INFO", "control_patch", by, new { changes = new { dry_run = true } });
    }

    /// <summary>Writes the mode and one event for it.</summary>
    /// <param name="payload">Turned into JSON later, on another thread: nothing in it may change any more.</param>
    /// <param name="also">Written in the same unit.</param>
    public void Become(ControlMemory next, string level, string code, string by, object payload, Action<LedgerTransaction>? also = null)
    {
        // A restart changes neither epoch nor marker (R1); every HOLD and every way into or out of RUN does.
        var moved = next.HoldEpoch != m.Control.HoldEpoch || (next.State != m.State && next.State != DeskState.Hold);
        m.Control = next with { Reasons = m.Reasons.All };
        m.Dirty = true;
        if (moved) marker.Follow();
        var saved = m.Control;
        effects.Writes.PersistMode(code, saved, tx =>
        {
            // Here, on the writer's thread: the first text of a kind takes long to make, and no brake waits for it.
            var json = JsonSerializer.Serialize(payload);
            ControlStore.Save(tx, saved);
            tx.Event(level, code, json);
            tx.Audit(by, "desk", code.ToUpperInvariant(), "desk", json);
            also?.Invoke(tx);
        });
    }

    private CommandResult Tighten(DeskTrigger trigger, string by, string code)
    {
        if (m.State.After(trigger) is not StateStep.To to) throw new InvalidOperationException($"{trigger} must be possible in every state");
        if (to.State == m.State) return Done;
        m.ModeEpoch.Advance();
        Become(m.Control with { State = to.State }, "INFO", code, by, new { mode = to.State.Mode(), safe_mode = to.State.SafeMode() });
        return Done;
    }

    // Null answer = not decided yet: it comes with LooseningDurable.
    private CommandResult? Loosen(CommandEnvelope envelope, DeskTrigger trigger)
    {
        if (Refusal(trigger) is { } refused) return refused;
        var next = After(Next(trigger), envelope.Command) with { Reasons = ReasonsAfter(envelope.Command).All };
        effects.PersistThen(envelope, m.Control.HoldEpoch, m.ModeEpoch.Current, tx => ControlStore.Save(tx, next));
        return null;
    }

    private CommandResult.Refused? Refusal(DeskTrigger trigger)
    {
        if (m.State.After(trigger) is StateStep.Refused refused) return new CommandResult.Refused(refused.Code, refused.Text);
        if (trigger == DeskTrigger.SafeModeOff) return null;
        var blocks = Blocks();
        if (blocks.Count == 0) return null;
        var list = blocks.Select(b => b.Code).ToArray();
        return new CommandResult.Refused("blocked", "resume is blocked by: " + string.Join("; ", blocks.Select(b => b.Text)), new Dictionary<string, object?> { ["blocked_by"] = list });
    }

    // Asked at the door, in the flow and here, where it takes effect: a P0 that came meanwhile is not left without one (R8).
    private CommandResult.Refused? CauseMissing(DeskCommand command) => command is DeskCommand.LeaveHold leave && m.Reasons.HasP0 && string.IsNullOrWhiteSpace(leave.RootCause)
        ? new CommandResult.Refused("root_cause_required", "a P0 is among the reasons of this HOLD: what led to it and why it is over must be said before it is left")
        : null;

    private DeskState Next(DeskTrigger trigger) => m.State.After(trigger) is StateStep.To to
        ? to.State
        : throw new InvalidOperationException($"{trigger} from {m.State} was refused and must not be applied");

    private void Apply(DeskState next, DeskCommand command)
    {
        m.Reasons = ReasonsAfter(command);
        if (command is DeskCommand.LeaveHold) m.HoldLeftBy = "two people";
        var (level, code) = command is DeskCommand.LeaveHold ? ("WARNING", "resume_confirmed") : ("WARNING", "mode_change");
        Become(After(next, command), level, code, command.By, new { mode = next.Mode(), safe_mode = next.SafeMode(), actor = command.By, root_cause = (command as DeskCommand.LeaveHold)?.RootCause });
    }

    private ControlMemory After(DeskState next, DeskCommand command) => command is DeskCommand.LeaveHold
        ? m.Control with { State = next, HoldEpoch = m.Control.HoldEpoch + 1, LastReleasedAt = m.Now, Before = null }
        : m.Control with { State = next };

    private HoldReasons ReasonsAfter(DeskCommand command) => command is DeskCommand.LeaveHold ? HoldReasons.None : m.Reasons;

    private void Save() => effects.Persist("mode", Standing());

    private Action<Ledger.LedgerTransaction> Standing()
    {
        var saved = m.Control;
        return tx => ControlStore.Save(tx, saved);
    }

    private static DeskTrigger Trigger(DeskCommand command) => command switch
    {
        DeskCommand.LeaveHold => DeskTrigger.LeaveHold,
        DeskCommand.Resume => DeskTrigger.Resume,
        DeskCommand.SetSafeMode => DeskTrigger.SafeModeOff,
        _ => throw new InvalidOperationException($"{command.GetType().Name} is not a loosening"),
    };
}
