using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges;

/// <summary>
/// How far a venue's clock is from ours (R34): of the last 8 samples the one with the shortest round trip speaks, its offset taken at
/// the middle of the round trip, its uncertainty half of it. One writer; any thread may read.
/// </summary>
public sealed class ClockOffset(Venue venue)
{
    private const int Kept = 8;

    private readonly Lock gate = new();
    private readonly Queue<Sample> samples = new(Kept);
    private long offsetTicks;
    private volatile ClockReading? latest;

    /// <summary>Null until the first sample.</summary>
    public ClockReading? Latest => latest;

    /// <param name="sentAt">Our clock when the question left.</param>
    /// <param name="roundTrip">Measured monotonically, so that a step of our wall clock between question and answer does not enter it.</param>
    /// <param name="serverTime">What the venue answered.</param>
    public ClockReading Add(DateTimeOffset sentAt, TimeSpan roundTrip, DateTimeOffset serverTime)
    {
        if (roundTrip < TimeSpan.Zero) roundTrip = TimeSpan.Zero;
        lock (gate)
        {
            if (samples.Count == Kept) samples.Dequeue();
            samples.Enqueue(new Sample(serverTime - (sentAt + roundTrip / 2), roundTrip));
            var fastest = samples.MinBy(sample => sample.RoundTrip);
            Volatile.Write(ref offsetTicks, fastest.Offset.Ticks);
            return latest = new ClockReading(venue, fastest.Offset, fastest.RoundTrip / 2, sentAt + roundTrip);
        }
    }

    /// <summary>Forgets all samples, for when the venue has just proved them wrong (a refused timestamp); the offset stays until the next one.</summary>
    public void Clear()
    {
        lock (gate) samples.Clear();
    }

    /// <summary>Our time as the venue would say it.</summary>
    public DateTimeOffset Corrected(DateTimeOffset now) => now.AddTicks(Volatile.Read(ref offsetTicks));

    private readonly record struct Sample(TimeSpan Offset, TimeSpan RoundTrip);
}
