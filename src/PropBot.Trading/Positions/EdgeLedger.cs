using PropBot.Trading.Amounts;

namespace PropBot.Trading.Positions;

/// <summary>Predicted against realised for one hedge that is over; parts in bps of <see cref="Notional"/> (mid × quantity), as in R23.</summary>
public sealed record EdgeResult(string HedgeId, string Symbol, bool Simulated, DateTimeOffset At, Money Notional, EdgeParts Predicted, EdgeParts Realised, Bps Slippage, Bps Legging)
{
    /// <summary>Positive: it brought more than was predicted.</summary>
    public Bps Surprise => Realised.Net - Predicted.Net;
}

/// <summary>Means weighted by notional.</summary>
public sealed record EdgeSummary(int Hedges, Money Notional, EdgeParts Predicted, EdgeParts Realised, Bps Slippage, Bps Legging);

/// <summary>Was the edge there? Entry and close at the planned prices, drift = slippage and legging as they came. Pure.</summary>
public static class EdgeLedger
{
    /// <summary>Null when nothing ever filled.</summary>
    public static EdgeResult? Of(HedgeRecord hedge, Attribution parts)
    {
        var mid = hedge.Mid.IsSet ? hedge.Mid.Value : (hedge.Long.PlannedPrice.Value + hedge.Short.PlannedPrice.Value) / 2m;
        var notional = mid * Quantity.Max(hedge.Long.Entered, hedge.Short.Entered).Value;
        if (notional <= 0m) return null;
        Bps Of(Money money) => new(money.Amount / notional * 10_000m);
        var realised = new EdgeParts(Of(parts.BasisEntry), -Of(parts.BasisExit), -Of(parts.Fees), -Of(parts.Slippage + parts.Legging), -Of(parts.Funding));
        return new EdgeResult(
            hedge.Id, hedge.Symbol, hedge.Simulated, hedge.ClosedAt ?? hedge.OpenedAt, Money.OfUsdt(notional), hedge.Edge, realised, -Of(parts.Slippage), -Of(parts.Legging));
    }

    /// <summary>Null without hedges.</summary>
    public static EdgeSummary? Sum(IReadOnlyCollection<EdgeResult> results)
    {
        var notional = results.Sum(r => r.Notional.Amount);
        if (notional <= 0m) return null;
        Bps Mean(Func<EdgeResult, Bps> part) => new(results.Sum(r => part(r).Value * r.Notional.Amount) / notional);
        EdgeParts Parts(Func<EdgeResult, EdgeParts> of) =>
            new(Mean(r => of(r).Entry), Mean(r => of(r).Close), Mean(r => of(r).Fees), Mean(r => of(r).Drift), Mean(r => of(r).Funding));
        return new EdgeSummary(results.Count, Money.OfUsdt(notional), Parts(r => r.Predicted), Parts(r => r.Realised), Mean(r => r.Slippage), Mean(r => r.Legging));
    }
}
