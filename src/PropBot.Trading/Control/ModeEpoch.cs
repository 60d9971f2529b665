namespace PropBot.Trading.Control;

/// <summary>
/// A number that moves with every tightening. An opening order carries the epoch it was approved under and is compared again
/// immediately before its bytes leave (R7). Written by the desk thread, read by the sending one.
/// </summary>
public sealed class ModeEpoch
{
    private long current = 1;

    public long Current => Volatile.Read(ref current);

    public void Advance() => Interlocked.Increment(ref current);
}
