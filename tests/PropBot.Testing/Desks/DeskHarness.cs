using Microsoft.Extensions.Logging.Abstractions;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Desk.Alerts;
using PropBot.Trading.Incidents;
using PropBot.Trading.Instruments;
using PropBot.Trading.Ledger;
using PropBot.Trading.Positions;
using PropBot.Trading.Settings;

namespace PropBot.Testing.Desks;

/// <summary>A whole desk on virtual time: real ledger (stepped), two scripted venues, one thread.</summary>
public sealed class DeskHarness : IAsyncDisposable
{
    /// <summary>The market here speaks when a test makes it speak, so how often it does says nothing.</summary>
    private static readonly SloOptions Unmeasured = new() { WsGapMs = decimal.MaxValue, DataAgeMs = decimal.MaxValue };

    private readonly OneThread thread = new();
    private readonly SynchronizationContext? before = SynchronizationContext.Current;
    private readonly List<string> folders = [];
    private readonly Ear ear = new();
    private EmergencyLog emergency = null!;
    private int boots;

    public DeskHarness(Func<TradingOptions, TradingOptions>? change = null)
    {
        SynchronizationContext.SetSynchronizationContext(thread);
        Folder = NewFolder();
        var options = new TradingOptions { DataDirectory = Folder, Universe = new PairUniverse(["BTCUSDT"]), Slo = Unmeasured };
        Options = change?.Invoke(options) ?? options;
        Binance = new FakeVenue(Venue.Binance, Options.Universe, Clock);
        Okx = new FakeVenue(Venue.Okx, Options.Universe, Clock);
        (Ledger, Writes, Desk) = Boot();
    }

    public ManualClock Clock { get; } = new();
    public string Folder { get; private set; }
    public TradingOptions Options { get; }
    public FakeVenue Binance { get; }
    public FakeVenue Okx { get; }
    public LedgerStore Ledger { get; private set; }
    public BreakableLedger Writes { get; private set; }
    public TradingDesk Desk { get; private set; }
    public DeskSnapshot Snapshot => Desk.Snapshot;
    public IReadOnlyList<HedgeRecord> Hedges => Snapshot.Hedges;
    public HedgeRecord Hedge => Snapshot.Hedges.Single(h => h.State != HedgeState.Abandoned);

    /// <summary>What whoever carries alerts to people was told, over all boots.</summary>
    public IReadOnlyList<Alert> Heard => ear.Alerts;

    public FakeVenue On(Venue venue) => venue == Venue.Binance ? Binance : Okx;

    /// <summary>Everything that can happen now, happens.</summary>
    public void Settle()
    {
        for (var i = 0; i < 1_000; i++)
        {
            var worked = Ledger.Step();
            worked |= thread.RunUntilIdle();
            worked |= Desk.Step();
            worked |= thread.RunUntilIdle();
            if (!worked) return;
        }

        throw new InvalidOperationException("the desk does not come to rest");
    }

    /// <summary>That many single steps of ledger, continuations and desk in turn: a place to stop the world at.</summary>
    public void StepTimes(int count)
    {
        for (var i = 0; i < count; i++)
        {
            switch (i % 3)
            {
                case 0: Desk.Step(); break;
                case 1: Ledger.Step(); break;
                default: thread.RunOne(); break;
            }
        }
    }

    /// <summary>Everything that can happen before the next commit, happens; then that commit. False when nothing waits to be written.</summary>
    public bool StepToCommit()
    {
        for (var i = 0; i < 1_000; i++)
            if (!(thread.RunUntilIdle() | Desk.Step() | thread.RunUntilIdle())) return Ledger.Step();
        throw new InvalidOperationException("the desk does not come to rest");
    }

    public void Advance(TimeSpan by)
    {
        var step = TimeSpan.FromMilliseconds(10);
        for (var left = by; left > TimeSpan.Zero; left -= step)
        {
            Clock.Advance(left < step ? left : step);
            Settle();
        }
    }

    /// <summary>Advances until it holds; fails when it does not within the time.</summary>
    public void Until(Func<bool> condition, string what, double seconds = 30)
    {
        for (var passed = 0d; !condition(); passed += 0.01)
        {
            if (passed > seconds) throw new InvalidOperationException($"{what}: not within {seconds} s");
            Advance(TimeSpan.FromMilliseconds(10));
        }
    }

    /// <summary>Both books at one price, then a fair basis: nothing to do.</summary>
    public void Quiet(decimal mid = 60_000m)
    {
        Binance.Quote(0, mid - 0.5m, mid + 0.5m);
        Okx.Quote(0, mid - 0.5m, mid + 0.5m);
        Settle();
    }

    /// <summary>OKX dearer by that many USDT: an edge for buying on Binance.</summary>
    public void Dear(decimal by = 300m, decimal mid = 60_000m)
    {
        Binance.Quote(0, mid - 0.5m, mid + 0.5m);
        Okx.Quote(0, mid + by - 0.5m, mid + by + 0.5m);
    }

    public CommandResult Send(DeskCommand command)
    {
        var answer = Desk.Send(command);
        for (var i = 0; i < 3_000 && !answer.IsCompleted; i++)
        {
            Settle();
            if (!answer.IsCompleted) Clock.Advance(TimeSpan.FromMilliseconds(10));
        }

        return answer.IsCompletedSuccessfully ? answer.Result : throw new InvalidOperationException($"{command} was not answered");
    }

    /// <summary>From HOLD to RUN by the regular door.</summary>
    public void Run()
    {
        Quiet();
        Until(() => Snapshot.Preflight.All(c => c.Green), "preflight");
        Expect(Send(new DeskCommand.LeaveHold("b", "r1", Snapshot.HoldEpoch, Snapshot.BootId) { RootCause = "rehearsed" }));
        Expect(Send(new DeskCommand.SetSafeMode("a", false)));
        Expect(Send(new DeskCommand.Resume("a")));
        if (Snapshot.State != DeskState.Run) throw new InvalidOperationException($"not in RUN but {Snapshot.State}");
    }

    /// <summary>
    /// kill -9: what was not committed is gone, the venues are met again as they are. Going on from a copy of the files is what makes it
    /// one, since closing a store properly would still write what waits in it.
    /// </summary>
    public async Task Crash()
    {
        var survived = NewFolder();
        foreach (var file in Directory.GetFiles(Folder).Where(f => !f.EndsWith("-shm", StringComparison.Ordinal) && !f.EndsWith(".lock", StringComparison.Ordinal)))
            File.Copy(file, Path.Combine(survived, Path.GetFileName(file)));
        Desk.Dispose();
        emergency.Dispose();
        await Ledger.DisposeAsync();
        thread.Forget();
        Folder = survived;
        (Ledger, Writes, Desk) = Boot();
        Settle();
    }

    public async ValueTask DisposeAsync()
    {
        Desk.Dispose();
        emergency.Dispose();
        await Ledger.DisposeAsync();
        SynchronizationContext.SetSynchronizationContext(before);
        foreach (var folder in folders) Directory.Delete(folder, recursive: true);
    }

    /// <summary>One number out of the ledger.</summary>
    public long Count(string sql) => Ledger.Read(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    });

    private string NewFolder()
    {
        folders.Add(Directory.CreateTempSubdirectory("propbot-desk-").FullName);
        return folders[^1];
    }

    private static void Expect(CommandResult result)
    {
        if (result is CommandResult.Refused refused) throw new InvalidOperationException($"refused: {refused.Code}: {refused.Text}");
    }

    private (LedgerStore, BreakableLedger, TradingDesk) Boot()
    {
        var ledger = LedgerStore.Open(new LedgerOptions(Folder, "paper", LedgerSync.Off, OwnThread: false), Clock);
        var writes = new BreakableLedger(ledger) { Broken = Writes?.Broken == true };
        emergency = new EmergencyLog(Folder);
        var desk = new TradingDesk(new DeskParts(Options, writes, [Binance, Okx], Clock, $"boot{++boots}", NullLogger.Instance, new BrakeFiles(new RunMarker(Folder), emergency, ownThread: false), ledger.StampAccounts, Alerts: ear));
        return (ledger, writes, desk);
    }

    private sealed class Ear : IAlertSink
    {
        public List<Alert> Alerts { get; } = [];

        public void Tell(Alert alert) => Alerts.Add(alert);
    }
}
