using System.Collections.Immutable;
using PropBot.Trading.Amounts;
using PropBot.Trading.Desk.Flows;
using PropBot.Trading.Instruments;
using PropBot.Trading.MarketData;
using PropBot.Trading.Positions;
using PropBot.Trading.Reconciliation;
using PropBot.Trading.Risk.Measures;

namespace PropBot.Trading.Desk.Measures;

/// <summary>Samples once a minute and reads VaR, stress, stability and score once a second. What the desk does not know stays unknown (rulings §4).</summary>
internal sealed class ReadingFlow(DeskMemory m, DeskEffects effects)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan SlippageSpan = TimeSpan.FromHours(24);
    private const int AgesKept = 600;
    private readonly QuantileWindow ages = new(AgesKept);
    private DateTimeOffset next;
    private long sampled;

    /// <summary>True when new readings were taken.</summary>
    public bool Tick()
    {
        if (m.Now < next) return false;
        next = m.Now + Every;
        var minute = m.Now.ToUnixTimeSeconds() / 60;
        if (minute != sampled) Sample(minute);
        m.Measures.Readings = Read();
        return true;
    }

    private void Sample(long minute)
    {
        var samples = new List<MoveSample>(m.Books.Length);
        foreach (var books in m.Books)
        {
            var maxAge = m.Options.MarketData.MaxQuoteAge;
            if (!books[Venue.Binance].IsFresh(m.Now, maxAge) || !books[Venue.Okx].IsFresh(m.Now, maxAge) || !books.TryMid(out var mid)) continue;
            var sample = new MoveSample(books.Symbol, minute, (MidOf(books[Venue.Okx]) - MidOf(books[Venue.Binance])) / mid * 10_000m, mid);
            if (m.Measures.Moves[books.Pair].Add(sample)) samples.Add(sample);
        }

        // Books that come a moment later still make it into their minute.
        if (samples.Count == m.Books.Length) sampled = minute;
        if (samples.Count > 0) effects.Persist("move_sample", tx => MeasuresStore.SaveSamples(tx, samples));
    }

    private Readings Read()
    {
        var (stress, unknown) = Stress();
        var var = BasisVar.Of([.. Watched().Select(AtRisk)]);
        decimal? worst = unknown.IsEmpty ? stress.Select(s => s.Use).DefaultIfEmpty(0m).Max() : null;
        var facts = Facts(stress, worst);
        var stability = MarketStability.Of(facts);
        var limits = m.Limits;
        var lost = m.Truth.DailyLoss is DailyLossReading.Known known ? known.Lost.Amount : (decimal?)null;
        var open = m.Hedges.Values.Where(h => !h.Simulated).Sum(h => CapitalBook.Notional(h.ToRecord()));
        var score = RiskScore.Of(
            RiskScore.Use.Of(var is VarReading.Known v ? v.Day.Amount : null, limits.MaxVarDayUsdt, "MAX_VAR_24H_USDT"),
            RiskScore.Use.Of(worst, 1m, ""),
            RiskScore.Use.Of(open, limits.Caps.MaxTotalNotionalUsdt, "MAX_TOTAL_NOTIONAL_USDT"),
            RiskScore.Use.Of(lost, limits.MaxDailyLossUsdt, "MAX_DAILY_LOSS_USDT"),
            stability.Colour);
        return new Readings(var, stress, unknown, stability, facts, score);
    }

    private StabilityFacts Facts(ImmutableArray<VenueStress> stress, decimal? worstStress) => new()
    {
        OpenPartialOrDesync = m.Recovered ? m.Truth.State.IsDesync || m.Hedges.Values.Any(h => h.State == HedgeState.Partial) : null,
        SinceHedgeFailure = m.Recovered ? m.Measures.LastFailureAt is { } at ? m.Now - at : TimeSpan.MaxValue : null,
        WorstVenue = m.Watch.Measures.Contains(null) ? null : m.Watch.Health.Max(health => health.Level),
        ClockSkewBreached = m.Venues.Any(v => v.Clock is null) ? null : m.Venues.Any(v => v.ClockBreaches >= 2),
        SigmaOverMedian = Watched().Select(pair => m.Measures.Moves[pair].SigmaOverMedian).ToList() is var times && times.Contains(null) ? null : times.Max(),
        StressBreached = worstStress is { } use ? use >= 1m : null,
        MeanSlippageBps = Slippage(),
        DataAgeP95 = Age(),
        MarginBuffer = stress.Length == Venues.Count ? m.Venues.Min(Buffer) : null,
    };

    private IEnumerable<int> Watched() => Enumerable.Range(0, m.Books.Length).Where(pair => m.MayOpenOn[pair] || m.OpenByPair[pair].Count > 0);

    private PairAtRisk AtRisk(int pair)
    {
        var open = m.OpenByPair[pair].FindAll(h => !h.Simulated);
        var price = m.Books[pair].TryMid(out var mid) ? mid : open.Select(h => h.Mid).FirstOrDefault();
        var moves = m.Measures.Moves[pair];
        return new PairAtRisk(
            moves.Symbol,
            Money.OfUsdt(open.Sum(h => Math.Min(h.Long.Open.Value, h.Short.Open.Value)) * price),
            Money.OfUsdt(open.Sum(h => h.Long.Open.Value - h.Short.Open.Value) * price),
            moves.Basis.LossSigma, moves.Price.LossSigma, moves.Samples);
    }

    private (ImmutableArray<VenueStress> Known, ImmutableArray<string> Unknown) Stress()
    {
        var known = ImmutableArray.CreateBuilder<VenueStress>(Venues.Count);
        var unknown = ImmutableArray.CreateBuilder<string>();
        foreach (var status in m.Venues)
        {
            if (Margin(status) is { } facts)
            {
                known.Add(MarginStress.Of(facts, m.Limits.MaxMarginRatio));
                unknown.AddRange(known[^1].Unknown.Select(what => $"{status.Venue.Word()}:{what}"));
            }
            else unknown.Add($"{status.Venue.Word()}:account");
        }

        return (known.ToImmutable(), unknown.ToImmutable());
    }

    private VenueMarginFacts? Margin(VenueStatus status)
    {
        if (status.Balances.GetValueOrDefault(Money.Usdt) is not { } balance || RiskReader.MarginRatio(status, balance) is not { } ratio) return null;
        var positions = ImmutableArray.CreateBuilder<StressedPosition>();
        decimal? sigma = 0m;
        foreach (var position in status.Positions.Values.Where(p => p.SignedQuantity != 0m))
        {
            var pair = m.Options.Universe.IndexOf(position.Symbol);
            if ((pair >= 0 ? m.Books[pair][status.Venue].Mark : null) is not { } mark && (mark = position.Mark ?? default) == default) return null;
            positions.Add(new StressedPosition(position.Symbol, position.SignedQuantity, mark, position.LiquidationPrice));
            var own = pair >= 0 ? m.Measures.Moves[pair].Price.LossSigma : null;
            sigma = sigma is { } sofar && own is { } mine ? Math.Max(sofar, mine) : null;
        }

        return new VenueMarginFacts(status.Venue, Money.OfUsdt(balance.Equity), ratio, positions.ToImmutable(), sigma);
    }

    private decimal Buffer(VenueStatus status)
    {
        var ratio = RiskReader.MarginRatio(status, status.Balances.GetValueOrDefault(Money.Usdt)) ?? 1m;
        return ratio > 0m ? 1m / ratio : decimal.MaxValue;
    }

    private decimal? Slippage()
    {
        var recent = m.Measures.Executions.Where(stat => !stat.Simulated && stat.Slippage is not null && m.Now - stat.At <= SlippageSpan).ToList();
        return recent.Count == 0 ? null : recent.Sum(stat => stat.Slippage!.Value.Value) / recent.Count;
    }

    private TimeSpan? Age()
    {
        foreach (var pair in Watched())
        {
            foreach (var venue in Venues.All)
            {
                if (m.Books[pair][venue].Age(m.Now) is not { } age) return null;
                ages.Add((decimal)age.TotalMilliseconds);
            }
        }

        return ages.Count == 0 ? null : TimeSpan.FromMilliseconds((double)ages.Quantile(0.95m));
    }

    private static decimal MidOf(VenueBook book) => (book.Bid.Value + book.Ask.Value) / 2m;
}
