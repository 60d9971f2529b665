namespace PropBot.Testing;

/// <summary>What a piece of code allocates on this thread.</summary>
public static class Garbage
{
    /// <summary>
    /// The least of several equal passes, in bytes. A path that makes garbage makes it in every pass; the runtime adds some of its own to
    /// single ones (a method compiled again in a higher tier, an allocation context retired by a neighbour's collection).
    /// </summary>
    public static long LeastOf(int passes, Action pass)
    {
        var least = long.MaxValue;
        for (var i = 0; i < passes && least != 0; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            pass();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
