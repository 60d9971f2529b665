namespace PropBot.Trading.Control;

/// <summary>Counts attempts in a sliding minute (R35). Attempts, not successes: a burst of refusals must trip it too.</summary>
public sealed class RunawayGuard(LimitOptions limits)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private readonly Queue<DateTimeOffset> orders = new();
    private readonly Queue<DateTimeOffset> cancels = new();

    /// <summary>Replaced when a limit moves (R13).</summary>
    public LimitOptions Limits { get; set; } = limits;

    public int OrdersLimit => Limits.MaxOrdersPerMinute;
    public int CancelsLimit => Limits.MaxCancelsPerMinute;

    public int Orders(DateTimeOffset now) => Count(orders, now);

    public int Cancels(DateTimeOffset now) => Count(cancels, now);

    /// <summary>True when <paramref name="more"/> further orders fit into this minute; a limit of 0 or less switches it off.</summary>
    public bool Fits(int more, DateTimeOffset now) => OrdersLimit <= 0 || Orders(now) + more <= OrdersLimit;

    /// <summary>
    /// The HOLD reason while more has left this minute than a limit allows: reduce-only orders and cancels are never held back (R4), so
    /// they can get there; nothing is opened then. Null while within.
    /// </summary>
    public string? ExceededNow(DateTimeOffset now)
    {
        if (OrdersLimit > 0 && Orders(now) > OrdersLimit) return "runaway_orders_per_min";
        return CancelsLimit > 0 && Cancels(now) > CancelsLimit ? "runaway_cancels_per_min" : null;
    }

    public void CountOrder(DateTimeOffset now) => orders.Enqueue(now);

    public void CountCancel(DateTimeOffset now) => cancels.Enqueue(now);

    /// <summary>The runbook's text: <c>orders_per_min_limit_exceeded:2>1</c>.</summary>
    public string Exceeded(int more, DateTimeOffset now) => $"orders_per_min_limit_exceeded:{Orders(now) + more}>{OrdersLimit}";

    private static int Count(Queue<DateTimeOffset> times, DateTimeOffset now)
    {
        while (times.Count > 0 && now - times.Peek() >= Window) times.Dequeue();
        return times.Count;
    }
}
