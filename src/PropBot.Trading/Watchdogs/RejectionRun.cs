using PropBot.Trading.Instruments;

namespace PropBot.Trading.Watchdogs;

/// <summary>
/// Hedges in a row whose orders one venue refused. A leg that is tried five times within its deadline is one refusal, not five; an order
/// that the venue takes ends its row; what is older than the window falls out.
/// </summary>
public sealed class RejectionRun(TimeSpan window)
{
    private readonly Queue<DateTimeOffset>[] times = [new(), new()];
    private readonly string[] last = new string[Venues.Count];

    public void Refused(Venue venue, string hedgeId, DateTimeOffset now)
    {
        if (last[(int)venue] == hedgeId) return;
        last[(int)venue] = hedgeId;
        times[(int)venue].Enqueue(now);
    }

    public void Accepted(Venue venue)
    {
        times[(int)venue].Clear();
        last[(int)venue] = "";
    }

    /// <summary>A row that was acted on: whoever resumes starts a new one.</summary>
    public void Clear()
    {
        foreach (var venue in Venues.All) Accepted(venue);
    }

    /// <summary>Of the venue with the longer row.</summary>
    public int Count(DateTimeOffset now)
    {
        var most = 0;
        foreach (var row in times)
        {
            while (row.Count > 0 && now - row.Peek() >= window) row.Dequeue();
            most = Math.Max(most, row.Count);
        }

        return most;
    }
}
