using PropBot.Trading.Amounts;
using PropBot.Trading.Desk;
using PropBot.Trading.Instruments;

namespace PropBot.Web.Actions;

public sealed record PlanLeg(Venue Venue, Side Side, Price Worst, Quantity Quantity, Money? Fee);

/// <summary>
/// What a hedge of this size would do, from the snapshot's executable books (contract 1.10, R23). Prices of the legs are the worst
/// that <see cref="SlippageBps"/> allows. Net is the desk's own edge less that slippage on both legs. Pure.
/// </summary>
public sealed record ArbitragePlan
{
    public required string Symbol { get; init; }
    public required decimal Notional { get; init; }
    public required decimal SlippageBps { get; init; }

    /// <summary>Null when viable; else the machine word of why not.</summary>
    public string? Reason { get; init; }

    /// <summary>Null when there is no book to plan on.</summary>
    public PlanLeg? Buy { get; init; }
    public PlanLeg? Sell { get; init; }

    /// <summary>Executable distance before any cost, in bps of the mid.</summary>
    public Bps? Spread { get; init; }
    public Bps? Net { get; init; }

    /// <summary>The edge as the desk last evaluated it, with its own verdict.</summary>
    public EdgeView? Edge { get; init; }

    public bool Viable => Reason is null;

    /// <summary>The least absolute distance sell − buy that the plan's worst prices allow.</summary>
    public decimal WorstSpread => Buy is null || Sell is null ? 0m : Sell.Worst.Value - Buy.Worst.Value;

    public static ArbitragePlan Of(DeskSnapshot desk, PairView pair, decimal notional, decimal slippageBps)
    {
        var bare = new ArbitragePlan { Symbol = pair.Symbol, Notional = notional, SlippageBps = slippageBps };
        var plans = pair.Edges.Select(edge => InDirection(desk, pair, bare, edge)).Where(plan => plan is not null).ToList();
        var best = plans.MaxBy(plan => plan!.Net?.Value ?? decimal.MinValue);
        return best ?? bare with { Reason = "quote_unavailable" };
    }

    private static ArbitragePlan? InDirection(DeskSnapshot desk, PairView pair, ArbitragePlan bare, EdgeView edge)
    {
        var buy = pair.Quotes.FirstOrDefault(q => q.Venue == edge.Buy);
        var sell = pair.Quotes.FirstOrDefault(q => q.Venue == edge.Sell);
        if (buy is not { BookValid: true } || sell is not { BookValid: true } || !buy.Ask.IsSet || !sell.Bid.IsSet) return null;
        var slippage = new Bps(bare.SlippageBps).Fraction;
        var quantity = new Quantity(bare.Notional / buy.Ask.Value);
        var plan = bare with
        {
            Edge = edge,
            Buy = Leg(desk, edge.Buy, Side.Buy, new Price(buy.Ask.Value * (1m + slippage)), quantity),
            Sell = Leg(desk, edge.Sell, Side.Sell, new Price(sell.Bid.Value * Math.Max(0m, 1m - slippage)), quantity),
        };
        return plan.Judged(desk, buy, sell, quantity);
    }

    private ArbitragePlan Judged(DeskSnapshot desk, QuoteView buy, QuoteView sell, Quantity quantity)
    {
        var mid = (buy.Bid.Value + buy.Ask.Value + sell.Bid.Value + sell.Ask.Value) / 4m;
        var top = new Bps((sell.Bid.Value - buy.Ask.Value) / mid * 10_000m);
        // Beyond the best level only the size the desk evaluated is known.
        var onTop = quantity <= buy.AskQuantity && quantity <= sell.BidQuantity;
        var entry = onTop ? top : Edge!.Parts?.Entry ?? top;
        Bps? net = Edge!.Parts is { } parts ? parts.Net - parts.Entry + entry - new Bps(2m * SlippageBps) : null;
        return this with { Spread = entry, Net = net, Reason = Objection(desk, net, onTop || quantity <= Edge.Quantity) };
    }

    private string? Objection(DeskSnapshot desk, Bps? net, bool deepEnough)
    {
        if (!desk.Blocks.IsEmpty) return desk.Blocks[0].Code;
        if (!deepEnough) return "insufficient_liquidity";
        if (net is not { } value) return Edge!.Refusal ?? "edge_unknown";
        if (value.Value <= 0m) return "not_positive_after_costs";
        return value.Value < desk.Control.MinSpreadBps ? "spread_below_threshold" : null;
    }

    private static PlanLeg Leg(DeskSnapshot desk, Venue venue, Side side, Price worst, Quantity quantity)
    {
        var fee = desk.Venues.FirstOrDefault(v => v.Venue == venue)?.TakerFee;
        return new PlanLeg(venue, side, worst, quantity, fee is { } rate ? rate.Of(worst.Times(quantity)) : null);
    }
}
