using PropBot.Trading.Positions;

namespace PropBot.Trading.Risk.Measures;

/// <summary>What the advisor would do; nobody does it but two people through the limit workflow (runbook "Risk Advisor").</summary>
/// <param name="Recommendation"><c>maintain</c>, <c>loosen</c> or <c>tighten</c>.</param>
public sealed record RiskAdvice(
    decimal CurrentMaxNotional, int CurrentMaxPositions, decimal SuggestedMaxNotional, int SuggestedMaxPositions, bool RecommendDryRun,
    int AnalysisWindow, string Recommendation, string Reason);

/// <summary>Reads the last PnL snapshots in the order they happened (contract 7.12, with its reversed trend mended). Advice only. Pure.</summary>
public static class RiskAdvisor
{
    public const int Window = 5;
    private const decimal HeavyExposure = 0.7m;

    /// <param name="snapshots">In any order; the newest <see cref="Window"/> count.</param>
    /// <param name="throttled">An AUTO_THROTTLE reason stands or was the last one.</param>
    public static RiskAdvice Of(IEnumerable<PnlSnapshot> snapshots, decimal maxNotional, int maxPositions, bool throttled)
    {
        var window = snapshots.OrderByDescending(s => s.Timestamp).Take(Window).Reverse().ToList();
        var keep = new RiskAdvice(maxNotional, maxPositions, maxNotional, maxPositions, false, window.Count, "maintain", "insufficient data: no PnL snapshots yet");
        if (window.Count == 0) return keep;
        if (IsLosing(window) && PartialRatio(window) >= 0.5m && throttled)
        {
            return keep with
            {
                SuggestedMaxNotional = decimal.Round(maxNotional * 0.8m, 2),
                SuggestedMaxPositions = Math.Max(1, Math.Min((int)decimal.Floor(maxPositions * 0.8m), maxPositions - 1)),
                RecommendDryRun = true,
                Recommendation = "tighten",
                Reason = "unrealised PnL is negative and falling, half of the hedges or more are partial, and the auto-throttle has acted",
            };
        }

        var peak = window.Max(s => s.TotalExposureUsdTotal);
        if (window.Min(s => s.UnrealizedPnlTotal) > 0m && maxNotional > 0m && peak / maxNotional < HeavyExposure)
        {
            return keep with
            {
                SuggestedMaxNotional = decimal.Round(maxNotional * 1.1m, 2),
                SuggestedMaxPositions = Math.Max(maxPositions + 1, (int)decimal.Ceiling(maxPositions * 1.1m)),
                Recommendation = "loosen",
                Reason = "unrealised PnL has been positive throughout and exposure stays below 70 % of the limit",
            };
        }

        return keep with { Reason = "neither steady profit with room nor losses with partial hedges and a throttle" };
    }

    private static bool IsLosing(List<PnlSnapshot> window) =>
        window[^1].UnrealizedPnlTotal < window[0].UnrealizedPnlTotal && window.Average(s => s.UnrealizedPnlTotal) < 0m && window[^1].UnrealizedPnlTotal < 0m;

    private static decimal PartialRatio(List<PnlSnapshot> window)
    {
        var (partial, open) = (window.Average(s => (decimal)s.PartialPositions), window.Average(s => (decimal)s.OpenPositions));
        return open == 0m ? partial : partial / open;
    }
}
