using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Binance.Sockets;

/// <summary>Lets a session's pushes out as the faults will have it: dropped, late, twice, out of order, or none at all while the door is silent.</summary>
internal sealed class PushGate(VenueCore core, string door, Action<string> send)
{
    private readonly Lock own = new();
    private readonly List<string> held = [];

    /// <param name="channel">The event's name, e.g. <c>bookTicker</c>, <c>ORDER_TRADE_UPDATE</c>.</param>
    public void Push(string channel, string text)
    {
        if (core.Faults.Silent(door)) return;
        var fate = core.Faults.Push(channel);
        if (fate.Drop) return;
        if (fate.Delay > TimeSpan.Zero) Later(fate.Delay, () => Out(text, fate.Duplicate));
        else if (fate.Reorder) Hold(text);
        else Out(text, fate.Duplicate);
    }

    private void Hold(string text)
    {
        lock (own) held.Add(text);
    }

    private void Out(string text, bool twice)
    {
        lock (own)
        {
            send(text);
            if (twice) send(text);
            held.ForEach(send);
            held.Clear();
        }
    }

    private void Later(TimeSpan wait, Action act)
    {
        ITimer? timer = null;
        timer = core.Clock.CreateTimer(
            _ =>
            {
                act();
                timer?.Dispose();
            },
            null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(wait, Timeout.InfiniteTimeSpan);
    }
}
