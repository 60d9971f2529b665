using System.Collections.Immutable;
using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Risk.Measures;

/// <summary>One position as its venue tells it. Signed base: positive long.</summary>
/// <param name="Liquidation">Null where the venue names none within reach.</param>
public readonly record struct StressedPosition(string Symbol, decimal SignedQuantity, Price Mark, Price? Liquidation);

/// <param name="Equity">Wallet plus unrealised, USDT.</param>
/// <param name="MarginRatio">Maintenance / equity; 1 is liquidation. The same way round on both venues.</param>
/// <param name="SigmaPrice">bps an hour of the dearest moving coin held; null while unknown: the frozen hour then cannot be told.</param>
public sealed record VenueMarginFacts(Venue Venue, Money Equity, decimal MarginRatio, ImmutableArray<StressedPosition> Positions, decimal? SigmaPrice);

/// <summary>What one shock does to one venue's account, by itself.</summary>
/// <param name="Scenario"><c>price_-10</c>, <c>basis_100</c>, <c>frozen_1h</c>.</param>
/// <param name="MarginRatio">After the shock; null: no equity is left.</param>
/// <param name="DistancePct">From the shocked price to liquidation, in per cent of it; null: none within reach; 0: liquidated.</param>
/// <param name="CashNeeded">USDT that would have to come in for the ratio to be <c>MAX_MARGIN_RATIO</c> again; zero when it is below.</param>
public sealed record StressResult(string Scenario, decimal? MarginRatio, decimal? DistancePct, Money CashNeeded)
{
    /// <summary>The account or a position of it would be liquidated.</summary>
    public bool IsLiquidated => MarginRatio is null or >= 1m || DistancePct == 0m;
}

public sealed record VenueStress(Venue Venue, ImmutableArray<StressResult> Results, ImmutableArray<string> Unknown)
{
    /// <summary>
    /// The worst of what must be borne: ±10 %, +100 bps, the frozen hour. As a fraction; 1 and more is a breach. ±20 % and +200 bps are
    /// shown, not demanded: a coin can do it, and then the guardian has acted on the way.
    /// </summary>
    public decimal Use => Results.Where(IsBorne).Select(result => result.IsLiquidated ? Math.Max(1m, result.MarginRatio ?? 1m) : result.MarginRatio!.Value).DefaultIfEmpty(0m).Max();

    private static bool IsBorne(StressResult result) => result.Scenario is "price_-10" or "price_10" or "price_-5" or "price_5" or "basis_50" or "basis_100" or MarginStress.Frozen;
}

/// <summary>
/// Margin stress of one venue by itself (rulings §4): the price moves, the basis widens with the whole move here and against every
/// position, or the venue takes nothing for an hour while the price makes its 99 % move against what is held. Maintenance margin follows
/// the notional. A position's own liquidation price counts where the venue names one (isolated margin), else the account's.
/// </summary>
public static class MarginStress
{
    public const string Frozen = "frozen_1h";
    private static readonly decimal[] PriceMoves = [-20m, -10m, -5m, 5m, 10m, 20m];
    private static readonly decimal[] BasisMoves = [50m, 100m, 200m];

    /// <param name="maxMarginRatio">MAX_MARGIN_RATIO: what the cash needed restores.</param>
    public static VenueStress Of(VenueMarginFacts facts, decimal maxMarginRatio)
    {
        var results = ImmutableArray.CreateBuilder<StressResult>();
        foreach (var percent in PriceMoves)
            results.Add(After(facts, $"price_{Decimals.Plain(percent)}", _ => percent / 100m, maxMarginRatio));
        foreach (var bps in BasisMoves)
            results.Add(After(facts, $"basis_{Decimals.Plain(bps)}", position => Against(position, bps / 10_000m), maxMarginRatio));
        if (facts.SigmaPrice is { } sigma)
            results.Add(After(facts, Frozen, position => Against(position, BasisVar.Quantile99 * sigma / 10_000m), maxMarginRatio));
        return new VenueStress(facts.Venue, results.ToImmutable(), facts.SigmaPrice is null && !facts.Positions.IsEmpty ? [Frozen] : []);
    }

    private static StressResult After(VenueMarginFacts facts, string scenario, Func<StressedPosition, decimal> move, decimal maxRatio)
    {
        decimal before = 0m, after = 0m, gained = 0m, net = 0m;
        decimal? nearest = null;
        foreach (var position in facts.Positions)
        {
            var shock = move(position);
            var notional = position.SignedQuantity * position.Mark.Value;
            before += Math.Abs(notional);
            after += Math.Abs(notional) * (1m + shock);
            gained += notional * shock;
            net += notional * (1m + shock);
            if (Named(position, shock) is { } named) nearest = nearest is { } sofar ? Math.Min(sofar, named) : named;
        }

        var maintenance = facts.MarginRatio * facts.Equity.Amount * (before == 0m ? 1m : after / before);
        var equity = facts.Equity.Amount + gained;
        decimal? ratio = equity > 0m ? maintenance / equity : null;
        nearest ??= OfAccount(equity, maintenance, net);
        var cash = Math.Max(0m, maintenance / maxRatio - equity);
        return new StressResult(scenario, ratio, ratio is null or >= 1m ? 0m : nearest, Money.OfUsdt(before == 0m ? 0m : cash));
    }

    private static decimal Against(StressedPosition position, decimal share) => position.SignedQuantity > 0m ? -share : share;

    private static decimal? Named(StressedPosition position, decimal shock)
    {
        if (position.SignedQuantity == 0m || position.Liquidation is not { IsSet: true } gone) return null;
        var price = position.Mark.Value * (1m + shock);
        var crossed = position.SignedQuantity > 0m ? price <= gone.Value : price >= gone.Value;
        return crossed ? 0m : Math.Abs(price - gone.Value) / price * 100m;
    }

    // The further move x at which equity + net·x equals maintenance·(1 + x), all coins moving together.
    private static decimal? OfAccount(decimal equity, decimal maintenance, decimal net)
    {
        if (equity <= maintenance) return 0m;
        if (net == maintenance) return null;
        var move = (maintenance - equity) / (net - maintenance);
        return move <= -1m ? null : Math.Abs(move) * 100m;
    }
}
