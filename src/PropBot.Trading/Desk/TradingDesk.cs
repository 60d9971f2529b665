using Microsoft.Extensions.Logging;
using PropBot.Trading.Control;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.Ledger;
using PropBot.Trading.Settings;
using PropBot.Trading.Watchdogs;

namespace PropBot.Trading.Desk;

/// <param name="Exchanges">In the order of <see cref="Venues.All"/>.</param>
/// <param name="BootId">Made anew at each start, at the door.</param>
/// <param name="AccountStamp">Faults with ProfileMismatchException when the ledger belongs to other venue accounts (R45).</param>
/// <param name="Tap">Set before the desk's ear for market data: a recorder; null = none.</param>
/// <param name="WatchesHost">A door reads disk and memory of this machine and tells the desk; until it does, nothing is opened.</param>
/// <param name="Files">Run marker and emergency log, which need no database (R3, R20); null where none is kept (replays).</param>
/// <param name="Alerts">Hears every alert as it is made; null = none.</param>
public sealed record DeskParts(
    TradingOptions Options, ILedger Ledger, IReadOnlyList<IExchange> Exchanges, TimeProvider Clock, string BootId, ILogger Log, BrakeFiles? Files = null,
    Func<IReadOnlyDictionary<string, string>, Task>? AccountStamp = null,
    Func<IVenueListener, IVenueListener>? Tap = null,
    Alerts.IAlertSink? Alerts = null,
    bool WatchesHost = false);

/// <summary>
/// The desk. Its owner calls <see cref="Step"/>: a thread in production (DeskLoop), the scheduler in virtual-time tests, the bench in
/// replays. Everything inside runs on that one caller.
/// </summary>
public sealed class TradingDesk : IDesk, IDisposable
{
    private const int QuotesAStep = 256;
    private static readonly TimeSpan TickEvery = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan PublishEvery = TimeSpan.FromMilliseconds(500);

    private readonly DeskInbox inbox = new();
    private readonly DeskMemory m;
    private readonly DeskEffects effects;
    private readonly DeskRooms rooms;
    private readonly ILogger log;
    private readonly List<(TaskCompletionSource<CommandResult> Waiter, CommandResult Result)> answers = [];
    private DeskSnapshot snapshot;
    private DateTimeOffset nextTick;
    private DateTimeOffset nextPublish;

    public TradingDesk(DeskParts parts)
    {
        log = parts.Log;
        m = new DeskMemory(parts.Options, parts.Ledger, parts.Clock, parts.BootId)
        {
            Now = parts.Clock.GetUtcNow(),
        };
        m.Watch.HostIsWatched = parts.WatchesHost;
        effects = new DeskEffects(parts.Ledger, parts.Exchanges, inbox, m.ModeEpoch, parts.Clock, parts.Log, parts.Files)
        {
            AccountStamp = parts.AccountStamp,
            AlertSink = parts.Alerts,
            MarketEar = parts.Tap?.Invoke(inbox) ?? inbox,
        };
        rooms = new DeskRooms(m, effects, inbox);
        rooms.Recovery.Load(parts.Files?.Pending ?? []);
        rooms.Mode.EngageHold(HoldReason.RestartCode, "bootstrap", "desk");
        rooms.Begin();
        snapshot = rooms.Draw();
    }

    public DeskSnapshot Snapshot => Volatile.Read(ref snapshot);

    /// <summary>Hears each plan that the gate has let through, on the desk's thread. For the bench, which times it.</summary>
    internal Action<Opportunities.HedgePlan>? Approved
    {
        set => rooms.Opens.Approved = value;
    }

    /// <summary>Facts and quotes go in here; connectors are started on it, and a replay feeds it.</summary>
    public IVenueListener Listener => inbox;

    /// <summary>What a door read of this machine; any thread.</summary>
    public void Tell(HostReading reading) => inbox.Post((object)reading);

    /// <summary>When the desk wants to be called next, if nothing arrives.</summary>
    public TimeSpan UntilNextTick
    {
        get
        {
            var left = nextTick - m.Clock.GetUtcNow();
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    public Task<CommandResult> Send(DeskCommand command)
    {
        var envelope = new CommandEnvelope(command, new TaskCompletionSource<CommandResult>(TaskCreationOptions.RunContinuationsAsynchronously));
        inbox.Post(envelope);
        return envelope.Reply.Task;
    }

    /// <summary>Handles what waits, then the timer. Returns false when there was nothing to do.</summary>
    public bool Step()
    {
        m.Now = m.Clock.GetUtcNow();
        var worked = false;
        while (inbox.TryCommand(out var command))
        {
            worked = true;
            Obey(command!);

            // What it set going leaves in this very step.
            nextTick = m.Now;
        }

        // A HOLD is told before anything else is done: neither a venue, nor a disk, nor a burst of facts stands before it.
        if (answers.Count > 0) Publish();
        while (inbox.TryFact(out var fact))
        {
            worked = true;
            Handle(fact!);
        }

        worked |= HandleQuotes();
        // A wall clock set back must not stop the timer until it has caught up: the watch over that very clock hangs on it.
        if (m.Now >= nextTick || nextTick - m.Now > TickEvery)
        {
            nextTick = m.Now + TickEvery;
            Guarded(rooms.Tick, "timer");
        }

        if (answers.Count > 0 || m.Now >= nextPublish || nextPublish - m.Now > PublishEvery || (m.Dirty && m.Now >= nextPublish - PublishEvery + TickEvery)) Publish();
        return worked;
    }

    /// <summary>For the desk's own thread: sleeps until something arrives or the next tick.</summary>
    internal void Wait(CancellationToken stop)
    {
        if (inbox.IsEmpty) inbox.Wait(UntilNextTick, stop);
    }

    /// <summary>A stop of the process (R1): no new hedge from now on; HOLD, reasons and marker stay as they are.</summary>
    public void BeginStop() => inbox.Post(StopBegun.Instance);

    public void Dispose()
    {
        effects.Dispose();
        inbox.Dispose();
    }

    private bool HandleQuotes()
    {
        var handled = 0;
        while (handled < QuotesAStep && inbox.TryQuote(out var quote))
        {
            handled++;
            try
            {
                rooms.Quote(in quote);
            }
            catch (Exception e)
            {
                Trip(e, "quote");
            }

            if (inbox.UrgentWaits) break;
        }

        return handled > 0;
    }

    private void Handle(CommandEnvelope envelope)
    {
        if (rooms.Handle(envelope) is { } result) answers.Add((envelope.Reply, result));
    }

    private void Handle(object fact)
    {
        try
        {
            if (fact is LooseningDurable durable) answers.Add((durable.Envelope.Reply, rooms.Handle(durable)));
            else if (fact is StopBegun) m.Stopping = true;
            else rooms.Handle(fact);
        }
        catch (Exception e)
        {
            Trip(e, fact.GetType().Name);
        }
    }

    // Apart from the loop: a lambda there would make garbage at every step, commands or none.
    private void Obey(CommandEnvelope command) => Guarded(() => Handle(command), "command");

    private void Guarded(Action act, string what)
    {
        try
        {
            act();
        }
        catch (Exception e)
        {
            Trip(e, what);
        }
    }

    // An exception inside a decision is a trip, never a skip (P20).
    private void Trip(Exception e, string what)
    {
        log.LogCritical(e, "The desk failed on {What}: HOLD", what);
        rooms.Mode.EngageHold($"desk_fault:{what}", "desk", "desk");
    }

    private void Publish()
    {
        nextPublish = m.Now + PublishEvery;
        m.Dirty = false;
        try
        {
            Volatile.Write(ref snapshot, rooms.Draw());
        }
        catch (Exception e)
        {
            // The last picture stays and grows old, which health says; the desk goes on, in HOLD (P20).
            Trip(e, "picture");
        }

        foreach (var (waiter, result) in answers) waiter.TrySetResult(result);
        answers.Clear();
    }

    private sealed class StopBegun
    {
        public static readonly StopBegun Instance = new();
    }
}
