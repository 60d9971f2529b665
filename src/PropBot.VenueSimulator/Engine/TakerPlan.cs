using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Engine;

/// <summary>One step of a taker through the other side, in price-time order.</summary>
/// <param name="Quantity">0 when the step only ends the maker.</param>
/// <param name="Own">The account's own resting order that stands here; null = others' liquidity.</param>
/// <param name="EndsMaker">Self-trade prevention ends <paramref name="Own"/> here.</param>
internal sealed record PlanStep(decimal Price, decimal Quantity, SimOrder? Own = null, bool EndsMaker = false);

/// <summary>What a taker would meet now.</summary>
/// <param name="Cut">Why the taker goes no further although it could: self-trade prevention or too many makers.</param>
internal sealed record TakerPlan(IReadOnlyList<PlanStep> Steps, SimEndReason Cut)
{
    public decimal Quantity => Steps.Sum(s => s.Quantity);

    /// <summary>It would take something, or meet an own order.</summary>
    public bool Meets => Steps.Count > 0 || Cut != SimEndReason.None;
}

/// <summary>Makes a <see cref="TakerPlan"/>. At one price others stand first that were there when the own order came, then the own order, then who came later.</summary>
internal sealed class TakerPlanner(VenueProfile profile, VenueState state, QueuePlaces places, Func<SimOrder, decimal> available)
{
    /// <param name="quantity">How much it may take.</param>
    /// <param name="limit">Worst price; null = any.</param>
    /// <param name="except">Its own id, when it rests already.</param>
    public TakerPlan Make(VenueBook book, SimSide side, decimal quantity, decimal? limit, SimSelfTrade mode, long? except = null)
    {
        var steps = new List<PlanStep>();
        var left = quantity;
        foreach (var (price, others, own) in Levels(book, side, limit, except))
        {
            foreach (var stop in Stops(price, others, own))
            {
                if (left <= 0m) return new TakerPlan(steps, SimEndReason.None);
                if (profile.MaxMakers is { } most && steps.Count >= most) return new TakerPlan(steps, SimEndReason.TooManyMakers);
                if (stop.Own is not null && mode != SimSelfTrade.None)
                {
                    if (mode != SimSelfTrade.ExpireTaker) steps.Add(stop with { Quantity = 0m, EndsMaker = true });
                    if (mode != SimSelfTrade.ExpireMaker) return new TakerPlan(steps, SimEndReason.SelfTrade);
                    continue;
                }

                steps.Add(stop with { Quantity = Math.Min(left, stop.Quantity) });
                left -= steps[^1].Quantity;
            }
        }

        return new TakerPlan(steps, SimEndReason.None);
    }

    private IEnumerable<(decimal Price, decimal Others, List<SimOrder> Own)> Levels(VenueBook book, SimSide side, decimal? limit, long? except)
    {
        var buys = side == SimSide.Buy;
        var others = (buys ? book.Asks : book.Bids).ToDictionary(l => l.Price, l => l.Quantity);
        var own = state.Open.Values.Where(o => o.Symbol == book.Instrument.Symbol && o.Side != side && o.Price is not null && o.Id != except)
            .GroupBy(o => o.Price!.Value).ToDictionary(g => g.Key, g => g.OrderBy(o => places.Ahead(o.Id)).ThenBy(o => places.Turn(o.Id)).ToList());
        var prices = others.Keys.Union(own.Keys).Where(p => limit is not { } worst || (buys ? p <= worst : p >= worst));
        return (buys ? prices.Order() : prices.OrderDescending()).Select(p => (p, others.GetValueOrDefault(p), own.GetValueOrDefault(p) ?? []));
    }

    private IEnumerable<PlanStep> Stops(decimal price, decimal others, List<SimOrder> own)
    {
        var passed = 0m;
        foreach (var order in own)
        {
            var ahead = Math.Min(others, places.Ahead(order.Id)) - passed;
            if (ahead > 0m)
            {
                yield return new PlanStep(price, ahead);
                passed += ahead;
            }

            if (available(order) is > 0m and var offered) yield return new PlanStep(price, offered, order);
        }

        if (others > passed) yield return new PlanStep(price, others - passed);
    }
}
