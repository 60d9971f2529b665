using System.Diagnostics;

namespace PropBot.Testing;

/// <summary>Waits for something that other tasks of this process bring about. The limit is only there to fail with a sentence instead of hanging.</summary>
public static class Condition
{
    public static async Task Holds(Func<bool> condition, string what)
    {
        var limit = Stopwatch.StartNew();
        while (!condition())
        {
            if (limit.Elapsed > TimeSpan.FromSeconds(15)) throw new TimeoutException($"did not come about within 15 s: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, CancellationToken.None);
        }
    }
}
