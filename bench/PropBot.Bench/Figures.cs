namespace PropBot.Bench;

/// <summary>One line a figure (promises §2).</summary>
internal static class Figures
{
    public static TimeSpan Quantile(List<TimeSpan> times, double q)
    {
        var sorted = times.Order().ToList();
        return sorted[(int)Math.Min(Math.Ceiling(sorted.Count * q), sorted.Count) - 1];
    }

    public static void Print(string name, TimeSpan ours, TimeSpan floor) => Console.WriteLine(FormattableString.Invariant(
        $"{name} ours={ours.TotalMicroseconds:F0} floor={floor.TotalMicroseconds:F0} ratio={ours / floor:F2}"));
}
