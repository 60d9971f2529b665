using PropBot.Trading.Exchanges.OkxOrders;

namespace PropBot.Trading.Exchanges.OkxStreams;

/// <summary>
/// Keeps all sockets of this venue together inside what OKX allows an address and a connection (§2.4): three connections a second, and
/// 480 logins and subscriptions an hour. The hour's figure is per connection there; one for all of them is simpler and stricter, so a
/// storm of reconnects, however it arises, waits here instead of being refused with 60014.
/// </summary>
internal sealed class OkxDoorman(TimeProvider clock, int seed)
{
    // One below the limit: three that leave a second apart may still arrive together with the next.
    private readonly OkxBucket connects = new(limit: 2, reserve: 0, TimeSpan.FromSeconds(1), clock, seed);

    // The reserve is for reconnects; a book that is asked for again can also be read by REST.
    private readonly OkxBucket operations = new(limit: 470, reserve: 120, TimeSpan.FromHours(1), clock, seed);

    /// <summary>Before each connection.</summary>
    public Task Connect(CancellationToken stop) => Pass(connects, stop);

    /// <summary>Before each login, subscribe or unsubscribe message that a connection cannot do without.</summary>
    public Task Operate(CancellationToken stop) => Pass(operations, stop);

    /// <summary>For what can be done otherwise; false: not now.</summary>
    public bool TryOperate() => operations.TryTake(essential: false);

    private async Task Pass(OkxBucket bucket, CancellationToken stop)
    {
        while (!bucket.TryTake(essential: true)) await Task.Delay(bucket.FreeIn(essential: true), clock, stop);
    }
}
