using PropBot.Trading.Exchanges;

namespace PropBot.Testing.Desks;

/// <summary>What watchdogs see of it: the counts a connector keeps, and the venue's own word on maintenance.</summary>
public sealed partial class FakeVenue
{
    /// <summary>The script's replies are in it; questions a test counts itself.</summary>
    public CallTally Tally { get; } = new();

    public List<MaintenanceNotice> Notices { get; } = [];

    /// <summary>The account cannot be read; all else goes on.</summary>
    public bool Mute { get; set; }

    CallTally? IExchange.Calls => Tally;

    public Task<VenueAnswer<IReadOnlyList<MaintenanceNotice>>> ReadMaintenance(CancellationToken stop) => Answer<IReadOnlyList<MaintenanceNotice>>(() => [.. Notices]);

    public async ValueTask<OrderReply> Place(OrderRequest order, CancellationToken stop)
    {
        var reply = await Treat(order);
        Tally.Replied(reply);
        return reply;
    }
}
