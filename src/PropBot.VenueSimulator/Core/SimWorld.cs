using PropBot.VenueSimulator.Engine;
using PropBot.VenueSimulator.Faults;

namespace PropBot.VenueSimulator.Core;

/// <summary>The market and the two venues on it, behind one lock. Advanced by its owner, about every 50 ms of clock time.</summary>
public sealed class SimWorld : IDisposable
{
    private static readonly TimeSpan KeepMarketEvery = TimeSpan.FromSeconds(1);
    private readonly IMarketSource market;
    private readonly string? marketFile;
    private DateTimeOffset marketKeptAt;

    /// <param name="folder">Where the state is kept (<c>data/sim</c>); null keeps it in memory only.</param>
    /// <param name="seed">Of the fault boards' dice.</param>
    public SimWorld(IMarketSource market, VenueProfile binance, VenueProfile okx, TimeProvider clock, string? folder, int seed = 7)
    {
        this.market = market;
        Clock = clock;
        marketFile = folder is null ? null : Path.Combine(folder, "market.json");
        if (marketFile is not null && File.Exists(marketFile)) market.Resume(File.ReadAllText(marketFile));
        market.Advance(clock.GetUtcNow());
        Binance = new VenueCore(binance, market, Journal(folder, binance), clock, Gate, new FaultBoard(clock, seed) { Name = binance.Name });
        Okx = new VenueCore(okx, market, Journal(folder, okx), clock, Gate, new FaultBoard(clock, seed + 1) { Name = okx.Name });
        Advance();
    }

    public Lock Gate { get; } = new();

    public TimeProvider Clock { get; }

    public VenueCore Binance { get; }

    public VenueCore Okx { get; }

    /// <summary>Puts rules on the boards of the venues they name.</summary>
    /// <returns>Their ids, in order; a rule for both venues has two.</returns>
    /// <exception cref="ArgumentException">A rule is not whole; then none was applied.</exception>
    public IReadOnlyList<string> Apply(IReadOnlyList<FaultRule> rules)
    {
        var problems = rules.SelectMany(FaultForms.Problems).ToList();
        if (problems.Count > 0) throw new ArgumentException(string.Join(' ', problems), nameof(rules));
        return [.. rules.SelectMany(rule => Boards.Where(b => rule.Venue == "*" || rule.Venue == b.Name).ToList().Select(b => b.Apply(rule)))];
    }

    public IReadOnlyList<FaultBoard> Boards => [Binance.Faults, Okx.Faults];

    public void Advance()
    {
        lock (Gate)
        {
            var now = Clock.GetUtcNow();
            market.Advance(now);
            Binance.Advance();
            Okx.Advance();
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
