namespace PropBot.Trading.Watchdogs;

/// <summary>One leg of an opening that really went to a venue, with all its tries.</summary>
/// <param name="Key">Hedge and venue.</param>
/// <param name="SlippageBps">Fill against plan, positive when worse; null when nothing was filled.</param>
public readonly record struct Attempt(string Key, DateTimeOffset At, bool Success, decimal? SlippageBps);

/// <summary>How the last real attempts of one symbol went. Null: too few to say.</summary>
/// <param name="MeanSlippageBps">Mean of the absolute values.</param>
/// <param name="FailureRate">A fraction.</param>
public sealed record ExecutionQuality(int Attempts, int Fills, decimal? MeanSlippageBps, decimal? FailureRate)
{
    public static readonly ExecutionQuality Unknown = new(0, 0, null, null);
}

/// <summary>
/// The last eight real attempts of each symbol. The guard's own refusals are none, and an attempt ages out after half an hour, so that
/// what it stops can never keep it stopped (contract 7.9, defect).
/// </summary>
public sealed class AttemptWindow
{
    public const int Kept = 8;
    public const int LeastFills = 3;
    public const int LeastAttempts = 4;
    public static readonly TimeSpan Ages = TimeSpan.FromMinutes(30);

    private readonly Dictionary<string, List<Attempt>> bySymbol = new(StringComparer.Ordinal);

    /// <summary>A further try of the same leg takes the place of the one before; a fill of any of them is a success.</summary>
    public void Add(string symbol, Attempt attempt)
    {
        if (!bySymbol.TryGetValue(symbol, out var attempts)) bySymbol[symbol] = attempts = [];
        var at = attempts.FindIndex(earlier => earlier.Key == attempt.Key);
        if (at >= 0)
        {
            attempts[at] = attempt with { Success = attempt.Success || attempts[at].Success, SlippageBps = attempt.SlippageBps ?? attempts[at].SlippageBps };
            return;
        }

        attempts.Add(attempt);
        if (attempts.Count > Kept) attempts.RemoveAt(0);
    }

    public ExecutionQuality Of(string symbol, DateTimeOffset now)
    {
        if (!bySymbol.TryGetValue(symbol, out var attempts)) return ExecutionQuality.Unknown;
        attempts.RemoveAll(attempt => now - attempt.At >= Ages);
        var (failed, fills, slippage) = (0, 0, 0m);
        foreach (var attempt in attempts)
        {
            if (!attempt.Success) failed++;
            if (attempt.SlippageBps is not { } bps) continue;
            fills++;
            slippage += Math.Abs(bps);
        }

        return new ExecutionQuality(
            attempts.Count, fills, fills >= LeastFills ? slippage / fills : null, attempts.Count >= LeastAttempts ? (decimal)failed / attempts.Count : null);
    }
}
