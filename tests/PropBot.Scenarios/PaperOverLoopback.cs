using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PropBot.Trading;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Desk.Mirrors;
using PropBot.Trading.Desk.Watch;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.Ledger;
using PropBot.Trading.Positions;
using PropBot.Trading.Settings;
using PropBot.VenueSimulator;
using Xunit.Abstractions;

namespace PropBot.Scenarios;

/// <summary>The desk as it is shipped: real connectors, real sockets on loopback, the simulated venues' own wire code, real time.</summary>
public sealed class PaperOverLoopback(ITestOutputHelper output)
{
    [Fact]
    public async Task a_hedge_opens_and_closes_by_itself_and_both_sides_agree_to_the_last_digit()
    {
        var folder = Directory.CreateTempSubdirectory("propbot-paper-").FullName;
        await using var venues = await SimulatedVenues.Start(new PropBot.VenueSimulator.SimulatorOptions(Seed: 7, DataDirectory: folder), TimeProvider.System, CancellationToken.None);
        await using var ledger = LedgerStore.Open(new LedgerOptions(folder, "paper"), TimeProvider.System);
        var services = new ServiceCollection().AddSingleton(TimeProvider.System).AddLogging(l => l.AddProvider(new ToOutput(output)).SetMinimumLevel(LogLevel.Information));
        var addresses = new VenueAddresses(venues.BinanceUrl, Ws(venues.BinanceUrl), "", venues.OkxUrl, Ws(venues.OkxUrl));
        services.AddTrading(new TradingOptions { DataDirectory = folder }, new TradingDoors(addresses, new PaperKeys(), "boot1", 7, new MirrorOptions(folder)), ledger);
        await using var provider = services.BuildServiceProvider();
        var loop = provider.GetServices<IHostedService>().OfType<DeskLoop>().Single();
        var desk = provider.GetRequiredService<IDesk>();
        await loop.StartAsync(CancellationToken.None);
        foreach (var watching in provider.GetServices<IHostedService>().OfType<HostLoop>()) await watching.StartAsync(CancellationToken.None);

        await Until(() => desk.Snapshot.Preflight.All(c => c.Green), 30, desk);
        await Expect(desk.Send(new DeskCommand.LeaveHold("b", "r", desk.Snapshot.HoldEpoch, desk.Snapshot.BootId)));
        await Expect(desk.Send(new DeskCommand.SetSafeMode("a", false)));
        await Expect(desk.Send(new DeskCommand.Resume("a")));
        await Until(() => desk.Snapshot.Hedges.Any(h => h.State == HedgeState.Closed), 150, desk);
        await desk.Send(new DeskCommand.EngageHold("a", "manual_hold", "operator"));
        await desk.Send(new DeskCommand.CloseHedges("a", null));
        await Until(() => desk.Snapshot.Hedges.All(h => h.State is HedgeState.Closed or HedgeState.Abandoned), 20, desk);
        foreach (var hedge in desk.Snapshot.Hedges) output.WriteLine($"{hedge.Symbol} {hedge.State} {hedge.Reason} {hedge.Realised} edge {hedge.Edge.Net}");
        Assert.Equal(DeskState.Hold, desk.Snapshot.State);
        var books = Earned(venues.World.Binance) + Earned(venues.World.Okx);
        Assert.Equal(books, desk.Snapshot.RealisedPnl.Amount);
        await loop.StopAsync(CancellationToken.None);
    }

    private static decimal Earned(PropBot.VenueSimulator.Core.VenueCore venue) => venue.Header().Wallet - 100_000m;

    private static string Ws(string url) => url.Replace("http://", "ws://", StringComparison.Ordinal);

    private static async Task Expect(Task<CommandResult> answer) => Assert.IsType<CommandResult.Done>(await answer);

    private async Task Until(Func<bool> condition, int seconds, IDesk desk)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        try
        {
            while (!condition()) await beat.WaitForNextTickAsync(timeout.Token);
        }
        catch (OperationCanceledException late)
        {
            foreach (var check in desk.Snapshot.Preflight) output.WriteLine(check.ToString());
            foreach (var hedge in desk.Snapshot.Hedges) output.WriteLine(hedge.ToString());
            foreach (var pair in desk.Snapshot.Pairs) output.WriteLine($"{string.Join(" ", pair.Quotes)} {string.Join(" ", pair.Edges)}");
            throw new TimeoutException($"not within {seconds} s; state {desk.Snapshot.State}, {string.Join(", ", desk.Snapshot.HoldReasons)}", late);
        }
    }

    private sealed class PaperKeys : ICredentialSource
    {
        public Credential For(Venue venue) => new("paper-key", "paper-secret", "paper-passphrase");
    }

    private sealed class ToOutput(ITestOutputHelper output) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            try
            {
                output.WriteLine($"{logLevel}: {formatter(state, exception)} {exception}");
            }
            catch (InvalidOperationException)
            {
                // The test is over; a late line has nowhere to go.
                return;
            }
        }
    }
}
