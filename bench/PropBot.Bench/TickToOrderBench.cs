using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PropBot.Trading;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Desk.Mirrors;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Hedging;
using PropBot.Trading.Instruments;
using PropBot.Trading.Ledger;
using PropBot.Trading.Positions;
using PropBot.Trading.Settings;
using PropBot.VenueSimulator;
using PropBot.VenueSimulator.Binance;
using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Okx;

namespace PropBot.Bench;

/// <summary>
/// From the venue writing the book update to the first order's bytes arriving at the venue: real sockets on loopback, real connectors, the
/// intent durable in between (synchronous=FULL). Orders go as they do in production, over WebSockets. Beside the floor of the same run: bare
/// WebSocket read, 4 KB append + fsync, bare HTTP POST.
/// </summary>
internal static class TickToOrderBench
{
    // Paced, so that neither our own order budget nor the venue's is what is measured.
    private const int LeastBeats = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task<int> Run(BenchArguments arguments)
    {
        var rounds = arguments.Number("rounds", 200);
        var folder = Directory.CreateTempSubdirectory("propbot-tick-").FullName;
        try
        {
            await using var floor = await SerialFloor.Open(folder);
            var (ours, bare) = (new List<TimeSpan>(), new List<TimeSpan>());
            await using (var bed = await TestBed.Open(folder))
            {
                for (var round = -20; round < rounds; round++)
                {
                    var took = await bed.Round();
                    var floored = await floor.Once();
                    if (round < 0) continue;
                    ours.Add(took);
                    bare.Add(floored);
                }
            }

            Figures.Print("tick_to_order_p50_us", Figures.Quantile(ours, 0.50), Figures.Quantile(bare, 0.50));
            Figures.Print("tick_to_order_p99_us", Figures.Quantile(ours, 0.99), Figures.Quantile(bare, 0.99));
            Console.WriteLine($"# {rounds} rounds after 20 to warm up, interleaved with the floor; ledger synchronous=Full");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Venues, connectors and desk, wired as in the paper profile, but with a market that moves only when told.</summary>
    private sealed class TestBed : IAsyncDisposable
    {
        private readonly StepMarket market = new();
        private readonly OrderWatch watch = new();
        private readonly SimWorld world;
        private readonly List<IAsyncDisposable> owned = [];
        private ServiceProvider? provider;

        private TestBed() => world = new SimWorld(market, VenueProfile.Binance(market.Symbols), VenueProfile.Okx(market.Symbols), TimeProvider.System, null);

        public static async Task<TestBed> Open(string folder)
        {
            var bed = new TestBed();
            await bed.Start(folder);
            return bed;
        }

        public async Task<TimeSpan> Round()
        {
            var desk = provider!.GetRequiredService<IDesk>();
            await Quiet(() => desk.Snapshot.Hedges.All(h => h.State is HedgeState.Closed or HedgeState.Abandoned));
            market.Premium = 400m;
            var arrives = watch.Arm();
            world.Advance();
            var took = await Arrival(arrives, desk);
            await Beat(() => desk.Snapshot.Hedges.Any(h => h.State == HedgeState.Hedged), 400m);
            return took;
        }

        public async ValueTask DisposeAsync()
        {
            if (provider is { } built)
            {
                foreach (var loop in built.GetServices<IHostedService>()) await loop.StopAsync(CancellationToken.None);
                await built.DisposeAsync();
            }

            for (var i = owned.Count - 1; i >= 0; i--) await owned[i].DisposeAsync();
            world.Dispose();
        }

        private async Task Start(string folder)
        {
            var keys = new VenueCredentials("k", "s", "p");
            var binance = await TimedVenue.Open(new BinanceSkin(world.Binance, keys), watch);
            var okx = await TimedVenue.Open(new OkxSkin(world.Okx, keys), watch);
            var ledger = LedgerStore.Open(new LedgerOptions(folder, "paper"), TimeProvider.System);
            owned.AddRange([binance, okx, ledger]);
            var options = new TradingOptions
            {
                DataDirectory = folder,
                Universe = new PairUniverse(market.Symbols),
                Hedging = new HedgingOptions { AttemptPause = TimeSpan.Zero },
                Limits = new LimitOptions { MaxOrdersPerMinute = 0, MaxOpenPositions = 1 },
            };
            var addresses = new VenueAddresses(binance.Url, Ws(binance.Url), $"{Ws(binance.Url)}/ws-fapi/v1", okx.Url, Ws(okx.Url));
            var built = provider = new ServiceCollection().AddSingleton(TimeProvider.System).AddLogging()
                .AddTrading(options, new TradingDoors(addresses, new Keys(), "bench", 7, new MirrorOptions(folder)), ledger).BuildServiceProvider();
            foreach (var loop in built.GetServices<IHostedService>()) await loop.StartAsync(CancellationToken.None);
            var desk = built.GetRequiredService<IDesk>();
            await Quiet(() => desk.Snapshot.Preflight.All(c => c.Green));
            await desk.Send(new DeskCommand.LeaveHold("b", "bench", desk.Snapshot.HoldEpoch, desk.Snapshot.BootId));
            await desk.Send(new DeskCommand.SetSafeMode("a", false));
            await desk.Send(new DeskCommand.Resume("a"));
            await Quiet(() => desk.Snapshot.State == DeskState.Run);
        }

        private static async Task<TimeSpan> Arrival(Task<TimeSpan> arrives, IDesk desk)
        {
            try
            {
                return await arrives.WaitAsync(Patience);
            }
            catch (TimeoutException late)
            {
                var now = desk.Snapshot;
                throw new InvalidOperationException(
                    $"no order: {now.State} {string.Join(",", now.HoldReasons.Select(r => r.Code))}; auto {now.AutoHedge.LastResult}; {string.Join(" ", now.Pairs[0].Edges)}", late);
            }
        }

        private Task Quiet(Func<bool> until) => Beat(until, 0m);

        /// <summary>Keeps both books moving a little, as live ones do, until it holds.</summary>
        private async Task Beat(Func<bool> until, decimal premium)
        {
            using var patience = new CancellationTokenSource(Patience);
            using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            for (var i = 0; !until() || i < LeastBeats; i++)
            {
                market.Premium = premium;
                market.Mid = 60_000m + i % 7;
                world.Advance();
                await beat.WaitForNextTickAsync(patience.Token);
            }
        }

        private static string Ws(string url) => url.Replace("http://", "ws://", StringComparison.Ordinal);
    }

    private sealed class Keys : ICredentialSource
    {
        public Credential For(Venue venue) => new("k", "s", "p");
    }
}
