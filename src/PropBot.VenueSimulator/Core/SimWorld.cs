namespace PropBot.VenueSimulator.Core;

/// <summary>The market and the two venues on it, behind one lock. Advanced by its owner, about every 50 ms of clock time.</summary>
public sealed class SimWorld : IDisposable
{
    private static readonly TimeSpan KeepMarketEvery = TimeSpan.FromSeconds(1);
    private readonly IMarketSource market;
    private readonly string? marketFile;
    private DateTimeOffset marketKeptAt;

    /// <param name="folder">Where the state is kept (<c>data/sim</c>); null keeps it in memory only.</param>
    public SimWorld(IMarketSource market, VenueProfile binance, VenueProfile okx, TimeProvider clock, string? folder)
    {
        this.market = market;
        Clock = clock;
        marketFile = folder is null ? null : Path.Combine(folder, "market.json");
        if (marketFile is not null && File.Exists(marketFile)) market.Resume(File.ReadAllText(marketFile));
        market.Advance(clock.GetUtcNow());
        Binance = new VenueCore(binance, market, Journal(folder, binance), clock, Gate);
        Okx = new VenueCore(okx, market, Journal(folder, okx), clock, Gate);
        Advance();
    }

    public Lock Gate { get; } = new();

    public TimeProvider Clock { get; }

    public VenueCore Binance { get; }

    public VenueCore Okx { get; }

    public void Advance()
    {
        lock (Gate)
        {
            var now = Clock.GetUtcNow();
            market.Advance(now);
            Binance.Advance(now);
            Okx.Advance(now);
            KeepMarket(now);
        }
    }

    public void Dispose()
    {
        lock (Gate)
        {
            Binance.Dispose();
            Okx.Dispose();
        }
    }

    private static VenueJournal? Journal(string? folder, VenueProfile profile) =>
        folder is null ? null : new VenueJournal(Path.Combine(folder, profile.Name + ".jsonl"));

    private void KeepMarket(DateTimeOffset now)
    {
        if (marketFile is null || now - marketKeptAt < KeepMarketEvery || market.Keep() is not { } kept) return;
        marketKeptAt = now;
        // The market may lose a second of its path in a crash; accounts may not lose anything and are kept by the journal.
        File.WriteAllText(marketFile + ".new", kept);
        File.Move(marketFile + ".new", marketFile, overwrite: true);
    }
}
