using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Faults;

namespace PropBot.VenueSimulator.Binance.Sockets;

/// <summary>One WebSocket connection without its socket. The owner calls <see cref="Open"/>, feeds it frames, and disposes of it when the connection is gone;
/// everything the session has to say by itself it says by the venue's clock. Pings every 3 minutes, an end without a pong for 10, an end after 24 hours
/// (wire-protocols §1.7).</summary>
public abstract class BinanceSession : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan PingEvery = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan PongWithin = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestLife = TimeSpan.FromHours(24);
    private readonly VenueCore core;
    private readonly SessionWire wire;
    private readonly Queue<DateTimeOffset> heard = new();
    private ITimer? beat;
    private DateTimeOffset openedAt;
    private DateTimeOffset pingedAt;
    private DateTimeOffset pongedAt;

    private protected BinanceSession(VenueCore core, string door, SessionWire wire) => (this.core, Door, this.wire) = (core, door, wire);

    /// <summary>As faults name it: <c>public</c>, <c>market</c>, <c>private</c>, <c>ws-fapi</c>.</summary>
    public string Door { get; }

    public bool IsClosed { get; private set; }

    /// <summary>Client frames in one second beyond which the venue hangs up; null = no such limit.</summary>
    protected abstract int? MostFramesPerSecond { get; }

    protected Lock Own { get; } = new();

    /// <summary>Unskewed: the length of a life does not depend on what the venue takes the time to be.</summary>
    private DateTimeOffset Clock => core.Clock.GetUtcNow();

    public void Open()
    {
        openedAt = pingedAt = pongedAt = Clock;
        core.Faults.ForcedClose += Cut;
        core.Faults.SlowConsumer += CutSlow;
        Begin();
        beat = core.Clock.CreateTimer(_ => Tick(), null, Beat, Beat);
    }

    /// <summary>A text frame of the client.</summary>
    public void Receive(string text)
    {
        if (Heard()) Take(text);
    }

    /// <summary>The client answered a ping (or sent a pong unasked).</summary>
    public void Ponged() => pongedAt = Clock;

    /// <summary>The client sent a ping; the door answers it. It counts as a message.</summary>
    public void Pinged() => Heard();

    /// <summary>What is due by the clock. The session calls it itself every 50 ms.</summary>
    public void Tick()
    {
        if (IsClosed) return;
        var now = Clock;
        if (now - openedAt >= LongestLife) Close(1001, "The connection is older than 24 hours.");
        else if (wire.Ping is not null && now - pongedAt >= PongWithin) Close(SessionWire.Cut, "No pong for 10 minutes.");
        else Speak(now);
    }

    public void Dispose()
    {
        End();
        GC.SuppressFinalize(this);
    }

    protected void Close(int code, string reason)
    {
        if (IsClosed) return;
        End();
        wire.Close(code, reason);
    }

    protected void Say(string text)
    {
        if (!IsClosed) wire.Send(text);
    }

    protected abstract void Begin();

    protected abstract void Take(string text);

    protected abstract void Due();

    protected abstract void Finish();

    private void Speak(DateTimeOffset now)
    {
        if (wire.Ping is { } ping && now - pingedAt >= PingEvery)
        {
            pingedAt = now;
            ping();
        }

        Due();
    }

    private bool Heard()
    {
        if (IsClosed) return false;
        if (MostFramesPerSecond is not { } most) return true;
        var now = Clock;
        lock (heard)
        {
            heard.Enqueue(now);
            while (heard.Peek() <= now - TimeSpan.FromSeconds(1)) heard.Dequeue();
            if (heard.Count <= most) return true;
        }

        Close(1008, "Too many requests");
        return false;
    }

    private void Cut(string match)
    {
        if (FaultPattern.Fits(match, Door)) Close(SessionWire.Cut, "The connection was cut.");
    }

    private void CutSlow(string match)
    {
        if (FaultPattern.Fits(match, Door)) Close(1008, "The client reads too slowly.");
    }

    private void End()
    {
        if (IsClosed) return;
        IsClosed = true;
        beat?.Dispose();
        core.Faults.ForcedClose -= Cut;
        core.Faults.SlowConsumer -= CutSlow;
        Finish();
    }
}
