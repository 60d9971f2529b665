using PropBot.Trading.MarketData;

namespace PropBot.Trading.Risk.Measures;

/// <summary>One minute of one pair; kept in the ledger so that a restart forgets nothing.</summary>
/// <param name="Minute">Unix minute.</param>
/// <param name="BasisBps">(mid on OKX − mid on Binance) / mean of both, in bps.</param>
/// <param name="Mid">Mean of both venues' mids.</param>
public sealed record MoveSample(string Symbol, long Minute, decimal BasisBps, decimal Mid);

/// <summary>What one pair's basis and price have done, and how calm that is against its own last day.</summary>
public sealed class PairMoves(string symbol)
{
    private const int Day = 24 * 60;
    private readonly QuantileWindow sigmas = new(Day);
    private readonly Queue<long> minutes = new();

    public string Symbol { get; } = symbol;

    public HourlyMoves Basis { get; } = HourlyMoves.OfBps();

    public HourlyMoves Price { get; } = HourlyMoves.OfPrice();

    public int Samples => Basis.Samples;

    public bool Add(MoveSample sample)
    {
        if (!Basis.Add(sample.Minute, sample.BasisBps)) return false;
        Price.Add(sample.Minute, sample.Mid);
        while (minutes.Count > 0 && (minutes.Count == Day || sample.Minute - minutes.Peek() >= Day))
        {
            minutes.Dequeue();
            sigmas.RemoveOldest();
        }

        if (Basis.Sigma is not { } sigma) return true;
        minutes.Enqueue(sample.Minute);
        sigmas.Add(sigma);
        return true;
    }

    /// <summary>σ_basis now / its median of the last 24 h; null until an hour of sigmas exists. A basis that never moved counts as calm.</summary>
    public decimal? SigmaOverMedian
    {
        get
        {
            if (Basis.Sigma is not { } sigma || sigmas.Count < 60) return null;
            var median = sigmas.Quantile(0.5m);
            return median > 0m ? sigma / median : sigma == 0m ? 1m : decimal.MaxValue;
        }
    }

    /// <summary>Median of σ_basis over the last 24 h, bps an hour.</summary>
    public decimal? Median => sigmas.Count < 60 ? null : sigmas.Quantile(0.5m);
}
