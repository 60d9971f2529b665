using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using PropBot.Trading.Amounts;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Hedging;
using PropBot.Trading.Instruments;
using PropBot.Trading.Ledger;
using PropBot.Trading.Positions;
using PropBot.Trading.Settings;

namespace PropBot.Bench;

/// <summary>
/// Decide only (promises §2): a parsed quote in, an approved plan out, with every guard of the gate and every limit set; and how long until
/// its first order's intent is handed to the ledger. No I/O: the ledger's work waits in its queue. Beside it what a quote costs that changes nothing, in bytes.
/// </summary>
internal static class DecideBench
{
    private const int WarmUp = 3_000;

    public static async Task<int> Run(BenchArguments arguments)
    {
        var rounds = arguments.Number("rounds", 5_000);
        var folder = Directory.CreateTempSubdirectory("propbot-decide-").FullName;
        try
        {
            await using var bed = new DecideBed(folder);
            List<TimeSpan> taken = new(rounds), handed = new(rounds);
            for (var round = -WarmUp; round < rounds; round++)
            {
                var took = bed.Round();
                if (round < 0) continue;
                taken.Add(took.Approved);
                handed.Add(took.Handed);
            }

            Figures.Print("decide_p50_us", Figures.Quantile(taken, 0.50), TimeSpan.FromMicroseconds(20));
            Figures.Print("decide_p99_us", Figures.Quantile(taken, 0.99), TimeSpan.FromMicroseconds(100));
            Figures.Print("decide_to_intent_p50_us", Figures.Quantile(handed, 0.50), Figures.Quantile(taken, 0.50));
            Figures.Print("decide_to_intent_p99_us", Figures.Quantile(handed, 0.99), Figures.Quantile(taken, 0.99));
            Console.WriteLine($"decide_idle_bytes ours={bed.IdleBytes()} floor=0");
            Console.WriteLine($"# {rounds} hedges decided after {WarmUp} to warm up; the floors are the promised bounds");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A desk in dry-run over two venues that only quote.</summary>
    private sealed class DecideBed : IAsyncDisposable
    {
        private const decimal Mid = 60_000m;
        private readonly ReplayClock clock = new(new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.Zero));
        private readonly LedgerStore ledger;
        private readonly RecordedVenue[] venues;
        private readonly FirstWrite writes;
        private readonly TradingDesk desk;
        private long sequence;
        private long approved;

        public DecideBed(string folder)
        {
            ledger = LedgerStore.Open(new LedgerOptions(folder, "paper", LedgerSync.Off, OwnThread: false), clock);
            writes = new FirstWrite(ledger);
            venues = [new(Venue.Binance, "BTCUSDT", 0.0004m, clock), new(Venue.Okx, "BTCUSDT", 0.0004m, clock)];
            var options = new TradingOptions
            {
                DataDirectory = folder,
                Universe = new PairUniverse(["BTCUSDT"]),
                DryRun = true,
                Hedging = new HedgingOptions { AttemptPause = TimeSpan.Zero },
                Limits = new LimitOptions { MaxOpenPositions = 1, MaxOrdersPerMinute = 100_000, MaxDailyLossUsdt = 1_000m },
            };
            options = options with { Risk = options.Risk with { MaxPositionUsdt = 10_000m, MaxOpenOrders = 10, MaxUnrealisedLossUsdt = 1_000m } };
            desk = new TradingDesk(new DeskParts(options, writes, venues, clock, "decide", NullLogger.Instance));
            desk.Approved = _ => approved = Stopwatch.GetTimestamp();
            Settle();
            for (var i = 0; i < 600 && desk.Snapshot.State != DeskState.Run; i++) Second();
            if (desk.Snapshot.State != DeskState.Run)
                throw new InvalidOperationException($"not in RUN: {string.Join("; ", desk.Snapshot.Blocks.Select(b => b.Text))}");
        }

        /// <summary>How long the desk took over the quote that opened a hedge, until its plan was approved and until its first intent was handed over; the hedge is closed again afterwards.</summary>
        public (TimeSpan Approved, TimeSpan Handed) Round()
        {
            Quiet();
            var opened = desk.Snapshot.Hedges.FirstOrDefault()?.Id;
            Traffic();
            Depth(Venue.Okx, Mid + 300m);
            writes.First = 0;
            var start = Stopwatch.GetTimestamp();
            desk.Step();
            if (writes.First == 0)
            {
                Top(Venue.Okx, Mid + 300m);
                start = Stopwatch.GetTimestamp();
                desk.Step();
            }

            var took = (Stopwatch.GetElapsedTime(start, approved), Stopwatch.GetElapsedTime(start, writes.First));
            for (var i = 0; i < 60 && desk.Snapshot.Hedges.All(h => h.State != HedgeState.Hedged); i++)
            {
                Land();
                clock.Now += TimeSpan.FromMilliseconds(20);
                desk.Step();
            }

            if (desk.Snapshot.Hedges.FirstOrDefault()?.Id is not { } id || id == opened)
                throw new InvalidOperationException($"nothing opened in {desk.Snapshot.State} ({string.Join(", ", desk.Snapshot.HoldReasons.Select(r => r.Code))}): {string.Join(" | ", desk.Snapshot.Hedges.Take(2).Select(h => $"{h.State} {h.Reason} {h.Long.Open} {h.Short.Open} {h.OpenedAt:HH:mm:ss.fff}"))} {desk.Snapshot.At:HH:mm:ss.fff} {desk.Snapshot.AutoHedge.LastResult} {string.Join(" ", desk.Snapshot.Refusals.Select(r => r.Refusal.Text))} {string.Join(" ", desk.Snapshot.Pairs[0].Edges)}");
            return took;
        }

        public long IdleBytes()
        {
            Quiet();
            var least = long.MaxValue;
            for (var attempt = 0; attempt < 10; attempt++)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                for (var i = 0; i < 1_000; i++)
                {
                    Top(i % 2 == 0 ? Venue.Binance : Venue.Okx, Mid);
                    desk.Step();
                }

                least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            }

            return least;
        }

        public async ValueTask DisposeAsync()
        {
            desk.Dispose();
            await ledger.DisposeAsync();
        }

        private void Second()
        {
            clock.Now += TimeSpan.FromSeconds(1);
            foreach (var venue in venues) venue.Tick(desk.Listener);
            QuoteBoth();
            Settle();
            var now = desk.Snapshot;
            if (now.State == DeskState.Run || !now.Preflight.All(c => c.Green) || !now.Blocks.IsEmpty) return;
            _ = desk.Send(new DeskCommand.LeaveHold("b", "bench", now.HoldEpoch, now.BootId));
            _ = desk.Send(new DeskCommand.SetSafeMode("a", false));
            _ = desk.Send(new DeskCommand.Resume("a"));
            Settle();
        }

        // A fair basis: what is open takes its profit, and nothing is left.
        private void Quiet()
        {
            for (var i = 0; i < 100; i++)
            {
                Second();
                Land();
                if (desk.Snapshot.Hedges.All(h => h.State is HedgeState.Closed or HedgeState.Abandoned)) return;
            }

            throw new InvalidOperationException("what was opened does not close");
        }

        // A second of a market that quotes as usual, up to the quote that matters: after a desk that had nothing to do it is the processor's caches that are timed.
        private void Traffic()
        {
            for (var i = 0; i < 200; i++)
            {
                clock.Now += TimeSpan.FromMilliseconds(5);
                Top(i % 2 == 0 ? Venue.Binance : Venue.Okx, Mid);
                desk.Step();
            }
        }

        private void QuoteBoth()
        {
            foreach (var venue in Venues.All)
            {
                Depth(venue, Mid);
                Top(venue, Mid);
            }
        }

        private void Depth(Venue venue, decimal mid)
        {
            var depth = DepthUpdate.Rent(venue, 0, isSnapshot: true);
            depth.FirstId = depth.LastId = ++sequence;
            depth.VenueTime = depth.ReceivedAt = clock.Now;
            depth.AddBid(mid - 0.5m, 10m);
            depth.AddAsk(mid + 0.5m, 10m);
            desk.Listener.OnDepth(depth);
        }

        private void Top(Venue venue, decimal mid) => desk.Listener.OnTop(
            new TopUpdate(venue, 0, new Price(mid - 0.5m), new Quantity(10m), new Price(mid + 0.5m), new Quantity(10m), sequence, clock.Now, clock.Now));

        // What follows a durable write comes back from another thread: virtual time stands still until it is here.
        private void Land() => SpinWait.SpinUntil(
            () =>
            {
                Settle();
                return false;
            },
            TimeSpan.FromMilliseconds(1));

        private void Settle()
        {
            while (ledger.Step() | desk.Step())
            {
            }
        }
    }

    /// <summary>Notes when the desk hands the first unit over: the intent of the order, so the decision is made.</summary>
    private sealed class FirstWrite(LedgerStore inner) : ILedger
    {
        public long First { get; set; }

        public bool Writable => inner.Writable;

        public string StoreTag => inner.StoreTag;

        public int Epoch => inner.Epoch;

        public Task Write(Action<LedgerTransaction> unit)
        {
            if (First == 0) First = Stopwatch.GetTimestamp();
            return inner.Write(unit);
        }

        public T Read<T>(Func<SqliteConnection, T> query) => inner.Read(query);
    }
}
