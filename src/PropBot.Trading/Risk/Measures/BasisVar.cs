using System.Collections.Immutable;
using PropBot.Trading.Amounts;

namespace PropBot.Trading.Risk.Measures;

/// <summary>One pair as the VaR sees it.</summary>
/// <param name="Matched">Σ|q|·P: base that both legs hold, at the mid.</param>
/// <param name="NetDelta">What one leg holds more than the other, at the mid; the sign does not matter.</param>
/// <param name="SigmaBasis">bps an hour (<see cref="HourlyMoves"/>); null while there is too little history.</param>
/// <param name="SigmaPrice">The same of the price.</param>
public sealed record PairAtRisk(string Symbol, Money Matched, Money NetDelta, decimal? SigmaBasis, decimal? SigmaPrice, int Samples);

/// <summary>What one pair may lose in an hour.</summary>
public sealed record PairVar(string Symbol, Money Basis, Money Delta);

public abstract record VarReading
{
    private VarReading()
    {
    }

    /// <summary>99 % of the time no more than this is lost.</summary>
    public sealed record Known(Money OneHour, Money Day, ImmutableArray<PairVar> Pairs) : VarReading;

    /// <summary><c>insufficient_data</c>: nobody can tell yet, and raising limits is refused meanwhile (rulings §4).</summary>
    public sealed record Insufficient(string Symbol, int Samples) : VarReading
    {
        public const string Code = "insufficient_data";
    }
}

/// <summary>
/// Basis VaR (rulings §4): <c>2.326 · σ_basis,h · Σ|q|·P + 2.326 · σ_price,h · |net delta|</c>, pairs added up without diversification.
/// σ of 24 h is √24 of one hour's: true for a walk, too much for a basis that reverts, never too little.
/// </summary>
public static class BasisVar
{
    /// <summary>One-sided 99 % of the normal distribution.</summary>
    public const decimal Quantile99 = 2.326m;

    private const decimal Root24 = 4.898979485566356m;

    /// <param name="pairs">Every pair that may be traded or is open: one without history hides the risk of opening it.</param>
    public static VarReading Of(IReadOnlyCollection<PairAtRisk> pairs)
    {
        var terms = ImmutableArray.CreateBuilder<PairVar>(pairs.Count);
        foreach (var pair in pairs)
        {
            if (pair.SigmaBasis is not { } basis || pair.SigmaPrice is not { } price) return new VarReading.Insufficient(pair.Symbol, pair.Samples);
            terms.Add(new PairVar(pair.Symbol, Loss(basis, pair.Matched), Loss(price, pair.NetDelta)));
        }

        var hour = terms.Sum(term => term.Basis.Amount + term.Delta.Amount);
        return new VarReading.Known(Money.OfUsdt(hour), Money.OfUsdt(hour * Root24), terms.ToImmutable());
    }

    private static Money Loss(decimal sigmaBps, Money notional) => Money.OfUsdt(Quantile99 * new Bps(sigmaBps).Fraction * Math.Abs(notional.Amount));
}
