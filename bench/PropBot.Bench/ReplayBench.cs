using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using PropBot.Trading.Desk;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.Ledger;
using PropBot.Trading.MarketData;
using PropBot.Trading.Positions;
using PropBot.Trading.Settings;

namespace PropBot.Bench;

/// <summary>
/// Two recordings as the two venues through the whole desk: parse, inbox, books, scanner, gate, intents in a real ledger, simulated fills
/// from the book (DRY_RUN), exits. Virtual time is the recording's. The first pass warms up and is not counted.
/// </summary>
internal static class ReplayBench
{
    public static async Task<int> Run(BenchArguments arguments)
    {
        if (arguments.Files.Count != 2 || arguments.Files.FirstOrDefault(f => !File.Exists(f)) is not null)
        {
            Console.Error.WriteLine("replay needs two recordings that exist: replay <file A> <file B> [--loops N] [--fee-bps X] [--sync full|normal|off]");
            return 2;
        }

        var fee = arguments.Options.TryGetValue("fee-bps", out var text) ? decimal.Parse(text, CultureInfo.InvariantCulture) : 5.0m;
        var sync = arguments.Options.TryGetValue("sync", out var word) ? Enum.Parse<LedgerSync>(word, ignoreCase: true) : LedgerSync.Full;
        var folder = Directory.CreateTempSubdirectory("propbot-replay-").FullName;
        try
        {
            using var a = Tape.Of(arguments.Files[0], Venue.Binance);
            using var b = Tape.Of(arguments.Files[1], Venue.Okx);
            await using var run = new ReplayRun(a, b, fee, sync, folder);
            run.Pass();
            var (events, clock) = (0L, Stopwatch.StartNew());
            for (var loop = 0; loop < arguments.Number("loops", 20); loop++) events += run.Pass();
            Report(run, events, clock.Elapsed, fee, sync, arguments.Options.ContainsKey("fee-bps"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    private static void Report(ReplayRun run, long events, TimeSpan took, decimal fee, LedgerSync sync, bool isOverride)
    {
        var snapshot = run.Desk.Snapshot;
        var closed = snapshot.Hedges.Where(h => h.State == HedgeState.Closed).ToList();
        Console.WriteLine(FormattableString.Invariant($"replay_events_per_s ours={events / took.TotalSeconds:F0} floor=200000 ratio={events / took.TotalSeconds / 200_000:F2}"));
        Console.WriteLine(FormattableString.Invariant($"# {events} events in {took.TotalSeconds:F2} s, ledger synchronous={sync}, taker fee {fee} bps on both venues{(isOverride ? " (override)" : "")}"));
        Console.WriteLine(FormattableString.Invariant(
            $"# hedges: {run.Opened} opened, {closed.Count} closed among the last 200, simulated PnL of those {closed.Sum(h => h.Realised.Amount):F4} USDT; state {snapshot.State}, {string.Join(", ", snapshot.HoldReasons.Select(r => r.Code))}"));
        Console.WriteLine(run.BestNet == decimal.MinValue ? "# no edge could be evaluated" : FormattableString.Invariant($"# best net edge seen: {run.BestNet:F2} bps"));
        Console.WriteLine($"# edges, by the second: {string.Join(", ", run.Words.OrderByDescending(w => w.Value).Select(w => $"{w.Key} {w.Value}"))}");
    }
}

/// <summary>One recording in memory with its parser. Coin-margined files (coinm in the name) count contracts of 100 USD.</summary>
internal sealed record Tape(LoadedRecording Recording, RecordingParser Parser) : IDisposable
{
    public int Next { get; set; }

    public bool Ended => Next >= Recording.Count;

    public long At => Ended ? long.MaxValue : Recording.At(Next);

    public static Tape Of(string path, Venue venue)
    {
        var isCoin = Path.GetFileName(path).Contains("coinm", StringComparison.Ordinal);
        return new Tape(LoadedRecording.Of(path), new RecordingParser(venue, 0, isCoin ? "BTCUSD_PERP" : "BTCUSDT", isCoin ? 100m : 0m));
    }

    public void Dispose() => Next = Recording.Count;
}

/// <summary>The desk and its two tapes; <see cref="Pass"/> plays both once, time going on from the last pass.</summary>
internal sealed class ReplayRun : IAsyncDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly Tape a;
    private readonly Tape b;
    private readonly ReplayClock clock;
    private readonly LedgerStore ledger;
    private readonly RecordedVenue[] venues;
    private readonly HashSet<string> hedges = new(StringComparer.Ordinal);
    private TimeSpan shift = TimeSpan.Zero;
    private DateTimeOffset nextSecond;

    public ReplayRun(Tape a, Tape b, decimal feeBps, LedgerSync sync, string folder)
    {
        (this.a, this.b) = (a, b);
        clock = new ReplayClock(RecordingParser.Time(Math.Min(a.At, b.At)));
        ledger = LedgerStore.Open(new LedgerOptions(folder, "paper", sync, OwnThread: false), clock);
        venues = [new(Venue.Binance, "BTCUSDT", feeBps / 10_000m, clock), new(Venue.Okx, "BTCUSDT", feeBps / 10_000m, clock)];
        var options = new TradingOptions { DataDirectory = folder, Universe = new PairUniverse(["BTCUSDT"]), DryRun = true };
        Desk = new TradingDesk(new DeskParts(options, ledger, venues, clock, "replay", NullLogger.Instance));
    }

    public TradingDesk Desk { get; }
    public int Opened => hedges.Count;
    public decimal BestNet { get; private set; } = decimal.MinValue;

    /// <summary>What the scanner said of either direction, once a second.</summary>
    public Dictionary<string, int> Words { get; } = new(StringComparer.Ordinal);

    public long Pass()
    {
        var start = Math.Min(a.Recording.At(0), b.Recording.At(0));
        (a.Next, b.Next) = (0, 0);
        foreach (var venue in Venues.All) Desk.Listener.OnLink(new LinkChange(venue, LinkKind.Public, LinkEvent.Down, "next pass", clock.Now));
        foreach (var venue in Venues.All) Desk.Listener.OnLink(new LinkChange(venue, LinkKind.Public, LinkEvent.Up, "", clock.Now));
        var events = 0L;
        while (!a.Ended || !b.Ended)
        {
            Play(a.At <= b.At ? a : b);
            events++;
        }

        shift = clock.Now - RecordingParser.Time(start) + Second;
        return events;
    }

    public async ValueTask DisposeAsync()
    {
        Desk.Dispose();
        await ledger.DisposeAsync();
    }

    private void Play(Tape tape)
    {
        var at = RecordingParser.Time(tape.At) + shift;
        if (at > clock.Now) clock.Now = at;
        switch (tape.Parser.Read(tape.Recording.Json(tape.Next++), clock.Now, out var top, out var depth))
        {
            case RecordedMessage.Top:
                Desk.Listener.OnTop(in top);
                break;
            case RecordedMessage.Depth:
                Desk.Listener.OnDepth(depth!);
                break;
        }

        Desk.Step();
        if (clock.Now >= nextSecond) EverySecond();
        else ledger.Step();
    }

    private void EverySecond()
    {
        nextSecond = clock.Now + Second;
        foreach (var venue in venues) venue.Tick(Desk.Listener);
        while (ledger.Step() | Desk.Step())
        {
        }

        foreach (var hedge in Desk.Snapshot.Hedges) hedges.Add(hedge.Id);
        foreach (var edge in Desk.Snapshot.Pairs[0].Edges)
        {
            var word = edge.Refusal ?? "allowed";
            Words[word] = Words.GetValueOrDefault(word) + 1;
            if (edge.Parts is { } parts && parts.Net.Value > BestNet) BestNet = parts.Net.Value;
        }

        if (Desk.Snapshot.State != Trading.Control.DeskState.Run) Resume();
    }

    /// <summary>The two people and the two steps, played by the bench as soon as the preflight is green.</summary>
    private void Resume()
    {
        var now = Desk.Snapshot;
        if (!now.Preflight.All(c => c.Green)) return;
        _ = Desk.Send(new DeskCommand.LeaveHold("bench-b", "replay", now.HoldEpoch, now.BootId));
        _ = Desk.Send(new DeskCommand.SetSafeMode("bench-a", false));
        _ = Desk.Send(new DeskCommand.Resume("bench-a"));
    }
}
