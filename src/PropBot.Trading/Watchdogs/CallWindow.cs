using PropBot.Trading.Exchanges;

namespace PropBot.Trading.Watchdogs;

/// <summary>What a connector counted within a sliding window: differences of its running totals, read about once a second.</summary>
public sealed class CallWindow(TimeSpan window)
{
    private readonly Queue<(DateTimeOffset At, CallCounts Counts)> reads = new();

    public CallCounts Read(CallCounts now, DateTimeOffset at)
    {
        reads.Enqueue((at, now));
        while (reads.Count > 1 && at - reads.Peek().At > window) reads.Dequeue();
        return now - reads.Peek().Counts;
    }
}
