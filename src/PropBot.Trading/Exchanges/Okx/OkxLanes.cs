namespace PropBot.Trading.Exchanges.Okx;

/// <summary>Endpoint classes with a limit of their own (§2.4). Orders, cancels and questions never share one, so a storm of one spares the others (P28).</summary>
internal enum OkxLane
{
    Public = 0,
    Orders = 1,
    Cancels = 2,
    Queries = 3,
    Lists = 4,
    History = 5,
    Account = 6,
    Leverage = 7,
    Settings = 8,
    Bills = 9,
}

/// <summary>
/// What each lane may still send. Ordinary calls stop at half of OKX's figure, since its window slides and ours is fixed: two adjacent
/// windows then still fit. Closes may use the other half.
/// </summary>
internal sealed class OkxLanes(TimeProvider clock)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(2);
    private static readonly int[] Limits = [20, 60, 60, 60, 60, 10, 10, 20, 5, 10];

    private readonly RateBudget[] budgets = [.. Limits.Select(limit => new RateBudget(limit, limit / 2, Window, clock))];

    /// <summary>For orders and cancels, which must not wait: false means it may not leave now.</summary>
    public bool TryTake(OkxLane lane, bool essential) => budgets[(int)lane].TryTake(1, essential);

    /// <summary>For reads, which may wait for the next window.</summary>
    public async Task Take(OkxLane lane, CancellationToken stop)
    {
        var budget = budgets[(int)lane];
        while (!budget.TryTake(1))
        {
            var until = budget.BannedUntil ?? budget.WindowEnd;
            var wait = until - clock.GetUtcNow();
            await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1), clock, stop);
        }
    }

    /// <summary>OKX said 50011, 50061 or 429: the lane is silent for a whole window.</summary>
    public void Pause(OkxLane lane) => budgets[(int)lane].Ban(clock.GetUtcNow() + Window);
}
