using PropBot.Trading.Desk;
using PropBot.Trading.Instruments;

namespace PropBot.Web.Endpoints.Views;

/// <summary>What gate and governor compare, and what the gate said no to with its numbers.</summary>
internal static class RiskViews
{
    public static IEnumerable<object> Refusals(DeskSnapshot desk) => desk.Refusals.Select(seen => new
    {
        symbol = seen.Symbol,
        code = seen.Refusal.Code,
        text = seen.Refusal.Text,
        at = seen.At,
        times = seen.Times,
        numbers = seen.Refusal.Numbers.Select(n => new { name = n.Name, value = n.Value, unit = n.Unit }),
    });

    /// <summary>Every limit in force; <c>value</c> null = nothing binds (R13).</summary>
    public static IEnumerable<object> Limits(DeskSnapshot desk) => desk.Limits.Select(view => new
    {
        limit = view.Limit,
        scope = view.Scope.Length == 0 ? null : view.Scope,
        value = view.Value,
        until = view.Until,
        version = view.Version,
    });

    /// <summary><c>safety.risk_snapshot</c> (contract 7.7).</summary>
    public static object Governor(DeskSnapshot desk) => new
    {
        collected_ts = desk.At,
        limits = new
        {
            max_daily_loss_usd = Limit(desk, "max_daily_loss_usdt"),
            max_total_notional_usd = Limit(desk, "max_total_notional_usdt"),
            max_unrealized_loss_usd = Limit(desk, "max_unrealized_loss_usd"),
            clock_skew_hold_ms = (decimal)desk.ClockSkewHold.TotalMilliseconds,
        },
        total_notional_usd = PositionViews.OpenNotional(desk),
        naked_notional_usd = desk.NakedNotional.Amount,
        daily_realized_pnl_usd = desk.RealisedPnlToday.Amount,
        daily_loss = TruthViews.DailyLoss(desk.Truth),
        total_unrealized_pnl_usd = PositionViews.UnrealisedTotal(desk),
        exposure_by_venue = desk.Truth.Real.Venues.ToDictionary(v => v.Venue.Word(), v => v.Net.Amount),
        exposure_by_symbol = desk.Truth.Real.Symbols.ToDictionary(s => s.Symbol, s => s.Net),
        positions = PositionViews.Records(desk, openOnly: true),
        clock_skew_ms = ClockSkew(desk) * 1000m,
        maintenance_active = desk.Watch.Maintenance.Any(m => m.Active is not null),
        maintenance_venues = desk.Watch.Maintenance.Where(m => m.Active is not null).Select(m => m.Venue.Word()),
    };

    /// <summary>The largest offset of a venue's clock by absolute value, in seconds; null while unmeasured.</summary>
    public static decimal? ClockSkew(DeskSnapshot desk) => desk.Venues
        .Where(v => v.Clock is not null).Select(v => (decimal?)v.Clock!.Offset.Ticks / TimeSpan.TicksPerSecond).OrderByDescending(s => Math.Abs(s!.Value)).FirstOrDefault();

    private static decimal? Limit(DeskSnapshot desk, string word) => desk.Limits.FirstOrDefault(view => view.Limit == word && view.Scope.Length == 0)?.Value;
}
