using PropBot.Trading.Amounts;
using PropBot.Trading.Desk;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;
using PropBot.Web.Actions;

namespace PropBot.Web.Endpoints.Views;

/// <summary>Plans, spreads and opened hedges in the predecessor's shapes (contract 1.10). Pure.</summary>
public static class ArbitrageViews
{
    public static object Plan(ArbitragePlan plan, DeskSnapshot desk)
    {
        var net = plan.Net?.Value;
        var body = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["symbol"] = plan.Symbol,
            ["notional"] = plan.Notional,
            ["viable"] = plan.Viable,
            ["legs"] = new[] { plan.Buy, plan.Sell }.Where(leg => leg is not null).Select(leg => new
            {
                ex = leg!.Venue.Word(),
                side = leg.Side.Word(),
                px = leg.Worst.Value,
                qty = leg.Quantity.Value,
                fee_usdt = leg.Fee?.Amount,
            }),
            ["est_pnl_usdt"] = net is { } bps ? bps * plan.Notional / 10_000m : null,
            ["est_pnl_bps"] = net,
            ["used_fees_bps"] = new { binance = StatusViews.TakerFee(desk, Venue.Binance), okx = StatusViews.TakerFee(desk, Venue.Okx) },
            ["used_slippage_bps"] = plan.SlippageBps,
            ["spread_bps"] = plan.Spread?.Value,
            ["venues"] = plan.Buy is null || plan.Sell is null ? [] : new[] { plan.Buy.Venue.Word(), plan.Sell.Venue.Word() },
            ["min_spread_bps"] = desk.Control.MinSpreadBps,
            ["edge"] = plan.Edge is null ? null : Edge(plan.Edge),
            ["ts"] = desk.At,
        };
        if (plan.Reason is not null) body["reason"] = plan.Reason;
        return body;
    }

    public static object Spread(string symbol, decimal minSpread, (QuoteView Buy, QuoteView Sell) way)
    {
        var spread = way.Sell.Bid.Value - way.Buy.Ask.Value;
        return new
        {
            symbol,
            min_spread = minSpread,
            spread,
            meets_min_spread = spread >= minSpread,
            long_exchange = way.Buy.Venue.Word(),
            short_exchange = way.Sell.Venue.Word(),
            cheap_ask = way.Buy.Ask.Value,
            expensive_bid = way.Sell.Bid.Value,
        };
    }

    public static object Executed(HedgeRecord hedge, decimal minSpread, DeskSnapshot desk)
    {
        var spread = (hedge.Short.EntryPrice ?? hedge.Short.PlannedPrice).Value - (hedge.Long.EntryPrice ?? hedge.Long.PlannedPrice).Value;
        return new
        {
            symbol = hedge.Symbol,
            min_spread = minSpread,
            spread,
            spread_bps = Bps.Between(hedge.Long.EntryPrice ?? hedge.Long.PlannedPrice, hedge.Short.EntryPrice ?? hedge.Short.PlannedPrice).Value,
            cheap_exchange = hedge.Long.Venue.Word(),
            expensive_exchange = hedge.Short.Venue.Word(),
            legs = hedge.Legs.Select(leg => Leg(hedge, leg)),
            long_order = Leg(hedge, hedge.Long),
            short_order = Leg(hedge, hedge.Short),
            long_plan = Planned(hedge, hedge.Long, desk),
            short_plan = Planned(hedge, hedge.Short, desk),
            success = true,
            status = hedge.Simulated ? "simulated" : "executed",
            dry_run_mode = desk.DryRun,
            simulated = hedge.Simulated,
            details = PositionViews.Edge(hedge.Edge),
            position = PositionViews.Record(hedge, desk),
        };
    }

    public static object ExecutedPlan(HedgeRecord hedge, bool viable, DeskSnapshot desk) => new
    {
        symbol = hedge.Symbol,
        simulated = hedge.Simulated,
        pnl_usdt = hedge.Realised.Amount,
        pnl_bps = hedge.Edge.Net.Value,
        plan_viable = viable,
        safe_mode = false,
        dry_run = desk.DryRun,
        legs = hedge.Legs.Select(leg => Leg(hedge, leg)),
        orders = hedge.Legs.Select(leg => Leg(hedge, leg)),
        exposures = PositionViews.VenuePositions(desk),
        pnl_summary = PositionViews.Pnl(desk),
        position = PositionViews.Record(hedge, desk),
    };

    /// <summary>The best edge of all pairs as the desk last evaluated them.</summary>
    public static object Opportunity(DeskSnapshot desk)
    {
        var best = desk.Pairs.SelectMany(pair => pair.Edges.Select(edge => (Pair: pair, Edge: edge)))
            .Where(found => found.Edge.Parts is not null).OrderByDescending(found => found.Edge.Parts!.Net.Value).FirstOrDefault();
        if (best.Edge is not { } edge) return new { last_opportunity = (object?)null, status = "blocked_by_risk" };
        var blocked = desk.Blocks.IsEmpty ? edge.Verdict : desk.Blocks[0].Code;
        var buy = best.Pair.Quotes.FirstOrDefault(q => q.Venue == edge.Buy);
        var sell = best.Pair.Quotes.FirstOrDefault(q => q.Venue == edge.Sell);
        return new
        {
            last_opportunity = new
            {
                id = $"{best.Pair.Symbol}-{edge.Buy.Word()}-{edge.Sell.Word()}-{desk.Version}",
                ts = desk.At,
                symbol = best.Pair.Symbol,
                long_venue = edge.Buy.Word(),
                short_venue = edge.Sell.Word(),
                spread = sell?.Bid.Value - buy?.Ask.Value,
                spread_bps = edge.Parts!.Entry.Value,
                net_bps = edge.Parts.Net.Value,
                notional_suggestion = desk.Control.OrderNotionalUsdt,
                min_spread_bps = desk.Control.MinSpreadBps,
                edge = PositionViews.Edge(edge.Parts),
                blocked_reason = blocked,
            },
            status = blocked is null ? "allowed" : "blocked_by_risk",
        };
    }

    private static object Edge(EdgeView edge) => new
    {
        buy = edge.Buy.Word(),
        sell = edge.Sell.Word(),
        quantity = edge.Quantity.Value,
        parts = edge.Parts is null ? null : PositionViews.Edge(edge.Parts),
        history_samples = edge.HistorySamples,
        refusal = edge.Refusal,
    };

    private static object Leg(HedgeRecord hedge, LegRecord leg) => new
    {
        exchange = leg.Venue.Word(),
        symbol = hedge.Symbol,
        side = leg.Side == Side.Buy ? "long" : "short",
        status = hedge.Simulated ? "simulated" : "filled",
        avg_price = leg.EntryPrice?.Value,
        price = leg.EntryPrice?.Value,
        filled_qty = leg.Entered.Value,
        base_size = leg.Open.Value,
        notional_usdt = leg.EntryPrice?.Value * leg.Entered.Value,
        fee_usdt = leg.Fees.Amount,
        leverage = hedge.Leverage,
        simulated = hedge.Simulated,
    };

    private static object Planned(HedgeRecord hedge, LegRecord leg, DeskSnapshot desk) => new
    {
        venue = leg.Venue.Word(),
        expected_fill_px = leg.PlannedPrice.Value,
        fee_bps = StatusViews.TakerFee(desk, leg.Venue),
        liquidity_ok = true,
        size = hedge.Planned.Value,
        expected_notional = hedge.Planned.Value * leg.PlannedPrice.Value,
    };
}
