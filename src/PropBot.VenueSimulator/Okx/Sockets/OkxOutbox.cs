using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Faults;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Sockets;

/// <summary>The pushes of one connection on their way out, with what the faults do to them: lost, late, twice, or after the one behind them.</summary>
public sealed class OkxOutbox(OkxDoor door, FaultBoard faults, OkxLater later, Action<JsonObject> send)
{
    private JsonObject? overtaken;

    public void Push(string channel, JsonObject frame)
    {
        if (faults.Silent(door.Word())) return;
        var fate = faults.Push(channel);
        if (fate.Drop) return;
        later.In(fate.Delay, () => Deliver(frame, fate));
    }

    private void Deliver(JsonObject frame, PushFate fate)
    {
        if (fate.Reorder && overtaken is null)
        {
            overtaken = frame;
            return;
        }

        send(frame);
        if (fate.Duplicate) send(frame);
        if (overtaken is not { } waiting) return;
        overtaken = null;
        send(waiting);
    }
}
