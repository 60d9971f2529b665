namespace PropBot.Trading.Exchanges;

/// <summary>
/// One WebSocket that is kept open. <see cref="Start"/> sets it going and it reconnects with back-off until disposed; nothing is ever
/// thrown out of it: trouble is told to <see cref="SocketHandlers.Down"/> with its reason. Any exception from a handler, a message that
/// cannot be read included, also ends the connection, because only a reconnect with its catch-up makes good for a lost message.
/// <para>A renewal, at <see cref="SocketOptions.MaxAge"/> or by <see cref="Renew"/>, overlaps: the next connection is opened beside the
/// present one and replaces it when it is ready, so nothing is ever down in between (case 54). One that fails leaves the present one
/// standing and is tried again with back-off.</para>
/// </summary>
public sealed class VenueSocket : IAsyncDisposable
{
    private readonly Func<SocketHandlers> make;
    private readonly bool overlaps;
    private readonly SocketOptions options;
    private readonly IWebSocketFactory sockets;
    private readonly TimeProvider clock;
    private readonly CancellationTokenSource stopping = new();
    private readonly Backoff backoff;
    private readonly Backoff renewals;
    private readonly List<Task> leaving = [];
    private volatile SocketLine? current;
    private Task running = Task.CompletedTask;

    /// <param name="make">Called for each connection: what it keeps of login, subscriptions and sequences is that connection's own.</param>
    /// <param name="seed">For the jitter of the back-off.</param>
    public VenueSocket(Func<SocketHandlers> make, SocketOptions options, IWebSocketFactory sockets, TimeProvider clock, int seed)
        : this(make, overlaps: true, options, sockets, clock, seed)
    {
    }

    /// <summary>With one set of handlers for all connections: these cannot overlap, so a renewal is a reconnect.</summary>
    public VenueSocket(SocketHandlers handlers, SocketOptions options, IWebSocketFactory sockets, TimeProvider clock, int seed)
        : this(() => handlers, overlaps: false, options, sockets, clock, seed)
    {
    }

    private VenueSocket(Func<SocketHandlers> make, bool overlaps, SocketOptions options, IWebSocketFactory sockets, TimeProvider clock, int seed)
    {
        (this.make, this.overlaps, this.options, this.sockets, this.clock) = (make, overlaps, options, sockets, clock);
        backoff = new Backoff(options.FirstBackoff, options.MaxBackoff, seed);
        renewals = new Backoff(options.FirstBackoff, options.MaxBackoff, seed);
    }

    /// <summary>Opens the socket and keeps it open. Call once.</summary>
    public void Start() => running = Run();

    /// <summary>Gives the present connection up; the next one is opened after the back-off. Does nothing when there is none.</summary>
    public void Reconnect(string reason) => current?.End(reason);

    /// <summary>Replaces the present connection by a new one without a gap. Does nothing when there is none, or a renewal is under way.</summary>
    public void Renew(string reason) => current?.WishRenewal(reason);

    /// <summary>Sends one text message on the present connection; sends never overlap. False when there is none or it broke meanwhile.</summary>
    public Task<bool> TrySend(ReadOnlyMemory<byte> text) => current is { } line ? line.TrySend(text) : Task.FromResult(false);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running;
        await Task.WhenAll(leaving);
        stopping.Dispose();
    }

    private async Task Run()
    {
        while (!stopping.IsCancellationRequested)
        {
            var (last, reason) = await Stand();
            // A connection that did not last is a failure too, else a venue that accepts and hangs up would be hammered.
            if (clock.GetElapsedTime(last.StartedAt) >= options.HealthyAfter) backoff.Reset();
            Bury(last, reason);
            if (stopping.IsCancellationRequested) break;
            Guarded(() => last.Handlers.Down(reason));
            await Pause(backoff.Next(), Task.CompletedTask, waitForTask: false);
        }
    }

    /// <summary>One connection and the renewals that follow it, until nothing stands.</summary>
    private async Task<(SocketLine Last, string Reason)> Stand()
    {
        var now = Dial(isRenewal: false);
        var stands = false;
        while (true)
        {
            current = now.Line;
            if (stands) await Waiting.First(now.Life, now.Line.RenewalWished);
            else await Waiting.First(now.Life, now.Line.RenewalWished, now.Line.Ready);
            if (now.Life.IsCompleted || stopping.IsCancellationRequested)
            {
                current = null;
                return (now.Line, await now.Life);
            }

            if (!stands && now.Line.Ready.IsCompleted)
            {
                stands = Stands(now.Line);
                continue;
            }

            if (!overlaps)
            {
                now.Line.End(await now.Line.RenewalWished);
                continue;
            }

            (now, stands) = await Renewed(now, stands);
        }
    }

    /// <summary>One attempt at a renewal: the connection that stands after it, and whether it is ready.</summary>
    private async Task<((SocketLine Line, Task<string> Life) Now, bool Stands)> Renewed((SocketLine Line, Task<string> Life) old, bool oldStands)
    {
        var next = Dial(isRenewal: true);
        using (clock.CreateTimer(_ => Overdue(next.Line), null, options.RenewWithin, Timeout.InfiniteTimeSpan))
            await Waiting.First(old.Life, next.Life, next.Line.Ready);
        if (next.Line.Ready.IsCompletedSuccessfully && !next.Life.IsCompleted)
        {
            renewals.Reset();
            current = next.Line;
            Stands(next.Line);
            leaving.RemoveAll(task => task.IsCompleted);
            leaving.Add(Leave(old.Line, old.Life));
            return (next, true);
        }

        if (old.Life.IsCompleted && !stopping.IsCancellationRequested)
        {
            // The old one did not last until the switch: there is a gap, and the next one is already on its way to end it.
            var reason = await old.Life;
            Bury(old.Line, reason);
            Guarded(() => old.Line.Handlers.Down(reason));
            return (next, false);
        }

        next.Line.End(NotReady(next.Line));
        var why = await next.Life;
        Guarded(() => next.Line.Handlers.RenewalFailed(why));
        Bury(next.Line, why);
        await Pause(renewals.Next(), old.Life, waitForTask: true);
        return (old, oldStands);
    }

    private (SocketLine Line, Task<string> Life) Dial(bool isRenewal)
    {
        var line = new SocketLine(make(), options, sockets, clock, stopping.Token);
        return (line, line.Live(tellConnecting: !isRenewal));
    }

    private static bool Stands(SocketLine line)
    {
        if (line.Ready.IsCompletedSuccessfully) Guarded(line.Handlers.Stands);
        else line.End(NotReady(line));
        return true;
    }

    private static string NotReady(SocketLine line) => $"not ready: {line.Ready.Exception?.InnerException?.Message ?? "given up"}";

    private void Overdue(SocketLine line)
    {
        if (!line.Ready.IsCompleted) line.End($"not ready within {options.RenewWithin.TotalSeconds:0.###} s");
    }

    private async Task Leave(SocketLine line, Task<string> life)
    {
        line.StopWork();
        var awaited = Awaited(line);
        if (!awaited.IsCompleted) await Pause(options.LeaveWithin, Waiting.First(awaited, life), waitForTask: true);
        await line.Close();
        await Pause(options.LeaveWithin, life, waitForTask: true);
        line.End("renewed");
        Bury(line, await life);
    }

    private static Task Awaited(SocketLine line)
    {
        try
        {
            return line.Handlers.Leaving();
        }
        catch (Exception)
        {
            // Nobody to wait for then; the owner's own room reports its fault.
            return Task.CompletedTask;
        }
    }

    private static void Bury(SocketLine line, string reason)
    {
        Guarded(() => line.Handlers.Ended(reason));
        line.Dispose();
    }

    /// <summary>Until the time has passed, the task has ended (if it is waited for), or the socket is disposed.</summary>
    private async Task Pause(TimeSpan atMost, Task task, bool waitForTask)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
        var time = Task.Delay(atMost, clock, over.Token);
        await (waitForTask ? Waiting.First(time, task) : Waiting.First(time));
        over.Cancel();
    }

    private static void Guarded(Action tell)
    {
        try
        {
            tell();
        }
        catch (Exception)
        {
            // The loop must outlive a listener's fault; the listener's own room reports it.
        }
    }
}
