using PropBot.Trading.Exchanges.Binance;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges.BinanceOrders;

/// <summary>
/// The venue's countdown that cancels a symbol's orders when we fall silent (R32, <c>countdownCancelAll</c>): 30 s, refreshed every 5 s while the
/// pair is in the set. A pair that left is disarmed only after 10 s, so that single orders do not make it flutter.
/// </summary>
internal sealed class BinanceDeadMan(BinanceReads reads, PairUniverse universe, TimeProvider clock, Action<DeadManReading> tell, CancellationToken stop)
{
    private const string Path = "/fapi/v1/countdownCancelAll";
    private const int Weight = 10;
    private const int WeightAMinute = 960;

    private static readonly TimeSpan Countdown = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RefreshEvery = TimeSpan.FromSeconds(5);

    /// <summary>However many pairs: two refreshes may fail before the countdown ends.</summary>
    private static readonly TimeSpan RefreshAtLeastEvery = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DisarmAfter = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private readonly Dictionary<int, Guard> guards = [];

    /// <summary>See <see cref="IExchange.KeepDeadMan"/>.</summary>
    public void Keep(IReadOnlyCollection<int> pairs)
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            foreach (var (pair, guard) in guards)
            {
                if (!pairs.Contains(pair)) guard.LeftAt ??= now;
            }

            foreach (var pair in pairs)
            {
                if (!guards.TryGetValue(pair, out var guard)) guards[pair] = guard = new Guard(pair);
                if (guard.LeftAt is not null) guard.Return();
                guard.Life ??= Watch(guard);
            }
        }
    }

    private async Task Watch(Guard guard)
    {
        try
        {
            while (true)
            {
                stop.ThrowIfCancellationRequested();
                if (Step(guard) is not { } step) return;
                if (step.Countdown is { } countdown) await Send(guard, countdown);
                else await Waiting.First(step.Returned, Waiting.Delay(step.Wait, clock, stop));
            }
        }
        catch (OperationCanceledException)
        {
            // The connector is being disposed: what is armed fires by itself, over orders that nobody looks after any more.
        }
    }

    /// <summary>What to do now: send a countdown, or wait; null: nothing is left to guard.</summary>
    private (TimeSpan? Countdown, TimeSpan Wait, Task Returned)? Step(Guard guard)
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            var due = guard.LeftAt is { } left && left + DisarmAfter > guard.NextAt ? left + DisarmAfter : guard.NextAt;
            if (guard.LeftAt is not null && !guard.MayBeArmed)
            {
                guards.Remove(guard.Pair);
                return null;
            }

            return now < due ? (null, due - now, guard.Returned()) : (guard.LeftAt is null ? Countdown : TimeSpan.Zero, TimeSpan.Zero, Task.CompletedTask);
        }
    }

    private async Task Send(Guard guard, TimeSpan countdown)
    {
        var sentAt = clock.GetUtcNow();
        var parameters = $"symbol={Uri.EscapeDataString(universe[guard.Pair])}&countdownTime={(long)countdown.TotalMilliseconds}";
        var call = new RestCall(HttpMethod.Post, Path, parameters, Access.Signed, Weight, Essential: true);
        var reply = await reads.Ask(call, stop);
        if (stop.IsCancellationRequested) return;
        var trouble = BinanceReads.Understood(reply, call, row => row.Decimal("countdownTime") == (decimal)countdown.TotalMilliseconds) switch
        {
            VenueAnswer<bool>.Got { Value: true } => "",
            VenueAnswer<bool>.Unreadable unreadable => unreadable.Clue,
            _ => "the venue answered with another countdown",
        };
        DeadManReading reading;
        lock (gate)
        {
            var now = clock.GetUtcNow();
            if (trouble.Length == 0) Succeeded(guard, sentAt, countdown);
            else trouble = Failed(guard, now, reply, trouble);
            reading = new DeadManReading(Venue.Binance, guard.Pair, guard.FiresAt, trouble, now);
        }

        tell(reading);
    }

    private void Succeeded(Guard guard, DateTimeOffset sentAt, TimeSpan countdown)
    {
        guard.MayBeArmed = countdown > TimeSpan.Zero;
        // From our sending on: the venue cannot have begun to count earlier.
        guard.FiresAt = guard.MayBeArmed ? sentAt + countdown : null;
        guard.NextAt = sentAt + Every();
    }

    private static string Failed(Guard guard, DateTimeOffset now, RestReply reply, string trouble)
    {
        guard.NextAt = now + RetryAfter;
        // An arming whose answer was lost may have arrived.
        guard.MayBeArmed |= reply.Left && reply.Code == 0;
        if (guard.FiresAt is null || guard.FiresAt > now) return trouble;
        if (guard.LeftAt is not null) guard.MayBeArmed = false;
        return $"not refreshed for {Countdown.TotalSeconds:0} s, the venue has cancelled what rested: {trouble}";
    }

    /// <summary>Twelve refreshes a minute and pair cost 120 of the minute's 2400; with many pairs they become rarer, within bounds.</summary>
    private TimeSpan Every()
    {
        var affordable = TimeSpan.FromMinutes(1) * guards.Count * Weight / WeightAMinute;
        return affordable < RefreshEvery ? RefreshEvery : affordable > RefreshAtLeastEvery ? RefreshAtLeastEvery : affordable;
    }

    /// <summary>One pair's switch, from entering the set until it is disarmed.</summary>
    private sealed class Guard(int pair)
    {
        private TaskCompletionSource returned = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Pair => pair;
        public Task? Life { get; set; }
        public DateTimeOffset? FiresAt { get; set; }
        public DateTimeOffset? LeftAt { get; set; }
        public DateTimeOffset NextAt { get; set; } = DateTimeOffset.MinValue;

        /// <summary>The venue may hold a running countdown.</summary>
        public bool MayBeArmed { get; set; }

        /// <summary>Back in the set before it was disarmed: the next refresh may be due already.</summary>
        public void Return()
        {
            LeftAt = null;
            returned.TrySetResult();
        }

        /// <summary>Completes at the next <see cref="Return"/>.</summary>
        public Task Returned()
        {
            if (returned.Task.IsCompleted) returned = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return returned.Task;
        }
    }
}
