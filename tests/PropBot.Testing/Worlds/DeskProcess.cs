using Microsoft.Data.Sqlite;
using PropBot.Testing.Lines;
using PropBot.Testing.Desks;
using PropBot.Trading.Desk;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Exchanges.Binance;
using PropBot.Trading.Exchanges.Okx;
using PropBot.Trading.Instruments;
using PropBot.Trading.Ledger;
using PropBot.Trading.Settings;

namespace PropBot.Testing.Worlds;

/// <summary>One life of PropBot's process in a world: ledger, real connectors, desk, and a queue of continuations that dies with it.</summary>
internal sealed class DeskProcess : IAsyncDisposable
{
    private readonly OneThread thread = new();
    private readonly LedgerStore store;
    private readonly SkinHttp[] http;
    private readonly SkinSockets[] sockets;
    private readonly EmergencyLog emergency;

    public DeskProcess(TradingOptions options, IReadOnlyList<Line> lines, ManualClock world, DecisionLog log, int seed, int boot, TimeSpan skew, bool ordersBySocket)
    {
        Clock = new ProcessClock(world, thread) { Skew = skew };
        Folder = options.DataDirectory;
        store = OpenWithKnownTag(Folder, Clock);
        Ledger = new BreakableLedger(store);
        emergency = new EmergencyLog(Folder);
        http = [.. lines.Select(line => new SkinHttp(line))];
        sockets = [.. lines.Select(line => new SkinSockets(line))];
        Desk = thread.As(() => new TradingDesk(new DeskParts(
            options, Ledger, Connectors(options.Universe, log, seed, ordersBySocket), Clock, $"boot{boot}", log, new BrakeFiles(new RunMarker(Folder), emergency, ownThread: false), store.StampAccounts)));
    }

    public ProcessClock Clock { get; }
    public string Folder { get; }
    public BreakableLedger Ledger { get; }
    public TradingDesk Desk { get; }

    /// <summary>When set: so many single steps from now the process dies where it stands.</summary>
    public int? Fuse { get; set; }

    public bool Blown => Fuse is <= 0;

    /// <summary>Everything that can happen now, happens; unless the fuse burns down first.</summary>
    public void Settle() => thread.As(() =>
    {
        var steps = 0;
        for (var worked = true; worked && !Blown;)
        {
            worked = Tick(Desk.Step());
            if (Blown) return;
            worked |= Tick(store.Step());
            while (!Blown && thread.RunOne()) worked |= Tick(++steps < 1_000_000 ? true : throw new InvalidOperationException("the desk does not come to rest"));
        }
    });

    /// <summary>Something of this process, on its own queue.</summary>
    public T Do<T>(Func<T> act) => thread.As(act);

    public Task<CommandResult> Send(DeskCommand command) => thread.As(() => Desk.Send(command));

    /// <summary>kill -9. What the ledger had committed is copied to <paramref name="survived"/>; nothing else of this process has any effect again.</summary>
    public async Task Kill(string survived)
    {
        foreach (var file in Directory.GetFiles(Folder).Where(f => !f.EndsWith("-shm", StringComparison.Ordinal) && !f.EndsWith(".lock", StringComparison.Ordinal)))
            File.Copy(file, Path.Combine(survived, Path.GetFileName(file)));
        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Clock.Kill();
        foreach (var one in http) one.Kill();
        foreach (var one in sockets) one.Kill();
        thread.Forget();
        emergency.Dispose();
        await store.DisposeAsync();
    }

    private bool Tick(bool worked)
    {
        if (worked && Fuse is { } left) Fuse = left - 1;
        return worked;
    }

    private IExchange[] Connectors(PairUniverse universe, DecisionLog log, int seed, bool ordersBySocket)
    {
        var keys = new WorldKeys();
        var binance = new BinanceOptions { RestUrl = "http://binance.world", StreamUrl = "ws://binance.world", WsApiUrl = ordersBySocket ? "ws://binance.world/ws-fapi/v1" : "" };
        var okx = new OkxOptions { RestUrl = "http://okx.world", StreamUrl = "ws://okx.world" };
        return
        [
            new WatchedExchange(new BinanceExchange(binance, universe, keys, http[0], sockets[0], Clock, seed, log), log),
            new WatchedExchange(new OkxExchange(okx, universe, keys, http[1], sockets[1], Clock, seed + 10, log), log),
        ];
    }

    /// <summary>A ledger draws its tag, which is part of every client order id, at random when it is made: here it must be the same in every run.</summary>
    private static LedgerStore OpenWithKnownTag(string folder, TimeProvider clock)
    {
        var options = new LedgerOptions(folder, "paper", LedgerSync.Off, OwnThread: false);
        if (!File.Exists(options.DatabasePath))
        {
            LedgerStore.Open(options, clock).DisposeAsync().AsTask().GetAwaiter().GetResult();
            using var connection = new SqliteConnection($"Data Source={options.DatabasePath};Pooling=False");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "update meta set value='world0' where key='store_tag'";
            command.ExecuteNonQuery();
        }

        return LedgerStore.Open(options, clock);
    }

    private sealed class WorldKeys : ICredentialSource
    {
        public Credential For(Venue venue) => new("paper-key", "paper-secret", "paper-passphrase");
    }
}
