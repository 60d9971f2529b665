using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;
using PropBot.Trading.Risk.Measures;

namespace PropBot.Web.Endpoints.Views;

/// <summary>Risk snapshot with its measures, advice, naked exposure (contract 1.8, rulings §4, R51). Pure. Null where nothing is known.</summary>
public static class MeasureViews
{
    public static object RiskSnapshot(DeskSnapshot desk)
    {
        var (measures, real) = (desk.Measures, desk.Truth.Real);
        var readings = measures.Readings;
        return new
        {
            total_notional_usd = real.Gross.Amount,
            per_venue = real.Venues.ToDictionary(v => v.Venue.Word(), v => new
            {
                net_exposure_usd = v.Net.Amount,
                unrealised_pnl_usd = Open(desk).Sum(hedge => desk.Truth.Hedges.TryGetValue(hedge.Id, out var pnl) ? (hedge.Long.Venue == v.Venue ? pnl.Long : pnl.Short).Unrealised.Amount : 0m),
                open_positions_count = Open(desk).Count(hedge => !hedge.Leg(v.Venue).Open.IsZero),
            }),
            partial_hedges_count = real.Partial,
            autopilot_enabled = measures.Autopilot,
            hold_active = desk.State.HoldActive(),
            safe_mode = desk.State.SafeMode(),
            dry_run_mode = desk.DryRun,
            risk_score = readings.Score.Value,
            risk_score_parts = readings.Score.Parts.Select(part => new { name = part.Name, score = part.Score, why = part.Why }),
            var = Var(readings.Var),
            stress = readings.Stress.Select(Stress),
            stress_unknown = readings.StressUnknown,
            msr = new { colour = readings.Stability.Word, reasons = readings.Stability.Reasons },
            rpi = Dial(measures.Dial),
            naked = Naked(desk),
        };
    }

    public static object Advice(RiskAdvice advice) => new
    {
        current_max_notional = advice.CurrentMaxNotional,
        current_max_positions = advice.CurrentMaxPositions,
        suggested_max_notional = advice.SuggestedMaxNotional,
        suggested_max_positions = advice.SuggestedMaxPositions,
        recommend_dry_run_mode = advice.RecommendDryRun,
        analysis_window = advice.AnalysisWindow,
        recommendation = advice.Recommendation,
        reason = advice.Reason,
    };

    public static object Dial(RiskDial dial) => new { value = dial.Value, factor = dial.Factor, was_cut = dial.WasCut };

    public static object Naked(DeskSnapshot desk)
    {
        var (naked, latency) = (desk.Measures.Naked, desk.Measures.HedgeLatency);
        return new
        {
            notional_usdt = desk.NakedNotional.Amount,
            today_usdt_seconds = naked.TodayUsdtSeconds,
            budget_usdt_seconds = naked.BudgetUsdtSeconds,
            naked_notional_seconds = naked.UsdtSeconds,
            hedge_latency = new { count = latency.Count, median_ms = latency.MedianMs, p95_ms = latency.P95Ms },
        };
    }

    private static object Var(VarReading reading) => reading is VarReading.Known known
        ? new { status = "ok", hour_usdt = (decimal?)known.OneHour.Amount, day_usdt = (decimal?)known.Day.Amount, samples = (int?)null, needed = HourlyMoves.Needed }
        : new
        {
            status = VarReading.Insufficient.Code,
            hour_usdt = (decimal?)null,
            day_usdt = (decimal?)null,
            samples = (int?)((VarReading.Insufficient)reading).Samples,
            needed = HourlyMoves.Needed,
        };

    private static object Stress(VenueStress stress) => new
    {
        venue = stress.Venue.Word(),
        use = stress.Use,
        scenarios = stress.Results.Select(result => new
        {
            name = result.Scenario,
            margin_ratio = result.MarginRatio,
            liquidation_distance_pct = result.DistancePct,
            cash_needed_usdt = result.CashNeeded.Amount,
            liquidated = result.IsLiquidated,
        }),
    };

    private static IEnumerable<HedgeRecord> Open(DeskSnapshot desk) => desk.Hedges.Where(hedge => !hedge.Simulated && !(hedge.Long.Open.IsZero && hedge.Short.Open.IsZero));
}
