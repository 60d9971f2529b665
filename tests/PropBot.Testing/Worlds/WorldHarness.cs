using PropBot.Testing.Lines;
using PropBot.Testing.Desks;
using PropBot.Trading.Desk;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;
using PropBot.Trading.Settings;
using PropBot.VenueSimulator;
using PropBot.VenueSimulator.Core;

namespace PropBot.Testing.Worlds;

/// <summary>
/// The whole of PropBot on virtual time: the desk, its ledger and its real connectors against the real skins of both simulated venues,
/// over in-memory transports, on one thread, from one seed. Time jumps from timer to timer.
/// </summary>
public sealed class WorldHarness : IAsyncDisposable
{
    private readonly OneThread venues = new();
    private readonly List<string> folders = [];
    private readonly OkxEnd okxEnd;
    private readonly Operators operators;
    private readonly WorldOptions made;
    private DeskProcess process;
    private DeskSnapshot seen;
    private int boots;
    private int? crashAfterOrder;
    private bool diskFull;
    private TimeSpan hostSkew;

    public WorldHarness(WorldOptions options)
    {
        made = options;
        Clock = new ManualClock(options.Start);
        Log = new DecisionLog(Clock);
        (Sim, Binance, okxEnd, Okx) = venues.As(Venues);
        Naked = new NakedWatch(this);
        operators = new Operators(this, Dice.For(options.Seed, "operators"));
        Log.Heard = line =>
        {
            if (crashAfterOrder is not { } steps || !line.Contains(" place ", StringComparison.Ordinal)) return;
            (process!.Fuse, crashAfterOrder) = (steps, null);
        };
        process = Boot(NewFolder());
        seen = process.Desk.Snapshot;
        Clock.CreateTimer(_ => venues.As(Beat), null, options.Beat, options.Beat);
        if (options.WithOperators) Clock.CreateTimer(_ => operators.Look(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    public ManualClock Clock { get; }
    public DecisionLog Log { get; }
    public SimWorld Sim { get; }
    public Line Binance { get; }
    public Line Okx { get; }
    public NakedWatch Naked { get; }
    /// <summary>WebSockets that OKX did not take because too many were opened at once.</summary>
    public int OkxRefusedConnects => okxEnd.ConnectsRefused;
    public IReadOnlyList<Line> Lines => [Binance, Okx];
    public WorldOptions Options => made;
    public TradingOptions DeskOptions { get; private set; } = null!;
    public TradingDesk Desk => process.Desk;
    public DeskSnapshot Snapshot => process.Desk.Snapshot;
    public BreakableLedger Ledger => process.Ledger;
    public ProcessClock HostClock => process.Clock;
    public DateTimeOffset Now => Clock.GetUtcNow();
    public int Boots => boots;

    /// <summary>A process that has just started needs a moment before it can be blamed for anything.</summary>
    public DateTimeOffset WellFrom { get; private set; }

    public VenueCore Core(Venue venue) => venue == Venue.Binance ? Sim.Binance : Sim.Okx;

    public Line Line(Venue venue) => venue == Venue.Binance ? Binance : Okx;

    public void Advance(TimeSpan by)
    {
        var target = Now + by;
        var (stood, standing) = (Now, 0);
        while (true)
        {
            Settle();
            var now = Now;
            if (now >= target) return;
            (stood, standing) = now == stood ? (stood, standing + 1) : (now, 0);
            if (standing > 10_000) throw new InvalidOperationException($"time stands still at {now:O} (seed {made.Seed})\n{Tail(30)}");
            var next = now + Desk.UntilNextTick;
            if (Clock.NextDue is { } due && due < next) next = due;
            if (next > target) next = target;
            venues.As(() => Clock.Advance(next > now ? next - now : TimeSpan.Zero));
        }
    }

    /// <summary>Advances until it holds; fails when it does not within the time.</summary>
    public void Until(Func<bool> condition, string what, double seconds = 60)
    {
        var limit = Now + TimeSpan.FromSeconds(seconds);
        while (!condition())
        {
            if (Now > limit) throw new InvalidOperationException($"{what}: not within {seconds} s of virtual time (seed {made.Seed})\n{Tail(30)}");
            Advance(TimeSpan.FromMilliseconds(10));
        }
    }

    public CommandResult Send(DeskCommand command)
    {
        var answer = process.Send(command);
        Until(() => answer.IsCompleted, $"an answer to {command}");
        return answer.GetAwaiter().GetResult();
    }

    /// <summary>Something of the present process that takes its time; what it answers.</summary>
    public T Await<T>(Func<Task<T>> act)
    {
        var answer = process.Do(act);
        Until(() => answer.IsCompleted, "an answer");
        return answer.GetAwaiter().GetResult();
    }

    /// <summary>Something of the present process that nobody waits for: it may die of it.</summary>
    public void Begin(Func<Task> act) => _ = process.Do(act);

    /// <summary>To RUN by the regular doors.</summary>
    public void Run() => Until(() => Snapshot.State == Trading.Control.DeskState.Run, "RUN", 120);

    /// <summary>kill -9 now: the venues live on, a new process starts over what the ledger had committed.</summary>
    /// <param name="meanwhile">What the venues do while no process runs.</param>
    public void Crash(string why = "killed", Action? meanwhile = null)
    {
        Log.Add($"process {boots} {why}");
        var survived = NewFolder();
        process.Kill(survived).GetAwaiter().GetResult();
        operators.Forget();
        if (meanwhile is not null) venues.As(meanwhile);
        process = Boot(survived);
    }

    /// <summary>The process dies so many single steps from now, in the middle of whatever it does then.</summary>
    public void CrashIn(int steps) => process.Fuse = steps;

    /// <summary>The process dies so many single steps after it next hands an order to a connector.</summary>
    public void CrashAfterNextOrder(int steps) => crashAfterOrder = steps;

    public bool OperatorsAway
    {
        get => operators.Away;
        set => operators.Away = value;
    }

    /// <summary>Whatever process runs, its ledger takes no writes.</summary>
    public bool DiskFull
    {
        get => diskFull;
        set => process.Ledger.Broken = diskFull = value;
    }

    /// <summary>The host's wall clock, for whatever process runs.</summary>
    public TimeSpan HostSkew
    {
        get => process.Clock.Skew;
        set => process.Clock.Skew = hostSkew = value;
    }

    /// <summary>Every fault ends now, and none that was planned begins.</summary>
    public void ClearFaults()
    {
        foreach (var line in Lines)
        {
            line.ClearFaults();
            line.NextOrders.Clear();
            Core(line.Venue).Faults.Clear();
        }

        DiskFull = false;
        HostSkew = TimeSpan.Zero;
        crashAfterOrder = null;
        process.Fuse = null;
    }

    internal Task<CommandResult> Ask(DeskCommand command) => process.Send(command);

    public string Tail(int count) => string.Join('\n', Log.Lines.Skip(Math.Max(0, Log.Lines.Count - count)));

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        okxEnd.Dispose();
        Sim.Dispose();
        foreach (var folder in folders) Directory.Delete(folder, recursive: true);
    }

    private void Settle()
    {
        for (var again = true; again;)
        {
            again = venues.As(venues.RunUntilIdle);
            process.Settle();
            if (process.Blown)
            {
                Crash("killed in the middle of its work");
                again = true;
            }
        }

        if (!ReferenceEquals(seen, Snapshot)) Notice(seen, seen = Snapshot);
    }

    private void Beat()
    {
        Sim.Advance();
        Binance.End.Beat();
        Okx.End.Beat();
        Naked.Look();
    }

    private void Notice(DeskSnapshot before, DeskSnapshot now)
    {
        if (before.State != now.State || before.HoldEpoch != now.HoldEpoch || before.BootId != now.BootId)
            Log.Add($"mode {now.State} epoch {now.HoldEpoch} [{string.Join(", ", now.HoldReasons.Select(r => r.Code))}]");
        foreach (var hedge in now.Hedges)
        {
            var old = before.Hedges.FirstOrDefault(h => h.Id == hedge.Id);
            if (old is null || old.State != hedge.State || old.Long.Open != hedge.Long.Open || old.Short.Open != hedge.Short.Open) Log.Add(Words(hedge));
        }
    }

    private static string Words(HedgeRecord h) =>
        $"hedge {h.Id} {h.State} {h.Symbol} long {h.Long.Venue.Word()} {h.Long.Open} short {h.Short.Open} realised {h.Realised} {h.Reason}";

    private (SimWorld, Line, OkxEnd, Line) Venues()
    {
        var sim = SimulatedVenues.MakeWorld(new SimulatorOptions(Seed: made.Seed, Symbols: made.Symbols), Clock);
        var keys = new VenueCredentials("paper-key", "paper-secret", "paper-passphrase");
        var okx = new OkxEnd(sim.Okx, keys);
        return (sim, new Line(new BinanceEnd(sim.Binance, keys), Clock, Dice.For(made.Seed, "line binance")), okx, new Line(okx, Clock, Dice.For(made.Seed, "line okx")));
    }

    private DeskProcess Boot(string folder)
    {
        var options = new TradingOptions { DataDirectory = folder, Universe = new PairUniverse(made.Symbols) };
        DeskOptions = made.Change?.Invoke(options) ?? options;
        boots++;
        WellFrom = Now + TimeSpan.FromSeconds(20);
        // A new process learns of a ban by its first answer; nothing before it can be held against it.
        foreach (var line in Lines) line.BanKnownUntil = default;
        Log.Add($"process {boots} starts");
        var started = new DeskProcess(DeskOptions, Lines, Clock, Log, made.Seed + (boots * 100), boots, hostSkew, made.BinanceOrdersBySocket);
        started.Ledger.Broken = diskFull;
        if (made.Beside is { } beside)
        {
            started.Do(() =>
            {
                beside(new ProcessParts(started.Desk, started.Ledger, started.Clock, boots));
                return true;
            });
        }

        return started;
    }

    private string NewFolder()
    {
        folders.Add(Directory.CreateTempSubdirectory("propbot-world-").FullName);
        return folders[^1];
    }
}
