namespace PropBot.Testing.Lines;

/// <summary>One direction of one connection: what goes in comes out later, in order. Things sent at one instant travel together.</summary>
internal sealed class Pipe<T> : IDisposable
{
    private readonly Line line;
    private readonly Action<T> deliver;
    private readonly Queue<(DateTimeOffset Due, T Item)> travelling = new();
    private readonly ITimer timer;
    private DateTimeOffset lastSent;
    private DateTimeOffset lastDue;
    private bool closed;

    public Pipe(Line line, Action<T> deliver)
    {
        (this.line, this.deliver) = (line, deliver);
        timer = line.Clock.CreateTimer(_ => Deliver(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Send(T item)
    {
        if (closed) return;
        var now = line.Clock.GetUtcNow();
        if (now != lastSent)
        {
            lastSent = now;
            var due = now + line.Latency();
            if (due > lastDue) lastDue = due;
        }

        travelling.Enqueue((lastDue, item));
        if (travelling.Count == 1) Wake(lastDue);
    }

    public void Dispose()
    {
        closed = true;
        travelling.Clear();
        timer.Dispose();
    }

    private void Deliver()
    {
        if (line.SilentUntil is { } until)
        {
            Wake(until);
            return;
        }

        var now = line.Clock.GetUtcNow();
        while (travelling.TryPeek(out var next) && next.Due <= now) deliver(travelling.Dequeue().Item);
        if (!closed && travelling.TryPeek(out var later)) Wake(later.Due);
    }

    private void Wake(DateTimeOffset at)
    {
        var wait = at - line.Clock.GetUtcNow();
        timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
