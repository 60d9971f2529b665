namespace PropBot.Trading.Risk.Measures;

/// <summary>Quantiles of a row of sizes in which older ones weigh less and less: counts in buckets two percent wide, so that a long row costs no more than a short one.</summary>
internal sealed class FadingTail
{
    private const double Least = 0.01;
    private const double Step = 1.02;
    private const double Most = 1e200;
    private static readonly double LogStep = Math.Log(Step);

    // Up to 10,000 bps, which is all of a price.
    private readonly double[] weights = new double[2 + (int)(Math.Log(10_000 / Least) / LogStep)];

    // What has been added keeps its number; what comes later counts more. The same as fading, and nothing has to be walked.
    private double newest = 1;
    private double total;

    /// <param name="keep">What is left of every weight.</param>
    public void Fade(decimal keep)
    {
        newest /= Math.Max((double)keep, 1e-90);
        if (newest < Most) return;
        for (var i = 0; i < weights.Length; i++) weights[i] /= newest;
        (total, newest) = (total / newest, 1);
    }

    /// <param name="size">bps, whichever way.</param>
    public void Add(decimal size)
    {
        weights[Bucket((double)Math.Abs(size))] += newest;
        total += newest;
    }

    /// <summary>The size that the share <paramref name="share"/> of all weights does not exceed, at most two percent too large; 0 while there is none.</summary>
    public decimal Quantile(double share)
    {
        var (wanted, seen) = (share * total, 0.0);
        for (var i = 0; i < weights.Length; i++)
        {
            seen += weights[i];
            if (seen >= wanted && weights[i] > 0) return i == 0 ? 0m : (decimal)(Least * Math.Pow(Step, i));
        }

        return 0m;
    }

    private int Bucket(double size) => size < Least ? 0 : Math.Min(1 + (int)(Math.Log(size / Least) / LogStep), weights.Length - 1);
}
