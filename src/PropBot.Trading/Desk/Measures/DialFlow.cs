using System.Text.Json;
using PropBot.Trading.Control;
using PropBot.Trading.Desk.Permits;
using PropBot.Trading.Risk.Measures;

namespace PropBot.Trading.Desk.Measures;

/// <summary>The risk dial (RPI): down at once and then written; up written first and then applied, if it still may (rulings §4).</summary>
internal sealed class DialFlow(DeskMemory m, DeskEffects effects)
{
    public CommandResult? On(DeskCommand.SetRpi command, CommandEnvelope envelope)
    {
        var move = Turn(command.Value, twoPeople: false);
        if (move is not DialMove.Turned turned) return Refused(move);
        if (turned.Dial.Value <= m.Measures.Dial.Value)
        {
            Become(turned.Dial, command.By, "rpi_down");
            return Done();
        }

        effects.PersistThen(envelope, m.Control.HoldEpoch, m.ModeEpoch.Current, tx => MeasuresStore.SaveDial(tx, turned.Dial));
        return null;
    }

    public CommandResult Durable(DeskCommand.SetRpi command)
    {
        // What stood when it was asked for may have moved while it was being written: the last word is the dial's now.
        var move = Turn(command.Value, twoPeople: false);
        Become(move is DialMove.Turned turned ? turned.Dial : m.Measures.Dial, command.By, move is DialMove.Turned ? "rpi_up" : "rpi_refused");
        return Refused(move) ?? (CommandResult)Done();
    }

    /// <summary>What two people agreed on; null when the permit names no value.</summary>
    public Loosening? Permitted(Permit permit)
    {
        if (PermitPayload.Whole(permit, "rpi") is not { } value) return null;
        DialMove Move() => Turn(value, twoPeople: true);
        return new Loosening(
            () => Refused(Move()),
            tx => MeasuresStore.SaveDial(tx, Move() is DialMove.Turned turned ? turned.Dial : m.Measures.Dial),
            () => Become(Move() is DialMove.Turned turned ? turned.Dial : m.Measures.Dial, permit.By, "rpi_up"),
            () =>
            {
                var dial = m.Measures.Dial;
                return tx => MeasuresStore.SaveDial(tx, dial);
            });
    }

    public void Tick()
    {
        var cut = DialRules.Cut(m.Measures.Dial, m.Measures.Readings.Stability.Colour);
        if (cut != m.Measures.Dial) Become(cut, "desk", "rpi_cut");
    }

    private DialMove Turn(int value, bool twoPeople) => DialRules.Turn(m.Measures.Dial, value, twoPeople, m.Measures.Readings.Stability.Colour, m.Now);

    private static CommandResult.Refused? Refused(DialMove move) => move is DialMove.Refused refused ? new CommandResult.Refused(refused.Code, refused.Text) : null;

    private void Become(RiskDial dial, string by, string code)
    {
        var json = JsonSerializer.Serialize(new { rpi = dial.Value, before = m.Measures.Dial.Value, factor = dial.Factor, msr = m.Measures.Readings.Stability.Word });
        m.Measures.Dial = dial;
        m.Dirty = true;
        effects.Persist(code, tx =>
        {
            MeasuresStore.SaveDial(tx, dial);
            tx.Event(code == "rpi_cut" ? "WARNING" : "INFO", code, json);
            tx.Audit(by, "desk", code.ToUpperInvariant(), "desk", json);
        });
    }

    private CommandResult.Done Done() => new(new Dictionary<string, object?> { ["rpi"] = m.Measures.Dial.Value, ["factor"] = m.Measures.Dial.Factor });
}
