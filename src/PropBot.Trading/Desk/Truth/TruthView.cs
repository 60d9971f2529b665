using System.Collections.Immutable;
using PropBot.Trading.Positions;
using PropBot.Trading.Reconciliation;

namespace PropBot.Trading.Desk.Truth;

/// <summary>What the doors show of comparisons and value; a part of the snapshot.</summary>
public sealed record TruthView
{
    public static readonly TruthView Unknown = new();

    public Convergence Reconciliation { get; init; } = Convergence.Start;

    /// <summary>Of every hedge that is open, real and simulated.</summary>
    public ImmutableDictionary<string, HedgePnl> Hedges { get; init; } = ImmutableDictionary<string, HedgePnl>.Empty;

    public Exposure Real { get; init; } = Exposure.Of([], Marks.None, simulated: false);

    public Exposure Simulated { get; init; } = Exposure.Of([], Marks.None, simulated: true);

    public DailyLossReading DailyLoss { get; init; } = new DailyLossReading.CannotEvaluate("not evaluated yet");

    /// <summary>MAX_DAILY_LOSS_USDT; null: none.</summary>
    public decimal? DailyLossLimit { get; init; }

    internal static TruthView Draw(DeskMemory m)
    {
        var marks = Belief.Marks(m, EquityFlow.MarkFresh);
        var open = m.Hedges.Values.Select(hedge => hedge.ToRecord()).ToList();
        return new TruthView
        {
            Reconciliation = m.Truth.State,
            Hedges = open.ToImmutableDictionary(hedge => hedge.Id, hedge => ProfitAndLoss.Of(hedge, marks)),
            Real = Exposure.Of(open, marks, simulated: false),
            Simulated = Exposure.Of(open, marks, simulated: true),
            DailyLoss = m.Truth.DailyLoss,
            DailyLossLimit = m.Limits.MaxDailyLossUsdt,
        };
    }
}
