using PropBot.Trading.Amounts;
using PropBot.Trading.Desk;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;

namespace PropBot.Web.Endpoints.Views;

/// <summary>Hedges as stored records with marks (contract 1.8, R48). Pure.</summary>
public static class PositionViews
{
    public static object All(DeskSnapshot desk)
    {
        var known = desk.Hedges.Where(h => h.State != HedgeState.Abandoned).ToList();
        return new
        {
            positions = known.Select(h => Record(h, desk)),
            exposure = Exposure(known, desk),
            totals = new { unrealized_pnl_usdt = UnrealisedTotal(desk), simulated_unrealized_pnl_usdt = known.Where(h => h.Simulated).Sum(h => Unrealised(h, desk)) },
        };
    }

    public static IEnumerable<object> Records(DeskSnapshot desk, bool openOnly) =>
        desk.Hedges.Where(h => h.State != HedgeState.Abandoned && (!openOnly || IsOpen(h))).Select(h => Record(h, desk));

    public static object Record(HedgeRecord hedge, DeskSnapshot desk) => new
    {
        id = hedge.Id,
        timestamp = hedge.OpenedAt,
        status = Status(hedge),
        state = hedge.State.ToString().ToLowerInvariant(),
        reason = hedge.Reason,
        symbol = hedge.Symbol,
        long_venue = hedge.Long.Venue.Word(),
        short_venue = hedge.Short.Venue.Word(),
        notional_usdt = Entered(hedge.Long) ?? hedge.Planned.Value * hedge.Long.PlannedPrice.Value,
        entry_spread_bps = EntrySpread(hedge),
        leverage = hedge.Leverage,
        entry_long_price = hedge.Long.EntryPrice?.Value,
        entry_short_price = hedge.Short.EntryPrice?.Value,
        exit_long_price = hedge.Long.ExitPrice?.Value,
        exit_short_price = hedge.Short.ExitPrice?.Value,
        closed_ts = hedge.ClosedAt,
        pnl_usdt = hedge.Realised.Amount,
        base_size = hedge.Planned.Value,
        unmatched_base = hedge.Unmatched,
        simulated = hedge.Simulated,
        initiator = hedge.Initiator,
        edge = Edge(hedge.Edge),
        unrealized_pnl_usdt = Unrealised(hedge, desk),
        total_pnl_usdt = hedge.Realised.Amount + Unrealised(hedge, desk),
        mark_stale = hedge.Legs.Any(leg => !leg.Open.IsZero && Mark(desk, hedge.Symbol, leg.Venue) is null),
        legs = hedge.Legs.Select(leg => Leg(hedge, leg, desk)),
    };

    public static object Edge(EdgeParts parts) => new
    {
        entry_bps = parts.Entry.Value,
        close_bps = parts.Close.Value,
        fees_bps = parts.Fees.Value,
        drift_bps = parts.Drift.Value,
        funding_bps = parts.Funding.Value,
        net_bps = parts.Net.Value,
    };

    public static object Pnl(DeskSnapshot desk)
    {
        var unrealised = UnrealisedTotal(desk);
        return new { realized = desk.RealisedPnl.Amount, unrealized = unrealised, total = desk.RealisedPnl.Amount + unrealised };
    }

    /// <summary>The real book's; simulated hedges are summed by themselves (R48).</summary>
    public static decimal UnrealisedTotal(DeskSnapshot desk) => desk.Hedges.Where(h => !h.Simulated).Sum(h => Unrealised(h, desk));

    public static IEnumerable<object> VenuePositions(DeskSnapshot desk) => desk.Venues.SelectMany(v => v.Positions)
        .Select(p => new { venue = p.Venue.Word(), symbol = p.Symbol, base_qty = p.SignedQuantity, avg_price = p.EntryPrice.Value, ts = p.At });

    public static object Portfolio(DeskSnapshot desk) => new
    {
        positions = desk.Venues.SelectMany(v => v.Positions).Select(p => new
        {
            venue = p.Venue.Word(),
            symbol = p.Symbol,
            qty = p.SignedQuantity,
            notional = Math.Abs(p.SignedQuantity) * (p.Mark ?? p.EntryPrice).Value,
            entry_px = p.EntryPrice.Value,
            mark_px = p.Mark?.Value,
            upnl = p.Unrealised?.Amount,
        }),
        balances = desk.Venues.SelectMany(v => v.Balances).Select(b => new { venue = b.Venue.Word(), asset = b.Currency, free = b.Available, total = b.Equity }),
        pnl_totals = Pnl(desk),
        notional_total = OpenNotional(desk),
    };

    public static decimal OpenNotional(DeskSnapshot desk) => desk.Hedges.Where(h => IsOpen(h) && !h.Simulated)
        .Sum(h => Math.Max(Notional(h, h.Long, desk), Notional(h, h.Short, desk)));

    public static bool IsOpen(HedgeRecord hedge) => !hedge.Long.Open.IsZero || !hedge.Short.Open.IsZero;

    /// <summary>The predecessor's words where they exist, ours where they do not.</summary>
    public static string Status(HedgeRecord hedge) => hedge.State switch
    {
        HedgeState.Hedged => hedge.Simulated ? "simulated" : "open",
        HedgeState.Partial => "partial",
        HedgeState.Closed => "closed",
        HedgeState.Closing => "closing",
        HedgeState.Abandoned => "abandoned",
        _ => "opening",
    };

    public static decimal Unrealised(HedgeRecord hedge, DeskSnapshot desk) => hedge.Legs.Sum(leg => Unrealised(hedge, leg, desk));

    private static object Leg(HedgeRecord hedge, LegRecord leg, DeskSnapshot desk)
    {
        var mark = Mark(desk, hedge.Symbol, leg.Venue);
        var entry = leg.EntryPrice?.Value;
        return new
        {
            venue = leg.Venue.Word(),
            symbol = hedge.Symbol,
            side = leg.Side == Side.Buy ? "long" : "short",
            status = LegStatus(hedge, leg),
            notional_usdt = Entered(leg) ?? 0m,
            entry_price = entry,
            avg_price = entry,
            exit_price = leg.ExitPrice?.Value,
            planned_price = leg.PlannedPrice.Value,
            mark_price = mark?.Value ?? entry,
            mark_stale = mark is null,
            filled_qty = leg.Entered.Value,
            exited_qty = leg.Exited.Value,
            base_size = leg.Open.Value,
            leverage = hedge.Leverage,
            fees_usdt = leg.Fees.Amount,
            funding_usdt = leg.Funding.Amount,
            unrealized_pnl_usdt = Unrealised(hedge, leg, desk),
            timestamp = hedge.OpenedAt,
        };
    }

    private static string LegStatus(HedgeRecord hedge, LegRecord leg)
    {
        if (leg.Entered.IsZero) return "missing";
        if (leg.Open.IsZero) return "closed";
        if (hedge.Simulated) return "simulated";
        return hedge.State == HedgeState.Partial ? "partial" : "filled";
    }

    private static Dictionary<string, object> Exposure(List<HedgeRecord> known, DeskSnapshot desk) => known
        .Where(h => IsOpen(h) && !h.Simulated)
        .SelectMany(h => h.Legs.Select(leg => (leg.Venue, leg.Side, Notional: Notional(h, leg, desk))))
        .GroupBy(leg => leg.Venue).OrderBy(g => g.Key)
        .ToDictionary(g => g.Key.Word(), object (g) =>
        {
            var longs = Math.Round(g.Where(l => l.Side == Side.Buy).Sum(l => l.Notional), 6);
            var shorts = Math.Round(g.Where(l => l.Side == Side.Sell).Sum(l => l.Notional), 6);
            return new { long_notional = longs, short_notional = shorts, net_usdt = longs - shorts };
        }, StringComparer.Ordinal);

    private static decimal Notional(HedgeRecord hedge, LegRecord leg, DeskSnapshot desk) =>
        leg.Open.Value * (Mark(desk, hedge.Symbol, leg.Venue) ?? leg.EntryPrice ?? leg.PlannedPrice).Value;

    /// <summary>Without a mark the entry stands in and the result is zero.</summary>
    private static decimal Unrealised(HedgeRecord hedge, LegRecord leg, DeskSnapshot desk) =>
        leg.EntryPrice is { } entry && Mark(desk, hedge.Symbol, leg.Venue) is { } mark ? (mark.Value - entry.Value) * leg.Open.Value * leg.Side.Sign() : 0m;

    private static Price? Mark(DeskSnapshot desk, string symbol, Venue venue) =>
        desk.Pairs.FirstOrDefault(p => p.Symbol == symbol)?.Quotes.FirstOrDefault(q => q.Venue == venue) is { Mark: { } mark } quote && !quote.MarkStale ? mark : null;

    private static decimal? Entered(LegRecord leg) => leg.EntryPrice is { } price ? price.Value * leg.Entered.Value : null;

    private static decimal? EntrySpread(HedgeRecord hedge) => hedge is { Long.EntryPrice: { IsSet: true } bought, Short.EntryPrice: { } sold } ? Bps.Between(bought, sold).Value : null;
}
