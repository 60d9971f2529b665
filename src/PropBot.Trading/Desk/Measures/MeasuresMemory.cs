using System.Collections.Immutable;
using PropBot.Trading.MarketData;
using PropBot.Trading.Positions;
using PropBot.Trading.Risk.Measures;
using PropBot.Trading.Settings;
using PropBot.Trading.Strategies;

namespace PropBot.Trading.Desk.Measures;

/// <summary>What measuring needs to remember. Desk thread only; a part of <see cref="DeskMemory"/>.</summary>
internal sealed class MeasuresMemory(TradingOptions options)
{
    /// <summary>Latencies and gauges of hedges that are over stay this many.</summary>
    public const int Kept = 500;

    /// <summary>By pair.</summary>
    public PairMoves[] Moves { get; } = [.. Enumerable.Range(0, options.Universe.Count).Select(i => new PairMoves(options.Universe[i]))];

    public Dictionary<string, HedgeGauge> Gauges { get; } = new(StringComparer.Ordinal);

    /// <summary>Ids in the order their gauges were made, so that the oldest leaves first.</summary>
    public Queue<string> GaugeOrder { get; } = new();

    /// <summary>USDT·s of naked exposure on the UTC day <see cref="NakedDay"/>.</summary>
    public decimal NakedToday { get; set; }
    public DateOnly NakedDay { get; set; }

    /// <summary>Milliseconds from the intent to both legs filled.</summary>
    public QuantileWindow Latencies { get; } = new(Kept);

    public DateTimeOffset? LastFailureAt { get; set; }

    /// <summary>Oldest first.</summary>
    public LinkedList<ExecutionStat> Executions { get; } = new();

    public ExecutionQuality? Quality { get; set; }

    public RiskDial Dial { get; set; } = new();

    public ImmutableSortedDictionary<string, StrategyState> Strategies { get; set; } =
        StrategyTerms.All.Select(StrategyState.Of).ToImmutableSortedDictionary(state => state.Name, state => state, StringComparer.Ordinal);

    /// <summary>As last measured.</summary>
    public Readings Readings { get; set; } = Readings.None;

    public StrategyPlanView Plan { get; set; } = StrategyPlanView.None;

    public void Attempted(ExecutionStat stat)
    {
        Executions.AddLast(stat);
        if (Executions.Count > ExecutionQuality.Kept) Executions.RemoveFirst();
        Quality = null;
    }
}

/// <summary>One real hedge as it is being measured. Desk thread only.</summary>
internal sealed class HedgeGauge(NakedMeter meter)
{
    public NakedMeter Meter { get; set; } = meter;

    /// <summary>Intent → both legs filled; null before, and for what an earlier process opened.</summary>
    public TimeSpan? Latency { get; set; }
    public DateTimeOffset? FailedAt { get; set; }
    public bool Unsaved { get; set; }
    public DateTimeOffset SavedAt { get; set; }
}
