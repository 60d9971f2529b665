using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.Orders;
using PropBot.Trading.Watchdogs;

namespace PropBot.Trading.Desk.Watch;

/// <summary>Who is or goes into maintenance: planned by settings, announced by the venue, told with a refusal, or seen because no contract trades.</summary>
internal sealed class MaintenanceFlow(DeskMemory m, DeskEffects effects)
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>How long a refusal "we are in maintenance" is believed; the next order or the venue's page renews it.</summary>
    private static readonly TimeSpan RefusalStands = TimeSpan.FromSeconds(60);

    private readonly IReadOnlyList<MaintenanceNotice>[] announced = [[], []];
    private readonly DateTimeOffset?[] refusedUntil = new DateTimeOffset?[Venues.Count];
    private DateTimeOffset nextAsk;
    private DateTimeOffset nextLook;

    public void Replied(Order order, OrderReply reply)
    {
        if (!order.Simulated && reply is OrderReply.Refused { Why.SaysMaintenance: true }) refusedUntil[(int)order.Venue] = m.Now + RefusalStands;
    }

    /// <summary>An unreadable page says nothing: what was announced before still stands.</summary>
    public void On(MaintenanceRead fact)
    {
        if (fact.Answer is VenueAnswer<IReadOnlyList<MaintenanceNotice>>.Got got) announced[(int)fact.Venue] = got.Value;
        nextLook = m.Now;
    }

    public void Tick()
    {
        if (m.Now >= nextAsk)
        {
            nextAsk = m.Now + AskEvery;
            foreach (var status in m.Venues.Where(s => s.InstrumentsFresh)) effects.ReadMaintenance(status.Venue);
        }

        if (m.Now < nextLook) return;
        nextLook = m.Now + LookEvery;
        foreach (var status in m.Venues)
        {
            var reading = MaintenanceCalendar.Of(status.Venue, Windows(status), m.Now);
            m.Dirty |= reading != m.Watch.Maintenance[(int)status.Venue];
            m.Watch.Maintenance[(int)status.Venue] = reading;
        }
    }

    private IEnumerable<MaintenanceWindow> Windows(VenueStatus status)
    {
        var venue = status.Venue;
        foreach (var planned in m.Options.Watch.Maintenance) yield return planned;
        foreach (var notice in announced[(int)venue]) yield return new MaintenanceWindow(venue, notice.Begin, notice.End, "announced");
        if (refusedUntil[(int)venue] is { } until && m.Now < until) yield return new MaintenanceWindow(venue, until - RefusalStands, until, "refused");
        if (IsHalted(status)) yield return new MaintenanceWindow(venue, m.Now, null, "halted");
    }

    // One contract that is closed keeps its own pair shut (case 12); all of them are the venue.
    private bool IsHalted(VenueStatus status)
    {
        var universe = status.Instruments.Values.Where(i => m.Options.Universe.IndexOf(i.Symbol) >= 0).ToList();
        return status.InstrumentsFresh && universe.Count > 1 && universe.TrueForAll(i => i.Status == InstrumentStatus.Halted);
    }
}
