using PropBot.Trading.Desk;
using PropBot.Trading.Desk.Mirrors;
using PropBot.Trading.Desk.Truth;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;

namespace PropBot.Web.Endpoints.Views;

/// <summary>Comparison with the venues, the day's loss, exposure and the edge ledger (contract 1.3, 7.13, 7.16). Pure.</summary>
public static class TruthViews
{
    public static object Reconciliation(DeskSnapshot desk)
    {
        var state = desk.Truth.Reconciliation;
        return new
        {
            phase = state.Phase.ToString().ToLowerInvariant(),
            desync_detected = state.IsDesync,
            desync_since = state.DesyncSince,
            escalated = state.Escalated,
            last_checked = state.Last?.AskedAt,
            last_clean = state.LastCleanAt,
            issue_count = state.Open.Length,
            issues = state.Open.Select(ReconciliationJson.Issue),
            pending = (state.Last?.Pending ?? []).Select(entry => new { venue = entry.Venue.Word(), symbol = entry.Symbol, why = entry.Why }),
            silent = (state.Last?.Silent ?? []).Select(venue => venue.Word()),
            open_orders_observed = state.Last?.OpenOrders ?? 0,
        };
    }

    /// <summary>R33. Amounts in USDT; <c>lost</c> is positive for a loss, null when it cannot be evaluated.</summary>
    public static object DailyLoss(TruthView truth) => truth.DailyLoss is DailyLossReading.Known known
        ? new
        {
            lost_usdt = (decimal?)known.Lost.Amount,
            limit_usdt = truth.DailyLossLimit,
            reached = truth.DailyLossLimit is { } limit && known.Reaches(limit),
            base_usdt = (decimal?)known.Base.Amount,
            base_at = (DateTimeOffset?)known.BaseAt,
            transfers_usdt = (decimal?)known.Transfers.Amount,
            equity_usdt = (decimal?)known.Equity.Amount,
            cannot_evaluate = (string?)null,
        }
        : new
        {
            lost_usdt = (decimal?)null,
            limit_usdt = truth.DailyLossLimit,
            reached = false,
            base_usdt = (decimal?)null,
            base_at = (DateTimeOffset?)null,
            transfers_usdt = (decimal?)null,
            equity_usdt = (decimal?)null,
            cannot_evaluate = (string?)((DailyLossReading.CannotEvaluate)truth.DailyLoss).Why,
        };

    public static object Exposure(Exposure book) => new
    {
        by_venue = book.Venues.ToDictionary(v => v.Venue.Word(), v => new { long_notional = v.Long.Amount, short_notional = v.Short.Amount, net_usdt = v.Net.Amount }),
        by_symbol = book.Symbols.ToDictionary(s => s.Symbol, s => new { long_base = s.Long, short_base = s.Short, net_base = s.Net, gross_usdt = s.Gross.Amount }),
        net_delta = book.Coins.ToDictionary(c => c.Coin, c => new { net_base = c.Net, notional_usdt = c.Notional.Amount }),
        gross_usdt = book.Gross.Amount,
        open_positions = book.Open,
        partial_positions = book.Partial,
    };

    /// <summary>Predicted against realised of hedges that are over, newest first, with the money's five parts; real and simulated summed apart.</summary>
    public static object EdgeLedger(IReadOnlyCollection<HedgeFills> closed)
    {
        var rows = closed.Select(book => (book.Hedge, Parts: Attribution.Of(book, Marks.None)))
            .Select(row => (row.Parts, Edge: Trading.Positions.EdgeLedger.Of(row.Hedge, row.Parts))).Where(row => row.Edge is not null).ToList();
        return new
        {
            hedges = rows.Select(row => new
            {
                hedge_id = row.Edge!.HedgeId,
                symbol = row.Edge.Symbol,
                simulated = row.Edge.Simulated,
                closed_ts = row.Edge.At,
                notional_usdt = row.Edge.Notional.Amount,
                predicted = PositionViews.Edge(row.Edge.Predicted),
                realised = PositionViews.Edge(row.Edge.Realised),
                slippage_bps = row.Edge.Slippage.Value,
                legging_bps = row.Edge.Legging.Value,
                surprise_bps = row.Edge.Surprise.Value,
                attribution = Parts(row.Parts),
            }),
            total = Sum([.. rows.Where(r => !r.Edge!.Simulated).Select(r => r.Edge!)]),
            simulated_total = Sum([.. rows.Where(r => r.Edge!.Simulated).Select(r => r.Edge!)]),
            days = DayBook.Of(closed).Select(day => new
            {
                day = day.Day,
                venue = day.Venue.Word(),
                simulated = day.Simulated,
                price_usdt = day.Price.Amount,
                basis_usdt = day.Basis.Amount,
                slippage_usdt = day.Slippage.Amount,
                legging_usdt = day.Legging.Amount,
                fees_usdt = day.Fees.Amount,
                funding_usdt = day.Funding.Amount,
                net_usdt = day.Net.Amount,
            }),
        };
    }

    private static object Parts(Attribution parts) => new
    {
        basis_usdt = parts.Basis.Amount,
        fees_usdt = parts.Fees.Amount,
        funding_usdt = parts.Funding.Amount,
        slippage_usdt = parts.Slippage.Amount,
        legging_usdt = parts.Legging.Amount,
        total_usdt = parts.Total.Amount,
    };

    private static object? Sum(EdgeResult[] results) => Trading.Positions.EdgeLedger.Sum(results) is not { } sum
        ? null
        : new
        {
            hedges = sum.Hedges,
            notional_usdt = sum.Notional.Amount,
            predicted = PositionViews.Edge(sum.Predicted),
            realised = PositionViews.Edge(sum.Realised),
            slippage_bps = sum.Slippage.Value,
            legging_bps = sum.Legging.Value,
        };
}
