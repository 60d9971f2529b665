namespace PropBot.Trading.Exchanges;

/// <summary>Running totals of one connector since its start.</summary>
/// <param name="Calls">Questions by REST that left, orders not among them.</param>
/// <param name="ServerErrors">Of these, answered with HTTP 5xx.</param>
/// <param name="TimedOut">Questions without an answer, and orders whose outcome the reply left open.</param>
/// <param name="Orders">Orders that left.</param>
/// <param name="Refused">Of these, refused by the venue; what we refused ourselves never left.</param>
/// <param name="Bans">Answers that shut us out: HTTP 403 and 418, and a key or an account that is served no more.</param>
public readonly record struct CallCounts(long Calls, long ServerErrors, long TimedOut, long Orders, long Refused, long Bans)
{
    public static CallCounts operator -(CallCounts now, CallCounts then) => new(
        now.Calls - then.Calls, now.ServerErrors - then.ServerErrors, now.TimedOut - then.TimedOut, now.Orders - then.Orders, now.Refused - then.Refused, now.Bans - then.Bans);
}

/// <summary>What became of a connector's calls, counted where they end; read by the desk. Any thread.</summary>
public sealed class CallTally
{
    private long calls;
    private long serverErrors;
    private long timedOut;
    private long orders;
    private long refused;
    private long bans;

    public CallCounts Read() => new(
        Volatile.Read(ref calls), Volatile.Read(ref serverErrors), Volatile.Read(ref timedOut), Volatile.Read(ref orders), Volatile.Read(ref refused), Volatile.Read(ref bans));

    /// <param name="status">HTTP status of the answer to a question.</param>
    /// <param name="shutsOut">The venue's own code says that it serves us no more.</param>
    public void Answered(int status, bool shutsOut = false)
    {
        Interlocked.Increment(ref calls);
        if (status >= 500) Interlocked.Increment(ref serverErrors);
        if (shutsOut || status is 403 or 418) Interlocked.Increment(ref bans);
    }

    /// <summary>A question left and no answer came.</summary>
    public void Lost()
    {
        Interlocked.Increment(ref calls);
        Interlocked.Increment(ref timedOut);
    }

    /// <summary>An order's reply, whichever path it came by.</summary>
    public void Replied(OrderReply reply)
    {
        if (reply is OrderReply.Refused { Why.IsLocal: true }) return;
        Interlocked.Increment(ref orders);
        if (reply is OrderReply.Unknown) Interlocked.Increment(ref timedOut);
        if (reply is not OrderReply.Refused no) return;
        Interlocked.Increment(ref refused);
        if (no.Why.ShutsOut) Interlocked.Increment(ref bans);
    }
}
