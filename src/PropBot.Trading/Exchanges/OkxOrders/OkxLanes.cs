using System.Collections.Concurrent;

namespace PropBot.Trading.Exchanges.OkxOrders;

/// <summary>Endpoint classes with a limit of their own (§2.4). Orders, cancels and questions never share one, so a storm of one spares the others (P28).</summary>
internal enum OkxLane
{
    /// <summary>public/instruments, price-limit, market/ticker.</summary>
    Public = 0,
    Orders = 1,
    Cancels = 2,
    CancelBatches = 3,
    Queries = 4,
    Lists = 5,
    History = 6,
    Account = 7,
    Leverage = 8,
    Settings = 9,
    Bills = 10,

    /// <summary>public/time: never behind other questions, since everything signed depends on it.</summary>
    Clock = 11,
    Books = 12,
    DeadMan = 13,
    Algos = 14,
    AlgoCancels = 15,

    /// <summary>Logins and subscriptions; their own limits are the doorman's.</summary>
    Sockets = 16,
}

/// <summary>Which limit a call counts against. REST and WebSocket share it.</summary>
/// <param name="Key">The instrument where OKX counts by it, else empty.</param>
/// <param name="Essential">A close or a cancel: may use the reserve and does not wait for the opens' pause.</param>
internal readonly record struct OkxToll(OkxLane Lane, string Key = "", bool Essential = false)
{
    public static implicit operator OkxToll(OkxLane lane) => new(lane);
}

/// <summary>What each lane may still send, by endpoint and, where OKX does so, by instrument; and the sub-account's limit of orders over all of them (50061).</summary>
internal sealed class OkxLanes(TimeProvider clock, int seed)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(2);
    private static readonly int[] Limits = [20, 60, 60, 300, 60, 60, 10, 10, 20, 5, 10, 10, 40, 2, 20, 20, 20];

    /// <summary>New orders of the sub-account in two seconds, whatever their instrument.</summary>
    private readonly OkxBucket account = new(limit: 1000, reserve: 200, Window, clock, seed);

    private readonly ConcurrentDictionary<(OkxLane Lane, string Key), OkxBucket> buckets = new();

    /// <summary>Opening orders that may leave now on one instrument.</summary>
    public int OrderRoom(string instId) => Math.Min(Bucket(new OkxToll(OkxLane.Orders, instId)).Left, account.Left);

    /// <summary>For orders and cancels, which must not wait: false means it may not leave now.</summary>
    public bool TryTake(in OkxToll toll) =>
        Bucket(toll).TryTake(toll.Essential) && (toll.Lane != OkxLane.Orders || account.TryTake(toll.Essential));

    /// <summary>For <paramref name="count"/> orders in one batch, which count one by one.</summary>
    public async Task Take(OkxToll toll, int count, CancellationToken stop)
    {
        for (var i = 0; i < count; i++) await Take(toll, stop);
    }

    /// <summary>For reads, which may wait for room.</summary>
    public async Task Take(OkxToll toll, CancellationToken stop)
    {
        var bucket = Bucket(toll);
        while (!bucket.TryTake(toll.Essential)) await Waiting.Delay(bucket.FreeIn(toll.Essential), clock, stop);
    }

    /// <summary>The venue answered; what it said about limits takes effect.</summary>
    public void Answered(in OkxToll toll, OkxReaction reaction)
    {
        switch (reaction)
        {
            case OkxReaction.WaitWindow:
                Bucket(toll).Full(toll.Essential);
                break;
            case OkxReaction.ThrottleOrders:
                account.Full(toll.Essential);
                break;
            case OkxReaction.BackOff:
                Bucket(toll).Overloaded(toll.Essential);
                break;
            default:
                Bucket(toll).Fine();
                break;
        }
    }

    private OkxBucket Bucket(in OkxToll toll) => buckets.GetOrAdd((toll.Lane, toll.Key), static (at, owner) => owner.New(at.Lane, at.Key), this);

    private OkxBucket New(OkxLane lane, string key)
    {
        var limit = Limits[(int)lane];
        // Half for the opens and half kept for closes; of the lists and questions a tenth, for what OKX counts otherwise than we.
        var reserve = lane is OkxLane.Orders ? limit / 2 : lane is OkxLane.DeadMan ? 0 : limit / 10;
        return new OkxBucket(limit, reserve, Window, clock, unchecked(seed * 31 + (int)lane * 7 + key.Length));
    }
}
