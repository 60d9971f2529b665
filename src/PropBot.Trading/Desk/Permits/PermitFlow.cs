using PropBot.Trading.Control;

namespace PropBot.Trading.Desk.Permits;

/// <summary>
/// The only way a person's approval loosens anything (R2): the permit is marked in the ledger, what it does is written with it, and only then
/// applied, if neither the HOLD nor the mode has moved meanwhile. Tightening advances the epochs and so wins every race.
/// </summary>
internal sealed class PermitFlow(DeskMemory m, DeskEffects effects)
{
    private readonly Dictionary<string, Loosening> writing = new(StringComparer.Ordinal);

    /// <summary>What each kind does; a null answer means the payload says nothing that can be done.</summary>
    public required IReadOnlyDictionary<string, Func<Permit, Loosening?>> Kinds { get; init; }

    /// <summary>What became of permits of other boots.</summary>
    public void Begin()
    {
        var (boot, now) = (m.BootId, m.Now);
        effects.Persist("former permits", tx => PermitStore.SettleFormer(tx, boot, now));
    }

    public CommandResult? On(DeskCommand.UsePermit command, CommandEnvelope envelope)
    {
        var permit = command.Permit;
        if (permit.BootId != m.BootId) return Void(permit, new("former_boot", "the permit was issued before the last restart: ask again"));
        if (permit.HoldEpoch != m.Control.HoldEpoch) return Void(permit, Moved);
        if (writing.ContainsKey(permit.Id)) return new CommandResult.Refused("permit_in_use", "this permit is being used already");
        if (!Kinds.TryGetValue(permit.Kind, out var make) || make(permit) is not { } loosening)
            return Void(permit, new("permit_unknown", $"the desk knows no permit {permit.Kind} with this content"));
        if (loosening.Objection() is { } refused) return Void(permit, refused);
        writing[permit.Id] = loosening;
        var at = m.Now;
        effects.PersistThen(envelope, m.Control.HoldEpoch, m.ModeEpoch.Current, tx =>
        {
            PermitStore.Begin(tx, permit.Id, at);
            loosening.Write(tx);
        });
        return null;
    }

    public CommandResult On(LooseningDurable fact)
    {
        var permit = ((DeskCommand.UsePermit)fact.Envelope.Command).Permit;
        writing.Remove(permit.Id, out var loosening);
        if (!fact.Written) return new CommandResult.Refused("ledger_unavailable", "the ledger takes no writes, or this permit was used before: nothing is loosened");
        var refused = fact.HoldEpoch != m.Control.HoldEpoch || fact.ModeEpoch != m.ModeEpoch.Current ? Moved : loosening!.Objection();
        if (refused is not null)
        {
            // In one unit: a permit that is still being used stands in the ledger with its effect, without exception.
            return Void(permit, refused, loosening!.Restore());
        }

        loosening!.Apply();
        m.Dirty = true;
        var at = m.Now;
        effects.Persist($"permit {permit.Id}", tx => PermitStore.Use(tx, permit.Id, at));
        return new CommandResult.Done();
    }

    private static CommandResult.Refused Moved => new("state_changed", "the HOLD or the mode has changed since this was approved: look and ask again");

    private CommandResult.Refused Void(Permit permit, CommandResult.Refused why, Action<Ledger.LedgerTransaction>? restore = null)
    {
        var at = m.Now;
        effects.Persist($"permit {permit.Id}", tx =>
        {
            restore?.Invoke(tx);
            PermitStore.Void(tx, permit.Id, why.Code, at);
        });
        return why;
    }
}
